package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.Map;

/** The review of a change or a choice: the page of a result with two columns, A and B. */
public final class ComparisonReport {
  private ComparisonReport() {}

  /**
   * Writes the page.
   *
   * @param document a compare.json
   * @param other number of B among its contenders, from 1; A is number 0
   * @param a what A did on the day that the document says is shown
   * @param b the same of B
   * @throws UserError if the file cannot be written or the machine has no font (exit 4)
   */
  public static void write(JsonNode document, int other, SavedResult a, SavedResult b, Path file) {
    OutputFile.write(
        file, page(new Compared(document, other, new ResultView(a), new ResultView(b))));
  }

  static String page(Compared compared) {
    String name = compared.document().path("name").asText("");
    String both = compared.name(true) + " against " + compared.name(false);
    Panels panels = Overlay.of(
        compared.a(),
        compared.b(),
        Escape.shorten(name, 40) + " · A " + compared.name(true) + ", B " + compared.name(false));
    Map<ChartKind, Charts.Pair> pictures = Charts.pairs(panels);
    return Page.of(
        name.isEmpty() ? both : name + ": " + both,
        panels,
        pictures,
        html -> new ComparisonHead(compared, html).write(),
        " A, " + compared.name(true) + ", is solid; B, " + compared.name(false) + ", is dashed."
            + day(compared),
        html -> new ComparisonTables(compared, html).write());
  }

  /** Which of the days the panels and the tables of one day show. */
  static String day(Compared compared) {
    JsonNode shown = compared.document().path("shown");
    if (!shown.path("day").isNumber()) {
      return "";
    }
    return compared.runs() > 1
        ? " Shown: day " + shown.path("day").asText() + " of both, the one in the middle of A by "
            + shown.path("orderedBy").asText("") + "."
        : " Shown: the one day of both.";
  }
}
