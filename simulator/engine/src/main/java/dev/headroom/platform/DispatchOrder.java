package dev.headroom.platform;

/** Which instance with a free slot gets the next request. */
public enum DispatchOrder {
  MOST_RECENTLY_USED,
  LEAST_RECENTLY_USED,
  ROUND_ROBIN,
  LEAST_LOADED,
  /** The oldest instance with room. */
  FIRST_FIT,
  POWER_OF_TWO,
  RANDOM,
  /** As Knative's activator does, by the limit on concurrency. */
  ACTIVATOR
}
