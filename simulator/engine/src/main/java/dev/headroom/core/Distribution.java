package dev.headroom.core;

import java.util.Arrays;

/**
 * A distribution of times, in nanoseconds, sampled by key.
 *
 * <p>Samples are rounded to whole nanoseconds and never negative, and those of a heavy tail are
 * at most {@link #LONGEST_NS}.
 */
public abstract class Distribution {
  /** Standard normal quantile of 0.99, which with the median fixes a lognormal. */
  private static final double Z99 = 2.3263478740408408;

  /** Standard normal quantile of 0.95: a 90 % range runs from -z to z. */
  private static final double Z95 = 1.6448536269514722;

  /** Ten years: longer than any run, and sums of several are a long. */
  public static final long LONGEST_NS = 3650L * 86_400 * 1_000_000_000;

  Distribution() {}

  /** The sample of (entity, index), in nanoseconds, 0 or more. */
  public abstract long sampleNs(Draws draws, long entity, int index);

  /** Expectation in nanoseconds. */
  public abstract double meanNs();

  /** Whether every sample is 0. */
  public boolean isZero() {
    return false;
  }

  /** Whether every sample is the same. */
  public boolean isConstant() {
    return false;
  }

  /** Always the same time. */
  public static Distribution constant(long ns) {
    return new Constant(requireNonNegative(ns, "constant"));
  }

  /** Exponential with the given mean. */
  public static Distribution exponential(double meanNs) {
    return new Exponential(requirePositive(meanNs, "mean"));
  }

  /** Lognormal by its median and 99th percentile, p99 above p50. */
  public static Distribution lognormal(double p50Ns, double p99Ns) {
    requirePositive(p50Ns, "p50");
    if (!(p99Ns > p50Ns)) {
      throw new IllegalArgumentException("p99 must be above p50");
    }
    double sigma = StrictMath.log(p99Ns / p50Ns) / Z99;
    return new Lognormal(p50Ns, sigma);
  }

  /** Lognormal of which 90 % lies between the two values. */
  public static Distribution range90(double lowNs, double highNs) {
    requirePositive(lowNs, "low end");
    if (!(highNs > lowNs)) {
      throw new IllegalArgumentException("the high end must be above the low end");
    }
    double sigma = StrictMath.log(highNs / lowNs) / (2 * Z95);
    return new Lognormal(StrictMath.sqrt(lowNs * highNs), sigma);
  }

  /** Uniform between two values. */
  public static Distribution uniform(double lowNs, double highNs) {
    if (lowNs < 0 || !(highNs > lowNs)) {
      throw new IllegalArgumentException("the high end must be above the low end, both 0 or more");
    }
    return new Uniform(lowNs, highNs);
  }

