package dev.headroom.scaling.hpa;

/** How far one sync may move the count when an autoscaler has no {@code behavior}. */
final class StepLimit {
  private static final int FACTOR = 2;
  private static final int LEAST = 4;

  private StepLimit() {}

  /** Growth per sync: to twice the count, or to four. There is no memory of earlier syncs. */
  static int highest(int current) {
    return (int) Math.max((double) FACTOR * current, LEAST);
  }

  /** Brings {@code wish} between the minimum and the lower of the maximum and the step. */
  static int apply(int wish, int current, int min, int max, HpaResult out) {
    int step = highest(current);
    if (wish < min) {
      return out.limit(min, ScalingLimited.TOO_FEW_REPLICAS);
    }
    if (wish > Math.min(max, step)) {
      return max > step
          ? out.limit(step, ScalingLimited.SCALE_UP_LIMIT)
          : out.limit(max, ScalingLimited.TOO_MANY_REPLICAS);
    }
    return out.limit(wish, ScalingLimited.DESIRED_WITHIN_RANGE);
  }
}
