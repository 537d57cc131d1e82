package dev.headroom.core;

/**
 * What comes first among the events of one instant: work that ends makes room before instances
 * that become ready are counted, both before somebody arrives, and whoever observes the system sees
 * all of that. Within a turn events run in the order of scheduling.
 */
public enum Turn {
  /** Ends of service, time-outs, retries. */
  WORK,
  /** Instances that become ready. */
  READY,
  /** After all instances of the instant have become ready. */
  ALL_READY,
  /** Arrivals from a trace. */
  ARRIVAL,
  /** Measurements and decisions. */
  OBSERVE
}
