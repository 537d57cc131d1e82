package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Many days as a person reads them in a terminal. */
final class DaysSummary {
  private static final String COLUMNS = "  %-22s %14s   %-26s %s%n";

  private DaysSummary() {}

  static void print(PrintWriter out, JsonNode run, Path folder) {
    int days = run.get("runs").asInt();
    out.printf(
        Locale.ROOT,
        "%s: SIMULATED, %,d %s%s, seed %d%n%n",
        run.at("/scenario/name").asText(),
        days,
        days == 1 ? "day" : "days",
        run.get("partial").asBoolean() ? " (PARTIAL, interrupted)" : "",
        run.get("seed").asLong());
    for (JsonNode sentence : run.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    out.println();
    for (JsonNode one : run.get("objectives")) {
      objective(out, one);
    }
    out.printf(
        Locale.ROOT,
        COLUMNS,
        "",
        "mean of days",
        "95 % interval of the mean",
        "middle 80 % of days");
    row(out, "requests offered", run.get("requests"), "offered", Say::digits);
    row(out, "requests failed", run.get("requests"), "failed", Say::digits);
    row(out, "latency p50, completed", run.get("latencyMs"), "p50", Say::milliseconds);
    row(out, "latency p99, completed", run.get("latencyMs"), "p99", Say::milliseconds);
    row(out, "instances started", run.get("coldStarts"), "instancesStarted", Say::digits);
    row(out, "cold starts hit", run.get("coldStarts"), "share", Say::percent);
    row(out, "instances peak", run.get("instances"), "peak", Say::digits);
    row(out, "connections peak", run.path("database"), "peakConnections", Say::digits);
    row(out, "database exhausted", run.path("database"), "exhaustedSeconds", Say::seconds);
    row(out, "cost", run.path("cost"), "total", cost -> "$" + Say.digits(cost));
    Summary.tried(out, run);
    Summary.end(out, run, folder);
  }

  private static void objective(PrintWriter out, JsonNode one) {
    String verdict = one.get("verdict").asText();
    String word =
        switch (verdict) {
          case "pass" -> "pass";
          case "fail" -> one.get("severity").asText().equals("warn") ? "warn" : "FAIL";
          default -> "open";
        };
    String label = one.get("name").asText();
    String expression = one.get("expr").asText();
    out.printf(
        Locale.ROOT,
        "  %s %-16s %-32s %4d of %,d days; typical %s%n",
        word,
        label.equals(expression) ? "" : label,
        expression,
        one.get("violatedRuns").asLong(),
        one.get("runs").asLong(),
        one.get("measured").asText());
  }

  private static void row(
      PrintWriter out, String name, JsonNode node, String key, DoubleFunction<String> say) {
    if (!node.has(key)) {
      return;
    }
    JsonNode mean = node.get(key);
    out.printf(
        Locale.ROOT,
        COLUMNS,
        name,
        mean.isNull() ? key.matches("p\\d+") ? "too few" : "unknown" : say.apply(mean.asDouble()),
        range(node.path(key + "Ci95"), say),
        range(node.path(key + "Band"), say));
  }

  private static String range(JsonNode pair, DoubleFunction<String> say) {
    if (!pair.isArray()) {
      return "-";
    }
    String low = say.apply(pair.get(0).asDouble());
    String high = say.apply(pair.get(1).asDouble());
    return low.equals(high) ? low : low + " to " + high;
  }
}
