package dev.headroom.database;

import java.util.Arrays;
import java.util.Locale;

/**
 * A measured figure and what the simulation says over many seeds: a right model's repeat lies
 * between the least and the greatest of n seeds in n - 1 of n + 1 cases.
 *
 * @param repeat the repeat's label
 * @param what the figure
 * @param measured its value
 * @param sorted its simulated values, ascending
 */
record Prediction(String repeat, String what, double measured, double[] sorted) {
  /** From simulated values in any order. */
  static Prediction of(String repeat, String what, double measured, double[] simulated) {
    double[] sorted = simulated.clone();
    Arrays.sort(sorted);
    return new Prediction(repeat, what, measured, sorted);
  }

  boolean met() {
    return sorted[0] <= measured && measured <= sorted[sorted.length - 1];
  }

  /** A line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "  %-18s %-22s %9.2f / %9.2f [%.2f, %.2f]%s",
        repeat,
        what,
        measured,
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1],
        met() ? "" : "  MISSED");
  }

  /** A quantile of ascending values as the measurements take it: the nearest rank. */
  static double quantile(double[] ascending, double q) {
    return ascending.length == 0
        ? Double.NaN
        : ascending[(int) Math.min(ascending.length - 1, Math.floor(q * ascending.length))];
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
