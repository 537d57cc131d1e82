package dev.headroom.simulation;

import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Validation;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * M(t)/G/infinity: where the rate changes with time, the mean number in service is m(t), the
 * integral of lambda(t - u) P(S &gt; u) over u (Eick, Massey, Whitt 1993), so that it lags behind
 * the rate.
 */
class ChangingRateTheoryTest {
  private static final Validation HELD = Validation.of(ChangingRateTheoryTest.class);
  private static final int SEEDS = 20;
  private static final int[] SECONDS = {15, 24, 35, 45, 60};
  private static final double STEP = 0.005;

  /** Service of mean 6 s, with P(S &gt; u). */
  enum Service {
    CONSTANT("6s", u -> u < 6 ? 1 : 0),
    UNIFORM("{ dist: uniform, min: 0s, max: 12s }", u -> Math.max(0, 1 - u / 12)),
    EXPONENTIAL("{ dist: exponential, mean: 6s }", u -> Math.exp(-u / 6));

    final String yaml;
    final DoubleUnaryOperator longerThan;

    Service(String yaml, DoubleUnaryOperator longerThan) {
      this.yaml = yaml;
      this.longerThan = longerThan;
    }
  }

  /** 40/s; from 20 to 30 s up to 200/s, there until 40 s, and down again until 50 s. */
  private static double rate(double t) {
    double above = Math.min(Math.min((t - 20) / 10, (50 - t) / 10), 1);
    return t < 0 ? 0 : 40 + 160 * Math.max(0, above);
  }

  private static double mean(double t, Service service) {
    double sum = 0;
    for (double u = STEP / 2; u < t; u += STEP) {
      sum += rate(t - u) * service.longerThan.applyAsDouble(u) * STEP;
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void numberInServiceLagsBehindTheRate(Service service) {
    Scenario scenario = Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: changing }
            workload:
              generate: { shape: spike, base: 40/s, peak: 200/s, at: 20s, ramp: 10s, hold: 10s,
                          decay: 10s, duration: 70s, arrivals: poisson }
              classes: [ { name: request, service: %s } ]
            platform: { use: generic, keepAlive: 5s }
            """.formatted(service.yaml));
    SummaryStatistics[] seen = new SummaryStatistics[SECONDS.length];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = new SummaryStatistics();
    }
    for (int seed = 1; seed <= SEEDS; seed++) {
      RunOutcome run = Simulation.run(scenario, seed, nowNs -> {});
      for (int i = 0; i < seen.length; i++) {
        seen[i].addValue(run.recorder().bins().integral(SECONDS[i], 0, Gauge.BUSY) / 1e9);
      }
    }
    for (int i = 0; i < seen.length; i++) {
      // Mean over the second by Simpson's rule.
      double theory = (mean(SECONDS[i], service)
              + 4 * mean(SECONDS[i] + 0.5, service)
              + mean(SECONDS[i] + 1, service))
          / 6;
      HELD.theory(
          "M(t)/G/infinity, 40 to 200/s of 6 s, "
              + service.name().toLowerCase(java.util.Locale.ROOT) + ": mean busy in second "
              + SECONDS[i],
          theory,
          seen[i],
          "rate " + Math.round(rate(SECONDS[i])) + "/s then");
    }
  }
}
