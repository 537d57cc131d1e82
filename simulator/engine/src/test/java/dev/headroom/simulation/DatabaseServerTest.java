package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.database.Contention;
import dev.headroom.database.Engine;
import dev.headroom.database.Refusal;
import dev.headroom.database.ServerOptions;
import dev.headroom.validation.Validation;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server by hand: admission in two steps and shared processors. */
class DatabaseServerTest {
  private static final Validation HELD = Validation.of(DatabaseServerTest.class);
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;

  /**
   * 3 slots, 1 reserved, one core; 10 ms of it and 2 ms of network to set up, 4 ms to refuse. All
   * come at 0. Numbers 0, 1, 2 take the slots; 3 finds none. At 2 ms the four share the core: the
   * refusal has its 4 ms of a quarter each at 18; the others have had 4 of 10 by then, and a third
   * of the core each from there, so all three are through at 18 + 3 * 6 = 36. Then two slots are
   * usable: the third sees none left but the reserved one.
   */
  @Test
  void admissionInTwoSteps() {
    ServerLog log = ServerLog.bench("maxConnections: 3, reserved: 1, cores: 1,"
        + " connect: { cpu: 10ms, latency: 2ms, refusedCpu: 4ms }");
    for (int i = 0; i < 4; i++) {
      log.bench.connectAt(0, i);
    }
    log.bench.run();
    // With all three still authenticating or in, the first through sees 3 - 2 - 1 = 0 free.
    assertEquals(
        List.of("18.0 3 SLOT", "36.0 0 RESERVED", "36.0 1 open", "36.0 2 open"), log.lines);
    assertEquals(1, log.bench.server.report().refused(Refusal.RESERVED));
    assertEquals(1, log.bench.server.report().refused(Refusal.SLOT));
  }

  /** A statement of 10 ms beside a set-up of 10 ms on one core: both are done at 20 ms. */
  @Test
  void statementsShareTheProcessors() {
    ServerLog log = ServerLog.bench(
        "maxConnections: 5, reserved: 0, cores: 1," + " connect: { cpu: 10ms, latency: 0ms }");
    int who = log.bench.server.register(key -> log.note("statement " + key));
    log.bench.at(0, () -> log.bench.server.compute(who, 7, 10e6));
    log.bench.connectAt(0, 0);
    log.bench.run();
    assertEquals(List.of("20.0 statement 7", "20.0 0 open"), log.lines);
  }

  /** 10 ms at half speed until 8 ms do 4, the other 6 take until 14. */
  @Test
  void aSlowDownScalesTheProcessors() {
    ServerLog log = ServerLog.bench("maxConnections: 5, reserved: 0, cores: 1");
    int who = log.bench.server.register(key -> log.note("statement " + key));
    log.bench.at(0, () -> log.bench.server.slowDown(2));
    log.bench.at(0, () -> log.bench.server.compute(who, 1, 10e6));
    log.bench.at(8 * MILLI, () -> log.bench.server.slowDown(1));
    log.bench.run();
    assertEquals(List.of("14.0 statement 1"), log.lines);
  }

  /** Ten slots, three reserved, two that others hold: five for the application. */
  @Test
  void otherSessionsHoldSlots() {
    ServerLog log = ServerLog.bench("maxConnections: 10, reserved: 3, otherSessions: 2,"
        + " connect: { cpu: 0ms, latency: 1ms }");
    for (int i = 0; i < 7; i++) {
      log.bench.connectAt(i * SECOND, i);
    }
    log.bench.run();
    assertEquals(5, log.bench.server.held());
    assertEquals(2, log.bench.server.report().refused(Refusal.RESERVED));
  }

