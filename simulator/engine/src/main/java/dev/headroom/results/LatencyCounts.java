package dev.headroom.results;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Counts of a {@link Histogram}, kept so that a run records without the bookkeeping that the
 * histogram does for whoever reads it at the same time.
 *
 * <p>The steps are the histogram's own (Tene, HdrHistogram): {@code 2^k} of equal width per octave,
 * k the least with two units of the last digit to a step, so that filling one from the counts loses
 * nothing.
 */
final class LatencyCounts {
  /** Steps of a class, as a power of two. */
  private static final int CLASS_BITS = 5;

  private final Histogram steps;
  private final int unitBits;
  private final int halfBits;
  private final long lowestMask;
  private final int leadingZeros;
  private final long[] count;

  /** Counts of {@code new Histogram(lowest, highest, digits)}. */
  LatencyCounts(long lowest, long highest, int digits) {
    steps = new Histogram(lowest, highest, digits);
    unitBits = 63 - Long.numberOfLeadingZeros(lowest);
    int stepBits = 64 - Long.numberOfLeadingZeros(2 * Math.round(StrictMath.pow(10, digits)) - 1);
    halfBits = stepBits - 1;
    lowestMask = (1L << stepBits) - 1 << unitBits;
    leadingZeros = 64 - unitBits - stepBits;
    count = new long[index(highest) + 1];
  }

  void record(long value) {
    count[index(value)]++;
  }

  /** Number of classes, each of several steps that stand together. */
  int classes() {
    return classOf(count.length - 1) + 1;
  }

  /** The class of a value: 32 of equal width per octave with three digits. */
  int latencyClass(long value) {
    return classOf(index(value));
  }

  private int classOf(int index) {
    return index >> CLASS_BITS;
  }

  /** Recorded values of a class and of all above. */
  long countFrom(int latencyClass) {
    long sum = 0;
    for (int i = latencyClass << CLASS_BITS; i < count.length; i++) {
      sum += count[i];
    }
    return sum;
  }

  /** Sum of the recorded values of a class and of all above, each taken as its step's middle. */
  double sumFrom(int latencyClass) {
    double sum = 0;
    for (int i = latencyClass << CLASS_BITS; i < count.length; i++) {
      sum += count[i] * (lowestOf(i) / 2.0 + lowestOf(i + 1) / 2.0);
    }
    return sum;
  }

  private int index(long value) {
    int octave = leadingZeros - Long.numberOfLeadingZeros(value | lowestMask);
    return (octave << halfBits) + (int) (value >>> (octave + unitBits));
  }

  private long lowestOf(int index) {
    int octave = Math.max(0, (index >> halfBits) - 1);
    return (long) (index - (octave << halfBits)) << (octave + unitBits);
  }

  void reset() {
    Arrays.fill(count, 0);
  }

  /** What was recorded. */
  Histogram histogram() {
    Histogram filled = new Histogram(steps);
    for (int i = 0; i < count.length; i++) {
      if (count[i] > 0) {
        filled.recordValueWithCount(lowestOf(i), count[i]);
      }
    }
    return filled;
  }
}
