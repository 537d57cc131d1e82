package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sweep as people read it in a terminal. */
final class SweepText {
  private static final int ROWS = 20;

  private SweepText() {}

  static void print(PrintWriter out, JsonNode sweep, Path folder) {
    int settings = sweep.get("settingCount").asInt();
    int runs = sweep.get("runs").asInt();
    out.printf(
        Locale.ROOT,
        "%s: SWEEP of %s, %,d %s each%s, seed %d%s%n%n",
        sweep.get("name").asText(),
        Say.count(settings) + (settings == 1 ? " setting" : " settings"),
        runs,
        runs == 1 ? "day" : "days",
        sweep.get("sample").asBoolean() ? " (a sample)" : "",
        sweep.get("seed").asLong(),
        sweep.get("partial").asBoolean() ? " (PARTIAL, interrupted)" : "");
    for (JsonNode sentence : sweep.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    if (!sweep.get("settings").isEmpty()) {
      out.println();
      table(out, sweep);
    }
    if (folder != null) {
      out.println();
      out.println("  Written to " + folder + ": sweep.csv, runs.csv, sweep.json, charts/");
    }
  }

  private static void table(PrintWriter out, JsonNode sweep) {
    String cost = sweep.get("cost").asText();
    boolean judged = !sweep.get("objectives").isEmpty();
    boolean ends = false;
    for (JsonNode setting : sweep.get("settings")) {
      ends |= !"calm recovered trace-ended".contains(setting.get("aftermath").asText());
    }
    List<String> heads = new ArrayList<>();
    sweep.get("axes").forEach(axis -> heads.add(axis.get("label").asText()));
    heads.add(cost.equals("cost.month") ? "cost/month" : "cost");
    heads.addAll(List.of("p99", "errors", "cold starts"));
    if (judged) {
      heads.add("objectives kept");
    }
    if (ends) {
      heads.add("after the spike");
    }
    TextTable table = new TextTable(heads);
    int shown = 0;
    for (JsonNode setting : sweep.get("settings")) {
      if (shown++ == ROWS) {
        break;
      }
      List<String> cells = new ArrayList<>();
      setting.get("values").forEach(value -> cells.add(value.asText()));
      cells.add(cell(setting, cost));
      cells.add(cell(setting, "p99(latency)"));
      cells.add(cell(setting, "rate(errors)"));
      JsonNode cold = setting.get("measures").get("count(coldStarts)").get("mean");
      cells.add(Say.count(Math.round(cold.asDouble())));
      if (judged) {
        cells.add(kept(setting));
      }
      if (ends) {
        cells.add(setting.get("aftermath").asText());
      }
      table.row(cells);
    }
    table.print(out);
    int more = sweep.get("settings").size() - ROWS;
    if (more > 0) {
      out.println("  ... and " + Say.count(more) + " more in sweep.csv");
    }
  }

  private static String cell(JsonNode setting, String measure) {
    JsonNode value = setting.get("measures").get(measure);
    return value.get("infinite").asBoolean() ? "fails" : value.get("shown").asText();
  }

  /** A word beside the mark: marks alone are lost on some terminals. */
  private static String kept(JsonNode setting) {
    int runs = setting.get("runs").asInt();
    int kept = runs - setting.get("violatedRuns").asInt();
    if (kept == runs) {
      return runs == 1 ? "yes" : "yes, " + kept + " of " + runs + " days";
    }
    List<String> names = new ArrayList<>();
    setting.get("violated").forEach(one -> names.add(one.get("name").asText()));
    return "no" + (runs == 1 ? "" : ", " + kept + " of " + runs + " days") + " ("
        + String.join(", ", names) + ")";
  }
}
