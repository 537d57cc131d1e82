package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.database.Refusal;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a database in a run, and how its connections end, through whole scenarios. */
class DatabaseEventsTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir
  private Path folder;

  /** One request a second of one statement, a pool in each instance. */
  private static Scenario scenario(
      String traffic, String queries, String platform, String database, String events) {
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        workload:
          generate: { %s }
          classes:
            - { name: request, service: { cpu: 0ms }, queries: { count: 1, %s } }
        platform: %s
        database: { use: postgres, connect: { cpu: 0ms, latency: 1ms }, %s }
        events: %s
        """.formatted(traffic, queries, platform, database, events));
  }

  private static RunOutcome run(Scenario scenario) {
    return Simulation.run(scenario, 1, nowNs -> {});
  }

  private static final String TRAFFIC =
      "shape: constant, rate: 1/s, duration: 100s, arrivals: uniform";

  private static final String POOL = "pool: { library: custom, size: 2, open: lazy }";

  /**
   * 100 requests of 20 ms, a second apart; those that begin in the ten seconds of the event take
   * three times as long: 90 * 20 + 10 * 60 = 2,400 ms of statements. The first request opens its
   * connection, 1 ms more.
   */
  @ParameterizedTest
  @CsvSource({"'each: 20ms'", "'cpu: 20ms'", "'cpu: 5ms, wait: 15ms'"})
  void slowDown(String queries) {
    RunOutcome run = run(scenario(
        TRAFFIC,
        queries,
        Scenarios.fleet(1, "4"),
        POOL,
        "[ { at: 50.5s, do: db-slowdown, factor: 3, for: 10s } ]"));
    assertEquals(100, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(2401e6, run.recorder().totals().latencySumNs(0), 1e4);
  }

  /**
   * A failover of 10 s between two requests: the pool loses its idle connection, ten requests are
   * refused, and the next one opens a connection.
   */
  @Test
  void failoverRefusesAndPoolsComeBack() {
    RunOutcome run = run(scenario(
        TRAFFIC,
        "each: 20ms",
        Scenarios.fleet(1, "4"),
        POOL,
        "[ { at: 50.5s, do: db-failover, for: 10s } ]"));
    assertEquals(90, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(10, failures(run, FailureReason.DB_REFUSED));
    assertEquals(10, run.server().refused(Refusal.DOWN));
    assertEquals(2, run.recorder().totals().count(0, Count.DB_OPENED));
  }

  /** A statement that runs when the server goes fails with its connection. */
  @Test
  void failoverFailsWhatRuns() {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 0.1/s, duration: 30s, arrivals: uniform",
        "each: 5s",
        Scenarios.fleet(1, "4"),
        POOL,
        "[ { at: 17s, do: db-failover, for: 2s } ]"));
    long failed = failures(run, FailureReason.DB_CONNECTION_LOST);
    assertEquals(1, failed, "requests at 5, 15 and 25 s or at 0, 10 and 20 s run for 5 s");
    assertEquals(2, run.recorder().totals().count(0, Count.COMPLETED));
  }

  /** Through a pooler, statements under way fail and its server connections are opened again. */
  @ParameterizedTest
  @ValueSource(strings = {"transaction", "session"})
  void failoverBehindAPooler(String mode) {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 10/s, duration: 60s, arrivals: uniform",
        "each: 500ms",
        Scenarios.fleet(1, "100"),
        "pool: { library: custom, size: 50, open: lazy },"
            + " pooler: { kind: pgbouncer, mode: " + mode + ", loginRetry: 1s,"
            + " clientLimit: 100 }",
        "[ { at: 30.05s, do: db-failover, for: 5s } ]"));
    assertTrue(failures(run, FailureReason.DB_CONNECTION_LOST) >= 4);
    assertTrue(run.recorder().totals().count(0, Count.COMPLETED) > 500);
    assertTrue(run.server().refused(Refusal.DOWN) > 0);
  }

  /**
   * A request holds its connection while it computes for 2 s; the pooler ends clients unused for a
   * second. Its statement finds no connection any more, and the next request opens another.
   */
  @Test
  void aClientEndedByThePoolerRunsNoStatement() {
    RunOutcome run = run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        workload:
          generate: { shape: constant, rate: 0.1/s, duration: 20s, arrivals: uniform }
          classes:
            - { name: request, service: { cpu: 4s }, queries: { count: 1, each: 20ms } }
        platform: %s
        database:
          use: postgres
          connect: { cpu: 0ms, latency: 1ms }
          pool: { library: custom, size: 2, open: lazy, hold: request }
          pooler: { kind: pgbouncer, clientIdleTimeout: 1s }
        """.formatted(Scenarios.fleet(1, "4"))));
    assertEquals(2, failures(run, FailureReason.DB_CONNECTION_LOST));
    assertEquals(0, run.recorder().totals().count(0, Count.DB_OPENED));
    assertEquals(0, run.recorder().totals().integral(0, Gauge.DB_HELD));
  }

  /**
   * Each client keeps its server connection. The first request opens it, from 4 s on the second
   * computes for 2 s before its statement, and the server fails over meanwhile: the statement finds
   * no connection any more. The third opens another.
   */
  @Test
  void aPinnedClientLosesItsServerConnectionWhileItIsUnused() throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, "timestamp\n0\n4\n20\n");
    RunOutcome run = run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        workload:
          trace: { file: %s }
          classes:
            - { name: request, service: { cpu: 4s }, queries: { count: 1, each: 20ms } }
        platform: %s
        database:
          use: postgres
          connect: { cpu: 0ms, latency: 1ms }
          pool: { library: custom, size: 1, open: lazy, hold: request }
          pooler: { kind: pgbouncer, mode: session }
        events: [ { at: 5s, do: db-failover, for: 500ms } ]
        """.formatted(file, Scenarios.fleet(1, "1"))));
    assertEquals(1, failures(run, FailureReason.DB_CONNECTION_LOST));
    assertEquals(2, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(2, run.recorder().totals().count(0, Count.DB_OPENED));
  }

  private static long failures(RunOutcome run, FailureReason reason) {
    return run.recorder().totals().failed(0, reason);
  }

  /**
   * One request, then the instance goes after its keep-alive of 10 s. A connection that is left
   * behind is freed 30 s later.
   */
  @ParameterizedTest
  @CsvSource({"graceful, 0", "frozen, 1", "killed, 1"})
  void howAnInstanceEnds(String ends, int left) {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 1/s, duration: 1s, arrivals: uniform",
        "each: 20ms",
        "{ use: generic, keepAlive: 10s, instance: { ends: " + ends + " } }",
        "deadPeerTimeout: 30s, " + POOL,
        "[]"));
    assertEquals(left, run.server().cut());
  }

  /** Idle time-outs do not run in a frozen environment, so its connection stays for its life. */
  @ParameterizedTest
  @CsvSource({"none, 1", "full, 2"})
  void idleTimeoutsDoNotRunWhileFrozen(String idleCpu, int opened) {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 0.02/s, duration: 100s, arrivals: uniform",
        "each: 20ms",
        "{ use: generic, keepAlive: 10min, concurrency: { max: 1 }," + " instance: { idleCpu: "
            + idleCpu + " } }",
        "pool: { library: custom, size: 2, open: lazy, idleTimeout: 10s }",
        "[]"));
    assertEquals(2, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(opened, run.recorder().totals().count(0, Count.DB_OPENED));
  }

  /**
   * Requests 400 s apart and a cut after 350 s of idleness: each but the first runs into a dead
   * connection, which only a pool that validates replaces in time.
   */
  @ParameterizedTest
  @CsvSource({"false, 2, 2", "true, 0, 4"})
  void anIdleCutFailsTheNextStatement(boolean validate, int lost, int completed) {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 0.0025/s, duration: 1600s, arrivals: uniform",
        "each: 20ms",
        Scenarios.fleet(1, "4"),
        "idleCut: 350s, pool: { library: custom, size: 2, open: lazy, validate: " + validate + " }",
        "[]"));
    // Without validation every second request finds an empty pool and opens a connection.
    assertEquals(lost, failures(run, FailureReason.DB_CONNECTION_LOST));
    assertEquals(completed, run.recorder().totals().count(0, Count.COMPLETED));
  }

  /** The slot of a cut connection is the server's until its keep-alive gives up. */
  @Test
  void aCutConnectionHoldsItsSlotUntilTheKeepAlive() {
    RunOutcome run = run(scenario(
        "shape: constant, rate: 0.001/s, duration: 1000s, arrivals: uniform",
        "each: 20ms",
        Scenarios.fleet(1, "4"),
        "idleCut: 100s, deadPeerTimeout: 60s, " + POOL,
        "[]"));
    double heldSeconds = run.recorder().atTraceEnd().integral(0, Gauge.DB_HELD) / 1e9;
    // Held from the set-up through the statement (0.02 s), 100 s idle and 60 s dead.
    assertEquals(160.02, heldSeconds, 0.001);
    assertEquals(1, run.server().cut());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ at: 1s, do: db-slowdwn, factor: 2, for: 1s } | events[0].do: db-slowdwn",
        "{ at: 1s, do: db-slowdown, for: 1s } | events[0].factor",
        "{ at: 1s, do: db-slowdown, factor: 0, for: 1s } | events[0].factor: 0",
        "{ at: 1s, do: db-failover } | events[0].for",
        "{ at: 1s, do: db-failover, factor: 2, for: 1s } | events[0].factor",
        "{ at: 9s, do: db-failover, for: 9s }, { at: 12s, do: db-failover, for: 1s } | [1].at: 12s"
      })
  void wrongEventsAreRefused(String events, String message) {
    UserError error = assertThrows(
        UserError.class,
        () -> scenario(TRAFFIC, "each: 1ms", "{ use: generic }", POOL, "[ " + events + " ]"));
    assertTrue(error.getMessage().contains(message), error.getMessage());
    assertTrue(error.getMessage().startsWith("test.yaml:"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "otherSessions: 97, | otherSessions: 97; allowed: below maxConnections - reserved = 97",
        "engine: oracle, | engine: oracle",
        "contention: { kappa: 0.1 }, | contention.sigma",
        "contention: { workload: tpcc }, | contention.workload: tpcc",
        "idleCut: 1ms, | idleCut: 1ms",
        "deadPeerTimeout: -1s, | deadPeerTimeout: -1s"
      })
  void wrongServerKeysAreRefused(String database, String message) {
    UserError error = assertThrows(
        UserError.class,
        () -> scenario(TRAFFIC, "each: 1ms", "{ use: generic }", database + POOL, "[]"));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  /** A fit that ships is an assumption of the result; without statements' CPU it warns. */
  @Test
  void aShippedFitIsAnAssumption() {
    Scenario scenario = scenario(
        TRAFFIC,
        "each: 1ms",
        "{ use: generic }",
        "contention: { workload: select }, " + POOL,
        "[]");
    assertTrue(scenario.assumptions().stream().anyMatch(one -> one.text().contains("two cores")));
    assertTrue(scenario.warnings().stream().anyMatch(one -> one.contains("queries.cpu")));
    Scenario computing = scenario(
        TRAFFIC, "cpu: 1ms", "{ use: generic }", "contention: { workload: select }, " + POOL, "[]");
    assertEquals(0, computing.warnings().size());
  }

  /** Same seed, same bytes, with everything switched on. */
  @Test
  void replays() {
    Scenario all = scenario(
        "shape: constant, rate: 50/s, duration: 100s, arrivals: poisson",
        "cpu: { p50: 2ms, p99: 20ms }, wait: { p50: 5ms, p99: 50ms }",
        "{ use: aws-lambda }",
        "otherSessions: 5, contention: { workload: tpcb }, idleCut: 20s, " + POOL,
        "[ { at: 20s, do: db-slowdown, factor: 5, for: 20s },"
            + " { at: 60s, do: db-failover, for: 10s } ]");
    RunOutcome first = run(all);
    assertEquals(first.recorder().fingerprint(), run(all).recorder().fingerprint());
    assertTrue(first.recorder().totals().count(0, Count.COMPLETED) > 3000);
    assertTrue(first.endNs() >= 100 * SECOND);
  }
}
