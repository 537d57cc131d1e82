package dev.headroom.simulation;

import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.util.function.LongFunction;

/**
 * A run without its beginning. The arrivals of a seed do not depend on how many are asked for, so
 * that the difference of a long run and a short one is what came after the short one.
 */
final class SteadyState {
  private static final Gauge[] OCCUPIED = {
    Gauge.BUSY, Gauge.PLACING, Gauge.PULLING, Gauge.BOOTING, Gauge.PROBING
  };

  private final Totals from;
  private final Totals to;
  private final double seconds;

  private SteadyState(RunOutcome begin, RunOutcome whole) {
    this.from = begin.recorder().atTraceEnd();
    this.to = whole.recorder().atTraceEnd();
    this.seconds = (whole.traceEndNs() - begin.traceEndNs()) / 1e9;
  }

  static SteadyState of(
      LongFunction<Scenario> ofRequests, long uncounted, long requests, int seed) {
    return new SteadyState(
        Simulation.run(ofRequests.apply(uncounted), seed, nowNs -> {}),
        Simulation.run(ofRequests.apply(requests), seed, nowNs -> {}));
  }

  private double count(Count what) {
    return to.count(0, what) - from.count(0, what);
  }

  private double mean(Gauge gauge) {
    return (to.integral(0, gauge) - from.integral(0, gauge)) / 1e9 / seconds;
  }

  double coldShare() {
    return count(Count.STARTED) / count(Count.OFFERED);
  }

  /** Mean number that work on a request or start for one. */
  double occupied() {
    double sum = 0;
    for (Gauge gauge : OCCUPIED) {
      sum += mean(gauge);
    }
    return sum;
  }

  double idle() {
    return mean(Gauge.IDLE);
  }

  double instances() {
    return occupied() + idle();
  }

  /** By Little's law. */
  double lifeSeconds() {
    return instances() * seconds / count(Count.STARTED);
  }

  double meanLatencySeconds() {
    return (to.latencySumNs(0) - from.latencySumNs(0)) / count(Count.COMPLETED) / 1e9;
  }
}
