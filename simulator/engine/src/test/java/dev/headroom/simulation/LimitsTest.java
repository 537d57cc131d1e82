package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Platform limits on small timelines computed by hand. */
class LimitsTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String trace, String rest) throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, trace);
    Scenario scenario = Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: limits }
            workload:
              trace: { file: %s, arrivals: batch }
            """.formatted(file) + rest);
    return Simulation.run(scenario);
  }

  private static long events(RunOutcome run, String kind) {
    return run.events().entries().stream().filter(e -> e.kind().equals(kind)).count();
  }

  /**
   * 512 MiB, 500 without requests, 8 for each: one fits, the second kills both at 1 s. The service
   * wants one instance, so another starts at once, boots 2 s and serves the request of 4 s. Two
   * connections of the killed instance are closed.
   */
  @Test
  void outOfMemory() throws IOException {
    RunOutcome run = run("timestamp,count\n0,1\n1,1\n4,1\n", """
              classes:
                - { name: r, memory: 8Mi, service: { wait: 3s }, queries: { count: 1, each: 1s } }
            platform:
              use: fixed-fleet
              scale: { min: 1, max: 1 }
              instance: { memory: 512Mi, baseMemory: 500Mi }
              coldStart: { booting: 2s }
            database:
              maxConnections: 10
              connect: { cpu: 0ms, latency: 0ms }
              pool: { size: 2, idleTimeout: unlimited }
            """);
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.failed(0, FailureReason.OOM_KILLED));
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(1, totals.count(0, Count.OOM_KILLED));
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(2e9, totals.integral(0, Gauge.BOOTING));
    assertEquals(1e9 + 4e9, totals.integral(0, Gauge.BUSY));
    assertEquals(0, totals.integral(0, Gauge.DRAINING));
    assertEquals(1, run.recorder().lifeCount(0));
    assertEquals(1e9, run.recorder().lifeSumNs(0));
    assertEquals(1, events(run, "kill"));
    assertEquals(1, run.recorder().value(0, Gauge.DB_HELD));
    assertEquals(4e9, totals.latencySumNs(0));
  }

  /** What is exactly full is not too much; a client that has left still takes its memory. */
  @Test
  void memoryOfRequestsWithoutClients() throws IOException {
    String rest = """
          classes: [ { name: r, memory: 6Mi, service: 10s } ]
          clients: { timeout: 1s }
        platform:
          use: fixed-fleet
          scale: { min: 1, max: 1 }
          instance: { memory: 512Mi, baseMemory: 500Mi }
        """;
    Totals fits = run("timestamp,count\n0,2\n20,1\n", rest).recorder().totals();
    assertEquals(0, fits.count(0, Count.OOM_KILLED));
    assertEquals(3, fits.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
    Totals killed = run("timestamp,count\n0,2\n5,1\n", rest).recorder().totals();
    assertEquals(1, killed.count(0, Count.OOM_KILLED));
    assertEquals(2, killed.failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(1, killed.failed(0, FailureReason.OOM_KILLED));
    assertEquals(0, killed.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
  }

  /** Each in an instance of its own, all fit. */
  @Test
  void memoryOfManyInstances() throws IOException {
    Totals totals = run("timestamp,count\n0,40\n", """
          classes: [ { name: r, memory: 8Mi, service: 1s } ]
        platform: { use: generic, instance: { memory: 128Mi, baseMemory: 120Mi } }
        """).recorder().totals();
    assertEquals(40, totals.count(0, Count.COMPLETED));
    assertEquals(40, totals.count(0, Count.STARTED));
  }

  private static final String TIMEOUT = """
        classes: [ { name: r, service: 3s } ]
        clients: { timeout: unlimited, retries: { max: 1, on: ["504"] } }
      platform:
        use: generic
        keepAlive: 0s
        concurrency: { max: 2 }
        timeouts: { request: 1s, onRequest: %s }
      """;

  /** Killed: the first try ends at 1 s, the second at 2 s, and the server is free. */
  @Test
  void timeoutKillsTheWork() throws IOException {
    Totals totals =
        run("timestamp,count\n0,1\n", TIMEOUT.formatted("kill")).recorder().totals();
    assertEquals(1, totals.failed(0, FailureReason.REQUEST_TIMEOUT));
    assertEquals(2, totals.count(0, Count.ATTEMPTS_FAILED));
    assertEquals(2e9, totals.integral(0, Gauge.IN_SERVICE));
  }

  /** Left: tries from 0 to 3 s and from 1 s to 4 s, though the user saw a 504 at 2 s. */
  @Test
  void timeoutLeavesTheWorkRunning() throws IOException {
    RunOutcome run = run("timestamp,count\n0,1\n", TIMEOUT.formatted("leave"));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.failed(0, FailureReason.GATEWAY_TIMEOUT));
    assertEquals(2, totals.count(0, Count.ATTEMPTS));
    assertEquals(2, totals.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(6e9, totals.integral(0, Gauge.IN_SERVICE));
    assertEquals(4e9, totals.integral(0, Gauge.BUSY));
  }

  /** Left to a server that stops when its caller goes: as if killed, but the user saw a 504. */
  @Test
  void serverThatHeedsItsCallerStops() throws IOException {
    String heeds =
        TIMEOUT.formatted("leave").replace("unlimited,", "unlimited, onClientGone: cancel,");
    Totals totals = run("timestamp,count\n0,1\n", heeds).recorder().totals();
    assertEquals(1, totals.failed(0, FailureReason.GATEWAY_TIMEOUT));
    assertEquals(0, totals.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(2e9, totals.integral(0, Gauge.IN_SERVICE));
  }

  /** A quarter of a vCPU and 30 ms: 25 ms, 75 ms of standing still, 5 ms; evenly it is 120 ms. */
  @Test
  void quotaOfAFractionOfAVcpu() throws IOException {
    String rest = """
          classes: [ { name: r, service: { cpu: 30ms } } ]
        platform:
          use: fixed-fleet
          scale: { min: 1, max: 1 }
          concurrency: { max: %s }
          instance: { cpu: 250m, fractionalCpu: %s }
        """;
    for (String concurrency : new String[] {"1", "unlimited"}) {
      assertEquals(105e6, latencyNs(rest.formatted(concurrency, "cfs")));
      assertEquals(120e6, latencyNs(rest.formatted(concurrency, "fluid")));
    }
    assertEquals(30e6, latencyNs(rest.formatted("1", "cfs").replace("250m", "2")));
  }

  /** An instance comes after another that has used 20 of its 25 ms: it has 25 ms of its own. */
  @Test
  void newInstanceHasAQuotaOfItsOwn() throws IOException {
    Totals totals = run("timestamp\n0\n0.05\n", """
          classes: [ { name: r, service: { cpu: 20ms } } ]
        platform:
          use: generic
          coldStart: { boot: 0ms }
          keepAlive: 0s
          instance: { cpu: 250m, fractionalCpu: cfs }
        """).recorder().totals();
    assertEquals(2, totals.count(0, Count.STARTED));
    assertEquals(20e6 + 20e6, totals.latencySumNs(0));
  }

  private double latencyNs(String rest) throws IOException {
    return run("timestamp,count\n0,1\n", rest).recorder().totals().latencySumNs(0);
  }

  private static final String BACKGROUND = """
        classes: [ { name: r, service: { cpu: 20ms, background: 100ms } } ]
      platform:
        use: fixed-fleet
        scale: { min: 1, max: 1 }
        instance: { cpu: 1, idleCpu: %s }
      """;

  /**
   * With CPU the 100 ms are done when the second request comes at 1 s. Without, they wait for it:
   * its 10 + 10 ms get half of the vCPU each, 40 ms in all.
   */
  @Test
  void workAfterTheReplyDelaysTheNextRequest() throws IOException {
    String trace = "timestamp,count\n0,1\n1,1\n";
    assertEquals(
        20e6 + 20e6,
        run(trace, BACKGROUND.formatted("full")).recorder().totals().latencySumNs(0));
    RunOutcome still = run(trace, BACKGROUND.formatted("none"));
    assertEquals(20e6 + 40e6, still.recorder().totals().latencySumNs(0));
    assertEquals(60e6, still.recorder().totals().integral(0, Gauge.BUSY));
  }

  /**
   * 2 s of work are left at 20 ms, when the instance stands still. A second request comes at 10 s
   * and computes nothing for 5 s: the work is done at 12 s, and nothing is lost at the end.
   */
  @Test
  void workAfterTheReplyGoesOnWithTheNextRequest() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "timestamp,class\n0,first\n10,second\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: after }
        workload:
          trace: { file: %s }
          classes:
            - { name: first, share: 50%%, service: { cpu: 20ms, background: 2s } }
            - { name: second, share: 50%%, service: 5s }
        platform: { use: generic, instance: { cpu: 1, idleCpu: none }, keepAlive: 60s }
        """.formatted(rows)));
    assertEquals(2, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(0, run.recorder().totals().count(0, Count.BACKGROUND_LOST));
  }

  /** Forty instances stand still with work left, until each ends after its keep-alive. */
  @Test
  void workAfterTheReplyOfManyInstances() throws IOException {
    Totals totals = run("timestamp,count\n0,40\n", """
              classes: [ { name: r, service: { cpu: 20ms, background: 100ms } } ]
            platform: { use: generic, instance: { idleCpu: none }, keepAlive: 60s }
            """).recorder().totals();
    assertEquals(40, totals.count(0, Count.COMPLETED));
    assertEquals(40, totals.count(0, Count.BACKGROUND_LOST));
  }

  /** What an instance has not done after its replies goes with it. */
  @Test
  void workAfterTheReplyEndsWithTheInstance() throws IOException {
    Totals totals = run("timestamp,count\n0,1\n", """
              classes: [ { name: r, service: { cpu: 20ms, background: 100ms } } ]
            platform: { use: generic, keepAlive: 50ms }
            """).recorder().totals();
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(1, totals.count(0, Count.BACKGROUND_LOST));
  }

  /** One instance that stays 5 s idle, and leaves the rotation then. */
  private RunOutcome leaving(String trace, String scale) throws IOException {
    return run(trace, """
          classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } } ]
        platform: { use: generic, keepAlive: 5s, scale: { %s } }
        database:
          maxConnections: 10
          connect: { cpu: 0ms, latency: 0ms }
          pool: { size: 1, idleTimeout: unlimited }
        """.formatted(scale));
  }

  /** Served until 1 s, idle until 6 s, deregistered until 36 s with its connection, then gone. */
  @Test
  void deregistrationHoldsInstanceAndConnection() throws IOException {
    RunOutcome run =
        leaving("timestamp,count\n0,1\n", "deregistration: 30s, deregistersWhenIdle: false");
    Totals totals = run.recorder().totals();
    assertEquals(30e9, totals.integral(0, Gauge.DRAINING));
    assertEquals(5e9, totals.integral(0, Gauge.IDLE));
    assertEquals(36e9, totals.integral(0, Gauge.DB_HELD));
    assertEquals(36_000_000_000L, run.endNs());
    RunOutcome early = leaving("timestamp,count\n0,1\n", "deregistration: 30s");
    assertEquals(6_000_000_000L, early.endNs());
    assertEquals(6e9, early.recorder().totals().integral(0, Gauge.DB_HELD));
  }

  /** While it deregisters it gets no request: the one of 10 s starts another instance. */
  @Test
  void deregisteringInstanceGetsNoRequest() throws IOException {
    Totals totals = leaving(
            "timestamp,count\n0,1\n10,1\n", "deregistration: 30s, deregistersWhenIdle: false")
        .recorder()
        .totals();
    assertEquals(2, totals.count(0, Count.STARTED));
    assertEquals(60e9, totals.integral(0, Gauge.DRAINING));
  }

  /**
   * Deployed at 2 s, so the old instance leaves with three requests of 60 s inside: deregistered at
   * 12 s, told to stop, killed at 17 s. With a grace of 60 s the requests end at 60 s and their
   * instance with them.
   */
  @Test
  void graceEndsWithAKill() throws IOException {
    String rest = """
          classes: [ { name: r, service: 60s } ]
        platform:
          use: fixed-fleet
          scale: { min: 1, max: 1, deregistration: 10s, drain: %s }
          timeouts: { request: unlimited }
        events: [ { at: 2s, do: deploy } ]
        """;
    RunOutcome killed = run("timestamp,count\n0,3\n", rest.formatted("5s"));
    assertEquals(3, killed.recorder().totals().failed(0, FailureReason.INSTANCE_STOPPED));
    assertEquals(1, killed.recorder().totals().count(0, Count.DRAIN_KILLED));
    assertEquals(15e9, killed.recorder().totals().integral(0, Gauge.DRAINING));
    assertEquals(1, events(killed, "kill"));
    RunOutcome patient = run("timestamp,count\n0,3\n", rest.formatted("60s"));
    assertEquals(3, patient.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(58e9, patient.recorder().totals().integral(0, Gauge.DRAINING));
  }

  /**
   * Three checks 10 s apart, the first within 10 s of the boot's end at 2 s: requests from 22 s to
   * 32 s on, whatever the draw.
   */
  @Test
  void newInstanceMustPassItsChecks() throws IOException {
    RunOutcome run = run("timestamp,count\n0,1\n", """
              classes: [ { name: r, service: 1s } ]
            platform:
              use: generic
              keepAlive: 0s
              coldStart: { booting: 2s }
              healthCheck:
                { interval: 10s, timeout: 5s, healthyThreshold: 3, unhealthyThreshold: 2 }
            """);
    double readySeconds = run.recorder().totals().latencySumNs(0) / 1e9 - 1;
    assertTrue(readySeconds > 22 && readySeconds < 32, "ready after " + readySeconds + " s");
    assertEquals(readySeconds - 2, run.recorder().totals().integral(0, Gauge.PROBING) / 1e9, 1e-9);
  }

  /**
   * A check takes 10 ms of one vCPU. With 99 requests computing it is answered after 1 s, with 100
   * too late: checked at 10 s and 20 s, taken out at 20 s. Its requests of 100 x 1 s go on in it,
   * those of 21 s and later go to the instance that replaces it.
   */
  @Test
  void saturatedInstanceFailsItsChecksAndIsReplaced() throws IOException {
    String rest = """
          classes: [ { name: r, service: { cpu: 1s } } ]
        platform:
          use: fixed-fleet
          scale: { min: 1, max: 1, drain: 200s }
          instance: { cpu: 1 }
          timeouts: { request: unlimited }
          healthCheck:
            interval: 10s
            timeout: 1s
            healthyThreshold: 1
            unhealthyThreshold: 2
            cpu: 10ms
        """;
    RunOutcome out = run("timestamp,count\n0,100\n40,1\n", rest);
    Totals totals = out.recorder().totals();
    assertEquals(1, totals.count(0, Count.UNHEALTHY));
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(101, totals.count(0, Count.COMPLETED));
    // From 20 s until the last of 100 s of work is done at 100 s, alone.
    assertEquals(80e9, totals.integral(0, Gauge.DRAINING));
    assertEquals(100 * 100e9 + 1e9, totals.latencySumNs(0));
    assertEquals(1, events(out, "health"));
    assertEquals(
        List.of("20: failed 2 checks: instance 0 with 100 requests inside would answer after"
            + " 1010 ms"),
        Batches.events(out, "health"));
    assertEquals(
        0, run("timestamp,count\n0,99\n", rest).recorder().totals().count(0, Count.UNHEALTHY));
    // One that is replaced between its two checks is none of the balancer's any more.
    assertEquals(
        0,
        run("timestamp,count\n0,100\n40,1\n", rest + "events: [ { at: 15s, do: deploy } ]\n")
            .recorder()
            .totals()
            .count(0, Count.UNHEALTHY));
    // As many servers as rows there are at first.
    assertEquals(
        0,
        run("timestamp,count\n0,64\n40,1\n", rest.replace("min: 1, max: 1", "min: 64, max: 64"))
            .recorder()
            .totals()
            .count(0, Count.UNHEALTHY));
  }
}
