package dev.headroom.scaling.knative;

import java.util.Arrays;

/**
 * What each pod's queue-proxy counts between two reports: requests inside, averaged over time, and
 * arrivals.
 *
 * <p>One object serves all pods of a revision, told apart by slot. Source: {@code
 * knative.dev/networking/pkg/http/stats/request.go}; sums are taken in the same order, so that
 * averages agree to the last bit.
 */
public final class PodRequestStats {
  // One pod's numbers lie side by side: an event touches one or two cache lines.
  private static final int INSIDE = 0;
  private static final int PROXIED_INSIDE = 1;
  private static final int ARRIVED = 2;
  private static final int PROXIED_ARRIVED = 3;
  private static final int AREA = 4;
  private static final int PROXIED_AREA = 5;
  private static final int SECONDS = 6;
  private static final int WIDTH = 8;

  private static final long SECOND_NS = 1_000_000_000L;

  private double[] numbers;
  private long[] changedNs;

  /** Room for some slots at first; it grows when a larger one starts. */
  public PodRequestStats(int slots) {
    numbers = new double[slots * WIDTH];
    changedNs = new long[slots];
  }

  /** A pod begins, empty, in a slot that another may have had before. */
  public void start(int slot, long nowNs) {
    if (slot >= changedNs.length) {
      int slots = Math.max(slot + 1, 2 * changedNs.length);
      numbers = Arrays.copyOf(numbers, slots * WIDTH);
      changedNs = Arrays.copyOf(changedNs, slots);
    }
    Arrays.fill(numbers, slot * WIDTH, (slot + 1) * WIDTH, 0);
    changedNs[slot] = nowNs;
  }

  /** A request arrives past the activators. */
  public void in(int slot, long nowNs) {
    int at = advance(slot, nowNs);
    numbers[at + INSIDE]++;
    numbers[at + ARRIVED]++;
  }

  /** A request that arrived with {@link #in} leaves. */
  public void out(int slot, long nowNs) {
    numbers[advance(slot, nowNs) + INSIDE]--;
  }

  /** A request arrives through an activator. */
  public void proxiedIn(int slot, long nowNs) {
    int at = advance(slot, nowNs);
    numbers[at + PROXIED_INSIDE]++;
    numbers[at + PROXIED_ARRIVED]++;
    numbers[at + INSIDE]++;
    numbers[at + ARRIVED]++;
  }

  /** A request that arrived with {@link #proxiedIn} leaves. */
  public void proxiedOut(int slot, long nowNs) {
    int at = advance(slot, nowNs);
    numbers[at + PROXIED_INSIDE]--;
    numbers[at + INSIDE]--;
  }

  /** Requests inside now. */
  public int inside(int slot) {
    return (int) numbers[slot * WIDTH + INSIDE];
  }

  /** Writes what happened since the last report, and begins anew. */
  public void report(int slot, long nowNs, PodReport into) {
    int at = advance(slot, nowNs);
    double seconds = numbers[at + SECONDS];
    into.set(
        seconds > 0 ? numbers[at + AREA] / seconds : 0,
        seconds > 0 ? numbers[at + PROXIED_AREA] / seconds : 0,
        numbers[at + ARRIVED],
        numbers[at + PROXIED_ARRIVED]);
    Arrays.fill(numbers, at + ARRIVED, at + SECONDS + 1, 0);
  }

  /** Adds the time since the last change; a clock that went back changes nothing. */
  private int advance(int slot, long nowNs) {
    int at = slot * WIDTH;
    long passedNs = nowNs - changedNs[slot];
    if (passedNs > 0) {
      double seconds = seconds(passedNs);
      numbers[at + SECONDS] += seconds;
      numbers[at + AREA] += numbers[at + INSIDE] * seconds;
      numbers[at + PROXIED_AREA] += numbers[at + PROXIED_INSIDE] * seconds;
      changedNs[slot] = nowNs;
    }
    return at;
  }

  /** As Go computes it: whole seconds and the rest are converted apart. */
  private static double seconds(long ns) {
    if (ns < SECOND_NS) {
      return ns / 1e9;
    }
    long whole = ns / SECOND_NS;
    return whole + ns % SECOND_NS / 1e9;
  }
}
