package dev.headroom.config;

import dev.headroom.core.Decimals;

/** Times as text, longer or shorter than they were written. */
public final class ScaledTime {
  private ScaledTime() {}

  /**
   * A time, or the 90 % range {@code 25ms to 40ms}, times a factor.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static String of(String text, double factor) {
    int to = text.indexOf(" to ");
    return to < 0
        ? rounded(Units.durationNs(text.strip()) * factor)
        : of(text.substring(0, to), factor) + " to " + of(text.substring(to + 4), factor);
  }

  /** Nanoseconds in three digits, as people would write it. */
  public static String rounded(double ns) {
    if (ns == 0) {
      return "0s";
    }
    double digit = StrictMath.pow(10, Math.floor(StrictMath.log10(ns)) - 2);
    long rounded = (long) (Math.round(ns / Math.max(1, digit)) * Math.max(1, digit));
    return rounded >= 1e9 ? Decimals.format(rounded / 1e9, 3) + "s" : Units.formatNs(rounded);
  }
}
