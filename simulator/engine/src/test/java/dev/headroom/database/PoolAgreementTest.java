package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.database.DatabaseMeasurements.Case;
import dev.headroom.database.DatabaseMeasurements.Kind;
import dev.headroom.database.DatabaseMeasurements.Repeat;
import dev.headroom.database.DatabaseMeasurements.Table;
import dev.headroom.simulation.Golden;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pools and pooler of the shipped models before what was measured on PgBouncer and HikariCP: every
 * repeat with its own recorded arrivals, judged by the interval of the simulation over many seeds.
 * What is not met is told in a table that stays; of the own measurements it is known row by row.
 */
@Tag("db-measurements")
class PoolAgreementTest {
  private static final Validation HELD =
      Validation.of(PoolAgreementTest.class, DatabaseMeasurements.PROPERTY);

  /** Least and greatest of 39 seeds hold 38 of 40 repeats of a right model. */
  private static final int SEEDS = 39;

  /** Of a pooler's wait as it was measured, the way to the server and back. */
  private static final double TRANSPORT_MS = 0.2;

  private static final StringBuilder TEXT = new StringBuilder();

  @AfterAll
  static void keep() {
    System.out.print(TEXT);
    try {
      Path folder = Files.createDirectories(Path.of("target/validation"));
      Files.writeString(folder.resolve("database-pools.txt"), TEXT.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the rows and gives case and figure of each that is missed. */
  private static synchronized List<String> missed(String title, List<Prediction> rows) {
    TEXT.append(title).append('\n');
    TreeSet<String> missed = new TreeSet<>();
    long met = rows.stream().filter(Prediction::met).count();
    for (Prediction row : rows) {
      TEXT.append(row.line()).append('\n');
      double[] sorted = row.sorted();
      HELD.put(
          Section.DATABASE,
          title + ", case " + row.repeat().replaceAll(" r\\d+$", ""),
          row.repeat() + ", " + row.what(),
          row.measured(),
          sorted[sorted.length / 2],
          sorted[0],
          sorted[sorted.length - 1],
          "");
      if (!row.met()) {
        missed.add(row.repeat() + ", " + row.what());
      }
    }
    TEXT.append("  met ").append(met).append(" of ").append(rows.size()).append('\n');
    return List.copyOf(missed);
  }

  /** The misses of the project's own copy of the measurements are known one by one. */
  private static void assertKnown(String kind, List<String> missed) {
    if (DatabaseMeasurements.areOwn()) {
      Golden.check("database-misses-" + kind + ".txt", String.join("\n", missed) + "\n");
    }
    List<String> counts =
        missed.stream().filter(row -> row.endsWith("time-outs")).toList();
    assertTrue(counts.stream().allMatch(row -> row.startsWith("e_")), () -> "time-outs: " + counts);
  }

  private static void judge(
      List<Prediction> rows, String label, JsonNode measured, double[][] ascending) {
    add(rows, label, "mean", measured.get("mean").asDouble(), ascending, Prediction::mean);
    for (int percent : new int[] {50, 95, 99}) {
      add(
          rows,
          label,
          "p" + percent,
          measured.get("p" + percent).asDouble(),
          ascending,
          ms -> Prediction.quantile(ms, percent / 100.0));
    }
  }

  private static void add(
      List<Prediction> rows,
      String label,
      String what,
      double measured,
      double[][] ascending,
      ToDoubleFunction<double[]> figure) {
    double[] simulated = Arrays.stream(ascending).mapToDouble(figure).toArray();
    rows.add(Prediction.of(label, what, measured, simulated));
  }

  private static double between(SplittableRandom random, double low, double high) {
    return low + random.nextDouble() * (high - low);
  }

  private static double warmUpMs(Case one) {
    return 1000 * one.number("warmup_excluded_s");
  }

  /**
   * A server connection is held 20.3 ms for a query of 20 ms at low load and 20.61 ms at full load;
   * where between them a repeat lies is drawn for each seed.
   */
  @Test
  void poolerWaits() {
    List<Prediction> rows = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.POOLER)) {
      String database = ("{ maxConnections: unlimited, connect: { cpu: 0ms, latency: 2.4ms },"
              + " pool: { size: %d },"
              + " pooler: { kind: pgbouncer, mode: transaction, serverPool: %d,"
              + " clientLimit: unlimited, connectLatency: 0ms, borrowTimeout: %ds } }")
          .formatted(
              one.count("client_conns"),
              one.count("server_pool"),
              one.count("query_wait_timeout_s"));
      for (Repeat repeat : one.repeats()) {
        double[] arrivalMs = repeat.table().numbers("t_arr_ms");
        double[][] waits = new double[SEEDS][];
        double[][] queued = new double[SEEDS][];
        double[][] timeouts = new double[SEEDS][];
        for (int seed = 0; seed < SEEDS; seed++) {
          double[] holdMs = new double[arrivalMs.length];
          Arrays.fill(holdMs, between(new SplittableRandom(seed), 20.3, 20.61));
          PoolReplay.Seen seen = PoolReplay.open(database, seed, arrivalMs, holdMs, warmUpMs(one));
          waits[seed] =
              Arrays.stream(seen.poolerWaitMs()).map(ms -> ms + TRANSPORT_MS).toArray();
          queued[seed] = seen.poolWaitMs();
          timeouts[seed] = new double[] {seen.timeouts()};
        }
        judge(rows, repeat.label(), repeat.measured().get("pool_wait"), waits);
        add(
            rows,
            repeat.label(),
            "client queue p50",
            repeat.measured().get("client_queue").get("p50").asDouble(),
            queued,
            ms -> Prediction.quantile(ms, 0.5));
        add(
            rows,
            repeat.label(),
            "time-outs",
            repeat.measured().get("timeouts").asDouble(),
            timeouts,
            count -> count[0]);
      }
    }
    assertKnown("pooler", missed("PgBouncer: wait for a server connection, ms", rows));
  }

  /**
   * Holds are drawn from the repeat's own, since a query of 20 ms held its connection a little
   * longer; the window of 0.1 to 0.2 ms in which newcomers barge is drawn for each seed.
   */
  @Test
  void hikariWaits() {
    List<Prediction> rows = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.POOL)) {
      for (Repeat repeat : one.repeats()) {
        Table table = repeat.table();
        double[] holds = Arrays.stream(table.numbers("hold_ms"))
            .filter(ms -> !Double.isNaN(ms))
            .toArray();
        double[][] waits = new double[SEEDS][];
        double[][] timeouts = new double[SEEDS][];
        for (int seed = 0; seed < SEEDS; seed++) {
          PoolReplay.Seen seen = hikari(one, table.numbers("t_arr_ms"), holds, seed);
          waits[seed] = seen.poolWaitMs();
          timeouts[seed] = new double[] {seen.timeouts()};
        }
        judge(rows, repeat.label(), repeat.measured().get("acquire"), waits);
        add(
            rows,
            repeat.label(),
            "time-outs",
            repeat.measured().get("timeouts").asDouble(),
            timeouts,
            count -> count[0]);
      }
    }
    assertKnown("pool", missed("HikariCP: wait for a connection of the pool, ms", rows));
  }

  private static PoolReplay.Seen hikari(Case one, double[] arrivalMs, double[] holds, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String database = String.format(
        Locale.ROOT,
        "{ maxConnections: 100, connect: { cpu: 0ms, latency: 2.4ms }, pool: { library: hikari,"
            + " size: %d, acquireTimeout: %dms, bargingWindow: %.4fms } }",
        one.count("pool"),
        one.count("connectionTimeout_ms"),
        between(random, 0.1, 0.2));
    boolean closed = one.inputs().has("threads");
    double[] holdMs = new double[closed ? 100_000 : arrivalMs.length];
    Arrays.setAll(holdMs, i -> holds[random.nextInt(holds.length)]);
    return closed
        ? PoolReplay.closed(
            database,
            seed,
            one.count("threads"),
            holdMs,
            warmUpMs(one),
            1000 * one.number("duration_s"))
        : PoolReplay.open(database, seed, arrivalMs, holdMs, warmUpMs(one));
  }

  /** An undisturbed connect takes 5.5 to 6.1 ms, 3.4 of them processor time. */
  @Test
  void coldStartHerd() {
    List<Prediction> rows = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.HERD)) {
      for (Repeat repeat : one.repeats()) {
        HerdReplay.Plan plan = plan(one, repeat.table());
        HerdReplay.Seen[] seen = new HerdReplay.Seen[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
          double latencyMs = between(new SplittableRandom(seed), 5.5, 6.1) - 3.4;
          seen[seed] = HerdReplay.of(plan, herd(one, latencyMs), seed);
        }
        JsonNode measured = repeat.measured();
        row(
            rows,
            repeat,
            "refused before 8 s",
            measured.get("refused_before_scale_in"),
            seen,
            HerdReplay.Seen::refused);
        row(
            rows,
            repeat,
            "failed starts",
            measured.get("pool_failed_starts"),
            seen,
            HerdReplay.Seen::failedStarts);
        rows.add(Prediction.of(
            repeat.label(),
            "ms to most open",
            mostOpenMs(repeat.table()),
            Arrays.stream(seen).mapToDouble(HerdReplay.Seen::firstFullMs).toArray()));
        row(
            rows,
            repeat,
            "full at 7.5 s",
            measured.get("pools_full_at_7_5s"),
            seen,
            HerdReplay.Seen::full);
        row(
            rows,
            repeat,
            "some at 7.5 s",
            measured.get("pools_some_at_7_5s"),
            seen,
            HerdReplay.Seen::some);
        row(
            rows,
            repeat,
            "ms to refill",
            measured.get("refill_ms_after_scale_in"),
            seen,
            HerdReplay.Seen::refillMs);
        row(
            rows,
            repeat,
            "open at 16 s",
            measured.get("open_end"),
            seen,
            HerdReplay.Seen::openAtEnd);
      }
    }
    assertKnown("herd", missed("cold-start herd of Hikari pools", rows));
  }

  /** The first look at which most connections were open; the summary rounds it. */
  private static double mostOpenMs(Table table) {
    double[] open = table.numbers("v1");
    double[] ms = table.numbers("t_ms");
    List<String> event = table.texts("event");
    int first = -1;
    for (int i = 0; i < open.length; i++) {
      if (event.get(i).equals("sample") && (first < 0 || open[i] > open[first])) {
        first = i;
      }
    }
    return ms[first];
  }

  private static void row(
      List<Prediction> rows,
      Repeat repeat,
      String what,
      JsonNode measured,
      HerdReplay.Seen[] seen,
      ToDoubleFunction<HerdReplay.Seen> figure) {
    double[] simulated = Arrays.stream(seen).mapToDouble(figure).toArray();
    rows.add(Prediction.of(repeat.label(), what, measured.asDouble(), simulated));
  }

  private static String herd(Case one, double latencyMs) {
    boolean failFast = one.count("initializationFailTimeout") >= 0;
    return String.format(
        Locale.ROOT,
        "{ use: postgres, maxConnections: %d, reserved: %d, connect: { latency: %.4fms },"
            + " pool: { library: hikari, size: %d, minIdle: %d, failFast: %s } }",
        one.count("max_connections"),
        one.count("max_connections") - one.count("usable"),
        latencyMs,
        one.count("maximumPoolSize"),
        one.count("minimumIdle"),
        failFast);
  }

  private static HerdReplay.Plan plan(Case one, Table table) {
    int pools = one.count("pools");
    double[] startMs = new double[pools];
    double[] closeMs = new double[pools];
    Arrays.fill(startMs, Double.MAX_VALUE);
    Arrays.fill(closeMs, Double.MAX_VALUE);
    double[] ms = table.numbers("t_ms");
    double[] instance = table.numbers("instance");
    List<String> event = table.texts("event");
    double scaleInMs = 0;
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < ms.length; i++) {
      int pool = (int) instance[i];
      switch (event.get(i)) {
        case "pool_start" -> startMs[pool] = Math.min(startMs[pool], ms[i]);
        case "pool_closed" -> closeMs[pool] = ms[i];
        case "scale_in" -> scaleInMs = ms[i];
        case "sample" -> samples.add(ms[i]);
        default -> {
          // An outcome, not a cause.
        }
      }
    }
    JsonNode restart = one.inputs().get("restart_after_failed_start_ms");
    return new HerdReplay.Plan(
        startMs,
        closeMs,
        restart.isNull() ? Double.NaN : restart.asDouble(),
        one.count("maximumPoolSize"),
        scaleInMs,
        7500,
        samples.stream().mapToDouble(at -> at).toArray(),
        one.count("usable"));
  }
}
