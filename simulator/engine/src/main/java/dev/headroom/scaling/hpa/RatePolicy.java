package dev.headroom.scaling.hpa;

/**
 * How far the replica count may move within a period.
 *
 * @param unit what {@code value} counts
 * @param value pods or percent of the period's first count, above 0
 * @param periodNs the period, above 0
 */
public record RatePolicy(Unit unit, int value, long periodNs) {
  /** What a rate counts. */
  public enum Unit {
    /** Pods. */
    PODS,
    /** Hundredths of the count at the period's start. */
    PERCENT
  }

  /** Checks the ranges. */
  public RatePolicy {
    if (value <= 0 || periodNs <= 0) {
      throw new IllegalArgumentException(
          "rate " + value + " per " + periodNs + " ns: both must be above 0");
    }
  }

  /** The highest count that growth from {@code start} may reach. */
  int highest(int start) {
    return switch (unit) {
      case PODS -> start + value;
      // Rounded up: a small percentage of few pods would otherwise never add any.
      case PERCENT -> (int) Math.ceil(start * (1 + (double) value / 100));
    };
  }

  /** The lowest count that shrinking from {@code start} may reach. */
  int lowest(int start) {
    return switch (unit) {
      case PODS -> start - value;
      case PERCENT -> (int) (start * (1 - (double) value / 100));
    };
  }
}
