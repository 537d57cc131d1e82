package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import org.junit.jupiter.api.Test;

/** All limits at once on random scenarios: every run checks its ledgers itself and replays. */
class LimitsMixTest {
  private static final int RUNS = 60;
  private static final Draws DRAWS = Draws.of(3, 0, Purpose.SHAPE, 0);

  private static String pick(int run, int what, String... from) {
    return from[(int) (DRAWS.uniform(run, what) * from.length)];
  }

  private static Scenario scenario(int run) {
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: mix }
        workload:
          generate: { shape: spike, base: 5/s, peak: %s, ramp: 10s, hold: 60s, decay: 20s,
                      duration: 5min }
          classes:
            - name: page
              share: 70%%
              memory: %s
              service: { cpu: 20ms, wait: { p50: 80ms, p99: 2s }, background: %s }
              queries: { count: 2, each: { p50: 5ms, p99: 400ms } }
            - { name: report, share: 30%%, memory: 9Mi, service: { cpu: 100ms, wait: 3s } }
          clients:
            timeout: %s
            onClientGone: %s
            retries: { max: 2, backoff: exponential, base: 200ms, jitter: full }
        platform:
          use: %s
          instance: { memory: 256Mi, baseMemory: 100Mi, fractionalCpu: %s, idleCpu: %s }
          timeouts: { request: %s, onRequest: %s }
          scale: { min: 1, max: 40, deregistration: %s, deregistersWhenIdle: %s, drain: %s }
          healthCheck:
            interval: 5s
            timeout: 500ms
            healthyThreshold: %s
            unhealthyThreshold: 2
            cpu: 10ms
        events: [ { at: 45s, do: deploy, surge: 50%% }, { at: 200s, do: deploy } ]
        database:
          engine: postgres
          maxConnections: 60
          pool: { library: node-postgres, size: 3, acquireTimeout: 2s }
        run: { seed: %d }
        """.formatted(
            pick(run, 0, "40/s", "150/s"),
            pick(run, 1, "1Mi", "5Mi", "30Mi"),
            pick(run, 2, "0ms", "5ms", "200ms"),
            pick(run, 3, "2s", "unlimited"),
            pick(run, 4, "continue", "cancel"),
            pick(
                run,
                5,
                "aws-fargate",
                "cloud-run",
                "azure-container-apps",
                "knative",
                "kubernetes-hpa",
                "fixed-fleet"),
            pick(run, 6, "fluid", "cfs"),
            pick(run, 7, "full", "none"),
            pick(run, 8, "1s", "3s", "60s"),
            pick(run, 9, "kill", "leave"),
            pick(run, 10, "0s", "10s", "100s"),
            pick(run, 11, "true", "false"),
            pick(run, 12, "0s", "1s", "30s"),
            pick(run, 13, "1", "3"),
            run));
  }

  @Test
  void ledgersHoldAndRunsReplay() {
    long killed = 0;
    long unhealthy = 0;
    long graceOver = 0;
    long lost = 0;
    for (int run = 0; run < RUNS; run++) {
      RunOutcome outcome = Simulation.run(scenario(run));
      assertEquals(
          outcome.recorder().fingerprint(),
          Simulation.run(scenario(run)).recorder().fingerprint(),
          "run " + run);
      Totals totals = outcome.recorder().totals();
      for (int row = 0; row < outcome.recorder().rows(); row++) {
        killed += totals.count(row, Count.OOM_KILLED);
        unhealthy += totals.count(row, Count.UNHEALTHY);
        graceOver += totals.count(row, Count.DRAIN_KILLED);
        lost += totals.count(row, Count.BACKGROUND_LOST);
        assertTrue(outcome.recorder().value(row, Gauge.IN_SERVICE) >= 0, "run " + run);
      }
    }
    assertTrue(
        killed > 0 && unhealthy > 0 && graceOver > 0 && lost > 0,
        "some limit was never reached: " + killed + " out of memory, " + unhealthy
            + " failed checks, " + graceOver + " at the end of grace, " + lost + " work lost");
  }
}
