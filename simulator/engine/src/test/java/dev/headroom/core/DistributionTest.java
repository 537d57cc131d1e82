package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Times against what their parameters say. */
class DistributionTest {
  private static final int SAMPLES = 200_000;
  private static final Draws DRAWS = Draws.of(1, 0, Purpose.SERVICE);
  private static final Distribution TEN = Distribution.constant(10);

  private static long[] sorted(Distribution distribution) {
    long[] samples = new long[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = distribution.sampleNs(DRAWS, i, 1);
    }
    Arrays.sort(samples);
    return samples;
  }

  private static double quantile(long[] sorted, double q) {
    return sorted[(int) (q * sorted.length)];
  }

  private static double mean(long[] samples) {
    return Arrays.stream(samples).average().orElseThrow();
  }

  /** Asserts a share of the samples below a value, within 3.3 deviations. */
  private static void share(long[] sorted, double belowNs, double share) {
    long below = Arrays.stream(sorted).filter(ns -> ns < belowNs).count();
    double deviation = Math.sqrt(share * (1 - share) / sorted.length);
    assertEquals(share, (double) below / sorted.length, 3.3 * deviation, "below " + belowNs);
  }

  @Test
  void constant() {
    assertEquals(10, TEN.sampleNs(DRAWS, 4, 2));
    assertEquals(10, TEN.meanNs());
    assertTrue(TEN.isConstant());
    assertFalse(TEN.isZero());
    assertTrue(Distribution.constant(0).isZero());
    assertEquals("constant must be 0 or more", refused(() -> Distribution.constant(-1)));
  }

  /** At the median, at the 99th percentile, and mean exp(mu + sigma^2 / 2). */
  @Test
  void lognormalByMedianAndTail() {
    Distribution lognormal = Distribution.lognormal(1e6, 8e6);
    long[] sorted = sorted(lognormal);
    share(sorted, 1e6, 0.5);
    share(sorted, 8e6, 0.99);
    double sigma = Math.log(8) / 2.3263478740408408;
    assertEquals(1e6 * Math.exp(sigma * sigma / 2), lognormal.meanNs(), 1e-3);
    assertEquals(lognormal.meanNs(), mean(sorted), 0.02e6);
    assertFalse(lognormal.isConstant());
    assertFalse(lognormal.isZero());
    assertEquals("p99 must be above p50", refused(() -> Distribution.lognormal(2, 2)));
    assertEquals("p50 must be above 0", refused(() -> Distribution.lognormal(0, 2)));
  }

  /** A tail that reaches beyond the clock ends after ten years. */
  @Test
  void noSampleIsLongerThanTenYears() {
    Distribution tail = Distribution.lognormal(1e9, 365 * 86_400e9);
    for (Distribution each : List.of(tail, Distribution.scaled(tail, 1e6))) {
      long[] sorted = sorted(each);
      assertEquals(3650L * 86_400 * 1_000_000_000, sorted[sorted.length - 1]);
      assertTrue(sorted[0] >= 0, "least " + sorted[0]);
    }
  }

  /** Five of a hundred are below the range and five above. */
  @Test
  void lognormalByRange() {
    Distribution range = Distribution.range90(1e6, 4e6);
    long[] sorted = sorted(range);
    share(sorted, 1e6, 0.05);
    share(sorted, 4e6, 0.95);
    double sigma = Math.log(4) / (2 * 1.6448536269514722);
    assertEquals(2e6 * Math.exp(sigma * sigma / 2), range.meanNs(), 1e-3);
    String order = "the high end must be above the low end";
    assertEquals(order, refused(() -> Distribution.range90(4, 4)));
    assertEquals("low end must be above 0", refused(() -> Distribution.range90(0, 4)));
  }

  /** Each sample is its draw put through the formula, and rounded to whole nanoseconds. */
  @Test
  void samplesAreTheirDraws() {
    Distribution exponential = Distribution.exponential(50);
    Distribution lognormal = Distribution.lognormal(50, 400);
    double sigma = Math.log(8) / 2.3263478740408408;
    for (int i = 0; i < 1000; i++) {
      assertEquals(
          50 * DRAWS.exponential(i, 3), exponential.sampleNs(DRAWS, i, 3), 0.5 + 1e-9, "" + i);
      assertEquals(
          50 * Math.exp(sigma * DRAWS.normal(i, 3)),
          lognormal.sampleNs(DRAWS, i, 3),
          0.5 + 1e-9,
          "" + i);
    }
  }

