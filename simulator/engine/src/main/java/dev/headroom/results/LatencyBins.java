package dev.headroom.results;

import java.util.Arrays;

/**
 * Latency percentiles per bin of the time series: one small logarithmic histogram per bin that has
 * completions, 16 steps per octave (each step 4.4 % wide or less).
 */
final class LatencyBins {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS;

  /** Everything up to about 8 microseconds is one step. */
  private static final int SHIFT = 13;

  private static final int SIZE = (64 - SHIFT) * STEPS;

  private int[][] histogram = new int[64][];
  private final int[] spare = new int[SIZE];
  /** Steps of the current bin that may hold something are the first so many. */
  private int spareUsed;

  private long[] maxNs = new long[64];

  /** Records into the current bin. */
  void record(long latencyNs) {
    int i = index(latencyNs);
    spare[i]++;
    spareUsed = Math.max(spareUsed, i + 1);
  }

  private static int index(long latencyNs) {
    long units = latencyNs >> SHIFT;
    if (units < STEPS) {
      return (int) units;
    }
    int octave = 63 - Long.numberOfLeadingZeros(units) - STEP_BITS;
    return (octave << STEP_BITS) + (int) (units >> octave);
  }

  /** Middle of a step, in nanoseconds. */
  private static double middleNs(int index) {
    int octave = Math.max(0, (index >> STEP_BITS) - 1);
    long low = index < STEPS ? index : (long) (index - (octave << STEP_BITS)) << octave;
    return (low + (1L << octave) / 2.0) * (1L << SHIFT);
  }

  /** Closes the current bin as bin {@code bin}, which may be closed already and has more then. */
  void close(int bin, long binMaxNs) {
    if (bin >= histogram.length) {
      histogram = Arrays.copyOf(histogram, histogram.length * 2);
      maxNs = Arrays.copyOf(maxNs, maxNs.length * 2);
    }
    maxNs[bin] = Math.max(maxNs[bin], binMaxNs);
    if (spareUsed > 0) {
      histogram[bin] = sum(histogram[bin], Arrays.copyOf(spare, spareUsed));
      discard();
    }
  }

  /** Forgets what the current bin holds. */
  void discard() {
    Arrays.fill(spare, 0, spareUsed, 0);
    spareUsed = 0;
  }

  /** Merges bins pairwise into half as many. */
  void halve(int bins) {
    for (int i = 0; i < bins / 2; i++) {
      histogram[i] = sum(histogram[2 * i], histogram[2 * i + 1]);
      maxNs[i] = Math.max(maxNs[2 * i], maxNs[2 * i + 1]);
    }
    Arrays.fill(histogram, bins / 2, bins, null);
    Arrays.fill(maxNs, bins / 2, bins, 0);
  }

  private static int[] sum(int[] a, int[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    int[] longer = a.length >= b.length ? a : b;
    int[] shorter = longer == a ? b : a;
    for (int i = 0; i < shorter.length; i++) {
      longer[i] += shorter[i];
    }
    return longer;
  }

  /** The quantile of a bin in nanoseconds, NaN where nothing completed. */
  double quantileNs(int bin, double quantile) {
    return quantileNs(histogram[bin], quantile, maxNs[bin]);
  }

  /** The same of the bins {@code from} to {@code to - 1} together. */
  double quantileNs(int from, int to, double quantile) {
    int[] counts = new int[SIZE]; // one of its own: a sum is put into the longer array
    long most = 0;
    for (int bin = from; bin < to; bin++) {
      counts = sum(counts, histogram[bin]);
      most = Math.max(most, maxNs[bin]);
    }
    return most == 0 ? Double.NaN : quantileNs(counts, quantile, most);
  }

  private static double quantileNs(int[] counts, double quantile, long mostNs) {
    if (counts == null) {
      return Double.NaN;
    }
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    long rank = (long) Math.ceil(quantile * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && counts[i] > 0) {
        return Math.min(middleNs(i), mostNs);
      }
    }
    return mostNs;
  }

  /** The largest latency of a bin in nanoseconds, NaN where nothing completed. */
  double maxNs(int bin) {
    return histogram[bin] == null ? Double.NaN : maxNs[bin];
  }
}
