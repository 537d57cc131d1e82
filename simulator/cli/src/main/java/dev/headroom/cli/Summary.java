package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A result as a person reads it in a terminal. */
final class Summary {
  private static final int HOLDERS_SHOWN = 3;
  private static final int PARTS_SHOWN = 3;
  private static final Map<String, String> PART_NAMES = Map.of(
      "earlierAttempts", "failed attempts and pauses",
      "queue", "queue for an instance",
      "instanceStart", "start of an instance",
      "connection", "wait for a connection",
      "pooler", "wait inside the pooler",
      "queries", "database",
      "work", "work");

  private Summary() {}

  static void print(PrintWriter out, JsonNode run, Path folder) {
    if (run.has("days")) {
      DaysSummary.print(out, run, folder);
      return;
    }
    String name = run.at("/scenario/name").asText();
    out.println(name + ": SIMULATED, seed " + run.get("seed").asLong());
    out.println();
    for (JsonNode sentence : run.at("/verdict/sentences")) {
      wrap(out, sentence.asText());
    }
    out.println();
    for (JsonNode o : run.get("objectives")) {
      boolean pass = o.get("verdict").asText().equals("pass");
      String label = o.get("name").asText();
      String expression = o.get("expr").asText();
      boolean warning = o.get("severity").asText().equals("warn");
      out.printf(
          Locale.ROOT,
          "  %s %-16s %-40s %s%n",
          pass ? "pass" : warning ? "warn" : "FAIL",
          label.equals(expression) ? "" : label,
          expression,
          o.get("measured").asText());
    }
    requests(out, run);
    row(
        out,
        "latency",
        "p50 %s, p95 %s, p99 %s, max %s (completed requests)",
        ms(run, "p50"),
        ms(run, "p95"),
        ms(run, "p99"),
        ms(run, "max"));
    slowest(out, run.at("/latencyParts/slowest"));
    row(
        out,
        "cold starts",
        "%s started, %s affected (%s %%)",
        Say.count(run.at("/coldStarts/instancesStarted").asLong(), "instance"),
        Say.count(run.at("/coldStarts/requestsAffected").asLong(), "request"),
        number(run.at("/coldStarts/share").asDouble() * 100));
    row(
        out,
        "instances",
        "peak %,d, mean %s (%s busy)",
        run.at("/instances/peak").asLong(),
        number(run.at("/instances/mean").asDouble()),
        number(run.at("/instances/meanBusy").asDouble()));
    lost(out, run.at("/instances/lost"));
    database(out, run);
    if (run.get("cost").isObject()) {
      row(
          out,
          "cost",
          "$%s for this traffic, $%s per million requests (%s)",
          number(run.at("/cost/total").asDouble()),
          number(run.at("/cost/perMillionRequests").asDouble()),
          run.at("/cost/priceBook").asText());
    }
    tried(out, run);
    end(out, run, folder);
  }

