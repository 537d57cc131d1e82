package dev.headroom.statistics;

import java.util.Arrays;

/**
 * One number of several independent runs. Values may be infinite (a latency of failed requests) or
 * NaN (not known); then what cannot be known of them all is NaN too, and never a guess.
 */
public final class Sample {
  /** A quantile needs so many observations beyond it. */
  public static final int BEYOND = 10;

  /** Fewer runs have no band: not one of them would lie beyond each end. */
  public static final int BAND_RUNS = 10;

  private static final double BAND_LOW = 0.1;

  private final double[] sorted;
  private final boolean known;
  private final double mean;
  private final double deviation;

  private Sample(double[] values) {
    sorted = values.clone();
    Arrays.sort(sorted); // NaN last
    known = sorted.length > 0 && !Double.isNaN(sorted[sorted.length - 1]);
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    mean = values.length == 0 ? Double.NaN : sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    deviation = values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }

  /** The values in the order of the runs. */
  public static Sample of(double... values) {
    return new Sample(values);
  }

  /** How many runs. */
  public int size() {
    return sorted.length;
  }

  /** Whether every run's value is a number that is not infinite. */
  public boolean isFinite() {
    return known && !Double.isInfinite(sorted[0]) && !Double.isInfinite(sorted[sorted.length - 1]);
  }

  /** Whether all runs gave the same. */
  public boolean isConstant() {
    return known && sorted[0] == sorted[sorted.length - 1];
  }

  /** Mean; NaN where one value is unknown, infinite where one is. */
  public double mean() {
    return mean;
  }

  /** Standard deviation with n - 1; NaN below two runs or where a value is not finite. */
  public double deviation() {
    return deviation;
  }

  /**
   * 95 % interval of the mean (Student). Unknown below two runs, where a value is not finite, and
   * where all runs gave the same: nothing then says how far another would be off.
   */
  public Interval meanInterval() {
    return isConstant() ? Interval.UNKNOWN : Interval.student(mean, deviation, size());
  }

  /** Least value; NaN where one is unknown. */
  public double least() {
    return known ? sorted[0] : Double.NaN;
  }

  /** Greatest value; NaN where one is unknown. */
  public double greatest() {
    return known ? sorted[sorted.length - 1] : Double.NaN;
  }

  /**
   * A quantile over days, the smallest value that at least such a share does not exceed; NaN with
   * fewer than ten runs beyond it on either side.
   *
   * @param q above 0 and below 1
   */
  public double quantile(double q) {
    return size() < quantileNeeds(q) ? Double.NaN : rank(q);
  }

  /** How many runs a quantile over days needs: ten beyond it on either side. */
  public static int quantileNeeds(double q) {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("quantile " + q);
    }
    // Rounding of q must not ask for one more: 10 / (1 - 0.9) is a little above 100.
    return (int) Math.ceil(BEYOND / Math.min(q, 1 - q) - 1e-6);
  }

  /** The run in the middle, the lower of two; NaN where a value is unknown. */
  public double middle() {
    return known ? sorted[(sorted.length - 1) / 2] : Double.NaN;
  }

  /**
   * What the middle 80 % of these runs gave: a description of them, no estimate of a quantile.
   * Unknown below ten runs.
   */
  public Interval band() {
    return size() < BAND_RUNS || !known
        ? Interval.UNKNOWN
        : new Interval(rank(BAND_LOW), sorted[sorted.length - index(BAND_LOW) - 1]);
  }

  private double rank(double q) {
    return known ? sorted[index(q)] : Double.NaN;
  }

  private int index(double q) {
    return Math.max(0, (int) Math.ceil(q * sorted.length - 1e-9) - 1);
  }
}
