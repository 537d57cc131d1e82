package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rounding, minimums and idle rates add to the time that passed, by hand. */
class BillingTest {
  @TempDir
  private Path folder;

  /** Requests that each take as long as their row says. */
  private RunOutcome run(String rows, String platform) throws IOException {
    return run(rows, "{ name: r, service: 1s }", platform, "");
  }

  private RunOutcome run(String rows, String classes, String platform, String more)
      throws IOException {
    Path file = folder.resolve("billing.csv");
    Files.writeString(file, rows.replace(' ', '\n') + "\n");
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: billing }
            workload:
              trace: { file: %s }
              classes: [ %s ]
              clients: { timeout: 1000s }
            platform: %s
            """.formatted(file, classes, platform) + more));
  }

  private static double extraSeconds(RunOutcome run) {
    return run.recorder().totals().billedExtraNs(0) / 1e9;
  }

  private static double idleRateSeconds(RunOutcome run) {
    return run.recorder().totals().integral(0, Gauge.IDLE_BILLED) / 1e9;
  }

  private static String oneServer(String billing, int concurrency) {
    return "{ use: fixed-fleet, scale: { min: 1, max: 1, drain: 60s }, billing: { " + billing
        + " }, concurrency: { max: " + concurrency + " }, timeouts: { request: unlimited } }";
  }

  /** From 0.2 to 1.7 s and, without a pause, to 3.2 s: each of the two is short of 2 s by 0.5 s. */
  @Test
  void eachRequestIsRoundedUpOnItsOwn() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1.5 0.2,1.5",
        oneServer("kind: per-invocation, granularity: 1s, minimum: 0s", 1));
    assertEquals(1, extraSeconds(run));
    assertEquals(0, run.recorder().totals().count(0, Count.PROVISIONED_ROUNDED_NS));
  }

  /** Requests of 1.5 s and 2 s on an environment kept ready: rounded at its own rate, not both. */
  @Test
  void whatIsKeptReadyIsRoundedAtItsOwnRate() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1.5 5.4,2",
        "{ use: aws-lambda, billing: { granularity: 1s }, scale: { provisioned: { count: 1 } } }");
    assertEquals(500_000_000, run.recorder().totals().count(0, Count.PROVISIONED_ROUNDED_NS));
    assertEquals(0, extraSeconds(run));
  }

  /** Two that overlap are busy from 0.2 to 2.5 s, 0.7 s short of 3 s; later one of exactly 2 s. */
  @Test
  void activeTimeIsRoundedUpWhenTheLastLeaves() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1.3 1.3,1.2 5.3,2",
        oneServer("kind: active-time, granularity: 1s, minimum: 0s", 2));
    assertEquals(0.7, extraSeconds(run), 1e-12);
  }

  /** A server that is replaced at 1 s finishes at 3.5 s what began at 0.2 s: 0.7 s to 4 s. */
  @Test
  void activeTimeOfADrainIsRoundedUpToo() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,3.3",
        "{ name: r, service: 1s }",
        oneServer("kind: active-time, granularity: 1s, minimum: 0s", 2),
        "events: [ { at: 1s, do: deploy } ]");
    assertEquals(0.7, extraSeconds(run), 1e-12);
  }

  /** Lives of 1.3 s, 2.6 s and 2 s, of which the first is short of the minimum: 0.7 + 0.4 + 0 s. */
  @Test
  void aLifeHasAMinimumAndIsRoundedUpBeyond() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1.3 10.4,2.6 20.3,2",
        "{ use: generic, keepAlive: 0s, billing: { granularity: 1s, minimum: 2s } }");
    assertEquals(1.1, extraSeconds(run), 1e-12);
  }

  /** A life is paid from the pull on: 2 + 1 s of start-up and 1 s of work make 4 s of 10 s. */
  @Test
  void placingIsNotPaid() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0,1",
        "{ use: generic, keepAlive: 0s, billing: { granularity: 10s },"
            + " coldStart: { placing: 1s, pulling: 2s, booting: 1s } }");
    assertEquals(6, extraSeconds(run));
    Totals totals = run.recorder().totals();
    assertEquals(1e9, totals.integral(0, Gauge.PLACING));
  }

  private static final String ONE_AT_LEAST =
      "{ use: generic, keepAlive: 5s, scale: { min: 1 }, billing: { kind: %s } }";

  /**
   * One at least and a second from 0.2 s until its keep-alive ends, at 6.2 s. Where both idle, all
   * of them cost the active rate if instances above the minimum do; else one is at the idle rate.
   * The run ends with the last request, at 21 s.
   */
  @Test
  void idleAtTheMinimum() throws IOException {
    String rows = "timestamp,duration 0.2,1 0.2,1 20,1";
    RunOutcome all = run(rows, ONE_AT_LEAST.formatted("active-idle"));
    assertEquals(21_000_000_000L, all.endNs());
    assertEquals(0.2 + 13.8, idleRateSeconds(all), 1e-9);
    RunOutcome least = run(rows, ONE_AT_LEAST.formatted("active-time"));
    assertEquals(0.2 + 18.8, idleRateSeconds(least), 1e-9);
    assertEquals(0, idleRateSeconds(run(rows, ONE_AT_LEAST.formatted("instance-time"))));
  }

  /** Of two idle ones one is killed for its memory at 5 s: then the other is the minimum. */
  @Test
  void idleAtTheMinimumOnceABusyOneIsGone() throws IOException {
    RunOutcome run = run(
        "timestamp,class 0.2,small 0.2,small 5,large 9,small",
        "{ name: small, share: 50%, service: 1s },"
            + " { name: large, share: 50%, service: 1s, memory: 1Gi }",
        ONE_AT_LEAST.formatted("active-idle").replace("5s", "100s"),
        "");
    assertEquals(10_000_000_000L, run.endNs());
    assertEquals(0.2 + 4, idleRateSeconds(run), 1e-9);
  }

  /** The idle rate is for what is the minimum at that time: one from 10 s to 20 s. */
  @Test
  void aScheduledMinimumHasTheIdleRate() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1 30,1",
        "{ use: generic, keepAlive: 1h, billing: { kind: active-idle },"
            + " scale: { schedule: [ { at: 10s, min: 1 }, { at: 20s, min: 0 } ] } }");
    assertEquals(10, idleRateSeconds(run), 1e-9);
    RunOutcome cloudRun = run(
        "timestamp,duration 0.2,1 59,1",
        "{ use: cloud-run, coldStart: { boot: 0ms }, scale: { schedule: ["
            + " { at: 30s, min: 2 }, { at: 50s, min: 1 }, { at: 55s, min: 0 } ] } }");
    assertEquals(2 * 20 + 5, idleRateSeconds(cloudRun), 1e-9);
  }

  /** Two are replaced one after the other; what a deployment keeps there is no minimum. */
  @Test
  void aDeploymentIsNoMinimum() throws IOException {
    RunOutcome run = run(
        "timestamp,duration 0.2,1 0.2,1 40,1",
        "{ name: r, service: 1s }",
        "{ use: generic, keepAlive: 1h, billing: { kind: active-idle },"
            + " coldStart: { boot: 10s } }",
        "events: [ { at: 15s, do: deploy, surge: 50% } ]");
    assertEquals(2, run.recorder().totals().count(1, Count.STARTED));
    assertEquals(0, run.recorder().totals().integral(1, Gauge.IDLE_BILLED));
    assertEquals(0, idleRateSeconds(run));
  }
}
