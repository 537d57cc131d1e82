package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
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
}