  /**
   * MySQL lets one administrator in beyond its limit: of 2 the application has 2, the third is
   * refused once it has said who it is, and where three are being set up the fourth at once.
   */
  @Test
  void mysqlKeepsOneBeyondItsLimit() {
    ServerLog log =
        ServerLog.bench("use: mysql, maxConnections: 2," + " connect: { cpu: 0ms, latency: 1ms }");
    for (int i = 0; i < 4; i++) {
      log.bench.connectAt(0, i);
    }
    log.bench.run();
    assertEquals(2, log.bench.server.held());
    assertEquals(1, log.bench.server.report().refused(Refusal.RESERVED));
    assertEquals(1, log.bench.server.report().refused(Refusal.SLOT));
    assertEquals("08004", Engine.MYSQL.text(Refusal.RESERVED).sqlState());
    assertEquals("53300", Engine.POSTGRES.text(Refusal.SLOT).sqlState());
  }

  /** One slot is another session's, one is held and two are being set up: the fourth has none. */
  @Test
  void whatIsBeingSetUpTakesASlot() {
    ServerLog log = ServerLog.bench("maxConnections: 4, reserved: 0, otherSessions: 1,"
        + " connect: { cpu: 0ms, latency: 1ms }");
    log.bench.connectAt(0, 0);
    for (int i = 1; i < 4; i++) {
      log.bench.connectAt(10 * MILLI, i);
    }
    log.bench.run();
    assertEquals(List.of("1.0 0 open", "11.0 1 open", "11.0 2 open", "11.0 3 SLOT"), log.lines);
  }

  /** Two of 10 ms on one core until 12 ms, when one is broken off: the other has 4 ms left. */
  @Test
  void whoStaysHasTheProcessorOfWhoIsBrokenOff() {
    ServerLog log = ServerLog.bench("maxConnections: 5, reserved: 0, cores: 1");
    int who = log.bench.server.register(key -> log.note("statement " + key));
    int[] job = new int[1];
    log.bench.at(0, () -> log.bench.server.compute(who, 1, 10e6));
    log.bench.at(0, () -> job[0] = log.bench.server.compute(who, 2, 10e6));
    log.bench.at(12 * MILLI, () -> log.bench.server.cancel(job[0]));
    log.bench.run();
    assertEquals(List.of("16.0 statement 1"), log.lines);
  }

  /**
   * So many connections that always run a statement get the throughput of the law; 40 statements of
   * 10 ms each are enough to leave the beginning behind.
   */
  @ParameterizedTest
  @CsvSource({"1", "2", "8", "32", "90"})
  void throughputFollowsTheLaw(int clients) {
    Contention law = new Contention(0.675, 0.00655);
    ServerLog log = ServerLog.bench("cores: 2, contention: { sigma: 0.675, kappa: 0.00655 }");
    long[] done = {0};
    int[] who = {0};
    who[0] = log.bench.server.register(key -> {
      done[0]++;
      if (done[0] < 40L * clients) {
        log.bench.server.compute(who[0], key, 10e6);
      }
    });
    log.bench.at(0, () -> {
      log.bench.server.activeChanged(clients);
      for (int c = 0; c < clients; c++) {
        log.bench.server.compute(who[0], c, 10e6);
      }
    });
    while (done[0] < 20L * clients) {
      log.bench.queue.runNext();
    }
    // X(n) = n / (1 + sigma (n - 1) + kappa n (n - 1)) statements of 10 ms.
    double n = clients;
    double expected = n / (1 + 0.675 * (n - 1) + 0.00655 * n * (n - 1)) / 0.010;
    assertEquals(expected, done[0] / (log.bench.queue.nowNs() / 1e9), 1e-6 * expected);
    assertEquals(expected, clients * law.speed(clients) / 0.010, 1e-9 * expected);
  }

  /** Static pools: each of K instances opens p, and the server lets min(K p, usable) in. */
  @ParameterizedTest
  @CsvSource({"19, 5, 95", "22, 5, 97", "100, 5, 97", "20, 10, 97", "4, 5, 20"})
  void staticPoolsFillTheUsableSlots(int instances, int pool, int opened) {
    int[] count = new int[2];
    ServerBench bench = new ServerBench(ServerBench.options("use: postgres"), new Counting(count));
    for (int i = 0; i < instances * pool; i++) {
      bench.connectAt(i * MILLI, i);
    }
    bench.run();
    assertEquals(opened, count[0]);
    assertEquals(instances * pool - opened, count[1]);
  }

