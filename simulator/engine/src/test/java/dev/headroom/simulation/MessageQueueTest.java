package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
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

/** Queues between callers and function: retries, ages, batches and pollers by hand. */
class MessageQueueTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String request, String clients, String scale)
      throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, %s } ]
          clients: %s
        platform: { use: aws-lambda, coldStart: { boot: 0ms }, keepAlive: 0s, %s }
        run: { tail: 8h }
        """.formatted(request, clients, scale));
  }

  /**
   * One environment, three events of 10 s. The other two are tried at 1, 3, 7 and 15 s: one runs
   * then, until 25 s; the last is tried again at 31 s and runs until 41 s.
   */
  @Test
  void throttledEventsComeBack() throws IOException {
    RunOutcome run = run("0,3\n", "service: 10s", "{ kind: async }", "scale: { max: 1 }");
    assertEquals(3, Batches.count(run, Count.COMPLETED));
    assertEquals(1 + 5 + 6, Batches.count(run, Count.ATTEMPTS));
    assertEquals(2, Batches.count(run, Count.RETRIED));
    assertEquals(0, Batches.totals(run).latencySumNs(0));
    MessageReport report = run.messages().get(0);
    assertEquals(2, report.waitingPeak());
    assertEquals(41_000_000_000L, report.oldestNs());
    assertEquals(31e9, report.ageNs().getMaxValue(), 0.05e9);
    assertEquals(41e9 - run.traceEndNs(), report.drainSeconds(run.traceEndNs()) * 1e9, 1);
    // Two waited until 15 s, one until 31 s.
    assertEquals(2 * 15e9 + 16e9, Batches.totals(run).integral(0, Gauge.MESSAGES_WAITING));
  }

  /** A function that always fails is run at 0, 61 and 182 s: a minute and two minutes later. */
  @Test
  void functionErrorsAreRetriedTwice() throws IOException {
    RunOutcome run =
        run("0,1\n", "service: 1s, failureShare: 100%", "{ kind: async }", "region: us-east-1");
    assertEquals(3, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.FUNCTION_ERROR));
    assertEquals(3e9, Batches.totals(run).integral(0, Gauge.BUSY));
    assertEquals(183_000_000_000L, run.messages().get(0).oldestNs());
    assertTrue(Double.isFinite(run.messages().get(0).drainSeconds(run.traceEndNs())));
  }

  /**
   * A function that may never run: tried nine more times until 511 s, then every 300 s up to
   * 21,511 s; 21,811 s would be more than six hours.
   */
  @Test
  void throttledEventsAreGivenUpAfterSixHours() throws IOException {
    RunOutcome run = run("0,1\n", "service: 1s", "{ kind: async }", "reservedConcurrency: 0");
    assertEquals(1 + 9 + 70, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.THROTTLED));
    assertEquals(21_511_000_000_000L, run.messages().get(0).oldestNs());
  }

  /**
   * In error at 101 s. An event may be tried again at 161 s, 61 s old, and then when it is 182 s
   * old; a message is seen again at 131 s, 31 s old, and then at 62 s of age. A maximum of just
   * that lets it, one of less does not.
   */
  @ParameterizedTest
  @CsvSource({
    "async, 60s, 1",
    "async, 61s, 2",
    "async, 181s, 2",
    "async, 182s, 3",
    "'sqs, batchSize: 1', 30s, 1",
    "'sqs, batchSize: 1', 31s, 2",
    "'sqs, batchSize: 1', 62s, 3"
  })
  void asOldAsItMayBe(String kind, String maxAge, int attempts) throws IOException {
    RunOutcome run = run(
        "100,1\n",
        "service: 1s, failureShare: 100%",
        "{ kind: " + kind + ", maxAge: " + maxAge + " }",
        "scale: {}");
    assertEquals(attempts, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.count(run, Count.MESSAGES_DEAD));
  }

  /** A direct caller gets the error, and tries again only if told to for 500. */
  @Test
  void directCallersSeeErrorsOfTheCode() throws IOException {
    RunOutcome once =
        run("0,4\n", "service: 1s, failureShare: 100%", "{ timeout: 9s }", "scale: {}");
    assertEquals(4, Batches.count(once, Count.ATTEMPTS));
    assertEquals(4, Batches.totals(once).failed(0, FailureReason.FUNCTION_ERROR));
    RunOutcome thrice = run(
        "0,4\n", "service: 1s, failureShare: 100%",
        "{ retries: { max: 2, on: [ \"500\" ] } }", "scale: {}");
    assertEquals(12, Batches.count(thrice, Count.ATTEMPTS));
  }

  /** 25 messages in batches of 10, 10 and 5: three invocations of 10, 10 and 5 s. */
  @Test
  void batches() throws IOException {
    RunOutcome run = run("0,25\n", "service: 1s", "{ kind: sqs }", "scale: {}");
    assertEquals(25, Batches.count(run, Count.COMPLETED));
    assertEquals(25, Batches.count(run, Count.ATTEMPTS));
    assertEquals(3, Batches.count(run, Count.INVOCATIONS));
    assertEquals(25e9, Batches.totals(run).integral(0, Gauge.BUSY));
    assertEquals(10_000_000_000L, run.messages().get(0).oldestNs());
    assertEquals(25, Batches.count(run, Count.AFFECTED));
  }

  /** Four messages wait two seconds for six more that do not come. */
  @Test
  void batchWindow() throws IOException {
    RunOutcome run = run("0,4\n", "service: 1s", "{ kind: sqs, batchWindow: 2s }", "scale: {}");
    assertEquals(1, Batches.count(run, Count.INVOCATIONS));
    assertEquals(8e9, Batches.totals(run).integral(0, Gauge.MESSAGES_WAITING));
    assertEquals(6_000_000_000L, run.messages().get(0).oldestNs());
  }

  /** The window begins when a message can be seen: at 100 s, and 30 s after it was taken. */
  @Test
  void theWindowOfLateMessages() throws IOException {
    RunOutcome run = run(
        "100,4\n", "service: 1s, failureShare: 100%",
        "{ kind: sqs, batchWindow: 20500ms, maxReceives: 2 }", "scale: {}");
    // Taken at 120.5 s, in error at 124.5 s, seen again at 154.5 s, taken at 175 s.
    assertEquals(79_000_000_000L, run.messages().get(0).oldestNs());
    assertEquals(2, Batches.count(run, Count.INVOCATIONS));
    assertEquals(4, Batches.count(run, Count.MESSAGES_DEAD));
  }

  /** Lengths that the trace gives add up to the batch's: 1, 2, 4 and 0 s. */
  @Test
  void aBatchOfGivenLengths() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "timestamp,duration\n0,1\n0,2\n0,4\n0,0\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: given }
        workload:
          trace: { file: %s }
          classes: [ { name: r, service: 10s } ]
          clients: { kind: sqs }
        platform: { use: aws-lambda, coldStart: { boot: 0ms } }
        """.formatted(rows)));
    assertEquals(1, Batches.count(run, Count.INVOCATIONS));
    assertEquals(7e9, Batches.totals(run).integral(0, Gauge.BUSY));
  }

  /** A message of an hour, cut off 10 s after the last arrival, at 100 s: as old as the run. */
  @Test
  void theOldestThatIsNotResolved() throws IOException {
    RunOutcome run = Batches.run(folder, "90,1\n100,1\n", """
          classes: [ { name: r, service: 1h } ]
          clients: { kind: sqs, batchSize: 1 }
        platform: { use: aws-lambda, coldStart: { boot: 0ms }, timeouts: { request: unlimited } }
        run: { tail: 10s }
        """);
    assertEquals(2, run.messages().get(0).unresolved());
    assertEquals(run.endNs() - 90_000_000_000L, run.messages().get(0).oldestNs());
    // In the second from 100 s on it is 10 s old.
    assertEquals(10e9, run.recorder().bins().integral(100, 0, Gauge.OLDEST_MESSAGE_SECONDS));
  }

  /**
   * A hundred messages of 100 s, one by one: five at once and five more each second, so 95, 90, ...
   * 5 wait during the seconds, and the last begins at 19 s.
   */
  @Test
  void pollersGrow() throws IOException {
    RunOutcome run = run("0,100\n", "service: 100s", "{ kind: sqs, batchSize: 1 }", "scale: {}");
    assertEquals(950e9, Batches.totals(run).integral(0, Gauge.MESSAGES_WAITING));
    assertEquals(119_000_000_000L, run.messages().get(0).oldestNs());
    assertEquals(100, run.recorder().peakLive());
    assertEquals(19e9, run.messages().get(0).ageNs().getMaxValue(), 0.02e9);
    // The first five are there until 100 s: 20 s old in the second from 20 s on.
    assertEquals(20e9, run.recorder().bins().integral(20, 0, Gauge.OLDEST_MESSAGE_SECONDS));
  }

  /** Never more than the maximum: 20 messages of 10 s by four at a time take 50 s. */
  @Test
  void maximumConcurrency() throws IOException {
    RunOutcome run = run(
        "0,20\n", "service: 10s",
        "{ kind: sqs, batchSize: 1, maxConcurrency: 4 }", "scale: {}");
    assertEquals(4, run.recorder().peakLive());
    assertEquals(50_000_000_000L, run.messages().get(0).oldestNs());
    assertEquals(
        50e9 - run.traceEndNs(), run.messages().get(0).drainSeconds(run.traceEndNs()) * 1e9, 1);
    assertEquals(0, Batches.count(run, Count.ATTEMPTS_FAILED));
  }

  /**
   * Five pollers on a function of two: three messages are thrown back and there again after 30 s,
   * one of them after 60 s. Received only once, they would be lost.
   */
  @Test
  void throttledMessagesComeBackAfterTheirTimeout() throws IOException {
    String scale = "reservedConcurrency: 2";
    RunOutcome run = run("0,5\n", "service: 10s", "{ kind: sqs, batchSize: 1 }", scale);
    assertEquals(5, Batches.count(run, Count.COMPLETED));
    assertEquals(5 + 3 + 1, Batches.count(run, Count.ATTEMPTS));
    assertEquals(70_000_000_000L, run.messages().get(0).oldestNs());
    RunOutcome once =
        run("0,5\n", "service: 10s", "{ kind: sqs, batchSize: 1, maxReceives: 1 }", scale);
    assertEquals(2, Batches.count(once, Count.COMPLETED));
    assertEquals(3, Batches.totals(once).failed(0, FailureReason.THROTTLED));
  }

  /** One message of a batch in error brings all of it back, until all its messages go well. */
  @Test
  void aBatchFailsAsAWhole() throws IOException {
    RunOutcome run = run("0,30\n", "service: 1s, failureShare: 5%", "{ kind: sqs }", "scale: {}");
    long failed = Batches.count(run, Count.ATTEMPTS_FAILED);
    assertEquals(30, Batches.count(run, Count.COMPLETED));
    assertEquals(30 + failed, Batches.count(run, Count.ATTEMPTS));
    assertEquals(0, failed % 10);
    assertEquals(Batches.count(run, Count.ATTEMPTS), 10 * Batches.count(run, Count.INVOCATIONS));
  }

  /** All of it at once, with a database that refuses and a version that takes over. */
  @ParameterizedTest
  @ValueSource(strings = {"{ kind: async }", "{ kind: sqs, batchSize: 1 }"})
  void ledgersHoldAndRunsReplay(String clients) {
    Scenario scenario = Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: all }
            accounts: { main: { concurrency: 300 } }
            workload:
              generate: { shape: spike, base: 5/s, peak: 200/s, ramp: 20s, hold: 60s, decay: 20s,
                          duration: 10min }
              classes:
                - { name: r, service: { cpu: 20ms, wait: 200ms }, failureShare: 5%%,
                    queries: { count: 1, each: 20ms } }
              clients: %s
            platform:
              use: aws-lambda
              account: main
              reservedConcurrency: 60
              scale: { proactive: 30%%, provisioned: { count: 10,
                       schedule: [ { at: 1min, count: 30 }, { at: 5min, count: 0 } ] } }
            database: { maxConnections: 40, reserved: 0, pool: { size: 1 } }
            events: [ { at: 3min, do: deploy } ]
            run: { tail: 8h }
            """.formatted(clients));
    RunOutcome run = Simulation.run(scenario);
    RunOutcome again = Simulation.run(scenario);
    assertEquals(run.recorder().fingerprint(), again.recorder().fingerprint());
    assertEquals(0, run.messages().get(0).unresolved());
    long errors = 0;
    long offered = 0;
    long ended = 0;
    for (int row = 0; row < 2; row++) {
      errors += run.recorder().totals().count(row, Count.ATTEMPTS_FAILED);
      offered += run.recorder().totals().count(row, Count.OFFERED);
      ended += run.recorder().totals().count(row, Count.COMPLETED);
      ended += run.recorder().totals().count(row, Count.FAILED);
      assertEquals(0, run.recorder().value(row, Gauge.MESSAGES_WAITING));
    }
    assertEquals(offered, ended);
    assertTrue(errors > 100 && run.messages().get(0).waitingPeak() > 10, errors + " errors");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused(
        "platform has no such queue",
        "clients: { kind: async }\nplatform:" + " { use: cloud-run }",
        "service: 1s");
    assertRefused(
        "allowed otherwise: 1",
        "clients: { kind: sqs }\nplatform:" + " { use: aws-lambda }",
        "service: { cpu: 1s }");
    assertRefused(
        "retries",
        "clients: { kind: async, retries: { max: 1 } }\nplatform:" + " { use: aws-lambda }",
        "service: 1s");
  }

  private void assertRefused(String why, String rest, String request) {
    UserError e = assertThrows(
        UserError.class,
        () -> Batches.of(
            folder, "0,1\n", "  classes: [ { name: r, " + request + " } ]\n  " + rest + "\n"));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
