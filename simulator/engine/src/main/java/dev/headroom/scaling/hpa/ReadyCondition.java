package dev.headroom.scaling.hpa;

/** A pod's Ready condition. */
public enum ReadyCondition {
  /** The pod passes its readiness probe. */
  TRUE,
  /** It does not, or not yet. */
  FALSE,
  /** The node does not answer. */
  UNKNOWN,
  /** The kubelet has not written the condition yet. */
  NONE
}