  private record Counting(int[] count) implements ServerBench.Client {
    @Override
    public void opened(int tag, int connection) {
      count[0]++;
    }

    @Override
    public void refused(int tag, Refusal refusal) {
      count[1]++;
    }
  }

  /**
   * The incident: 5,000 instances with a pool of 5 each against 97 slots, each connecting one after
   * the other. 97 = 19 * 5 + 2, so 19 instances are full where they come one after another, and at
   * least 5,000 - 97 = 4,903 have no connection whoever is fast.
   */
  @Test
  void fiveThousandInstancesAgainstNinetySevenSlots() {
    int[] has = new int[5000];
    int[] tried = new int[5000];
    ServerBench[] bench = new ServerBench[1];
    bench[0] =
        new ServerBench(ServerBench.options("use: postgres, cores: 64"), new ServerBench.Client() {
          @Override
          public void opened(int tag, int connection) {
            has[tag]++;
            next(tag);
          }

          @Override
          public void refused(int tag, Refusal refusal) {
            next(tag);
          }

          private void next(int tag) {
            if (++tried[tag] < 5) {
              bench[0].server.open(bench[0], tag);
            }
          }
        });
    for (int i = 0; i < 5000; i++) {
      bench[0].connectAt(i * 100L * MILLI, i);
    }
    bench[0].run();
    int full = 0;
    int none = 0;
    for (int held : has) {
      full += held == 5 ? 1 : 0;
      none += held == 0 ? 1 : 0;
    }
    assertEquals(97, bench[0].server.held());
    assertEquals(19, full);
    assertEquals(4980, none);
    assertEquals(
        25_000 - 97,
        bench[0].server.report().refused(Refusal.SLOT)
            + bench[0].server.report().refused(Refusal.RESERVED));
  }

  /**
   * Connect, hold, close: a loss system, so the share refused is Erlang's B of the usable slots and
   * the load, of which the set-up is a thousandth.
   */
  @Test
  void lossSystemIsErlangB() {
    ServerOptions options = ServerBench.options(
        "maxConnections: 20, reserved: 10, cores: 1000," + " connect: { cpu: 0ms, latency: 1ms }");
    SummaryStatistics seen = new SummaryStatistics();
    for (int seed = 1; seed <= 30; seed++) {
      seen.addValue(refusedShare(options, 12, seed));
    }
    double theory = TheoryTest.erlangB(10, 12 * 1.001);
    double half = HELD.theory(
        "Connections of a database, 10 usable, offered 12: share refused",
        theory,
        seen,
        "Erlang B");
    assertTrue(half < 0.05 * theory);
  }

  private static double refusedShare(ServerOptions options, double ratePerSecond, int seed) {
    Draws gaps = Draws.of(seed, 0, Purpose.ARRIVAL);
    Draws holds = Draws.of(seed, 0, Purpose.SERVICE);
    int[] count = new int[2];
    ServerBench[] bench = new ServerBench[1];
    int[] close = new int[1];
    bench[0] = new ServerBench(options, new ServerBench.Client() {
      @Override
      public void opened(int tag, int connection) {
        count[0]++;
        long holdNs = (long) (SECOND * holds.exponential(tag));
        bench[0].queue.schedule(bench[0].queue.nowNs() + holdNs, close[0], connection);
      }

      @Override
      public void refused(int tag, Refusal refusal) {
        count[1]++;
      }
    });
    close[0] = bench[0].queue.register(c -> bench[0].server.close((int) c));
    int open = bench[0].queue.register(tag -> bench[0].server.open(bench[0], (int) tag));
    double atNs = 0;
    for (int i = 0; i < 20_000; i++) {
      atNs += SECOND / ratePerSecond * gaps.exponential(i);
      bench[0].queue.schedule((long) atNs, open, i);
    }
    bench[0].run();
    return (double) count[1] / (count[0] + count[1]);
  }
}
