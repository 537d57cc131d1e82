package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Compared.Change;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of a comparison must see without scrolling: who, the difference, six numbers. */
final class ComparisonHead {
  private final Compared compared;
  private final Html html;

  ComparisonHead(Compared compared, Html html) {
    this.compared = compared;
    this.html = html;
  }

  void write() {
    strip();
    verdict();
    tiles();
    objectives();
  }

  private void strip() {
    JsonNode document = compared.document();
    html.open("header", "strip")
        .open("div", "")
        .raw("<p class=\"brand\">Headroom review, A against B</p>")
        .open("h1", "")
        .bdi(document.path("name").asText("Unnamed scenario"))
        .close("h1");
    html.open("dl", "facts sides");
    side(true);
    side(false);
    html.close("dl").open("dl", "facts");
    fact("seed", document.path("seed").asText(""));
    fact("runs of each", Numbers.count(compared.runs()));
    fact("trace", document.path("trace").asText(""));
    fact("prices", compared.b().text("cost.priceBook"));
    html.close("dl")
        .close("div")
        .open("div", "badges")
        .element("p", "badge", "SIMULATED, not measured");
    if (document.path("partial").asBoolean(false)) {
      html.element("p", "badge warn", "PARTIAL: interrupted");
    }
    html.close("div").close("header");
  }

  private void side(boolean first) {
    JsonNode contender = compared.contender(first);
    fact(
        first ? "A, solid" : "B, dashed",
        contender.path("name").asText("") + " (" + contender.path("file").asText("") + ", on "
            + contender.path("platform").asText("") + ")");
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      html.open("div", "")
          .element("dt", "", name)
          .raw("<dd>")
          .bdi(value)
          .raw("</dd>")
          .close("div");
    }
  }

  private void verdict() {
    Verdict before = Verdict.of(compared.contender(true).path("verdict").asText(""));
    Verdict after = Verdict.of(compared.contender(false).path("verdict").asText(""));
    html.raw("<section class=\"verdict ")
        .raw(after.key())
        .raw("\" aria-label=\"Verdict\">")
        .element("p", "state", "A " + before.word() + " → B " + after.word())
        .element("h2", "headline", compared.headline());
    for (JsonNode sentence : compared.document().at("/verdict/sentences")) {
      html.element("p", "", sentence.asText());
    }
    html.close("section");
  }

  private void tiles() {
    html.raw("<section class=\"tiles compared\" aria-label=\"Key figures\">\n");
    for (Kpi kpi : Kpi.values()) {
      JsonNode a = compared.measure(true, kpi.measure());
      JsonNode b = compared.measure(false, kpi.measure());
      if (a.isMissingNode() || b.isMissingNode()) {
        continue;
      }
      JsonNode difference = compared.difference(kpi.measure());
      Change change = Change.of(difference);
      html.open("div", "tile").element("p", "label", label(kpi));
      html.open("dl", "sides");
      value("A", a.path("shown").asText(""), limit(compared.a(), kpi));
      value("B", b.path("shown").asText(""), limit(compared.b(), kpi));
      html.close("dl");
      html.raw("<p class=\"delta ")
          .raw(change.name().toLowerCase(Locale.ROOT))
          .raw("\"><b>")
          .text(
              change == Change.SAME ? "no difference" : difference.path("shown").asText(""))
          .raw("</b> <span class=\"word\">")
          .text(change == Change.SAME ? "" : change.word())
          .raw("</span></p>");
      notes(difference, change);
      html.raw(Spark.of(kpi, compared.views())).close("div");
    }
    html.close("section");
  }

  private String label(Kpi kpi) {
    return kpi.label() + (compared.runs() > 1 ? ", mean of days" : "");
  }

  private static String limit(ResultView view, Kpi kpi) {
    double limit =
        switch (kpi) {
          case INSTANCES -> view.number("instances.limit");
          case CONNECTIONS -> view.number("database.usable");
          default -> Double.NaN;
        };
    return Double.isNaN(limit) ? "" : " / " + Numbers.count(limit);
  }

  private void value(String side, String shown, String limit) {
    html.open("div", "")
        .element("dt", "", side)
        .open("dd", "value")
        .text(shown + limit)
        .close("dd")
        .close("div");
  }

  private void notes(JsonNode difference, Change change) {
    if (difference.path("shownInterval").isTextual() && change != Change.SAME) {
      html.element(
          "p", "note", "95 % interval " + difference.path("shownInterval").asText());
    }
    long runs = difference.path("runs").asLong();
    if (runs > 1) {
      html.element(
          "p",
          "note",
          "better in " + difference.path("better").asLong() + ", worse in "
              + difference.path("worse").asLong() + " of " + Numbers.count(runs) + " runs");
    }
  }

  private void objectives() {
    JsonNode before = compared.contender(true).path("objectives");
    JsonNode after = compared.contender(false).path("objectives");
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      JsonNode a = before.get(i);
      JsonNode b = after.get(i);
      rows.add(List.of(
          Cell.of(a.path("name").asText("")),
          Cell.code(a.path("expr").asText("")),
          judged(a),
          judged(b)));
    }
    if (!rows.isEmpty()) {
      html.open("section", "").element("h2", "", "Objectives");
      html.cards(
          "Objectives",
          List.of(Cell.of("Objective"), Cell.of("Expression"), Cell.of("A"), Cell.of("B")),
          rows);
      html.close("section");
    }
  }

  private static Cell judged(JsonNode objective) {
    Verdict verdict = Verdict.of(objective.path("verdict").asText(""));
    boolean warning = objective.path("severity").asText("").equals("warn");
    long runs = objective.path("runs").asLong();
    String text = verdict.word() + (warning ? " (warning only)" : "") + ": "
        + objective.path("measured").asText("")
        + (runs > 1
            ? " in the middle; violated in " + objective.path("violatedRuns").asLong() + " of "
                + Numbers.count(runs) + " runs"
            : "");
    return new Cell(text, "judged " + verdict.key());
  }
}
