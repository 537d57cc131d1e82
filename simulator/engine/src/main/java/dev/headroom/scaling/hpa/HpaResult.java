package dev.headroom.scaling.hpa;

/** What a sync decided and why; one object is reused for all syncs. */
public final class HpaResult {
  /** Replicas from now on. */
  public int replicas;

  /** Whether that is a change. */
  public boolean updated;

  /** The metrics' common wish before stabilisation and limits; -1 if there was none or no need. */
  public int proposed;

  /** The wish after stabilisation and before limits; -1 likewise. */
  public int stabilised;

  /** Why the count could or could not move. */
  public AbleToScale ableToScale;

  /** What limited the count; its status is {@link #limited}. */
  public ScalingLimited scalingLimited;

  /** Whether the limit changed the count. */
  public boolean limited;

  void reset(int current) {
    replicas = current;
    updated = false;
    proposed = -1;
    stabilised = -1;
    ableToScale = AbleToScale.SUCCEEDED_GET_SCALE;
    scalingLimited = ScalingLimited.NONE;
    limited = false;
  }

  int limit(int replicas, ScalingLimited reason) {
    scalingLimited = reason;
    limited = replicas != stabilised;
    return replicas;
  }
}
