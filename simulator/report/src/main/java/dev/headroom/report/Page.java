package dev.headroom.report;

import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The frame of a review, whatever it is about: one self-contained file, no outside address, the
 * panels with the tables behind them, their data and the script.
 */
final class Page {
  private static final int TABLE_ROWS = 20;

  private final Panels panels;
  private final Map<ChartKind, Charts.Pair> pictures;
  private final Html html = new Html();

  private Page(Panels panels, Map<ChartKind, Charts.Pair> pictures) {
    this.panels = panels;
    this.pictures = pictures;
  }

  /**
   * The whole text of it.
   *
   * @param title of the window, possibly empty
   * @param head writes what stands above the panels
   * @param note what is to be known of the panels besides their time axis
   * @param tables writes what stands below them
   */
  static String of(
      String title,
      Panels panels,
      Map<ChartKind, Charts.Pair> pictures,
      Consumer<Html> head,
      String note,
      Consumer<Html> tables) {
    Page page = new Page(panels, pictures);
    page.write(title, head, note, tables);
    return page.html.toString();
  }

  private void write(String title, Consumer<Html> head, String note, Consumer<Html> tables) {
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .raw(ReportScript.policy())
        .raw("\">\n<title>")
        .text(
            title.isEmpty() ? "Headroom review" : Escape.shorten(title, 120) + ": Headroom review")
        .raw("</title>\n<style>\n")
        .raw(ReportScript.resource("report.css"))
        .raw("</style>\n</head>\n<body>\n<main>\n");
    head.accept(html);
    html.raw("<section class=\"panels\" aria-label=\"Charts\">\n")
        .element("h2", "", "What happened")
        .element("p", "note", "All panels share one time axis." + note);
    toolbar();
    pictures.forEach(this::panel);
    html.close("section");
    tables.accept(html);
    html.raw("</main>\n<script type=\"application/json\" id=\"panel-data\">")
        .raw(new PanelData(panels).json())
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

  private void panel(ChartKind kind, Charts.Pair pair) {
    html.raw("<figure id=\"")
        .raw(kind.fileName())
        .raw("\">\n<div class=\"wide\">")
        .raw(SvgImage.inline(pair.wide()))
        .raw("</div>\n<div class=\"narrow\">")
        .raw(SvgImage.inline(pair.narrow()))
        .raw("</div>\n");
    figures(panels.byKind().get(kind));
    html.close("figure");
  }

  /** The figures behind a chart in a few rows, for readers who cannot see it. */
  private void figures(Panel panel) {
    ResultView view = panels.view();
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
}
