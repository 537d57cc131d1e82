package dev.headroom.scaling.aws;

/**
 * New limits or a new capacity at a set time.
 *
 * @param atNs when first
 * @param everyNs time between repetitions; 0 for once
 * @param min new minimum, or {@link #UNCHANGED}
 * @param max new maximum, or {@link #UNCHANGED}
 * @param desired new capacity, or {@link #UNCHANGED}; a scalable target has none
 */
public record ScheduledAction(long atNs, long everyNs, int min, int max, int desired) {
  /** Leaves a number as it is. */
  public static final int UNCHANGED = -1;

  /** Checks the ranges. */
  public ScheduledAction {
    if (everyNs < 0 || min < UNCHANGED || max < UNCHANGED || desired < UNCHANGED) {
      throw new IllegalArgumentException("scheduled action every " + everyNs + " ns to min " + min
          + ", max " + max + ", desired " + desired + ": none may be negative");
    }
  }
}