  /**
   * Empirical: measured values, each as likely as the other, straight lines between.
   *
   * @param valuesNs at least one value, any order, none negative
   */
  public static Distribution empirical(double[] valuesNs) {
    double[] sorted = valuesNs.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || sorted[0] < 0) {
      throw new IllegalArgumentException("needs at least one value, none negative");
    }
    return new Empirical(sorted);
  }

  /** Another distribution plus a constant. */
  public static Distribution shifted(Distribution base, long byNs) {
    return new Shifted(base, requireNonNegative(byNs, "shift"));
  }

  /** Another distribution times a constant. */
  public static Distribution scaled(Distribution base, double by) {
    return by == 1 ? base : new Scaled(base, requirePositive(by, "factor"));
  }

  /** Two times one after the other, drawn independently. */
  public static Distribution sum(Distribution first, Distribution second) {
    return new Sum(first, second);
  }

  private static long rounded(double ns) {
    return Math.min(LONGEST_NS, (long) (ns + 0.5));
  }

  private static long requireNonNegative(long ns, String what) {
    if (ns < 0) {
      throw new IllegalArgumentException(what + " must be 0 or more");
    }
    return ns;
  }

  private static double requirePositive(double ns, String what) {
    if (!(ns > 0)) {
      throw new IllegalArgumentException(what + " must be above 0");
    }
    return ns;
  }

  private static final class Constant extends Distribution {
    private final long ns;

    Constant(long ns) {
      this.ns = ns;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return ns;
    }

    @Override
    public double meanNs() {
      return ns;
    }

    @Override
    public boolean isZero() {
      return ns == 0;
    }

    @Override
    public boolean isConstant() {
      return true;
    }
  }

  private static final class Shifted extends Distribution {
    private final Distribution base;
    private final long byNs;

    Shifted(Distribution base, long byNs) {
      this.base = base;
      this.byNs = byNs;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return base.sampleNs(draws, entity, index) + byNs;
    }

    @Override
    public double meanNs() {
      return base.meanNs() + byNs;
    }
  }

  private static final class Sum extends Distribution {
    /** Far above the indices that one entity's own samples use. */
    private static final int OTHER_DRAW = 1 << 20;

    private final Distribution first;
    private final Distribution second;

    Sum(Distribution first, Distribution second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return first.sampleNs(draws, entity, index)
          + second.sampleNs(draws, entity, index + OTHER_DRAW);
    }

    @Override
    public double meanNs() {
      return first.meanNs() + second.meanNs();
    }

    @Override
    public boolean isZero() {
      return first.isZero() && second.isZero();
    }
  }

  private static final class Scaled extends Distribution {
    private final Distribution base;
    private final double by;

    Scaled(Distribution base, double by) {
      this.base = base;
      this.by = by;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return rounded(base.sampleNs(draws, entity, index) * by);
    }

    @Override
    public double meanNs() {
      return base.meanNs() * by;
    }

    @Override
    public boolean isZero() {
      return base.isZero();
    }
  }

  private static final class Exponential extends Distribution {
    private final double meanNs;

    Exponential(double meanNs) {
      this.meanNs = meanNs;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return (long) (meanNs * draws.exponential(entity, index) + 0.5);
    }

    @Override
    public double meanNs() {
      return meanNs;
    }
  }

  private static final class Lognormal extends Distribution {
    private final double medianNs;
    private final double sigma;
    /** The standard deviation in powers of two. */
    private final double doublings;

    Lognormal(double medianNs, double sigma) {
      this.medianNs = medianNs;
      this.sigma = sigma;
      this.doublings = sigma / Exp2.LN2;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return rounded(medianNs * Exp2.of(doublings * draws.normal(entity, index)));
    }

    @Override
    public double meanNs() {
      return medianNs * StrictMath.exp(sigma * sigma / 2);
    }
  }

  private static final class Uniform extends Distribution {
    private final double lowNs;
    private final double highNs;

    Uniform(double lowNs, double highNs) {
      this.lowNs = lowNs;
      this.highNs = highNs;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      return (long) (lowNs + (highNs - lowNs) * draws.uniform(entity, index) + 0.5);
    }

    @Override
    public double meanNs() {
      return (lowNs + highNs) / 2;
    }
  }

  private static final class Empirical extends Distribution {
    private final double[] sortedNs;

    Empirical(double[] sortedNs) {
      this.sortedNs = sortedNs;
    }

    @Override
    public long sampleNs(Draws draws, long entity, int index) {
      double at = draws.uniform(entity, index) * (sortedNs.length - 1);
      int i = (int) at;
      double low = sortedNs[i];
      double high = sortedNs[Math.min(i + 1, sortedNs.length - 1)];
      return (long) (low + (high - low) * (at - i) + 0.5);
    }

    @Override
    public double meanNs() {
      int n = sortedNs.length;
      double sum = 0;
      for (int i = 0; i + 1 < n; i++) {
        sum += (sortedNs[i] + sortedNs[i + 1]) / 2;
      }
      return n == 1 ? sortedNs[0] : sum / (n - 1);
    }
  }
}
