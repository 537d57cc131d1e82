package dev.headroom.scaling.knative;

/** How the seconds of a window become one number. */
public enum Aggregation {
  /** Every second counts the same. */
  LINEAR,
  /** The newest second counts most, each older one a constant factor less. */
  WEIGHTED_EXPONENTIAL
}
