package dev.headroom.report;

import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The review of a result as one self-contained page: no outside address, readable from a telephone
 * to a wall, light and dark, on paper, and without scripting, which only adds the crosshair, zoom,
 * exact tables and files to save.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the page.
   *
   * @throws UserError if the file cannot be written or the machine has no font (exit 4)
   */
  public static void write(SavedResult result, Path file) {
    Panels panels = Panels.of(new ResultView(result));
    write(panels, Charts.pairs(panels), file);
  }

  static void write(Panels panels, Map<ChartKind, Charts.Pair> pictures, Path file) {
    OutputFile.write(file, page(panels, pictures));
  }

  static String page(Panels panels, Map<ChartKind, Charts.Pair> pictures) {
    ResultView view = panels.view();
    return Page.of(
        view.text("scenario.name"),
        panels,
        pictures,
        html -> new ReportHead(view, html).write(),
        note(view),
        html -> {
          new ReportTables(view, html).write();
          reproduce(view, html);
        });
  }

  private static String note(ResultView view) {
    int incidents = view.incidents().size();
    return incidents == 0
        ? ""
        : " Shaded: "
            + (incidents == 1 ? "the interval" : "the " + Numbers.count(incidents) + " intervals")
            + " in which the database had no slot.";
  }

  private static void reproduce(ResultView view, Html html) {
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
            .bdi(view.text(path))
            .raw("</dd>")
            .close("div");
      }
    }
    html.close("dl").close("section");
  }
}
