package dev.headroom.scaling.knative;

/** Where the revision's service leads. */
public enum ServingMode {
  /** Straight to the pods. */
  SERVE,
  /** To activators. */
  PROXY
}
