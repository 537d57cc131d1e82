package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** The answer about a database as a person reads it in a terminal. */
final class DbText {
  private static final String COMPUTED = "%17s %11s  %-10s  %s";
  private static final String SIMULATED = "%13s %8s %9s  %-10s  %s";

  private DbText() {}

  static void print(PrintWriter out, JsonNode answer) {
    for (JsonNode sentence : answer.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    out.println();
    JsonNode server = answer.get("server");
    String size = server.get("class").isNull() ? "" : ", " + server.get("class").asText();
    long other = server.get("other").asLong();
    row(
        out,
        "server",
        "%s%s: %s max - %,d reserved%s = %s usable",
        server.get("name").asText(),
        size,
        count(server.get("maxConnections")),
        server.get("reserved").asLong(),
        other == 0 ? "" : " - " + other + " other",
        count(server.get("usable")));
    for (JsonNode service : answer.get("services")) {
      service(out, service, answer);
    }
    if (answer.get("services").size() > 1) {
      row(
          out,
          "deploy",
          "%s connections while one service is deployed, %s if all are at once",
          count(answer.at("/connections/askedInDeploy")),
          count(answer.at("/connections/askedInDeployOfAll")));
    }
    table(out, answer.get("table"));
    fixes(out, answer);
  }

  private static void service(PrintWriter out, JsonNode service, JsonNode answer) {
    boolean several = answer.get("services").size() > 1;
    String surge = answer.get("deploySurge").asDouble() == 0
        ? ""
        : " (old + " + Math.round(answer.get("deploySurge").asDouble() * 100) + " % new)";
    String name = several ? service.get("name").asText() + ": " : "";
    row(
        out,
        "ceiling",
        "%s%s instances; during a deploy%s %s",
        name,
        count(service.get("ceiling")),
        surge,
        count(service.get("ceilingInDeploy")));
    row(
        out,
        "safe pool",
        "%sfor %s instances %s; with a deploy %s",
        name,
        count(service.get("instances")),
        pool(service.get("safePool")),
        pool(service.get("safePoolInDeploy")));
    if (!service.get("poolWhy").isNull()) {
      row(
          out,
          "",
          "%s%,d counted for each instance, %s",
          name,
          service.get("pool").asLong(),
          service.get("poolWhy").asText());
    }
  }

  private static String pool(JsonNode size) {
    return size.isNull() ? "any" : size.asLong() == 0 ? "none, not even 1" : count(size);
  }

  private static void table(PrintWriter out, JsonNode table) {
    if (table.isEmpty()) {
      return;
    }
    out.println();
    out.printf(
        Locale.ROOT, "  %10s %14s  %-9s %14s%n", "instances", "connections", "", "in a deploy");
    for (JsonNode row : table) {
      String line = String.format(
          Locale.ROOT,
          "  %,10d %,14d  %-9s %,14d  %s",
          row.get("instances").asLong(),
          row.get("connections").asLong(),
          fits(row, "fits"),
          row.get("inDeploy").asLong(),
          fits(row, "fitsInDeploy"));
      out.println(line);
    }
  }

  private static String fits(JsonNode node, String key) {
    return node.get(key).asBoolean() ? "fits" : "EXHAUSTED";
  }

  private static void fixes(PrintWriter out, JsonNode answer) {
    if (answer.get("fixes").isEmpty()) {
      return;
    }
    out.println();
    boolean simulated = answer.has("simulated");
    out.printf(
        Locale.ROOT,
        "  %-54s %s%n",
        "FIX",
        simulated
            ? String.format(SIMULATED, "peak/usable", "failed", "exhausted", "", "$/month")
            : String.format(COMPUTED, "on server/usable", "in a deploy", "", "$/month"));
    for (JsonNode fix : answer.get("fixes")) {
      String line = simulated ? simulated(fix) : computed(fix);
      out.printf(Locale.ROOT, "  %-54s %s%n", fix.get("change").asText(), line);
      if (!fix.get("note").asText().isEmpty()) {
        out.printf(Locale.ROOT, "      %s%n", fix.get("note").asText());
      }
    }
  }

  private static String computed(JsonNode fix) {
    return String.format(
        Locale.ROOT,
        COMPUTED,
        count(fix.get("onServer")) + "/" + count(fix.get("usable")),
        count(fix.get("onServerInDeploy")),
        fix.get("fitsInDeploy").asBoolean() ? "fits" : "NOT ENOUGH",
        fix.get("cost").asText());
  }

  private static String simulated(JsonNode fix) {
    JsonNode after = fix.get("simulated");
    return String.format(
        Locale.ROOT,
        SIMULATED,
        count(after.get("peakConnections")) + "/" + count(fix.get("usable")),
        count(after.get("failed")),
        String.format(Locale.ROOT, "%.1f s", after.get("exhaustedSeconds").asDouble()),
        fix.get("verified").asBoolean() ? "VERIFIED" : "not enough",
        fix.get("cost").asText());
  }

  private static String count(JsonNode value) {
    return value.isNull() ? "unlimited" : String.format(Locale.ROOT, "%,d", value.asLong());
  }

  private static void row(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-12s ", name);
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
