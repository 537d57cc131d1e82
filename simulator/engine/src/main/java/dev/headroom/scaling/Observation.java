package dev.headroom.scaling;

/**
 * What a platform could have measured of one service by now, as integrals over time.
 *
 * <p>They run from the start of the run; a policy takes differences over its own windows. One
 * object is reused for all decisions of a service.
 */
public final class Observation {
  /**
   * Requests waiting and inside, in request-nanoseconds; it may leave the range of a long,
   * differences do not.
   */
  public long concurrencyNs;

  /** Processor time used by requests, in vCPU-nanoseconds. */
  public double cpuNs;
}
