package dev.headroom.review;

import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import java.util.function.LongConsumer;

/** Runs variants of a scenario with one seed or fresh ones, and counts what that took. */
final class Reruns {
  private final long seed;
  private final int number;
  private final LongConsumer progress;
  private long simulatedNs;
  private long events;

  /**
   * Reruns of one review.
   *
   * @param number of the run among those of the seed
   * @param progress told the simulated time of all runs together
   */
  Reruns(long seed, int number, LongConsumer progress) {
    this.seed = seed;
    this.number = number;
    this.progress = progress;
  }

  /** Runs with the review's own seed, so that the traffic is the same. */
  Facts run(Scenario scenario) {
    return fresh(scenario, 0);
  }

  /** Runs with a fresh seed, so many beyond the review's own. */
  Facts fresh(Scenario scenario, int beyond) {
    long beforeNs = simulatedNs;
    RunOutcome outcome =
        Simulation.run(scenario, seed + beyond, number, nowNs -> progress.accept(beforeNs + nowNs));
    simulatedNs += outcome.endNs();
    events += outcome.eventCount();
    return new Facts(outcome);
  }

  /** Events of all runs so far: what they cost, on any machine the same. */
  long events() {
    return events;
  }

  /** The changed scenario, or null where the change makes no valid one. */
  static Scenario attempt(Scenario base, String path, String value) {
    try {
      return base == null ? null : base.with(path, value);
    } catch (UserError e) {
      return null;
    }
  }
}
