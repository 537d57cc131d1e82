package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.database.DatabaseMeasurements;
import dev.headroom.database.DatabaseMeasurements.Case;
import dev.headroom.database.DatabaseMeasurements.Kind;
import dev.headroom.database.DatabaseMeasurements.Repeat;
import dev.headroom.database.DatabaseMeasurements.Table;
import dev.headroom.database.ServerOptions;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The shipped models of the database server before what was measured on a real one. Counts must be
 * met; times are told, met or not, in a table that stays: the client of the measurements ran on the
 * server's two cores, so that where they are short its own work is in the times too.
 */
@Tag("db-measurements")
class DatabaseAgreementTest {
  private static final Validation HELD =
      Validation.of(DatabaseAgreementTest.class, DatabaseMeasurements.PROPERTY);

  private static final int SEEDS = 400;

  /** The interval in which a right model's repeat lies in 99 of 100 cases. */
  private static final double TAIL = 0.005;

  /** Set-ups whose measured time no repeat is near to: see {@link #setUpTimes}. */
  private static final List<String> KNOWN_MISSES = List.of("b_scram_n1", "b_tls_n1");

  private static final StringBuilder TEXT = new StringBuilder();

  @AfterAll
  static void keep() {
    System.out.print(TEXT);
    Agreement.keep("database-server.txt", TEXT.toString());
  }

