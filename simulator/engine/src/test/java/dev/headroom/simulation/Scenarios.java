package dev.headroom.simulation;

import dev.headroom.config.ConfigNode;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;

/** Short scenarios for tests, and the numbers that tests ask of a run. */
final class Scenarios {
  private Scenarios() {}

  static Scenario of(String yaml) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", yaml));
  }

  /** One class of requests at a constant Poisson rate on a platform given as flow YAML. */
  static Scenario open(String rate, long requests, String service, String platform) {
    return of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        workload:
          generate: { shape: constant, rate: %s, requests: %d, arrivals: poisson }
          classes: [ { name: request, service: %s } ]
        platform: %s
        """.formatted(rate, requests, service, platform));
  }

  /** A fixed fleet with one queue, no CPU limit and no time-outs. */
  static String fleet(int servers, String concurrency) {
    return "{ use: fixed-fleet, scale: { min: %d, max: %d }, concurrency: { max: %s },"
            .formatted(servers, servers, concurrency)
        + " queue: { limit: unlimited, timeout: unlimited }, timeouts: { request: unlimited } }";
  }

  static double meanLatencySeconds(RunOutcome run) {
    long completed = run.recorder().totals().count(0, Count.COMPLETED);
    return run.recorder().totals().latencySumNs(0) / completed / 1e9;
  }

  static double mean(RunOutcome run, Gauge gauge) {
    return run.recorder().atTraceEnd().integral(0, gauge) / run.traceEndNs();
  }

  static double affectedShare(RunOutcome run) {
    return (double) run.recorder().totals().count(0, Count.AFFECTED)
        / run.recorder().totals().count(0, Count.COMPLETED);
  }
}
