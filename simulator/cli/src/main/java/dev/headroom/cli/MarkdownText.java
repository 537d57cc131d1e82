package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A result as Markdown: for a wiki, or as the comment that a bot leaves on a change. */
final class MarkdownText {
  private final JsonNode run;
  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);

  private MarkdownText(JsonNode run) {
    this.run = run;
  }

  /** The whole text. */
  static String of(JsonNode run) {
    MarkdownText markdown = new MarkdownText(run);
    markdown.headline();
    markdown.sentences();
    markdown.objectives();
    markdown.figures();
    markdown.fixes();
    markdown.reproduce();
    return markdown.text.toString();
  }

  /**
   * What matters first, the rest folded. The first line is a mark by which a bot finds the comment
   * that it left before.
   */
  static String comment(JsonNode run) {
    MarkdownText markdown = new MarkdownText(run);
    markdown.out.print("<!-- headroom: "
        + run.at("/scenario/name").asText().replaceAll("[^\\w. ]", "_") + " -->\n");
    markdown.headline();
    markdown.first();
    markdown.objectives();
    markdown.out.print("<details><summary>Figures and fixes</summary>\n\n");
    markdown.figures();
    markdown.fixes();
    markdown.reproduce();
    markdown.out.print("</details>\n");
    return markdown.text.toString();
  }

  private void line(String line) {
    out.print(line + "\n");
  }

  private static String mark(String verdict) {
    return switch (verdict) {
      case "pass" -> "✓ pass";
      case "fail" -> "✗ FAIL";
      case "none" -> "no objective";
      default -> "? undecided";
    };
  }

  private void headline() {
    line("### Headroom: " + mark(run.at("/verdict/state").asText()) + ", "
        + TextTable.escaped(run.at("/scenario/name").asText()) + "\n");
  }

  private void first() {
    line(TextTable.escaped(run.at("/verdict/sentences/0").asText()) + "\n");
  }

  private void sentences() {
    for (JsonNode sentence : run.at("/verdict/sentences")) {
      line("* " + TextTable.escaped(sentence.asText()));
    }
    line("");
  }

  private void objectives() {
    TextTable table = new TextTable(List.of("objective", "measured", "verdict"));
    for (JsonNode objective : run.path("objectives")) {
      String name = objective.path("name").asText();
      String expression = objective.path("expr").asText();
      boolean warning = objective.path("severity").asText().equals("warn");
      String verdict = objective.path("verdict").asText();
      table.row(List.of(name.equals(expression) ? name : name + ": " + expression,
          objective.path("measured").asText(),
          warning && verdict.equals("fail") ? "! warning" : mark(verdict)));
    }
    if (!table.isEmpty()) {
      table.markdown(out);
      line("");
    }
  }

  private void figures() {
    TextTable table = new TextTable(List.of("figure", "value"));
    count(table, "requests offered", "/requests/offered");
    count(table, "failed for good", "/requests/failed");
    run.at("/requests/failedByReason").properties().forEach(reason -> {
      if (reason.getValue().isNumber()) {
        table.row(List.of("failed: " + reason.getKey(), amount(reason.getValue())));
      }
    });
    for (String percentile : List.of("p50", "p95", "p99")) {
      JsonNode value = run.at("/latencyMs/" + percentile);
      if (value.isNumber()) {
        table.row(List.of("latency " + percentile, Say.milliseconds(value.doubleValue())));
      }
    }
    count(table, "instances at peak", "/instances/peak");
    count(table, "instances started", "/coldStarts/instancesStarted");
    count(table, "database connections at peak", "/database/peakConnections");
    JsonNode cost = run.at("/cost/total");
    if (cost.isNumber()) {
      table.row(List.of("cost of this traffic", "$" + Say.digits(cost.doubleValue())));
    }
    JsonNode month = run.at("/cost/perMonth");
    if (month.isNumber()) {
      table.row(List.of("cost of a month", "$" + Say.digits(month.doubleValue())));
    }
    table.markdown(out);
    line("");
  }

  private void count(TextTable table, String name, String pointer) {
    JsonNode value = run.at(pointer);
    if (value.isNumber()) {
      table.row(List.of(name, amount(value)));
    }
  }

  /** Whole, or a mean of days with three digits. */
  private static String amount(JsonNode value) {
    double number = value.doubleValue();
    return number == Math.rint(number) ? Say.count(Math.round(number)) : Say.digits(number);
  }

  private void fixes() {
    for (JsonNode fix : run.path("fixes")) {
      JsonNode failed = fix.at("/effect/failed");
      line("* Fix, simulated and confirmed: " + TextTable.escaped(fix.path("change").asText())
          + " (" + amount(failed.path("after")) + " failed instead of "
          + amount(failed.path("before")) + ")");
    }
    if (run.path("fixes").size() > 0) {
      line("");
    }
  }

  private void reproduce() {
    line("Simulated, not measured; seed " + run.path("seed").asText() + ", fingerprint `"
        + run.path("fingerprint").asText().replaceAll("\\W", "") + "`.\n");
    // No backtick of a file name may end the block.
    line("    " + run.path("command").asText().replaceAll("\\p{Cntrl}", " ") + "\n");
  }
}
