package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of a comparison, as they stand in a terminal and in Markdown. */
final class ComparisonTables {
  /** What people call the measures; another is called by its own name. */
  private static final Map<String, String> LABELS = Map.of(
      "p50(latency)", "p50, failed = slow",
      "p99(latency)", "p99, failed = slow",
      "p99(latency{completed})", "p99 of completed",
      "rate(errors)", "failed requests",
      "count(coldStarts)", "requests hit by a cold start",
      "max(instances)", "instances, peak",
      "max(db.connections)", "connections, peak",
      "time(db.exhausted)", "database exhausted",
      "cost.total", "cost of this traffic",
      "cost.month", "cost of a month");

  private final JsonNode document;

  ComparisonTables(JsonNode document) {
    this.document = document;
  }

  private JsonNode contenders() {
    return document.get("contenders");
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    contenders().forEach(one -> names.add(one.get("name").asText()));
    return names;
  }

  static String label(String measure) {
    return LABELS.getOrDefault(measure, measure);
  }

  /** Means of all measures, and how often objectives were violated. */
  TextTable values() {
    List<String> heads =
        new ArrayList<>(List.of(document.get("runs").asInt() == 1 ? "on one day" : "mean of days"));
    heads.addAll(names());
    TextTable table = new TextTable(heads);
    JsonNode measures = contenders().at("/0/measures");
    for (int m = 0; m < measures.size(); m++) {
      List<String> row =
          new ArrayList<>(List.of(label(measures.at("/" + m + "/name").asText())));
      for (JsonNode one : contenders()) {
        row.add(one.get("measures").get(m).get("shown").asText());
      }
      table.row(row);
    }
    return table;
  }

  /** Objectives by contender, judged. */
  TextTable objectives() {
    List<String> heads = new ArrayList<>(List.of("objective"));
    heads.addAll(names());
    TextTable table = new TextTable(heads);
    JsonNode first = contenders().at("/0/objectives");
    for (int o = 0; o < first.size(); o++) {
      String name = first.get(o).get("name").asText();
      String expression = first.get(o).get("expr").asText();
      List<String> row =
          new ArrayList<>(List.of(name.equals(expression) ? expression : name + ": " + expression));
      for (JsonNode one : contenders()) {
        row.add(judged(one.get("objectives").get(o)));
      }
      table.row(row);
    }
    return table;
  }

  private static String judged(JsonNode objective) {
    boolean warning = objective.get("severity").asText().equals("warn");
    String word =
        switch (objective.get("verdict").asText()) {
          case "pass" -> "pass";
          case "fail" -> warning ? "warn" : "FAIL";
          default -> "open";
        };
    long runs = objective.get("runs").asLong();
    return runs == 1
        ? word + ", " + objective.get("measured").asText()
        : String.format(
            Locale.ROOT,
            "%s, violated on %,d of %,d",
            word,
            objective.get("violatedRuns").asLong(),
            runs);
  }

  /** Paired differences of all but the base. */
  TextTable differences() {
    boolean several = contenders().size() > 2;
    boolean days = document.get("runs").asInt() > 1;
    String base = names().get(0);
    List<String> heads = new ArrayList<>();
    heads.add("against " + base);
    heads.add("difference");
    if (days) {
      heads.addAll(List.of("95 % interval", "better on", "worse on", "correlation"));
    }
    TextTable table = new TextTable(heads);
    for (JsonNode one : document.get("differences")) {
      List<String> row = new ArrayList<>();
      row.add((several ? one.get("of").asText() + ": " : "")
          + label(one.get("measure").asText()));
      boolean same = one.get("better").asLong() + one.get("worse").asLong() == 0;
      row.add(
          same && !one.get("shown").asText().equals("unknown")
              ? "none"
              : one.get("shown").asText());
      if (days) {
        row.add(
            one.get("shownInterval").isNull() ? "-" : one.get("shownInterval").asText());
        String of = " of " + one.get("runs").asLong();
        row.add(one.get("better").asLong() + of);
        row.add(one.get("worse").asLong() + of);
        row.add(
            one.get("correlation").isNull()
                ? "-"
                : String.format(Locale.ROOT, "%.2f", one.get("correlation").asDouble()));
      }
      table.row(row);
    }
    return table;
  }

