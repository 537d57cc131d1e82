package dev.headroom.scaling.hpa;

import java.util.Arrays;

/**
 * The wishes that stabilisation remembers, each with its time. A slot is used again once its wish
 * is older than every window.
 */
final class Recommendations {
  private int size;
  private int[] replicas = new int[32];
  private long[] atNs = new long[32];
  private int lowest;
  private int highest;

  boolean isEmpty() {
    return size == 0;
  }

  /** Records {@code wish} and finds the highest of it and of those made at or after a time. */
  int highestSince(int wish, long cutoffNs, long nowNs) {
    int max = wish;
    int old = size;
    for (int i = 0; i < size; i++) {
      if (atNs[i] < cutoffNs) {
        old = i;
      } else {
        max = Math.max(max, replicas[i]);
      }
    }
    store(old, wish, nowNs);
    return max;
  }

  /**
   * Records {@code wish} and finds the {@link #lowest} of it and of those made after one time, and
   * the {@link #highest} of it and of those made after another. Here a wish as old as the window no
   * longer counts, unlike in {@link #highestSince}.
   */
  void range(int wish, long lowestAfterNs, long highestAfterNs, long nowNs) {
    lowest = wish;
    highest = wish;
    int old = size;
    for (int i = 0; i < size; i++) {
      if (atNs[i] > lowestAfterNs) {
        lowest = Math.min(lowest, replicas[i]);
      }
      if (atNs[i] > highestAfterNs) {
        highest = Math.max(highest, replicas[i]);
      }
      if (atNs[i] < lowestAfterNs && atNs[i] < highestAfterNs) {
        old = i;
      }
    }
    store(old, wish, nowNs);
  }

  int lowest() {
    return lowest;
  }

  int highest() {
    return highest;
  }

  void add(int wish, long nowNs) {
    store(size, wish, nowNs);
  }

  private void store(int slot, int wish, long nowNs) {
    if (slot == size) {
      if (size == replicas.length) {
        replicas = Arrays.copyOf(replicas, 2 * size);
        atNs = Arrays.copyOf(atNs, 2 * size);
      }
      size++;
    }
    replicas[slot] = wish;
    atNs[slot] = nowNs;
  }
}
