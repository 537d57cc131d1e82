package dev.headroom.scaling.knative;

/** Whether a route leads to the revision. */
public enum Reachability {
  /** Not known yet: treated as reachable. */
  UNKNOWN,
  REACHABLE,
  UNREACHABLE;

  /** All but a revision that is known to get no traffic. */
  public boolean reachable() {
    return this != UNREACHABLE;
  }
}
