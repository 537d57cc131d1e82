package dev.headroom.scaling.aws;

import java.util.List;

/**
 * A step scaling policy and the alarm that it hangs on.
 *
 * @param comparison when a datapoint breaches
 * @param threshold the alarm's threshold
 * @param periods datapoints that the alarm looks at
 * @param datapointsToAlarm how many of them must breach
 * @param unit what the adjustments mean
 * @param steps the steps, ascending, without gap or overlap
 * @param magnitudeMin least change of a percentage, in capacity
 * @param cooldownNs how long the effect is waited for; without meaning for an Auto Scaling group
 */
public record StepScalingOptions(
    Comparison comparison,
    double threshold,
    int periods,
    int datapointsToAlarm,
    Unit unit,
    List<StepAdjustment> steps,
    int magnitudeMin,
    long cooldownNs) {
  /** What an adjustment means. */
  public enum Unit {
    /** Capacity to add; negative to remove. */
    CHANGE,
    /** Percent of the capacity to add; negative to remove. */
    PERCENT,
    /** The capacity to have. */
    EXACT
  }

  /** Takes a copy of the steps and checks that they join. */
  public StepScalingOptions {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || magnitudeMin < 0 || cooldownNs < 0) {
      throw new IllegalArgumentException(steps.size() + " steps must be at least 1, least change "
          + magnitudeMin + " and cooldown " + cooldownNs + " ns at least 0");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).lower() != steps.get(i - 1).upper()) {
        throw new IllegalArgumentException(
            "step " + (i + 1) + " begins at " + steps.get(i).lower() + ", the one before ends at "
                + steps.get(i - 1).upper());
      }
    }
  }
}
