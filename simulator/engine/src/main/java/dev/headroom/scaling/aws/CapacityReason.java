package dev.headroom.scaling.aws;

/** What made or prevented a change of capacity. */
public enum CapacityReason {
  /** No alarm. */
  NO_ALARM("no alarm"),
  /** A policy added. */
  SCALE_OUT("scale out"),
  /** A policy removed. */
  SCALE_IN("scale in"),
  /** What was added lately is all that the alarm asks for. */
  SCALE_OUT_COOLDOWN("scale-out cooldown"),
  /** The last removal is too recent for another. */
  SCALE_IN_COOLDOWN("scale-in cooldown"),
  /** New instances are warming up, and the alarm asks for no more than them. */
  WARM_UP("warm-up"),
  /** Another target tracking policy is not ready to remove. */
  OTHER_POLICY("other policy"),
  /** A deployment is in progress, during which nothing is removed. */
  DEPLOYMENT("deployment"),
  /** The minimum or maximum is reached, or the wish is no change. */
  LIMIT("limit"),
  /** A scheduled action, or limits that it set. */
  SCHEDULE("schedule");

  private final String text;

  CapacityReason(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
