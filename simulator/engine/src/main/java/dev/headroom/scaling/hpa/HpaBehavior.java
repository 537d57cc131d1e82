package dev.headroom.scaling.hpa;

/**
 * The {@code behavior} field of an autoscaler: stabilisation and rates for each direction.
 *
 * <p>Writing any part of it switches to another algorithm than leaving it out does: {@link
 * HpaReconciler} has both.
 *
 * @param scaleUp rules for adding, {@link ScalingRules#NONE} if not written
 * @param scaleDown rules for removing, likewise
 */
public record HpaBehavior(ScalingRules scaleUp, ScalingRules scaleDown) {
  /**
   * What the API server makes of it: adding at once, by four pods or 100 % per 15 s, whichever is
   * more; removing by up to all per 15 s, after a window that the controller's flag sets.
   */
  public HpaBehavior withDefaults() {
    return new HpaBehavior(scaleUp.upDefaults(), scaleDown.downDefaults());
  }
}
