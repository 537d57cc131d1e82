package dev.headroom.review;

import dev.headroom.measure.Facts;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.results.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How far runs are from what is wanted of them: each objective that a run violates, with how much
 * is amiss; without objectives, failures and the time without a database connection.
 */
final class Harm {
  private final List<ToDoubleFunction<Facts>> measures = new ArrayList<>();
  private final List<Double> before = new ArrayList<>();
  private final boolean ofObjectives;

  Harm(List<ObjectiveCheck> checks, Facts base) {
    for (ObjectiveCheck check : checks) {
      if (!check.warning()) {
        add(check::excess, base);
      }
    }
    ofObjectives = !checks.isEmpty();
    if (!ofObjectives) {
      add(facts -> facts.count(Count.FAILED), base);
      add(Facts::exhaustedSeconds, base);
    }
  }

  private void add(ToDoubleFunction<Facts> measure, Facts base) {
    double amiss = measure.applyAsDouble(base);
    // What cannot be known, such as a month's cost without a profile, no change can mend.
    if (amiss > 0 && !Double.isNaN(amiss)) {
      measures.add(measure);
      before.add(amiss);
    }
  }

  /** Whether anything is amiss that a change could mend. */
  boolean any() {
    return !measures.isEmpty();
  }

  /** Whether objectives say what is wanted, so that there is an end to what is amiss. */
  boolean ofObjectives() {
    return ofObjectives;
  }

  /**
   * The share of what was amiss that is not in another run, on average over the objectives: 1 where
   * all is well, 0 where nothing is better, down to -1 where it is worse.
   */
  double vanished(Facts other) {
    double sum = 0;
    for (int i = 0; i < measures.size(); i++) {
      double after = measures.get(i).applyAsDouble(other);
      sum += Double.isNaN(after) ? 0 : Math.max(-1, 1 - after / before.get(i));
    }
    return sum / measures.size();
  }
}
