package dev.headroom.scaling;

/**
 * What a platform could have measured of one service by now.
 *
 * <p>Integrals run from the start of the run; a policy takes differences over its own windows. One
 * object is reused for all decisions of a service.
 */
public final class Observation {
  /** Instances that take traffic. */
  public int ready;

  /** Instances that have been started and are not ready yet. */
  public int starting;

  /** Requests that wait in front of the instances. */
  public int queued;

  /** Requests inside instances. */
  public int inService;

  /**
   * Integral over time of requests waiting and inside, in request-nanoseconds; it may leave the
   * range of a long, differences do not.
   */
  public long concurrencyNs;

  /** Processor time used by requests, in vCPU-nanoseconds. */
  public double cpuNs;

  /** Attempts that have reached the platform's front door. */
  public long arrivals;
}
