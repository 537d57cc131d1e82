package dev.headroom.report;

import dev.headroom.core.UserError;
import dev.headroom.report.Html.Cell;
import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The review of a result as one self-contained page: no outside address, readable from a telephone
 * to a wall, light and dark, on paper, and without scripting, which only adds the crosshair, zoom,
 * exact tables and files to save.
 */
public final class HtmlReport {
  private static final int TABLE_ROWS = 20;

  private final ResultView view;
  private final Html html = new Html();

  private HtmlReport(ResultView view) {
    this.view = view;
  }

  /**
   * Writes the page.
   *
   * @throws UserError if the file cannot be written or the machine has no font (exit 4)
   */
  public static void write(SavedResult result, Path file) {
    ResultView view = new ResultView(result);
    write(view, Charts.pairs(view), file);
  }

  static void write(ResultView view, Map<ChartKind, Charts.Pair> panels, Path file) {
    OutputFile.write(file, page(view, panels));
  }

  static String page(ResultView view, Map<ChartKind, Charts.Pair> panels) {
    HtmlReport report = new HtmlReport(view);
    report.write(panels);
    return report.html.toString();
  }

  private void write(Map<ChartKind, Charts.Pair> panels) {
    String name = view.text("scenario.name");
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .raw(ReportScript.policy())
        .raw("\">\n<title>")
        .text(name.isEmpty() ? "Headroom review" : Escape.shorten(name, 120) + ": Headroom review")
        .raw("</title>\n<style>\n")
        .raw(ReportScript.resource("report.css"))
        .raw("</style>\n</head>\n<body>\n<main>\n");
    new ReportHead(view, html).write();
    html.raw("<section class=\"panels\" aria-label=\"Charts\">\n")
        .element("h2", "", "What happened")
        .element("p", "note", note());
    toolbar();
    panels.forEach(this::panel);
    html.close("section");
    new ReportTables(view, html).write();
    reproduce();
    html.raw("</main>\n<script type=\"application/json\" id=\"panel-data\">")
        .raw(new PanelData(view).json(List.copyOf(panels.keySet())))
        .raw("</script>\n<script>")
        .raw(ReportScript.text())
        .raw("</script>\n</body>\n</html>\n");
  }

  /** What only a script can do; without one it is not shown. */
  private void toolbar() {
    html.raw("<div class=\"toolbar with-script\"><button type=\"button\" id=\"zoom-reset\">Whole "
        + "run</button><label>Theme <select id=\"theme\"><option value=\"\">as the system"
        + "</option><option value=\"light\">light</option><option value=\"dark\">dark</option>"
        + "</select></label><p id=\"panel-status\" role=\"status\"></p><p class=\"note\">Drag "
        + "across a panel to zoom all of them; double-click for the whole run. With the keyboard: "
        + "Tab to a panel, arrows move the crosshair (Shift: faster), + and − zoom, 0 shows the "
        + "whole run.</p></div>\n");
  }

  private String note() {
    int incidents = view.incidents().size();
    return "All panels share one time axis."
        + (incidents == 0
            ? ""
            : " Shaded: "
                + (incidents == 1
                    ? "the interval"
                    : "the " + Numbers.count(incidents) + " intervals")
                + " in which the database had no slot.");
  }

  private void panel(ChartKind kind, Charts.Pair pair) {
    html.raw("<figure id=\"")
        .raw(kind.fileName())
        .raw("\">\n<div class=\"wide\">")
        .raw(SvgImage.inline(pair.wide()))
        .raw("</div>\n<div class=\"narrow\">")
        .raw(SvgImage.inline(pair.narrow()))
        .raw("</div>\n");
    figures(kind.panel(view));
    html.close("figure");
  }

  /** The figures behind a chart in a few rows, for readers who cannot see it. */
  private void figures(Panel panel) {
    int bins = view.series().bins();
    if (panel.isEmpty()) {
      return;
    }
    int rows = Math.min(bins, TABLE_ROWS);
    List<Cell> head = new ArrayList<>(List.of(new Cell("From", "time")));
    List<double[]> columns = new ArrayList<>();
    panel.bands().forEach(band -> {
      head.add(Cell.number(band.name()));
      columns.add(band.values());
    });
    panel.lines().forEach(line -> {
      head.add(Cell.number(line.name()));
      columns.add(line.values());
    });
    List<List<Cell>> body = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int from = (int) ((long) row * bins / rows);
      int to = (int) ((long) (row + 1) * bins / rows);
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.time(view.time().moment(view.series().secondsAt(from))));
      for (double[] column : columns) {
        double value = panel.logarithmic() ? greatest(column, from, to) : mean(column, from, to);
        cells.add(Cell.number(
            panel.logarithmic() ? Numbers.milliseconds(value) : Numbers.significant(value)));
      }
      body.add(cells);
    }
    html.raw("<details><summary>Figures: ").text(panel.title()).raw("</summary>");
    html.element(
        "p",
        "note",
        (panel.logarithmic()
                ? "Greatest value"
                : "Mean, in "
                    + panel.unit()
                    + (panel.rightUnit().isEmpty() ? "," : " (right: " + panel.rightUnit() + "),"))
            + " of each interval.");
    html.table(panel.title(), head, body);
    html.close("details");
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(values[i])) {
        sum += values[i];
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  private static double greatest(double[] values, int from, int to) {
    return ResultView.max(Arrays.copyOfRange(values, from, to));
  }

  private void reproduce() {
    String command = view.text("command");
    String scenario = view.text("scenarioText");
    html.raw("<section id=\"reproduce\">").element("h2", "", "Reproduce");
    if (!command.isEmpty()) {
      html.open("pre", "").text(command).close("pre");
    }
    if (!scenario.isEmpty()) {
      html.raw("<details><summary>Scenario</summary><pre>")
          .text(scenario)
          .raw("</pre></details>\n");
    }
    html.open("dl", "facts");
    for (String path : List.of(
        "engine.version",
        "engine.commit",
        "fingerprint",
        "scenario.file",
        "scenario.sha256",
        "trace.file",
        "trace.sha256")) {
      if (!view.text(path).isEmpty()) {
        html.open("div", "")
            .element("dt", "", path.replace('.', ' '))
            .raw("<dd class=\"mono\">")
            .raw("<bdi>")
            .text(view.text(path))
            .raw("</bdi></dd>")
            .close("div");
      }
    }
    html.close("dl").close("section");
  }
}
