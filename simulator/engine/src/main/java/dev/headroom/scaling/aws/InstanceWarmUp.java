package dev.headroom.scaling.aws;

import java.util.Arrays;

/**
 * When the instances of a group came into service, to tell how many are warm.
 *
 * <p>A group removes nothing while any is warming, so that one leaving early is a failure; it then
 * counts as warming until its time is over.
 */
public final class InstanceWarmUp {
  /** A group's warm-up if it sets none: the default cooldown, five minutes. */
  public static final long DEFAULT_NS = 300_000_000_000L;

  private final long warmUpNs;

  /** The times of those that may still be warming, a ring in order. */
  private long[] inServiceNs = new long[16];

  private int first;
  private int size;

  /** Nothing is warming. */
  public InstanceWarmUp(long warmUpNs) {
    if (warmUpNs < 0) {
      throw new IllegalArgumentException("warm-up " + warmUpNs + " ns must be at least 0");
    }
    this.warmUpNs = warmUpNs;
  }

  /** An instance came into service; times must not go back. */
  public void inService(long atNs) {
    if (size == inServiceNs.length) {
      grow();
    }
    inServiceNs[(first + size) % inServiceNs.length] = atNs;
    size++;
  }

  /** How many that came into service are still warming up. */
  public int warming(long nowNs) {
    while (size > 0 && inServiceNs[first] + warmUpNs <= nowNs) {
      first = (first + 1) % inServiceNs.length;
      size--;
    }
    return size;
  }

  private void grow() {
    long[] longer = Arrays.copyOf(inServiceNs, 2 * size);
    for (int i = 0; i < size; i++) {
      longer[i] = inServiceNs[(first + i) % size];
    }
    inServiceNs = longer;
    first = 0;
  }
}
