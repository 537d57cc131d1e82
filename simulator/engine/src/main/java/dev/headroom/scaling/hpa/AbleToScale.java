package dev.headroom.scaling.hpa;

/** The reason of the autoscaler's condition AbleToScale after a sync. */
public enum AbleToScale {
  /** The count was read; nothing was decided, for lack of a metric or because it is zero. */
  SUCCEEDED_GET_SCALE("SucceededGetScale"),
  /** The count was changed. */
  SUCCEEDED_RESCALE("SucceededRescale"),
  /** The wish equals the count, or is held back by a rate only. */
  READY_FOR_NEW_SCALE("ReadyForNewScale"),
  /** A recent lower wish holds the count down. */
  SCALE_UP_STABILIZED("ScaleUpStabilized"),
  /** A recent higher wish holds the count up. */
  SCALE_DOWN_STABILIZED("ScaleDownStabilized");

  private final String text;

  AbleToScale(String text) {
    this.text = text;
  }

  /** The controller's word. */
  public String text() {
    return text;
  }
}
