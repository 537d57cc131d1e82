package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

/** Who waits at the platform's front door and how they leave it, by hand. */
class FrontDoorTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String rest) throws IOException {
    return Batches.run(folder, counts, rest);
  }

  /** Two wait for the instance that boots for each of them; one of them gives up after 1 s. */
  @Test
  void waitingForABootIsMeteredUntilItEnds() throws IOException {
    String rest = """
          classes: [ { name: r, service: 1s } ]
          clients: { timeout: %s }
        platform: { use: generic, keepAlive: 0s, coldStart: { boot: 2s } }
        """;
    Totals patient = Batches.totals(run("0,2\n", rest.formatted("9s")));
    assertEquals(4e9, patient.integral(0, Gauge.QUEUED));
    Totals gone = Batches.totals(run("0,2\n", rest.formatted("1s")));
    assertEquals(2, gone.failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(2e9, gone.integral(0, Gauge.QUEUED));
  }

  /** Who is turned away by the maximum takes nothing from the account: 2 are enough for 3. */
  @Test
  void aRefusedRequestGivesTheAccountBack() throws IOException {
    Totals totals = Batches.totals(run("0,3\n", """
              classes: [ { name: r, service: 1s } ]
            platform: { use: generic, account: main, scale: { max: 1 } }
            accounts: { main: { concurrency: 2 } }
            """));
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(2, totals.count(0, Count.THROTTLED_MAX_INSTANCES));
    assertEquals(0, totals.count(0, Count.THROTTLED_ACCOUNT));
  }

  /** What is stopped at 1 s with its client's leaving is not in the account of one at 2 s. */
  @Test
  void stoppedWorkGivesTheAccountBack() throws IOException {
    Totals totals = Batches.totals(run("0,1\n2,1\n", """
          classes: [ { name: r, service: 10s } ]
          clients: { timeout: 1s, onClientGone: cancel }
        platform: { use: generic, account: main }
        accounts: { main: { concurrency: 1 } }
        """));
    assertEquals(2, totals.failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(0, totals.count(0, Count.THROTTLED_ACCOUNT));
  }

  /**
   * The maximum turns one away at 0, 10, 21 and 22 s: an event tells of it at first, and again
   * after more than 10 s without.
   */
  @Test
  void throttlingIsToldWhenItBegins() throws IOException {
    RunOutcome run = run("0,2\n10,2\n21,2\n22,2\n", """
          classes: [ { name: r, service: 500ms } ]
        platform: { use: generic, scale: { max: 1 } }
        """);
    assertEquals(4, Batches.count(run, Count.THROTTLED_MAX_INSTANCES));
    String text = ": throttled by most instances: 1 instances busy, 0 starting";
    assertEquals(List.of("0" + text, "21" + text), Batches.events(run, "throttle"));
  }

  /**
   * Boots 2 s and works 2 s, but clients wait 3 s and stop it then: tried again at once it works on
   * the same instance from 3 to 5 s, and still is a request that a start delayed.
   */
  @Test
  void aRequestIsCountedOnceHoweverOftenItIsTried() throws IOException {
    Totals totals = Batches.totals(run("0,1\n", """
          classes: [ { name: r, service: 2s } ]
          clients: { timeout: 3s, onClientGone: cancel, retries: { max: 3, base: 0s } }
        platform: { use: generic, coldStart: { boot: 2s } }
        """));
    assertEquals(5e9, totals.latencySumNs(0));
    assertEquals(2, totals.count(0, Count.ATTEMPTS));
    assertEquals(1, totals.count(0, Count.RETRIED));
    assertEquals(1, totals.count(0, Count.AFFECTED));
  }

  private static final String QUEUE_OF_ONE = """
        classes: [ { name: r, service: 10s } ]
      platform:
        use: fixed-fleet
        account: main
        concurrency: { max: 1 }
        scale: { min: 1, max: 1 }
        queue: { limit: 1, timeout: 2s, overflow: throttled-429, expired: queue-timeout }
      accounts: { main: { concurrency: 3 } }
      """;

  /**
   * One is served, one waits until 2 s, one finds the queue full. At 5 s two more come, and again
   * one waits and one finds it full, for nobody of before is in the account but the one served.
   */
  @Test
  void whoLeavesTheQueueGivesTheAccountBack() throws IOException {
    Totals totals = Batches.totals(run("0,3\n5,2\n", QUEUE_OF_ONE));
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(2, totals.failed(0, FailureReason.QUEUE_TIMEOUT));
    assertEquals(2, totals.failed(0, FailureReason.THROTTLED));
    assertEquals(0, totals.count(0, Count.THROTTLED_ACCOUNT));
    assertEquals(2 * 2e9, totals.integral(0, Gauge.QUEUED));
  }

  /** Two wait while the revision is replaced: they go over to the new one, through the account. */
  @Test
  void aDeploymentTakesTheWaitingAlong() throws IOException {
    String rest = QUEUE_OF_ONE.replace("limit: 1, timeout: 2s", "limit: 9, timeout: unlimited")
        + "events: [ { at: 2s, do: deploy } ]\n";
    RunOutcome run = run("0,3\n", rest);
    Totals totals = Batches.totals(run);
    // One at 10 s where it was; the new instance serves from 2 s and from 12 s.
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(2, totals.count(1, Count.COMPLETED));
    assertEquals(12e9 + 22e9, totals.latencySumNs(1));
    assertEquals(0, totals.count(1, Count.THROTTLED_ACCOUNT));
  }

  /**
   * Instances for the waiting, one for each and one a second: three at 0 s start one, a fourth at
   * 1 s the second. Nothing else starts any before the autoscaler looks at 5 s.
   */
  @Test
  void startsForTheWaitingAreCapped() throws IOException {
    RunOutcome run = run("0,3\n1,1\n", """
          classes: [ { name: r, service: 1s } ]
        platform:
          use: cloud-run
          concurrency: { max: 1 }
          coldStart: { boot: 20s }
          scale: { burst: pending-over-concurrency-capped, burstRate: 1/s }
        """);
    assertEquals(1e9, run.recorder().bins().integral(0, 0, Gauge.BOOTING));
    assertEquals(2e9, run.recorder().bins().integral(1, 0, Gauge.BOOTING));
    assertEquals(2e9, run.recorder().bins().integral(4, 0, Gauge.BOOTING));
  }

  /** Who gives up twice before time zero, while the server works on, is no failure of the run. */
  @Test
  void nothingOfThePreRollIsCounted() throws IOException {
    Path file = folder.resolve("window.csv");
    Files.writeString(file, "timestamp,count\n50,1\n120,1\n");
    Scenario scenario = Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: window }
        workload:
          trace: { file: %s, arrivals: batch, window: { from: 100s, to: 150s, preRoll: 60s } }
          classes: [ { name: r, service: 5s } ]
          clients: { timeout: 1s, retries: { max: 1, base: 1s } }
        platform: { use: generic }
        run: { initial: steady }
        """.formatted(file));
    Totals totals = Batches.totals(Simulation.run(scenario));
    assertEquals(1, totals.count(0, Count.OFFERED));
    assertEquals(1, totals.count(0, Count.FAILED));
    assertEquals(2, totals.count(0, Count.FINISHED_AFTER_CLIENT_LEFT));
  }

  /** A thousand users at once, all gone after their 15 s but the one who was served by 10 s. */
  @Test
  void aCrowdLosesItsPatience() throws IOException {
    String rest = """
          classes: [ { name: r, service: 10s } ]
          clients: { patience: %s }
        platform: %s
        """;
    String drawn = "{ dist: uniform, min: 14s, max: 15s }";
    for (String patience : new String[] {"15s", drawn}) {
      RunOutcome run = run("0,1000\n", rest.formatted(patience, Scenarios.fleet(1, "1")));
      assertEquals(1, Batches.count(run, Count.COMPLETED), patience);
      assertEquals(999, Batches.totals(run).failed(0, FailureReason.ABANDONED), patience);
      assertEquals(0, Batches.until(run, Count.FAILED, 13), patience);
    }
  }

  /**
   * Ten requests wait at Knative's activator for a pod that boots for 100 s and give up after 2 s,
   * by their clients or by the queue. It comes all the same, and goes when a window of 60 s has
   * seen none of them.
   */
  @Test
  void theActivatorForgetsWhoGaveUp() throws IOException {
    String platform = """
        use: knative
        coldStart: { boot: 100s }
        queue: { limit: unlimited, timeout: %s }
        scale: { initial: 0, tickPhase: 0s }
        """;
    LoadSteps ten = new LoadSteps().until(1, 0).until(2, 10).until(300, 0);
    Scenario byQueue = ten.on(folder, platform.formatted("2s"));
    Scenario byClients =
        ten.on(folder, platform.formatted("unlimited"), "  clients: { timeout: 2s }");
    for (Scenario scenario : new Scenario[] {byQueue, byClients}) {
      RunOutcome run = Simulation.run(scenario);
      assertEquals(10, Batches.count(run, Count.FAILED));
      assertEquals(List.of("1: 0 -> 1", "161: 1 -> 0"), LoadSteps.scaled(run, 300));
    }
  }
}
