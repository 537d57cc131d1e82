package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.results.EventRow;
import dev.headroom.results.PercentileRow;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results made by hand for tests: an incident, and the shapes that break charts. */
final class Samples {
  static final List<String> COLUMNS = List.of(
      "offered",
      "attempts",
      "completed",
      "failed",
      "failed.throttled-429",
      "failed.queue-timeout",
      "failed.no-instance-503",
      "failed.gateway-timeout-504",
      "failed.client-timeout",
      "failed.request-timeout",
      "failed.db-refused",
      "failed.db-acquire-timeout",
      "failed.pooler-timeout",
      "failed.oom-killed",
      "failed.abandoned",
      "failed.cancelled",
      "latencyP50Ms",
      "latencyP95Ms",
      "latencyP99Ms",
      "latencyMaxMs",
      "queued",
      "inService",
      "capacity",
      "placing",
      "pulling",
      "booting",
      "probing",
      "idle",
      "busy",
      "draining",
      "wanted",
      "started",
      "affected",
      "dbHeld",
      "dbBusy",
      "dbOpening",
      "dbWaiting",
      "dbHeldMax",
      "dbRefused",
      "dbAcquireTimeouts",
      "dbFailed",
      "poolerWaiting",
      "cost.computeBusy",
      "cost.computeStart",
      "cost.computeIdle",
      "cost.requests",
      "cost.database",
      "cost.pooler");

  private Samples() {}

  /** Ten minutes with a spike at 180 s; the database has no free slot from 192 s to 460 s. */
  static SavedResult incident() {
    int bins = 600;
    Map<String, double[]> c = columns(bins, 0);
    for (int t = 0; t < bins; t++) {
      double spike = ramp(t, 180, 190) * (1 - ramp(t, 300, 380));
      double wave = 6 * StrictMath.sin(t / 7.0) + 4 * StrictMath.sin(t / 2.3);
      double offered = Math.rint(60 + 420 * spike + wave * (1 + spike));
      boolean full = t >= 192 && t < 460;
      double share = full ? 0.42 * ramp(t, 192, 215) * (1 - ramp(t, 430, 460)) : 0;
      double failed = Math.rint(offered * share);
      put(c, "offered", t, offered);
      put(c, "attempts", t, offered * (1 + share));
      put(c, "completed", t, offered - failed);
      put(c, "failed", t, failed);
      put(c, "failed.db-acquire-timeout", t, failed * 0.68);
      put(c, "failed.client-timeout", t, failed * 0.2);
      put(c, "failed.throttled-429", t, failed * 0.08);
      put(c, "failed.gateway-timeout-504", t, failed * 0.03);
      put(c, "failed.db-refused", t, failed * 0.01);
      double slow = full ? 40 * ramp(t, 192, 230) * (1 - ramp(t, 420, 460)) : 0;
      put(c, "latencyP50Ms", t, 140 * (1 + slow / 4) + wave);
      put(c, "latencyP95Ms", t, 290 * (1 + slow / 1.6) + 2 * wave);
      put(c, "latencyP99Ms", t, 410 * (1 + slow) + 3 * wave);
      put(c, "latencyMaxMs", t, Math.min(30_000, 800 * (1 + slow) + 60 * ((t * 37) % 11)));
      double wanted = 3 + Math.rint(34 * ramp(t, 184, 206) * (1 - ramp(t, 470, 500)));
      double ready = 3 + 34 * ramp(t, 190, 214) * (1 - ramp(t, 480, 540));
      put(c, "wanted", t, Math.min(40, wanted));
      double busy = ready * (0.35 + 0.6 * Math.max(spike, full ? 0.9 : 0));
      put(c, "busy", t, busy);
      put(c, "idle", t, ready - busy);
      double starting = Math.max(0, wanted - ready) * (t < 300 ? 1 : 0);
      put(c, "placing", t, starting * 0.1);
      put(c, "pulling", t, starting * 0.2);
      put(c, "booting", t, starting * 0.5);
      put(c, "probing", t, starting * 0.2);
      put(c, "draining", t, t > 480 && t < 560 ? 2 : 0);
      put(c, "started", t, t >= 184 && t < 206 ? 1 + t % 3 : 0);
      put(c, "affected", t, t >= 186 && t < 216 ? Math.rint(offered * 0.3) : 0);
      double held = Math.min(197, 30 + 10 * (ready - 3) + (full ? 197 : 0));
      put(c, "dbHeld", t, held);
      put(c, "dbHeldMax", t, held);
      put(c, "dbBusy", t, held * (full ? 0.3 + 0.3 * spike : 0.18));
      put(c, "dbOpening", t, t >= 186 && t < 200 ? 8 : 0);
      put(c, "dbWaiting", t, full ? 640 * share / 0.42 + 4 * wave : 0);
      put(c, "cost.computeBusy", t, busy * 0.000024);
      put(c, "cost.computeIdle", t, (ready - busy) * 0.0000025);
      put(c, "cost.computeStart", t, starting * 0.000024);
      put(c, "cost.requests", t, offered * 0.0000004);
      put(c, "cost.database", t, 0.0000361);
    }
    Arrays.fill(c.get("capacity"), Double.NaN);
    return new SavedResult(
        document("incident.json"), new SeriesTable(0, 1, c), events(), percentiles());
  }