  private static synchronized void tell(String format, Object... values) {
    TEXT.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static void note(
      String what, String name, double measured, double simulated, double low, double high) {
    HELD.put(Section.DATABASE, "PostgreSQL: " + what, name, measured, simulated, low, high, "");
  }

  /** Successes and refusals to the last one; how refusals split and how long it took is told. */
  @Test
  void directExhaustion() {
    tell("direct exhaustion: attempts let in and refused, measured / simulated");
    List<String> missed = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.DIRECT_EXHAUSTION)) {
      ServerOptions options = ServerBench.options("use: postgres, maxConnections: "
          + one.count("max_connections") + ", reserved: " + one.count("superuser_reserved"));
      for (Repeat repeat : one.repeats()) {
        DatabaseReplay.Outcome seen =
            DatabaseReplay.pools(options, starts(repeat.table()), one.count("pool_per_instance"));
        JsonNode measured = repeat.measured();
        int ok = measured.get("ok").asInt();
        int refused = measured.get("refused").asInt();
        tell(
            "  %-18s ok %d / %d, refused %d / %d, at once %d / %d, full %d / %d,"
                + " partial %d / %d, all done ms %.0f / %.0f",
            repeat.label(),
            ok,
            seen.openMs().length,
            refused,
            seen.refusedMs().length,
            noSlot(measured),
            seen.noSlot(),
            measured.get("instances_full").asInt(),
            with(seen, one.count("pool_per_instance")),
            measured.get("instances_partial").asInt(),
            partial(seen, one.count("pool_per_instance")),
            measured.get("all_done_ms").asDouble(),
            seen.endMs());
        String what = "attempts let in and refused, case " + one.name();
        note(
            what,
            repeat.label() + ", let in",
            ok,
            seen.openMs().length,
            seen.openMs().length,
            seen.openMs().length);
        note(
            what,
            repeat.label() + ", refused",
            refused,
            seen.refusedMs().length,
            seen.refusedMs().length,
            seen.refusedMs().length);
        times("connect", measured.get("connect_ok_ms"), seen.openMs());
        times("refusal", measured.get("refusal_ms"), seen.refusedMs());
        if (ok != seen.openMs().length || refused != seen.refusedMs().length) {
          missed.add(repeat.label());
        }
      }
    }
    assertEquals(List.of(), missed);
  }

  /** When each instance began its first attempt. */
  private static double[] starts(Table table) {
    double[] instance = table.numbers("instance");
    double[] seq = table.numbers("seq");
    double[] startMs = table.numbers("t_start_ms");
    double[] first = new double[(int) Arrays.stream(instance).max().orElseThrow() + 1];
    for (int i = 0; i < instance.length; i++) {
      if (seq[i] == 0) {
        first[(int) instance[i]] = startMs[i];
      }
    }
    return first;
  }

  private static int noSlot(JsonNode measured) {
    int count = 0;
    for (var error : measured.get("by_error").properties()) {
      count += error.getKey().contains("too many clients") ? error.getValue().asInt() : 0;
    }
    return count;
  }

  private static long with(DatabaseReplay.Outcome seen, int connections) {
    return Arrays.stream(seen.perInstance()).filter(n -> n == connections).count();
  }

  private static long partial(DatabaseReplay.Outcome seen, int most) {
    return Arrays.stream(seen.perInstance()).filter(n -> n > 0 && n < most).count();
  }

  /** Every repeat's refusals lie in the interval that its own arrivals have over the seeds. */
  @Test
  void lossSystem() {
    tell("loss system: refused of the attempts, measured / simulated [99 %% of seeds]");
    List<String> missed = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.LOSS_SYSTEM)) {
      ServerOptions options =
          ServerBench.options("use: postgres, maxConnections: " + one.count("max_connections")
              + ", reserved: " + (one.count("max_connections") - one.count("usable")));
      boolean exponential = one.inputs().get("hold_dist").asText().equals("exp");
      double fromMs =
          1000 * Double.parseDouble(one.inputs().get("window").asText().replaceAll("[^0-9.]", ""));
      for (Repeat repeat : one.repeats()) {
        Table table = repeat.table();
        int[] refused = new int[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
          refused[seed] = DatabaseReplay.refused(
              options,
              table,
              fromMs,
              exponential,
              one.number("hold_ms_mean"),
              new SplittableRandom(seed));
        }
        Arrays.sort(refused);
        int low = refused[(int) (TAIL * SEEDS)];
        int high = refused[(int) ((1 - TAIL) * SEEDS) - 1];
        int measured = repeat.measured().get("refused").asInt();
        boolean met = low <= measured && measured <= high;
        tell(
            "  %-24s of %d: %d / %d [%d, %d]%s",
            repeat.label(),
            repeat.measured().get("attempts").asInt(),
            measured,
            refused[SEEDS / 2],
            low,
            high,
            met ? "" : " MISSED");
        note(
            "refused of a loss system, case " + one.name(),
            repeat.label() + ", refused",
            measured,
            refused[SEEDS / 2],
            low,
            high);
        if (!met) {
          missed.add(repeat.label());
        }
      }
    }
    assertEquals(List.of(), missed);
  }

  /**
   * The simulated mean lies among the repeats' means, but for the cases in {@link #KNOWN_MISSES}: a
   * single connect took 8 to 18 ms in these runs, which other jobs disturbed, and 5.5 to 6.1 ms in
   * the undisturbed ones that the latency of the model was taken from.
   */
  @Test
  void setUpTimes() {
    tell("set-up: time of a connection, n at once, measured / simulated in ms");
    List<String> missed = new ArrayList<>();
    for (Case one : DatabaseMeasurements.of(Kind.CONNECT_TIME)) {
      ServerOptions options = setUpOf(one);
      if (options == null) {
        tell("  %-14s not simulated: no model ships for %s", one.name(), auth(one));
        continue;
      }
      double[] ms = DatabaseReplay.together(options, one.count("simultaneous")).openMs();
      double mean = Arrays.stream(ms).average().orElseThrow();
      double low = Double.MAX_VALUE;
      double high = 0;
      for (Repeat repeat : one.repeats()) {
        JsonNode measured = repeat.measured().get("connect");
        low = Math.min(low, measured.get("mean").asDouble());
        high = Math.max(high, measured.get("mean").asDouble());
        tell("  %s", repeat.label());
        times("connect", measured, ms);
      }
      boolean met = low <= mean && mean <= high;
      among("time of set-up, n at once, ms", one, mean, low, high);
      tell("  %-14s mean %.2f to %.2f / %.2f%s", one.name(), low, high, mean, met ? "" : " MISSED");
      if (!met) {
        missed.add(one.name());
      }
    }
    missed.removeAll(KNOWN_MISSES);
    assertEquals(List.of(), missed);
  }

  private static String auth(Case one) {
    return one.inputs().get("auth").asText();
  }

  /** The set-up cost of the shipped model that is about this authentication, over loopback. */
  private static ServerOptions setUpOf(Case one) {
    String limits = ", maxConnections: " + one.count("max_connections") + ", reserved: 0";
    return switch (auth(one)) {
      case "scram" -> ServerBench.options("use: postgres" + limits);
      case "tls" ->
        ServerBench.options("use: rds-postgres, connect: { latency: 2.4ms }, cores: 2" + limits);
      default -> null;
    };
  }

  /** The law with its shipped figures; the fit itself misses single points by up to a third. */
  @Test
  void throughput() {
    tell("throughput of n active connections, statements a second, measured / simulated");
    for (Case one : DatabaseMeasurements.of(Kind.THROUGHPUT)) {
      String workload = one.inputs().get("workload").asText().replace("pgbench ", "");
      int clients = one.count("clients");
      double alone = workload.equals("select") ? 40150.8 : 1179.4;
      double simulated = DatabaseReplay.throughput(
          ServerBench.options("contention: { workload: " + workload + " }"), clients, 1e9 / alone);
      double low = Double.MAX_VALUE;
      double high = 0;
      for (Repeat repeat : one.repeats()) {
        double tps = repeat.measured().get("tps").asDouble();
        low = Math.min(low, tps);
        high = Math.max(high, tps);
        tell("  %-18s %.0f / %.0f", repeat.label(), tps, simulated);
      }
      tell(
          "  %-18s %.0f to %.0f / %.0f%s",
          one.name(), low, high, simulated, low <= simulated && simulated <= high ? "" : " MISSED");
      among("throughput of n active connections, statements/s", one, simulated, low, high);
      assertTrue(simulated > 0);
    }
  }

  /** The middle of the repeats' least and greatest, with an interval as wide as theirs. */
  private static void among(String what, Case one, double simulated, double low, double high) {
    double half = (high - low) / 2;
    HELD.put(
        Section.DATABASE,
        "PostgreSQL: " + what,
        one.name(),
        (low + high) / 2,
        simulated,
        simulated - half,
        simulated + half,
        "interval as wide as the measured repeats lie apart");
  }

  private static void times(String what, JsonNode measured, double[] sorted) {
    if (measured.get("n").asInt() == 0 || sorted.length == 0) {
      return;
    }
    tell(
        "    %-8s ms mean %.2f / %.2f, p50 %.2f / %.2f, p95 %.2f / %.2f, p99 %.2f / %.2f",
        what,
        measured.get("mean").asDouble(),
        Arrays.stream(sorted).average().orElseThrow(),
        measured.get("p50").asDouble(),
        quantile(sorted, 0.50),
        measured.get("p95").asDouble(),
        quantile(sorted, 0.95),
        measured.get("p99").asDouble(),
        quantile(sorted, 0.99));
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  }
}
