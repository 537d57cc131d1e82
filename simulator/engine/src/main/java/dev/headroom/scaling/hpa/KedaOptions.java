package dev.headroom.scaling.hpa;

/**
 * What a ScaledObject says beyond its autoscaler.
 *
 * @param min fewest replicas; with 0 KEDA itself works between nothing and one
 * @param max most replicas
 * @param pollingNs how often the triggers are asked
 * @param cooldownNs how long after the last activity everything is removed
 * @param initialCooldownNs the same from the creation on, if there never was any activity
 * @param activationMilli value above which a trigger is active, in thousandths
 */
public record KedaOptions(
    int min,
    int max,
    long pollingNs,
    long cooldownNs,
    long initialCooldownNs,
    long activationMilli) {
  /** What an object that says nothing gets: 0 to 100, asked every 30 s, five minutes to zero. */
  public static final KedaOptions DEFAULT =
      new KedaOptions(0, 100, 30_000_000_000L, 300_000_000_000L, 0, 0);

  /** Checks the ranges. */
  public KedaOptions {
    if (min < 0 || max < 1 || max < min) {
      throw new IllegalArgumentException("replicas " + min + " to " + max
          + ": the minimum must be at least 0, the maximum at least 1 and the minimum");
    }
    if (pollingNs <= 0 || cooldownNs < 0 || initialCooldownNs < 0) {
      throw new IllegalArgumentException("polling " + pollingNs + " ns must be above 0, cooldowns "
          + cooldownNs + " and " + initialCooldownNs + " ns at least 0");
    }
  }

  /** The autoscaler that KEDA creates; it never goes below one, because zero is KEDA's own. */
  public HpaOptions autoscaler(HpaBehavior behavior) {
    return new HpaOptions(Math.max(1, min), max, HpaOptions.DOWNSCALE_STABILISATION_NS, behavior);
  }
}
