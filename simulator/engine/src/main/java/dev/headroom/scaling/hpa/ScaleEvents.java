package dev.headroom.scaling.hpa;

import java.util.Arrays;

/**
 * Changes of the replica count in one direction, each with its time.
 *
 * <p>A new change takes the slot of the last one that is older than the longest period of its own
 * direction's rates. Where the other direction's rates look back further, that drops a change which
 * they would still count; the controller does so, and a simulation of it must.
 */
final class ScaleEvents {
  private int size;
  private int[] change = new int[16];
  private long[] atNs = new long[16];

  /** Pods moved in less than {@code periodNs}. */
  int within(long periodNs, long nowNs) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      if (atNs[i] > nowNs - periodNs) {
        sum += change[i];
      }
    }
    return sum;
  }

  void add(int pods, long periodMaxNs, long nowNs) {
    int slot = size;
    for (int i = 0; i < size; i++) {
      if (atNs[i] < nowNs - periodMaxNs) {
        slot = i;
      }
    }
    if (slot == size) {
      if (size == change.length) {
        change = Arrays.copyOf(change, 2 * size);
        atNs = Arrays.copyOf(atNs, 2 * size);
      }
      size++;
    }
    change[slot] = pods;
    atNs[slot] = nowNs;
  }
}
