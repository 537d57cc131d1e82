package dev.headroom.traffic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests over time in at most 4,096 bins; the bins double when the trace outgrows them. */
final class Profile {
  private static final int BINS_MAX = 4_096;

  private final long[] bins = new long[BINS_MAX];
  private long binNs;
  private int used;

  Profile(long binNs) {
    this.binNs = binNs;
  }

  void add(long timeNs, long requests) {
    while (timeNs / binNs >= BINS_MAX) {
      for (int i = 0; i < BINS_MAX / 2; i++) {
        bins[i] = bins[2 * i] + bins[2 * i + 1];
      }
      Arrays.fill(bins, BINS_MAX / 2, BINS_MAX, 0);
      binNs *= 2;
      used = (used + 1) / 2;
    }
    int bin = (int) (timeNs / binNs);
    bins[bin] += requests;
    used = Math.max(used, bin + 1);
  }

  long binNs() {
    return binNs;
  }

  List<Long> bins() {
    List<Long> out = new ArrayList<>(used);
    for (int i = 0; i < used; i++) {
      out.add(bins[i]);
    }
    return out;
  }
}
