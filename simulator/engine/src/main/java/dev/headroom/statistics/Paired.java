package dev.headroom.statistics;

import java.util.List;

/**
 * Two variants that met the same runs: run n of one is compared with run n of the other, whose
 * draws it shares (common random numbers), so that what the day did to both cancels out.
 */
public final class Paired {
  private final double[] base;
  private final double[] other;
  private final boolean higherIsBetter;
  private final Sample differences;

  private Paired(double[] base, double[] other, boolean higherIsBetter) {
    if (base.length != other.length) {
      throw new IllegalArgumentException(base.length + " runs and " + other.length);
    }
    this.base = base.clone();
    this.other = other.clone();
    this.higherIsBetter = higherIsBetter;
    double[] difference = new double[base.length];
    for (int run = 0; run < base.length; run++) {
      // Two infinities do not differ.
      difference[run] = other[run] == base[run] ? 0 : other[run] - base[run];
    }
    differences = Sample.of(difference);
  }

  /**
   * Pairs the runs.
   *
   * @param base what the other is compared with, by run
   * @param other by run, as many
   * @param higherIsBetter whether a larger value is the better one
   */
  public static Paired of(double[] base, double[] other, boolean higherIsBetter) {
    return new Paired(base, other, higherIsBetter);
  }

  /** The other's value minus the base's, run by run. */
  public Sample differences() {
    return differences;
  }

  /** Runs that were compared. */
  public int runs() {
    return base.length;
  }

  /** Runs in which the other is better; unknown values are not. */
  public int better() {
    return count(higherIsBetter ? 1 : -1);
  }

  /** Runs in which the other is worse. */
  public int worse() {
    return count(higherIsBetter ? -1 : 1);
  }

  private int count(int sign) {
    int count = 0;
    for (int run = 0; run < base.length; run++) {
      boolean known = !Double.isNaN(base[run]) && !Double.isNaN(other[run]);
      count += known && Double.compare(other[run] + 0.0, base[run] + 0.0) == sign ? 1 : 0;
    }
    return count;
  }

  /**
   * Pearson's correlation of the two, -1 to 1: how much the shared draws made them move together.
   * NaN where one does not vary or has a value that is not finite.
   */
  public double correlation() {
    Sample one = Sample.of(base);
    Sample two = Sample.of(other);
    double sum = 0;
    for (int run = 0; run < base.length; run++) {
      sum += (base[run] - one.mean()) * (other[run] - two.mean());
    }
    double r = sum / (base.length - 1) / one.deviation() / two.deviation();
    return Double.isNaN(r) || one.isConstant() || two.isConstant()
        ? Double.NaN
        : Math.max(-1, Math.min(1, r));
  }

  /**
   * How many times less variance the mean difference has than with independent runs; infinite where
   * the difference is the same in all runs, NaN where it is not known.
   */
  public double varianceReduction() {
    double independent = 0;
    for (Sample sample : List.of(Sample.of(base), Sample.of(other))) {
      independent += sample.deviation() * sample.deviation();
    }
    return independent / (differences.deviation() * differences.deviation());
  }
}
