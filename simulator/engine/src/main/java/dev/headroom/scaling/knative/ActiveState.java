package dev.headroom.scaling.knative;

/** The condition "active" of a revision's pod autoscaler. */
public enum ActiveState {
  /** Not enough pods are ready yet. */
  ACTIVATING,
  ACTIVE,
  /** No traffic: to be, or already, at zero. */
  INACTIVE
}
