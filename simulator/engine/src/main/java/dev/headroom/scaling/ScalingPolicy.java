package dev.headroom.scaling;

/** Decides how many instances a service should have. */
public interface ScalingPolicy {
  /** Time between decisions in nanoseconds, above 0. */
  long intervalNs();

  /**
   * Decides from what the platform could have measured by now.
   *
   * @param nowNs simulated time in nanoseconds
   * @param seen measurements up to now
   * @param out receives the wanted count before the platform's limits, and the reason
   */
  void decide(long nowNs, Observation seen, Decision out);
}
