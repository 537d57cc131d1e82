package dev.headroom.scaling.knative;

/**
 * What one decision depends on beside the metrics.
 *
 * @param metric what is measured
 * @param targetValue wanted per pod, utilisation included
 * @param totalValue capacity of one pod, utilisation not included
 * @param targetBurstCapacity burst to absorb without queueing; 0 never, -1 always the activator
 * @param panicThreshold multiple of the ready pods' capacity at which panic begins
 * @param maxScaleUpRate largest factor up in one decision
 * @param maxScaleDownRate largest factor down in one decision
 * @param stableWindowNs span of the stable window, also how long panic lasts
 * @param scaleDownDelayNs how long a smaller count must hold before it is followed; 0: none
 * @param activationScale least pods when there is demand; 0 or 1: no such rule
 * @param reachable whether traffic may arrive; without it the scale-down rate is unlimited
 * @param initialScale pods of a new revision
 * @param activatorCapacity concurrent requests one activator is trusted with
 */
public record DeciderSettings(
    ScalingMetric metric,
    double targetValue,
    double totalValue,
    double targetBurstCapacity,
    double panicThreshold,
    double maxScaleUpRate,
    double maxScaleDownRate,
    long stableWindowNs,
    long scaleDownDelayNs,
    int activationScale,
    boolean reachable,
    int initialScale,
    double activatorCapacity) {
  /** Activators behind every revision at least. */
  private static final int ACTIVATORS_MIN = 2;

  public DeciderSettings {
    if (!(targetValue > 0) || !(totalValue > 0) || !(activatorCapacity > 0)) {
      throw new IllegalArgumentException("target " + targetValue + ", total " + totalValue
          + ", activator capacity " + activatorCapacity + ", must be above 0");
    }
    if (!(maxScaleUpRate > 1) || !(maxScaleDownRate > 1)) {
      throw new IllegalArgumentException(
          "scale rates " + maxScaleUpRate + " up, " + maxScaleDownRate + " down, must be above 1");
    }
    if (stableWindowNs <= 0 || scaleDownDelayNs < 0) {
      throw new IllegalArgumentException("stable window " + stableWindowNs
          + " ns, must be above 0; scale-down delay " + scaleDownDelayNs + " ns, 0 or more");
    }
  }

  /** Whether pods are scraped; with every request through the activator they are not. */
  public boolean scraped() {
    return targetBurstCapacity != -1;
  }

  /** Activators in the path: enough for the revision's whole capacity and burst, at least two. */
  public int activators(int readyPods) {
    if (targetBurstCapacity == 0) {
      return ACTIVATORS_MIN;
    }
    double load = readyPods * totalValue + Math.max(0, targetBurstCapacity);
    return Math.max(ACTIVATORS_MIN, (int) Math.ceil(load / activatorCapacity));
  }
}
