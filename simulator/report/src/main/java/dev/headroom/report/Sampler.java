package dev.headroom.report;

import java.util.Arrays;

/** Chooses the bins to draw: all if they are few, else the least and the greatest of each run. */
final class Sampler {
  private Sampler() {}

  /**
   * Indices in ascending order, at most {@code points}; a run of bins without any value keeps one
   * of them, so that a gap stays a gap.
   */
  static int[] choose(double[] values, int points) {
    int n = values.length;
    if (n <= points) {
      int[] all = new int[n];
      Arrays.setAll(all, i -> i);
      return all;
    }
    int buckets = points / 2;
    int[] chosen = new int[points];
    int count = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = (int) ((long) bucket * n / buckets);
      int to = (int) ((long) (bucket + 1) * n / buckets);
      int least = -1;
      int greatest = -1;
      for (int i = from; i < to; i++) {
        if (!Double.isNaN(values[i])) {
          least = least < 0 || values[i] < values[least] ? i : least;
          greatest = greatest < 0 || values[i] > values[greatest] ? i : greatest;
        }
      }
      if (least < 0) {
        chosen[count++] = from;
      } else {
        chosen[count++] = Math.min(least, greatest);
        if (least != greatest) {
          chosen[count++] = Math.max(least, greatest);
        }
      }
    }
    return Arrays.copyOf(chosen, count);
  }
}
