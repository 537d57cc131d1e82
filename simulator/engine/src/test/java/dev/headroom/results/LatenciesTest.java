package dev.headroom.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Both ways of keeping latencies: against a histogram, and by hand. */
final class LatenciesTest {
  private static final long HIGHEST = 48L * 3600 * 1_000_000_000L;
  private static final long MS = 1_000_000L;

  private static long[] values() {
    Draws draws = Draws.of(5, 0, Purpose.SHAPE, 0);
    long[] values = new long[4_000];
    for (int i = 0; i < values.length; i++) {
      long power = 1L << i % 47;
      values[i] = Math.min(
          HIGHEST,
          switch (i % 5) {
            case 0 -> power;
            case 1 -> power - 1;
            case 2 -> power + 1;
            default -> (long) (power * (1 + draws.uniform(i)));
          });
    }
    return values;
  }

  @Test
  void countsAreAHistogram() {
    LatencyCounts counts = new LatencyCounts(1_000, HIGHEST, 3);
    Histogram histogram = new Histogram(1_000, HIGHEST, 3);
    for (long value : values()) {
      counts.record(value);
      histogram.recordValue(value);
    }
    counts.record(HIGHEST);
    histogram.recordValue(HIGHEST);
    assertEquals(histogram, counts.histogram());
    for (double percentile : new double[] {0, 1, 25, 50, 90, 99, 100}) {
      assertEquals(
          histogram.getValueAtPercentile(percentile),
          counts.histogram().getValueAtPercentile(percentile));
    }
    LatencyCounts one = new LatencyCounts(1_000, HIGHEST, 3);
    one.record(2 * MS);
    assertEquals(2e6, one.histogram().getMaxValue(), 2e3);
    counts.reset();
    assertEquals(0, counts.histogram().getTotalCount());
  }

  /** Classes order values, 32 to an octave; counts and sums from one on are those of its values. */
  @Test
  void classes() {
    LatencyCounts counts = new LatencyCounts(1_000, HIGHEST, 3);
    long[] values = values();
    for (long value : values) {
      counts.record(value);
    }
    assertEquals(32, counts.latencyClass(64 * MS) - counts.latencyClass(32 * MS));
    assertEquals(counts.latencyClass(HIGHEST) + 1, counts.classes());
    for (long from : new long[] {0, 512, MS, 70 * MS, 5_000 * MS, HIGHEST}) {
      int latencyClass = counts.latencyClass(from);
      long count = 0;
      double sum = 0;
      for (long value : values) {
        if (counts.latencyClass(value) >= latencyClass) {
          count++;
          sum += value;
        }
      }
      assertEquals(count, counts.countFrom(latencyClass));
      assertEquals(sum, counts.sumFrom(latencyClass), sum * 5e-4);
    }
  }

  /**
   * 1 to 100 ms: the 50th is 6103 units of 8.192 us, 23.8 x 256, hence in the step from 23 x 256 to
   * 24 x 256 units, whose middle is 23.5 x 256.
   */
  @Test
  void quantilesOfABin() {
    LatencyBins bins = new LatencyBins();
    for (int i = 1; i <= 100; i++) {
      bins.record(i * MS);
    }
    bins.close(0, 100 * MS);
    assertEquals(23.5 * 256 * 8192, bins.quantileNs(0, 0.5));
    // 12,207 are 23.8 x 512.
    assertEquals(23.5 * 512 * 8192, bins.quantileNs(0, 1));
    assertEquals(100e6, bins.maxNs(0));
    assertEquals(Double.NaN, bins.quantileNs(1, 0.5));
    assertEquals(Double.NaN, bins.maxNs(1));
    bins.close(1, 0);
    assertEquals(Double.NaN, bins.quantileNs(1, 0.5));
    // 15 units and less have a step each.
    bins.record(15 * 8192);
    bins.record(15 * 8192 - 1);
    bins.close(2, 15 * 8192);
    assertEquals(14.5 * 8192, bins.quantileNs(2, 0.5));
    assertEquals(15 * 8192, bins.quantileNs(2, 1));
  }

  /** Seventy bins with one request each: of 10 ms in the even ones, of 20 ms in the odd ones. */
  @Test
  void binsTogether() {
    LatencyBins bins = new LatencyBins();
    for (int bin = 0; bin < 70; bin++) {
      bins.record((bin % 2 + 1) * 10L * MS);
      bins.close(bin, (bin % 2 + 1) * 10L * MS);
    }
    // 10 ms are 1220 units, in the step from 19 x 64; its middle is more than a bin's largest.
    double ten = 19.5 * 64 * 8192;
    assertEquals(10e6, bins.quantileNs(68, 0.5));
    assertEquals(ten, bins.quantileNs(0, 3, 0.5));
    assertEquals(20e6, bins.quantileNs(0, 4, 0.51));
    assertEquals(ten, bins.quantileNs(0, 4, 0.5));
    assertEquals(ten, bins.quantileNs(0, 4, 0));
    assertEquals(Double.NaN, bins.quantileNs(5, 5, 0.5));
    bins.halve(70);
    assertEquals(ten, bins.quantileNs(34, 0.5));
    assertEquals(20e6, bins.maxNs(34));
    assertEquals(Double.NaN, bins.maxNs(35));
    assertEquals(Double.NaN, bins.quantileNs(35, 69, 0.5));
    // A bin that is closed already and has more.
    bins.record(40 * MS);
    bins.close(34, 40 * MS);
    assertEquals(40e6, bins.maxNs(34));
    assertEquals(40e6, bins.quantileNs(34, 1), 40e6 * 0.044);
    bins.record(MS);
    bins.discard();
    bins.close(35, 0);
    assertEquals(Double.NaN, bins.maxNs(35));
  }
}