  /** Cost and objectives at multiples of the traffic; empty where none were run. */
  TextTable scale() {
    List<String> heads = new ArrayList<>(List.of("traffic"));
    heads.addAll(names());
    TextTable table = new TextTable(heads);
    for (JsonNode point : document.at("/scale/points")) {
      List<String> row = new ArrayList<>();
      row.add(point.get("multiple").decimalValue().toPlainString() + "x");
      double least = Double.POSITIVE_INFINITY;
      for (JsonNode one : point.get("contenders")) {
        least =
            one.get("cost").isNull() ? least : Math.min(least, one.get("cost").asDouble());
      }
      for (JsonNode one : point.get("contenders")) {
        row.add(at(one, least, point.get("runs").asLong()));
      }
      table.row(row);
    }
    return table;
  }

  private static String at(JsonNode one, double least, long runs) {
    JsonNode cost = one.get("cost");
    String text = cost.isNull()
        ? "no price"
        : (cost.asDouble() == least ? "least " : "") + "$" + Say.digits(cost.asDouble());
    long violated = one.get("violatedRuns").asLong();
    String word =
        switch (one.get("verdict").asText()) {
          case "fail" -> "BROKEN";
          case "inconclusive" -> violated == 0 ? "kept" : "open";
          case "pass" -> "kept";
          default -> "";
        };
    return word.isEmpty()
        ? text
        : String.format(Locale.ROOT, "%s, %s %d/%d", text, word, runs - violated, runs);
  }

  /** Settings that change; those that only another model brings are counted elsewhere. */
  TextTable changes() {
    TextTable table = new TextTable(List.of("setting", "old", "new", "said in"));
    for (JsonNode change : document.path("changes")) {
      if (change.get("written").asBoolean()) {
        table.row(List.of(
            change.get("path").asText(),
            side(change.get("before")),
            side(change.get("after")),
            change.get("origin").asText()));
      }
    }
    return table;
  }

  private static String side(JsonNode value) {
    return value.isNull() ? "-" : value.asText();
  }

  /** How many settings change only because a model is another one. */
  long fromModels() {
    long count = 0;
    for (JsonNode change : document.path("changes")) {
      count += change.get("written").asBoolean() ? 0 : 1;
    }
    return count;
  }

  /** For each contender that was moved to another platform what went along and what did not. */
  List<String> moved() {
    List<String> lines = new ArrayList<>();
    for (JsonNode one : contenders()) {
      if (!one.has("dropped")) {
        continue;
      }
      String name = one.get("name").asText();
      if (one.get("dropped").isEmpty() && one.get("kept").isEmpty()) {
        lines.add(name + ": as the scenario has it, " + size(one) + ".");
        continue;
      }
      StringBuilder line = new StringBuilder(name).append(": ");
      line.append(one.get("kept").isEmpty() ? "nothing taken along" : "taken along ");
      line.append(list(one.get("kept"), false));
      line.append(one.get("dropped").isEmpty() ? "" : "; LEFT BEHIND ");
      line.append(list(one.get("dropped"), true));
      lines.add(line.append("; everything else is the model's. It ran with ")
          .append(size(one))
          .append('.')
          .toString());
    }
    return lines;
  }

  private static String list(JsonNode values, boolean why) {
    List<String> parts = new ArrayList<>();
    for (JsonNode value : values) {
      String path = value.get("path").asText().replaceFirst("^platform\\.", "");
      parts.add(path + " " + value.get("value").asText()
          + (why ? " (" + value.get("why").asText() + ")" : ""));
    }
    return String.join(", ", parts);
  }

  private static String size(JsonNode contender) {
    List<String> parts = new ArrayList<>();
    contender
        .get("size")
        .properties()
        .forEach(setting -> parts.add(setting.getKey().replaceFirst("^platform\\.", "") + " "
            + setting.getValue().asText()));
    return String.join(", ", parts);
  }
}
