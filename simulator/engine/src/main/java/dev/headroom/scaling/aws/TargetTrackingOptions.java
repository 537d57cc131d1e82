package dev.headroom.scaling.aws;

/**
 * A target tracking policy and the two alarms that AWS makes for it.
 *
 * @param target value that the metric is held at, above 0
 * @param scaleInShare share of the target below which the low alarm breaches, above 0, at most 1
 * @param highDatapoints datapoints in a row above the target until it adds
 * @param lowDatapoints datapoints in a row below the share until it removes
 * @param scaleIn whether it may remove at all
 * @param cooldownOutNs scale-out cooldown; without meaning for an Auto Scaling group
 * @param cooldownInNs scale-in cooldown, likewise
 */
public record TargetTrackingOptions(
    double target,
    double scaleInShare,
    int highDatapoints,
    int lowDatapoints,
    boolean scaleIn,
    long cooldownOutNs,
    long cooldownInNs) {
  private static final int HIGH_DATAPOINTS = 3;
  private static final int LOW_DATAPOINTS = 15;
  private static final long COOLDOWN_NS = 300_000_000_000L;

  /** Checks the ranges. */
  public TargetTrackingOptions {
    if (!(target > 0) || !(scaleInShare > 0) || scaleInShare > 1) {
      throw new IllegalArgumentException("target " + target + " must be above 0, scale-in share "
          + scaleInShare + " above 0 and at most 1");
    }
    if (cooldownOutNs < 0 || cooldownInNs < 0) {
      throw new IllegalArgumentException(
          "cooldowns " + cooldownOutNs + " and " + cooldownInNs + " ns must be at least 0");
    }
  }

  /** As alarms of ECS services show: 90 % of the target, cooldowns of five minutes. */
  public static TargetTrackingOptions ofService(double target) {
    return new TargetTrackingOptions(
        target, 0.9, HIGH_DATAPOINTS, LOW_DATAPOINTS, true, COOLDOWN_NS, COOLDOWN_NS);
  }

  /** As alarms of Auto Scaling groups on processor use show: 70 % of the target. */
  public static TargetTrackingOptions ofGroup(double target) {
    return new TargetTrackingOptions(target, 0.7, HIGH_DATAPOINTS, LOW_DATAPOINTS, true, 0, 0);
  }
}
