package dev.headroom.scaling.aws;

/** When a datapoint breaches an alarm's threshold. */
public enum Comparison {
  /** Above it. */
  GREATER,
  /** At or above it. */
  GREATER_OR_EQUAL,
  /** Below it. */
  LESS,
  /** At or below it. */
  LESS_OR_EQUAL;

  /** Whether a datapoint is on the wrong side. */
  public boolean isBreach(double datapoint, double threshold) {
    return switch (this) {
      case GREATER -> datapoint > threshold;
      case GREATER_OR_EQUAL -> datapoint >= threshold;
      case LESS -> datapoint < threshold;
      case LESS_OR_EQUAL -> datapoint <= threshold;
    };
  }

  /** Whether it watches for high values. */
  boolean isUpward() {
    return this == GREATER || this == GREATER_OR_EQUAL;
  }
}
