package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several revisions of one service: traffic splits and deployments. */
class RevisionTest {
  private static Scenario scenario(String rest) {
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: revisions }
        workload:
          generate: { shape: constant, rate: 10/s, requests: 1000, arrivals: poisson }
          classes: [ { name: request, service: 10ms } ]
        """ + rest);
  }

  /**
   * Two servers, 10 s to boot, replaced one at a time from 5 s on: the first new one is ready at
   * 15 s, takes half of the traffic, and one old one stops; the second at 25 s takes the rest.
   */
  @Test
  void rollingDeployment() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: fixed-fleet
                  scale: { min: 2, max: 2 }
                  coldStart: { boot: 10s }
                events: [ { at: 5s, do: deploy, surge: 50% } ]
                """));
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.count(1, Count.STARTED));
    assertEquals(20e9, totals.integral(1, Gauge.BOOTING));
    double oldNs = totals.integral(0, Gauge.IDLE)
        + totals.integral(0, Gauge.BUSY)
        + totals.integral(0, Gauge.DRAINING);
    // One old server until 15 s and one until 25 s; a busy one ends its request first.
    assertEquals(40e9, oldNs, 20e6);
    double bothNs = totals.integral(1, Gauge.IDLE) + totals.integral(1, Gauge.BUSY);
    assertEquals(run.endNs() - 15e9 + run.endNs() - 25e9, bothNs, 1);
    // 1,000 requests: 150 before 15 s and half of 100 go to the old revision.
    long old = totals.count(0, Count.COMPLETED);
    assertEquals(1_000, old + totals.count(1, Count.COMPLETED));
    assertEquals(200, old, 45);
    assertEquals(4, run.recorder().peakLiveOfService(0) + run.recorder().peakLive(1) - 1);
  }

  /** With a surge of 100 % both revisions stand side by side with all their connections. */
  @Test
  void deploymentDoublesPools() {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: pools }
                workload:
                  generate: { shape: constant, rate: 10/s, duration: 100s }
                  classes:
                    - name: request
                      service: { cpu: 1ms, wait: 4s }
                      queries: { count: 1, each: 5ms }
                platform:
                  use: fixed-fleet
                  scale: { min: 6, max: 6 }
                  coldStart: { boot: 10s }
                database:
                  engine: postgres
                  maxConnections: unlimited
                  pool: { library: hikari, size: 17 }
                events: [ { at: 50s, do: deploy } ]
                """));
    // Old instances finish their requests while the pools of the new ones fill.
    assertTrue(run.recorder().peakDbHeld() > 6 * 17, "held " + run.recorder().peakDbHeld());
    assertTrue(
        run.recorder().peakDbHeld() <= 2 * 6 * 17, "held " + run.recorder().peakDbHeld());
    assertEquals(12, run.recorder().peakLiveOfService(0));
  }

  /** A request keeps its side when the line moves past others, and the split is as written. */
  @Test
  void splitsTrafficByRequest() {
    String split = """
        platform: { use: generic, coldStart: { boot: 1s } }
        revisions:
          - { name: stable, traffic: 90%% }
          - { name: canary, traffic: 10%%, platform: { coldStart: { boot: %s } } }
        """;
    Totals slow = Simulation.run(scenario(split.formatted("5s"))).recorder().totals();
    Totals fast = Simulation.run(scenario(split.formatted("1s"))).recorder().totals();
    long canary = slow.count(1, Count.OFFERED);
    assertEquals(1_000, canary + slow.count(0, Count.OFFERED));
    assertEquals(100, canary, 35);
    assertEquals(canary, fast.count(1, Count.OFFERED));
    assertEquals(slow.latencySumNs(0), fast.latencySumNs(0));
    assertTrue(slow.latencySumNs(1) > fast.latencySumNs(1));
  }

  @Test
  void sharesMustAddUp() {
    UserError error = assertThrows(UserError.class, () -> scenario("""
                    platform: { use: generic }
                    revisions: [ { name: a, traffic: 50% }, { name: b, traffic: 40% } ]
                    """));
    assertTrue(error.getMessage().contains("traffic adds up to 90"), error.getMessage());
  }

  private static List<String> deployments(RunOutcome run) {
    return Batches.events(run, "deploy");
  }

  /**
   * The second deployment of two, 1 s after the first, waits until that is over at 15 s, and is
   * over itself at 25 s. Nothing is left of the revisions before.
   */
  @Test
  void oneDeploymentAfterTheOther() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: fixed-fleet
                  scale: { min: 2, max: 2 }
                  coldStart: { boot: 10s }
                events: [ { at: 5s, do: deploy }, { at: 6s, do: deploy } ]
                """));
    assertEquals(
        List.of(
            "5: revision 2 replaces 1, 2 instances, surge 100 %",
            "15: revision 2 serves instead of 1",
            "15: revision 3 replaces 2, 2 instances, surge 100 %",
            "25: revision 3 serves instead of 2"),
        deployments(run));
    assertEquals(List.of(), run.events().unended());
    assertEquals(2 * (run.endNs() - 25e9), serving(run, 2), 1);
    // A busy one ends its request first, so its last 10 ms may not count.
    assertEquals(2 * 10e9, serving(run, 1), 40e6);
  }

  /** Two are wanted of the old one until 25 s; of the new one its minimum, from then on two. */
  @Test
  void whatIsWantedMovesToTheNewRevision() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: fixed-fleet
                  scale: { min: 1, max: 2, initial: 2 }
                  coldStart: { boot: 10s }
                events: [ { at: 5s, do: deploy, surge: 50% } ]
                """));
    Totals totals = run.recorder().totals();
    assertEquals(2 * 25e9, totals.integral(0, Gauge.WANTED));
    assertEquals(20e9 + 2 * (run.endNs() - 25e9), totals.integral(1, Gauge.WANTED));
  }

  private static double serving(RunOutcome run, int row) {
    Totals totals = run.recorder().totals();
    return totals.integral(row, Gauge.IDLE) + totals.integral(row, Gauge.BUSY);
  }

  /** Three of four come first, after 50 s, and take three quarters of 500 requests until 100 s. */
  @Test
  void trafficFollowsTheInstances() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: fixed-fleet
                  scale: { min: 4, max: 4 }
                  coldStart: { boot: 50s }
                events: [ { at: 0s, do: deploy, surge: 75% } ]
                """));
    assertEquals(
        "0: revision 2 replaces 1, 4 instances, surge 75 %", deployments(run).get(0));
    long old = run.recorder().totals().count(0, Count.OFFERED);
    assertEquals(500 + 0.25 * 500, old, 3 * Math.sqrt(500 + 500 * 0.1875));
  }

  /** Four one after the other, every 20 s: all, three quarters, a half and a quarter of 200. */
  @Test
  void trafficFollowsEachStep() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: fixed-fleet
                  scale: { min: 4, max: 4 }
                  coldStart: { boot: 20s }
                events: [ { at: 0s, do: deploy, surge: 25% } ]
                """));
    long old = run.recorder().totals().count(0, Count.OFFERED);
    assertEquals(200 + 150 + 100 + 50, old, 3 * Math.sqrt(500 + 200 * 0.625));
  }

  /**
   * The autoscalers go on deciding: the old one every 15 s, which would have four again but for
   * what is left of them, the new one 15 s after the deployment. Its first is ready then, and it
   * starts three, ready at 40 s; what goes beyond the step is stopped, the last is ready at 55 s.
   */
  @Test
  void autoscalersStayWithinTheDeployment() {
    RunOutcome run = Simulation.run(scenario("""
                platform:
                  use: azure-container-apps
                  scale: { min: 4, max: 10 }
                  coldStart: { boot: 15s }
                events: [ { at: 10s, do: deploy, surge: 25% } ]
                """));
    assertEquals(
        List.of(
            "10: revision 2 replaces 1, 4 instances, surge 25 %",
            "55: revision 2 serves instead of 1"),
        deployments(run));
    assertEquals(0, run.recorder().totals().count(0, Count.STARTED));
    // Four until 25 s, three until 40 s, then one until 55 s.
    assertEquals(4 * 25e9 + 3 * 15e9 + 15e9, serving(run, 0), 40e6);
  }
}