  /** The same incident with the connections held by so many revisions, the n-th holds n parts. */
  static SavedResult revisions(int count) {
    SavedResult incident = incident();
    ObjectNode database = (ObjectNode) incident.run().get("database");
    database.put("reserved", 3).put("otherSessions", 12);
    Map<String, double[]> c = new LinkedHashMap<>();
    incident.series().names().forEach(name -> c.put(name, incident.series().column(name)));
    for (int i = 1; i <= count; i++) {
      database.withArray("holders").add("checkout/" + i);
      for (String gauge : List.of("dbHeld", "dbBusy")) {
        double share = 2.0 * i / count / (count + 1);
        c.put(
            gauge + ".checkout/" + i,
            Arrays.stream(c.get(gauge)).map(value -> value * share).toArray());
      }
    }
    return new SavedResult(
        incident.run(), new SeriesTable(0, 1, c), incident.events(), incident.latency());
  }

  /** A result without a bin, an event or a key. */
  static SavedResult empty() {
    return new SavedResult(
        new ObjectMapper().createObjectNode(),
        new SeriesTable(0, 1, new LinkedHashMap<>()),
        List.of(),
        List.of());
  }

  /** Every column, one bin. */
  static SavedResult onePoint() {
    return new SavedResult(
        document("incident.json"),
        new SeriesTable(0, 60, columns(1, 5)),
        List.of(new EventRow(5, "checkout", "scale", "0 -> 1 instances: raw 1")),
        List.of(new PercentileRow(100, 5, 5)));
  }

  /** Every column, no value in any. */
  static SavedResult allNaN() {
    return new SavedResult(
        document("incident.json"),
        new SeriesTable(0, 1, columns(50, Double.NaN)),
        List.of(),
        List.of());
  }

  /** As many bins as a result may have, with gaps. */
  static SavedResult full() {
    Map<String, double[]> c = columns(4096, 0);
    int k = 0;
    for (double[] column : c.values()) {
      k++;
      for (int t = 0; t < column.length; t++) {
        column[t] = (t * 31 + k) % 97 == 0 ? Double.NaN : (t * 7919L * k % 1009) / 10.0;
      }
    }
    ObjectNode run = document("incident.json");
    ((ObjectNode) run.get("time"))
        .put("start", "2026-11-27T16:43:07Z")
        .put("simulatedSeconds", 86_400)
        .put("binSeconds", 21.09375);
    return new SavedResult(run, new SeriesTable(0, 21.09375, c), events(), percentiles());
  }

  /**
   * An hour and its tail in seconds, more ragged than traffic: every gauge, percentile and meter
   * has another value of four digits in each second; failures and starts come in one of eleven.
   */
  static SavedResult hour() {
    Map<String, double[]> c = columns(4096, 0);
    int k = 0;
    for (Map.Entry<String, double[]> column : c.entrySet()) {
      k++;
      boolean rare = column.getKey().startsWith("failed.")
          || List.of(
                  "placing",
                  "pulling",
                  "booting",
                  "probing",
                  "draining",
                  "started",
                  "affected",
                  "dbOpening",
                  "wanted",
                  "cost.computeStart")
              .contains(column.getKey());
      for (int t = 0; t < 4096; t++) {
        double value = (t * 7919L * k % 1009) / 10.09;
        column.getValue()[t] = rare && (t * 31 + k) % 11 != 0 ? 0 : value;
      }
    }
    ObjectNode run = document("incident.json");
    ((ObjectNode) run.get("time")).put("end", 3600).put("simulatedSeconds", 4096);
    return new SavedResult(run, new SeriesTable(0, 1, c), events(), percentiles());
  }

  static ObjectNode document(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(name)) {
      JsonNode node = new ObjectMapper().readTree(in);
      return (ObjectNode) node;
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Map<String, double[]> columns(int bins, double value) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String name : COLUMNS) {
      double[] values = new double[bins];
      Arrays.fill(values, value);
      columns.put(name, values);
    }
    return columns;
  }

  private static List<EventRow> events() {
    List<EventRow> events = new ArrayList<>();
    events.add(new EventRow(180, "checkout", "load", "load rises from 60 to 480 requests/s"));
    events.add(new EventRow(
        184, "checkout", "scale", "3 -> 14 instances: observed 480 against 34.3 over 2 s, raw 14"));
    events.add(new EventRow(192, "", "db-exhausted", "database has no free slot: 197 of 197"));
    events.add(new EventRow(
        190.2,
        "checkout",
        "ready",
        "first of 11 new instances ready 6.2 s "
            + "after the decision: started after 0.2 s, placed in 1.5 s, booted in 4.5 s"));
    events.add(new EventRow(
        206.5,
        "checkout",
        "scale",
        "14 -> 37 instances: observed 1300 " + "against 34.3 over 2 s, raw 38"));
    for (int i = 0; i < 120; i++) {
      events.add(new EventRow(
          222 + i * 1.7,
          "checkout",
          "acquire-timeout",
          "instance " + (4 + i % 33) + ": 12 attempts gave up after 30 s"));
    }
    events.add(new EventRow(460, "", "db-recovered", "a slot is free again after 4 min 28 s"));
    return events;
  }

  private static List<PercentileRow> percentiles() {
    List<PercentileRow> rows = new ArrayList<>();
    double[] at = {0, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100};
    double[] ms = {18.25, 96, 143, 610, 3400, 7912, 15_600, 24_210, 29_310, 30_000};
    for (int i = 0; i < at.length; i++) {
      rows.add(new PercentileRow(at[i], ms[i], (long) Math.ceil(at[i] / 100 * 71_402)));
    }
    return rows;
  }

  /** 0 before {@code from}, 1 after {@code to}. */
  private static double ramp(double t, double from, double to) {
    return Math.max(0, Math.min(1, (t - from) / (to - from)));
  }

  private static void put(Map<String, double[]> columns, String name, int bin, double value) {
    columns.get(name)[bin] = value;
  }
}
