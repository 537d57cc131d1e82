package dev.headroom.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A 95 % confidence interval.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
  /** What is not known: both ends are NaN. */
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  /** 97.5 % quantile of the standard normal distribution. */
  static final double Z = 1.959963984540054;

  private static final double UPPER = 0.975;

  /**
   * Wilson's score interval for a probability (E. B. Wilson, J. Amer. Stat. Assoc. 22, 1927; the
   * one that Brown, Cai and DasGupta, Statistical Science 16(2), 2001, recommend). Unlike the
   * textbook's it is never empty: 0 of 50 gives 0 to 7.1 %.
   *
   * @param hits how often it happened, 0 to {@code of}
   * @param of how often it could have, at least 1
   */
  public static Interval wilson(long hits, long of) {
    if (of < 1 || hits < 0 || hits > of) {
      throw new IllegalArgumentException(hits + " of " + of);
    }
    double share = (double) hits / of;
    double z2 = Z * Z;
    double centre = (share + z2 / (2 * of)) / (1 + z2 / of);
    double half = Z / (1 + z2 / of) * Math.sqrt(share * (1 - share) / of + z2 / (4.0 * of * of));
    // The ends at 0 and 1 are exact; rounding must not move them.
    return new Interval(hits == 0 ? 0 : centre - half, hits == of ? 1 : centre + half);
  }

  /**
   * Student's interval for a mean.
   *
   * @param mean of the sample
   * @param deviation standard deviation of the sample, with n - 1
   * @param n its size; unknown below 2
   */
  static Interval student(double mean, double deviation, int n) {
    if (n < 2 || !Double.isFinite(mean) || !Double.isFinite(deviation)) {
      return UNKNOWN;
    }
    // Without a generator of its own the constructor would make one from the clock.
    double t = new TDistribution(null, n - 1).inverseCumulativeProbability(UPPER);
    double half = t * deviation / Math.sqrt(n);
    return new Interval(mean - half, mean + half);
  }

  /** Whether both ends are numbers. */
  public boolean isKnown() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }

  /** Whether a value lies inside, the ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /**
   * A value with no more digits than this bears out: rounded to a tenth of the half width, rounded
   * down to a power of ten. As it is where the interval is not known or has no width.
   */
  public double round(double value) {
    double half = (high - low) / 2;
    if (!(half > 0) || !Double.isFinite(half) || !Double.isFinite(value)) {
      return value;
    }
    int place = (int) Math.floor(StrictMath.log10(half)) - 1;
    return new BigDecimal(value).setScale(-place, RoundingMode.HALF_EVEN).doubleValue();
  }
}