  @Test
  void exponential() {
    Distribution exponential = Distribution.exponential(1e6);
    long[] sorted = sorted(exponential);
    share(sorted, 1e6, 1 - Math.exp(-1));
    share(sorted, 3e6, 1 - Math.exp(-3));
    assertEquals(1e6, exponential.meanNs());
    assertEquals("mean must be above 0", refused(() -> Distribution.exponential(0)));
  }

  @Test
  void uniform() {
    Distribution uniform = Distribution.uniform(100, 300);
    long[] sorted = sorted(uniform);
    assertEquals(100, sorted[0]);
    assertEquals(300, sorted[SAMPLES - 1]);
    share(sorted, 149.5, 0.2475);
    assertEquals(200, uniform.meanNs());
    assertEquals(0, sorted(Distribution.uniform(0, 4))[0]);
    for (double[] ends : new double[][] {{-1, 3}, {3, 3}, {3, Double.NaN}}) {
      refused(() -> Distribution.uniform(ends[0], ends[1]));
    }
  }

  /** Lines from 10 to 20 and from 20 to 60: half of the samples on each, mean (15 + 40) / 2. */
  @Test
  void empirical() {
    Distribution empirical = Distribution.empirical(new double[] {6e6, 1e6, 2e6});
    long[] sorted = sorted(empirical);
    assertEquals(27.5e5, empirical.meanNs());
    assertEquals(27.5e5, mean(sorted), 0.01e6);
    share(sorted, 1.5e6, 0.25);
    share(sorted, 2e6, 0.5);
    share(sorted, 4e6, 0.75);
    assertEquals(1e6, quantile(sorted, 0), 100);
    assertEquals(6e6, sorted[SAMPLES - 1], 200);
    Distribution single = Distribution.empirical(new double[] {7});
    assertEquals(7, single.meanNs());
    assertEquals(7, single.sampleNs(DRAWS, 3, 0));
    assertEquals(0, Distribution.empirical(new double[] {0}).meanNs());
    String needs = "needs at least one value, none negative";
    assertEquals(needs, refused(() -> Distribution.empirical(new double[0])));
    assertEquals(needs, refused(() -> Distribution.empirical(new double[] {3, -1})));
  }

  /** What is built of others, sample by sample. */
  @Test
  void builtOfOthers() {
    Distribution base = Distribution.exponential(1000);
    Distribution shifted = Distribution.shifted(base, 5);
    Distribution scaled = Distribution.scaled(base, 2.5);
    Distribution sum = Distribution.sum(base, base);
    for (int i = 0; i < 1000; i++) {
      long ns = base.sampleNs(DRAWS, i, 2);
      assertEquals(ns + 5, shifted.sampleNs(DRAWS, i, 2));
      assertEquals((5 * ns + 1) / 2, scaled.sampleNs(DRAWS, i, 2), "rounded up at a half");
      long other = base.sampleNs(DRAWS, i, 2 + (1 << 20));
      assertEquals(ns + other, sum.sampleNs(DRAWS, i, 2));
    }
    assertEquals(1005, shifted.meanNs());
    assertEquals(2500, scaled.meanNs());
    assertEquals(2000, sum.meanNs());
    assertSame(base, Distribution.scaled(base, 1));
    assertEquals(0, Distribution.shifted(Distribution.constant(0), 0).sampleNs(DRAWS, 0, 0));
    assertEquals("shift must be 0 or more", refused(() -> Distribution.shifted(base, -1)));
    assertEquals("factor must be above 0", refused(() -> Distribution.scaled(base, 0)));
  }

  @Test
  void zero() {
    Distribution none = Distribution.constant(0);
    assertTrue(Distribution.sum(none, none).isZero());
    assertFalse(Distribution.sum(none, TEN).isZero());
    assertFalse(Distribution.sum(TEN, none).isZero());
    assertTrue(Distribution.scaled(none, 3).isZero());
    assertFalse(Distribution.scaled(TEN, 3).isZero());
    assertFalse(Distribution.scaled(TEN, 3).isConstant());
  }

  private static String refused(Executable making) {
    return assertThrows(IllegalArgumentException.class, making).getMessage();
  }
}
