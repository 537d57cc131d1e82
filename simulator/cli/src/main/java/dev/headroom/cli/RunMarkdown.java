package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A run's result as Markdown: the verdict, the objectives, the numbers looked for first. */
final class RunMarkdown {
  private final PrintWriter out;
  private final JsonNode run;

  private RunMarkdown(PrintWriter out, JsonNode run) {
    this.out = out;
    this.run = run;
  }

  /**
   * Prints it.
   *
   * @param comment whether it is meant for a pull request, where a bot looks for its own comment
   */
  static void print(PrintWriter out, JsonNode run, boolean comment) {
    RunMarkdown markdown = new RunMarkdown(out, run);
    String word =
        switch (run.at("/verdict/state").asText()) {
          case "pass" -> "\u2713 objectives met";
          case "fail" -> "\u2717 objective violated";
          case "inconclusive" -> "? undecided";
          default -> "no objective given";
        };
    out.print(comment ? "<!-- headroom -->\n### headroom: " : "# ");
    out.println(word + " \u2013 " + TextTable.escaped(run.at("/scenario/name").asText()));
    out.println();
    for (JsonNode sentence : run.at("/verdict/sentences")) {
      out.println("* " + TextTable.escaped(sentence.asText()));
    }
    markdown.objectives();
    markdown.numbers();
    out.println();
    out.printf(
        Locale.ROOT,
        "Seed %d; %,d figures of the models are assumptions.%n",
        run.get("seed").asLong(),
        run.get("assumptions").size());
  }

  private void objectives() {
    if (run.get("objectives").isEmpty()) {
      return;
    }
    TextTable table = new TextTable(List.of("objective", "measured", "violated", "verdict"));
    for (JsonNode one : run.get("objectives")) {
      String name = one.get("name").asText();
      String expression = one.get("expr").asText();
      boolean warning = one.get("severity").asText().equals("warn");
      String verdict = one.get("verdict").asText();
      table.row(List.of(
          name.equals(expression) ? expression : name + ": " + expression,
          one.get("measured").asText(),
          one.get("violatedRuns").asLong() + " of " + one.get("runs").asLong() + " days",
          warning && verdict.equals("fail") ? "warning" : verdict));
    }
    out.println();
    table.markdown(out);
  }

  private void numbers() {
    TextTable table =
        new TextTable(List.of(run.has("days") ? "mean of days" : "on this day", "value"));
    row(table, "requests offered", "/requests/offered", Say::digits);
    row(table, "requests failed", "/requests/failed", Say::digits);
    row(table, "p50 of completed", "/latencyMs/p50", Say::milliseconds);
    row(table, "p99 of completed", "/latencyMs/p99", Say::milliseconds);
    row(table, "requests hit by a cold start", "/coldStarts/requestsAffected", Say::digits);
    row(table, "instances, peak", "/instances/peak", Say::digits);
    row(table, "connections, peak", "/database/peakConnections", Say::digits);
    row(table, "cost of this traffic", "/cost/total", cost -> "$" + Say.digits(cost));
    out.println();
    table.markdown(out);
  }

  private void row(TextTable table, String name, String path, DoubleFunction<String> say) {
    JsonNode value = run.at(path);
    if (value.isNumber()) {
      table.row(List.of(name, say.apply(value.asDouble())));
    }
  }
}
