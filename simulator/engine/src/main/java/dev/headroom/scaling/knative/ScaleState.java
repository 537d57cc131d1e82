package dev.headroom.scaling.knative;

/**
 * A revision between two reconciliations.
 *
 * @param active the condition "active"
 * @param sinceNs when it took that value
 * @param initialised whether the initial scale has been ready once
 * @param mode where the service leads
 * @param backedSinceNs since when activators have backed it; {@link PodDecision#NEVER} if not
 * @param replicas pods asked for
 */
public record ScaleState(
    ActiveState active,
    long sinceNs,
    boolean initialised,
    ServingMode mode,
    long backedSinceNs,
    int replicas) {
  /** A new revision, whose deployment starts with the initial scale. */
  public static ScaleState fresh(ScaleSettings settings, long nowNs) {
    return new ScaleState(
        ActiveState.ACTIVATING,
        nowNs,
        false,
        ServingMode.PROXY,
        nowNs,
        Math.max(settings.initialScale(), settings.effectiveMinScale()));
  }

  /** A revision with ready pods, active since a time. */
  public static ScaleState active(int replicas, long sinceNs) {
    return new ScaleState(ActiveState.ACTIVE, sinceNs, true, ServingMode.PROXY, sinceNs, replicas);
  }

  /** A revision without pods, inactive since a time. */
  public static ScaleState inactive(long sinceNs) {
    return new ScaleState(ActiveState.INACTIVE, sinceNs, true, ServingMode.PROXY, sinceNs, 0);
  }
}