  /** What the slowest requests spent their time on, the three largest parts. */
  private static void slowest(PrintWriter out, JsonNode slow) {
    if (slow.isMissingNode()) {
      return;
    }
    double mean = slow.get("meanMs").asDouble();
    List<Map.Entry<String, JsonNode>> parts =
        new ArrayList<>(slow.get("partsMs").properties());
    parts.sort(Comparator.comparingDouble(part -> -part.getValue().asDouble()));
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> part : parts.subList(0, Math.min(PARTS_SHOWN, parts.size()))) {
      double share = part.getValue().asDouble() / mean;
      if (share >= 0.005) {
        text.append(text.length() == 0 ? "" : ", ")
            .append(Math.round(share * 100))
            .append(" % ")
            .append(PART_NAMES.get(part.getKey()));
      }
    }
    row(out, "slowest 1 %", "%s ms on average: %s", number(mean), text);
  }

  private static void requests(PrintWriter out, JsonNode run) {
    row(
        out,
        "requests",
        "%,d offered, %,d attempts, %,d completed, %,d failed",
        run.at("/requests/offered").asLong(),
        run.at("/requests/attempts").asLong(),
        run.at("/requests/completed").asLong(),
        run.at("/requests/failed").asLong());
    run.at("/requests/failedByReason")
        .properties()
        .forEach(reason -> row(
            out,
            "",
            "%,d %s%s",
            reason.getValue().asLong(),
            reason.getKey(),
            words(run.at("/requests/reportedAs").get(reason.getKey()))));
    run.at("/requests/throttledAttempts")
        .properties()
        .forEach(limit -> row(
            out, "", "%,d attempts throttled by %s", limit.getValue().asLong(), limit.getKey()));
    queue(out, "", run);
    run.path("services")
        .properties()
        .forEach(service -> queue(out, service.getKey(), service.getValue()));
  }

  /** The changes that were simulated. */
  static void tried(PrintWriter out, JsonNode run) {
    for (JsonNode fix : run.get("tried")) {
      row(
          out,
          "tried",
          "%s: %s, failed %,d, p99 %s, exhausted %s s, peak %,d connections",
          fix.get("change").asText(),
          fix.get("verified").asBoolean() ? "VERIFIED" : "not enough",
          fix.at("/effect/failed/after").asLong(),
          p99(fix.at("/effect/p99Ms/after")),
          number(fix.at("/effect/exhaustedSeconds/after").asDouble()),
          fix.at("/effect/peakConnections/after").asLong());
    }
  }

  /** What the result leans on, and where it lies. */
  static void end(PrintWriter out, JsonNode run, Path folder) {
    for (JsonNode warning : run.get("warnings")) {
      row(out, "warning", "%s", warning.asText());
    }
    row(
        out,
        "assumed",
        "%,d figures of the models are assumptions (run.json, report.html)",
        run.get("assumptions").size());
    if (folder != null) {
      row(out, "report", "%s", folder.resolve("report.html"));
    }
  }

  /** The platform's words in brackets, empty where it has none. */
  private static String words(JsonNode reported) {
    return reported == null ? "" : " (" + reported.asText() + ")";
  }

  private static void lost(PrintWriter out, JsonNode lost) {
    long memory = lost.path("outOfMemory").asLong();
    long checks = lost.path("failedChecks").asLong();
    long grace = lost.path("graceOver").asLong();
    if (memory + checks + grace > 0) {
      row(
          out,
          "",
          "killed: %,d out of memory, %,d after failed checks, %,d at their grace's end",
          memory,
          checks,
          grace);
    }
  }

  private static String p99(JsonNode ms) {
    return ms.isNull() ? "of failed requests" : number(ms.asDouble()) + " ms";
  }

  private static void row(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-12s ", name);
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private static String ms(JsonNode run, String key) {
    JsonNode value = run.at("/latencyMs/" + key);
    if (value.isNull()) {
      return run.at("/requests/completed").asLong() == 0 ? "-" : "unknown (too few requests)";
    }
    return number(value.asDouble()) + " ms";
  }

  private static String number(double value) {
    String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }

  private static void database(PrintWriter out, JsonNode run) {
    if (run.at("/database").has("units")) {
      row(
          out,
          "database",
          "%s read and %s write units, at most %s and %s a second, %,d throttled",
          number(run.at("/database/units/read").asDouble()),
          number(run.at("/database/units/write").asDouble()),
          number(run.at("/database/units/readPeakPerSecond").asDouble()),
          number(run.at("/database/units/writePeakPerSecond").asDouble()),
          run.at("/database/throttled").asLong());
    } else if (run.has("database")) {
      connections(out, run.get("database"));
    }
  }

  private static void connections(PrintWriter out, JsonNode database) {
    long peak = database.get("peakConnections").asLong();
    String usable = database.get("usable").asText();
    row(
        out,
        "database",
        "peak %,d of %s usable connections, headroom %s, exhausted %s s",
        peak,
        usable,
        database.get("usable").isNull()
            ? "without end"
            : String.format(Locale.ROOT, "%,d", database.get("usable").asLong() - peak),
        number(database.get("exhaustedSeconds").asDouble()));
    JsonNode exhausted = database.get("exhausted");
    if (!exhausted.isEmpty()) {
      row(
          out,
          "",
          "when it %s: %s",
          exhausted.size() == 1 ? "began" : "first began",
          shorten(exhausted.at("/0/heldBy").asText()));
    }
    for (JsonNode refusal : database.get("refusedByError")) {
      row(
          out,
          "",
          "%,d refused: %s %s",
          refusal.get("count").asLong(),
          refusal.get("sqlState").asText(),
          refusal.get("message").asText());
    }
    JsonNode pools = database.get("pools");
    if (pools.isObject()) {
      row(
          out,
          "",
          "instances at worst: %,d with a full pool, %,d with a part of it, %,d with none",
          pools.get("full").asLong(),
          pools.get("partial").asLong(),
          pools.get("none").asLong());
    }
    if (database.get("acquireTimeouts").asLong() > 0) {
      row(
          out,
          "",
          "%,d waits timed out in the pool, %,d in the pooler",
          database.at("/timedOutIn/pool").asLong(),
          database.at("/timedOutIn/pooler").asLong());
    }
  }

  /** With many holders the first of them; all are in run.json. */
  private static String shorten(String heldBy) {
    String[] holders = heldBy.split("; ");
    return holders.length <= HOLDERS_SHOWN
        ? heldBy
        : String.join("; ", Arrays.asList(holders).subList(0, HOLDERS_SHOWN)) + "; and "
            + (holders.length - HOLDERS_SHOWN) + " more";
  }

  /** The queue before a service, named where there are several services. */
  private static void queue(PrintWriter out, String service, JsonNode block) {
    if (!block.has("messages")) {
      return;
    }
    JsonNode messages = block.get("messages");
    JsonNode drain = messages.get("drainSeconds");
    row(
        out,
        "queue",
        "%s%,d messages, %,d waiting at most, oldest %s s, %s",
        service.isEmpty() ? "" : "of " + service + ": ",
        messages.get("in").asLong(),
        messages.get("waitingPeak").asLong(),
        number(messages.get("oldestSeconds").asDouble()),
        drain.isNull()
            ? messages.get("left").asLong() + " left at the end"
            : "empty " + number(drain.asDouble()) + " s after the traffic");
    row(
        out,
        "",
        "%,d done, %,d given up, %,d operations%s",
        messages.get("done").asLong(),
        messages.get("dead").asLong(),
        messages.get("operations").asLong(),
        messages.get("costPerMillion").isNull()
            ? ""
            : ", $" + number(messages.get("costPerMillion").asDouble()) + " per million messages");
  }

  /** Breaks lines at spaces, but never between a number and its unit. */
  static void wrap(PrintWriter out, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" (?!%|ms\\b|s\\b|min\\b)")) {
      if (line.length() + word.length() > 96) {
        out.println(line);
        line.setLength(0);
        line.append("  ");
      }
      line.append(line.isEmpty() || line.toString().isBlank() ? "" : " ").append(word);
    }
    out.println(line);
  }
}
