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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small timelines computed by hand, to the nanosecond. */
class TimelineTest {
  @TempDir
  private Path folder;

  private Scenario scenario(String trace, String rest) throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, trace);
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: timeline }
        workload:
          trace: { file: %s }
        """.formatted(file) + rest);
  }

  /**
   * Boot 2 s, service 1 s, kept 5 s. At 0 s a start; at 1 s a second start, since the first is
   * still booting; at 3.5 s the instance free since 3 s is used again (the second one is busy until
   * 4 s); at 20 s both are gone (idle since 4 s and 4.5 s): a third start.
   */
  @Test
  void coldStartsAndKeepAlive() throws IOException {
    RunOutcome run = Simulation.run(scenario("timestamp,duration\n0,1\n1,1\n3.5,1\n20,1\n", """
                  classes: [ { name: r, service: 1s } ]
                platform: { use: generic, keepAlive: 5s, coldStart: { boot: 2s } }
                """));
    Totals totals = run.recorder().totals();
    assertEquals(3, totals.count(0, Count.STARTED));
    assertEquals(3, totals.count(0, Count.AFFECTED));
    assertEquals(4, totals.count(0, Count.COMPLETED));
    // Latencies 3 s, 3 s, 1 s, 3 s.
    assertEquals(10e9, totals.latencySumNs(0));
    assertEquals(6e9, totals.integral(0, Gauge.BOOTING));
    assertEquals(4e9, totals.integral(0, Gauge.BUSY));
    // Idle: first 3-3.5 and 4.5-9.5, second 4-9, third 23-28.
    assertEquals(15.5e9, totals.integral(0, Gauge.IDLE));
    assertEquals(28_000_000_000L, run.endNs());
  }

  /** A client leaves after 1 s and comes back 1 s later; the server works on for 3 s each time. */
  @Test
  void clientsLeaveAndTheServerWorksOn() throws IOException {
    RunOutcome run = Simulation.run(scenario("timestamp,duration\n0,3\n", """
                  classes: [ { name: r, service: 1s } ]
                  clients: { timeout: 1s, retries: { max: 1, base: 1s } }
                platform: { use: generic, keepAlive: 0s }
                """));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.count(0, Count.OFFERED));
    assertEquals(2, totals.count(0, Count.ATTEMPTS));
    assertEquals(1, totals.failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(2, totals.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(6e9, totals.integral(0, Gauge.BUSY));
    assertEquals(5_000_000_000L, run.endNs());
  }

  /**
   * Five queries of 1 s from five instances take all usable slots (8 less 3 reserved) by 4 ms; the
   * sixth request is refused at 0.5 s, and the server stays exhausted until the first connection
   * closes with its instance at 1 s, when nobody wants one any more.
   */
  @Test
  void refusalAndExhaustedInterval() throws IOException {
    RunOutcome run =
        Simulation.run(scenario("timestamp\n0\n0.001\n0.002\n0.003\n0.004\n0.5\n", """
                  classes:
                    - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } }
                platform: { use: generic, keepAlive: 0s, coldStart: { boot: 0ms } }
                database:
                  maxConnections: 8
                  reserved: 3
                  connect: { cpu: 0ms, latency: 0ms }
                  pool: { size: 4 }
                """));
    assertEquals(5, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(1, run.recorder().totals().failed(0, FailureReason.DB_REFUSED));
    assertEquals(5, run.recorder().peakDbHeld());
    assertEquals(1, run.exhaustion().intervals().size());
    assertEquals(500_000_000L, run.exhaustion().intervals().get(0).fromNs());
    assertEquals(1_000_000_000L, run.exhaustion().intervals().get(0).toNs());
    assertEquals(1, run.exhaustion().intervals().get(0).failed());
  }

  private RunOutcome fourUsableSlots(String clients, String trace) throws IOException {
    return Simulation.run(scenario("timestamp\n" + trace, """
          classes:
            - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } }
          clients: %s
        platform: { use: generic, keepAlive: 0s, coldStart: { boot: 0ms } }
        database:
          maxConnections: 4
          reserved: 0
          connect: { cpu: 0ms, latency: 0ms }
          pool: { size: 1 }
        """.formatted(clients)));
  }

  /**
   * Four of 0 s have all slots. One of 0.7 s is refused and comes again at 1.1 s, when slots are
   * free since 1 s: exhausted until it is there. One of 10.1 s is refused at 10.5 s for good, so
   * that the second interval ends when a slot is free, at 11 s, though the next comes at 20 s.
   */
  @Test
  void exhaustedWhileSomeoneWantsToComeAgain() throws IOException {
    RunOutcome run = fourUsableSlots(
        "{ retries: { max: 1, base: 400ms } }", "0\n0\n0\n0\n0.7\n10\n10\n10\n10\n10.1\n20\n");
    assertEquals(10, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(2, run.exhaustion().intervals().size());
    assertEquals(1_100_000_000L, run.exhaustion().intervals().get(0).toNs());
    assertEquals(100_000_000L, run.exhaustion().backoffLagNs());
    assertEquals(11_000_000_000L, run.exhaustion().intervals().get(1).toNs());
    assertEquals(1, run.exhaustion().intervals().get(1).failed());
  }

  /** Whoever would come again at 2.5 s loses patience at 1.7 s: from then on nobody wants it. */
  @Test
  void exhaustedUntilTheLastHasLeft() throws IOException {
    RunOutcome run =
        fourUsableSlots("{ patience: 1200ms, retries: { max: 1, base: 2s } }", "0\n0\n0\n0\n0.5\n");
    assertEquals(1, run.recorder().totals().failed(0, FailureReason.ABANDONED));
    assertEquals(1_700_000_000L, run.exhaustion().intervals().get(0).toNs());
    assertEquals(700_000_000L, run.exhaustion().backoffLagNs());
  }

  /** A trace that says class and length is not asked to draw: ten times the first, of no length. */
  @Test
  void theTraceSaysClassAndLength() throws IOException {
    String classes = """
          classes:
            - { name: a, share: 50%, service: 1s }
            - { name: b, share: 50%, service: 2s }
        platform: { use: generic }
        """;
    RunOutcome named = Simulation.run(scenario("timestamp,class\n" + "1,a\n".repeat(10), classes));
    assertEquals(10e9, named.recorder().totals().latencySumNs(0));
    RunOutcome empty =
        Simulation.run(scenario("timestamp,duration\n" + "1,0\n".repeat(10), classes));
    assertEquals(10, empty.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(0, empty.recorder().totals().latencySumNs(0));
  }

  /** A pool of 2 in one instance, five queries of 1 s at once: two wait 1 s, one waits 2 s. */
  @Test
  void poolWaits() throws IOException {
    Path file = folder.resolve("pool.csv");
    Files.writeString(file, "timestamp,count\n0,5\n");
    Scenario scenario = Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: pool }
            workload:
              trace: { file: %s, arrivals: batch }
              classes:
                - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } }
            platform: { use: fixed-fleet, scale: { min: 1, max: 1 } }
            database:
              maxConnections: 100
              connect: { cpu: 0ms, latency: 0ms }
              pool: { size: 2, acquireTimeout: 1500ms }
            """.formatted(file));
    Totals totals = Simulation.run(scenario).recorder().totals();
    assertEquals(4, totals.count(0, Count.COMPLETED));
    assertEquals(1, totals.failed(0, FailureReason.DB_ACQUIRE_TIMEOUT));
    assertEquals(1 + 1 + 1.5, totals.integral(0, Gauge.DB_WAITING) / 1e9, 1e-6);
  }

  /** Two services share an account of three and a database of four usable connections. */
  @Test
  void servicesShareAccountsAndDatabase() {
    Scenario scenario = Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: two }
            accounts: { main: { concurrency: 30 } }
            services:
              - name: shop
                workload:
                  generate: { shape: constant, rate: 50/s, requests: 5000 }
                  classes:
                    - { name: r, service: { cpu: 10ms, wait: 300ms },
                        queries: { count: 2, each: 50ms } }
                platform: { use: aws-lambda, account: main }
              - name: report
                workload:
                  generate: { shape: constant, rate: 50/s, requests: 5000 }
                  classes:
                    - { name: r, service: { cpu: 10ms, wait: 300ms },
                        queries: { count: 2, each: 50ms } }
                platform: { use: aws-lambda, account: main }
            database:
              maxConnections: 20
              reserved: 0
              pool: { size: 1 }
            """);
    RunOutcome run = Simulation.run(scenario);
    Totals totals = run.recorder().totals();
    for (int s = 0; s < 2; s++) {
      assertEquals(5000, totals.count(s, Count.OFFERED));
      assertTrue(totals.failed(s, FailureReason.THROTTLED) > 0, "the account never throttled");
      assertTrue(totals.failed(s, FailureReason.DB_REFUSED) > 0, "the server never refused");
    }
    assertTrue(run.recorder().peakDbHeld() <= 20);
  }

  /** A pre-roll is simulated and not counted: instances are warm at time zero. */
  @Test
  void windowWithPreRoll() throws IOException {
    StringBuilder trace = new StringBuilder("timestamp,count\n");
    for (int second = 0; second < 200; second++) {
      trace.append(second).append(",10\n");
    }
    Path file = folder.resolve("window.csv");
    Files.writeString(file, trace);
    String yaml = """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: window }
        workload:
          trace: { file: %s, window: { from: 100s, to: 150s, preRoll: 60s } }
          classes: [ { name: r, service: 100ms } ]
        platform: { use: generic, coldStart: { boot: 1s } }
        run: { initial: %s }
        """;
    RunOutcome steady = Simulation.run(Scenarios.of(yaml.formatted(file, "steady")));
    RunOutcome empty = Simulation.run(Scenarios.of(yaml.formatted(file, "empty")));
    assertEquals(500, steady.recorder().totals().count(0, Count.OFFERED));
    assertEquals(500, empty.recorder().totals().count(0, Count.OFFERED));
    assertTrue(steady.recorder().totals().count(0, Count.STARTED)
        < empty.recorder().totals().count(0, Count.STARTED));
  }

  /** Five connections at once in the pre-roll, closed before time zero; then one at most. */
  @Test
  void peaksOfThePreRollAreForgotten() throws IOException {
    Path file = folder.resolve("window.csv");
    Files.writeString(file, "timestamp,count\n50,5\n120,1\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: window }
            workload:
              trace: { file: %s, arrivals: batch, window: { from: 100s, to: 150s, preRoll: 60s } }
              classes:
                - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } }
            platform: { use: generic, keepAlive: 0s }
            database: { maxConnections: 9, connect: { cpu: 0ms, latency: 0ms }, pool: { size: 1 } }
            run: { initial: steady }
            """.formatted(file)));
    assertEquals(1, run.recorder().peakLive());
    assertEquals(1, run.recorder().peakDbHeld());
  }

  /**
   * One processor, clients that stop the server after 5 s. The long one computes alone for 1 s, and
   * from then to 5 s both have half of the processor, 2 s each. The short one has 0.5 s left when
   * the long one is stopped and ends at 5.5 s, not at 6 s, when half a processor would be enough.
   */
  @Test
  void whoStaysHasTheProcessorOfWhoIsStopped() throws IOException {
    RunOutcome run = Simulation.run(scenario("timestamp,class\n0,long\n1,short\n", """
                  classes:
                    - { name: long, share: 50%, service: { cpu: 8s } }
                    - { name: short, share: 50%, service: { cpu: 2500ms } }
                  clients: { timeout: 5s, onClientGone: cancel }
                platform:
                  use: fixed-fleet
                  scale: { min: 1, max: 1 }
                  concurrency: { max: 2 }
                  instance: { cpu: 1 }
                """));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(4.5e9, totals.latencySumNs(0));
  }

  /**
   * A lazy pool keeps two unused connections open and opens none by itself: requests one after the
   * other need one, however long the run; an eager pool has two.
   */
  @Test
  void lazyPoolOpensNothingByItself() throws IOException {
    assertEquals(1, opened("lazy"));
    assertEquals(2, opened("eager"));
  }

  private long opened(String open) throws IOException {
    RunOutcome run =
        Simulation.run(scenario("timestamp\n0\n10\n20\n50\n60\n", """
                  classes: [ { name: r, service: { cpu: 1ms }, queries: { count: 1, each: 1ms } } ]
                platform: { use: fixed-fleet, scale: { min: 1, max: 1 } }
                database: { maxConnections: 9, pool: { size: 3, minIdle: 2, open: %s } }
                """.formatted(open)));
    return run.recorder().totals().count(0, Count.DB_OPENED);
  }

  /** A request of 60 s is inside when its server is replaced at 5 s: killed after 10 s of grace. */
  @Test
  void theGraceOfADrainEnds() throws IOException {
    RunOutcome run = Simulation.run(scenario("timestamp,duration\n0,60\n", """
                  classes: [ { name: r, service: 1s } ]
                platform:
                  use: fixed-fleet
                  scale: { min: 1, max: 1, drain: 10s }
                  timeouts: { request: unlimited }
                events: [ { at: 5s, do: deploy } ]
                """));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.count(0, Count.DRAIN_KILLED));
    assertEquals(1, totals.failed(0, FailureReason.INSTANCE_STOPPED));
    assertEquals(10e9, totals.integral(0, Gauge.DRAINING));
    assertEquals(
        "15: grace over: instance 0 with 1 requests inside",
        Batches.events(run, "kill").get(0));
  }
}
