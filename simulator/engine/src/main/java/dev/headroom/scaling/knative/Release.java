package dev.headroom.scaling.knative;

/** Whose arithmetic to follow where Knative's releases differ. */
public enum Release {
  /** Rounds averages down (until 1.18) and delays unreachable revisions too (until 1.17). */
  V1_12,
  /** Rounds averages to the nearest, and lets unreachable revisions shrink without a delay. */
  V1_23;

  private static final double MICRO = 1e6;

  /** An average of a linear window as the release reports it, to six decimals. */
  double rounded(double average) {
    double scaled = average * MICRO;
    return (this == V1_12 ? Math.floor(scaled) : halfAwayFromZero(scaled)) / MICRO;
  }

  boolean delays(boolean reachable) {
    return reachable || this == V1_12;
  }

  /** {@code Math.rint} and {@code Math.round} both treat halves otherwise than Go does. */
  static double halfAwayFromZero(double value) {
    double size = Math.abs(value);
    double whole = Math.floor(size);
    return Math.copySign(size - whole >= 0.5 ? whole + 1 : whole, value);
  }
}
