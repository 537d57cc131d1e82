package dev.headroom.scaling.hpa;

/**
 * KEDA's own part: from nothing to the first replica, and back to nothing.
 *
 * <p>Between one and the maximum the Horizontal Pod Autoscaler decides, which leaves a count of
 * zero alone. Removing everything does not ask it: after the cooldown all replicas go at once,
 * however many its stabilisation still holds.
 *
 * <p>Source: keda.sh, "ScaledObject specification"; kedacore/keda, {@code
 * pkg/scaling/executor/scale_scaledobjects.go}.
 */
public final class KedaActivation {
  private static final long NEVER = Long.MIN_VALUE;

  private KedaOptions options;
  private final long createdNs;
  private long lastActiveNs = NEVER;

  /** An object created at {@code createdNs} that has not been polled yet. */
  public KedaActivation(KedaOptions options, long createdNs) {
    this.options = options;
    this.createdNs = createdNs;
  }

  /** Changes the limits; the next poll works by them. */
  public void limit(int min, int max) {
    options = new KedaOptions(
        min,
        max,
        options.pollingNs(),
        options.cooldownNs(),
        options.initialCooldownNs(),
        options.activationMilli());
  }

  /** Whether a trigger with this value counts as active. */
  public boolean isActive(long valueMilli) {
    return valueMilli > options.activationMilli();
  }

  /**
   * Polls, or takes a trigger's push.
   *
   * @param current replicas now
   * @param active whether any trigger is active
   * @return replicas from now on; {@code current} unless activation is what changes it
   */
  public int poll(long nowNs, int current, boolean active) {
    if (active) {
      lastActiveNs = nowNs;
      return current == 0 ? Math.max(1, options.min()) : current;
    }
    if (options.min() > 0) {
      return Math.max(current, options.min());
    }
    return current > 0 && hasCooledDown(nowNs) ? 0 : current;
  }

  private boolean hasCooledDown(long nowNs) {
    return lastActiveNs == NEVER
        ? createdNs + options.initialCooldownNs() < nowNs
        : lastActiveNs + options.cooldownNs() < nowNs;
  }
}
