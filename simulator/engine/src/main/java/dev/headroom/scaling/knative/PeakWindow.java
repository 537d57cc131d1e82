package dev.headroom.scaling.knative;

/**
 * The largest of the values recorded in the last slots of two seconds.
 *
 * <p>Only values that no later one has reached are kept, so they fall from oldest to newest and
 * the oldest is the answer. Source of the slots: knative/serving {@code
 * pkg/autoscaler/aggregation/max/window.go}.
 */
final class PeakWindow {
  private static final long SLOT_NS = 2_000_000_000L;

  private final long[] slots;
  private final int[] values;
  private int oldest;
  private int kept;

  /** A window of {@code spanNs}, in whole slots. */
  PeakWindow(long spanNs) {
    int size = Math.toIntExact((spanNs + SLOT_NS - 1) / SLOT_NS);
    slots = new long[size];
    values = new int[size];
  }

  /** Adds a value at an absolute time and returns the largest of the window. */
  int record(long nowNs, int value) {
    long slot = Math.floorDiv(nowNs, SLOT_NS);
    while (kept > 0 && slot - slots[oldest] >= slots.length) {
      oldest = place(1);
      kept--;
    }
    while (kept > 0 && values[place(kept - 1)] < value) {
      kept--;
    }
    // In one slot the larger value stays, and what is kept is not smaller by now.
    if (kept == 0 || slots[place(kept - 1)] < slot) {
      int at = place(kept);
      slots[at] = slot;
      values[at] = value;
      kept++;
    }
    return values[oldest];
  }

  private int place(int behindOldest) {
    return (oldest + behindOldest) % slots.length;
  }
}
