package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Validation;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

/** Theory of customers who come back and of those who leave, inside the 99.9 % interval. */
class RetrialTheoryTest {
  private static final Validation HELD = Validation.of(RetrialTheoryTest.class);
  private static final int SEEDS = 30;
  private static final long REQUESTS = 200_000;

  private static void assertTheory(
      String name, double theory, Scenario scenario, ToDoubleFunction<RunOutcome> measure) {
    SummaryStatistics seen = new SummaryStatistics();
    for (int seed = 1; seed <= SEEDS; seed++) {
      seen.addValue(measure.applyAsDouble(Simulation.run(scenario, seed, nowNs -> {})));
    }
    HELD.theory(name, theory, seen, "");
  }

  private static Scenario scenario(String rate, String clients, String platform) {
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: theory }
        workload:
          generate: { shape: constant, rate: %s, requests: %d, arrivals: poisson }
          classes: [ { name: r, service: { dist: exponential, mean: 1s } } ]
          clients: %s
        platform: %s
        """.formatted(rate, REQUESTS, clients, platform));
  }

  /**
   * M/M/1 retrial queue: one server, no room to wait; a customer who finds it busy comes back after
   * an exponential time of mean 1/nu. Mean orbit (Falin, Templeton: "Retrial Queues", 1997, 1.2):
   * rho / (1 - rho) (rho + lambda / nu) = 0.7 / 0.3 x (0.7 + 0.7 / 0.5) = 4.9. By Little's law the
   * time in orbit is 4.9 / 0.7 = 7 s, so a request takes 8 s on average.
   */
  @Test
  void retrialQueue() {
    Scenario scenario = scenario(
        "0.7/s",
        "{ retries: { max: unlimited, on: [429], base: { dist: exponential, mean: 2s } } }",
        "{ use: generic, scale: { min: 1, max: 1 }, concurrency: { max: 1 } }");
    assertTheory(
        "M/M/1 retrial: mean orbit",
        4.9,
        scenario,
        run -> 0.7 * (Scenarios.meanLatencySeconds(run) - 1));
  }

  /**
   * Erlang A: M/M/4 with patience exponential of mean 2 s. The birth-death chain has births lambda
   * and deaths min(n, 4) mu + max(0, n - 4) theta; patience here covers the service too, so a user
   * in service leaves as well, while the server works on: its server is not freed. Then the chain
   * is the same, and the share that leaves is 1 - (good replies) / (arrivals), where a service that
   * begins ends before the patience with probability mu / (mu + theta).
   */
  @Test
  void impatientCustomers() {
    double lambda = 4;
    double theta = 0.5;
    double[] p = new double[200];
    p[0] = 1;
    double sum = 1;
    double busy = 0;
    double waiting = 0;
    for (int n = 1; n < p.length; n++) {
      p[n] = p[n - 1] * lambda / (Math.min(n, 4) + Math.max(0, n - 4) * theta);
      sum += p[n];
      busy += p[n] * Math.min(n, 4);
      waiting += p[n] * Math.max(0, n - 4);
    }
    // Services begin as often as they end: busy x mu a second; two of three end in patience.
    double left = 1 - busy / sum / lambda / 1.5;
    String clients = "{ patience: { dist: exponential, mean: 2s } }";
    Scenario scenario = scenario("4/s", clients, Scenarios.fleet(4, "1"));
    assertTheory(
        "Erlang A, M/M/4+M: share that leaves",
        left,
        scenario,
        run -> (double) run.recorder().totals().failed(0, FailureReason.ABANDONED) / REQUESTS);
    assertTheory(
        "Erlang A, M/M/4+M: mean queue",
        waiting / sum,
        scenario,
        run -> Scenarios.mean(run, Gauge.QUEUED));
  }
}
