package dev.headroom.scaling.hpa;

/** The reason of the autoscaler's condition ScalingLimited after a sync. */
public enum ScalingLimited {
  /** Nothing was normalised in this sync. */
  NONE(""),
  /** No limit was in the way. */
  DESIRED_WITHIN_RANGE("DesiredWithinRange"),
  /** The rate of growth. */
  SCALE_UP_LIMIT("ScaleUpLimit"),
  /** The rate of shrinking. */
  SCALE_DOWN_LIMIT("ScaleDownLimit"),
  /** The maximum. */
  TOO_MANY_REPLICAS("TooManyReplicas"),
  /** The minimum. */
  TOO_FEW_REPLICAS("TooFewReplicas");

  private final String text;

  ScalingLimited(String text) {
    this.text = text;
  }

  /** The controller's word. */
  public String text() {
    return text;
  }
}
