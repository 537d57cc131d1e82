package dev.headroom.scaling.hpa;

/**
 * One autoscaler's limits and rules.
 *
 * @param min fewest replicas; 0 lets the autoscaler itself work from and to zero
 * @param max most replicas
 * @param downscaleStabilisationNs the controller's flag: how long a higher wish is remembered
 * @param behavior rates and windows, as written; null if left out
 */
public record HpaOptions(int min, int max, long downscaleStabilisationNs, HpaBehavior behavior) {
  /** The controller's flag if nothing is given: five minutes. */
  public static final long DOWNSCALE_STABILISATION_NS = 300_000_000_000L;

  /** How often the controller looks at an autoscaler if nothing is given. */
  public static final long SYNC_PERIOD_NS = 15_000_000_000L;

  /** Checks the ranges. */
  public HpaOptions {
    if (min < 0 || max < 1 || max < min) {
      throw new IllegalArgumentException("replicas " + min + " to " + max
          + ": the minimum must be at least 0, the maximum at least 1 and the minimum");
    }
    if (downscaleStabilisationNs < 0) {
      throw new IllegalArgumentException(
          "downscale stabilisation " + downscaleStabilisationNs + " ns must be at least 0");
    }
  }
}
