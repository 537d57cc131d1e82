package dev.headroom.measure;

import dev.headroom.core.Decimals;
import dev.headroom.results.Count;
import java.util.Arrays;

/**
 * When far more comes than usual.
 *
 * @param fromNs when it begins, from the start of the run
 * @param untilNs when it is over
 * @param trafficNs how long traffic lasts
 * @param peakPerSecond most requests per second within it, in one bin
 */
public record Spike(long fromNs, long untilNs, long trafficNs, double peakPerSecond) {
  /** More than so many times the median is unusual, and by more than chance. */
  private static final double ABOVE = 1.5;

  private static final double DEVIATIONS = 4;

  /** Quiet bins inside a spike. */
  private static final int GAP = 10;

  /** What lasts a larger share of the traffic is the traffic, and no spike. */
  private static final double SHARE = 0.5;

  /**
   * Minimum instances during a spike.
   *
   * @param atStart the minimum with which the run begins
   * @param actions the changes of it, as {@code platform.scale.schedule} takes them
   * @param words for people
   */
  public record Schedule(int atStart, String actions, String words) {}

  /**
   * More minimum instances from some time before the spike until its end.
   *
   * @param min during the spike
   * @param low otherwise
   * @param leadNs how long before; what would begin before the run does stands from its start
   */
  public Schedule schedule(int min, int low, long leadNs) {
    long beginNs = fromNs - leadNs;
    boolean atOnce = beginNs <= 0;
    String end = "{at: " + seconds(untilNs) + ", min: " + low + "}]";
    return new Schedule(
        atOnce ? min : low,
        (atOnce ? "[" : "[{at: " + seconds(beginNs) + ", min: " + min + "}, ") + end,
        min + " minimum instances from " + (atOnce ? "the start" : Say.clock(beginNs)) + " to "
            + Say.clock(untilNs) + ", else " + low);
  }

  private static String seconds(long ns) {
    return Decimals.format(ns / 1e9, 3) + "s";
  }

  /** The spike with the most requests, or null where there is none. */
  public static Spike of(Facts facts) {
    long binNs = facts.recorder.binNs();
    int bins = (int)
        Math.min(facts.recorder.bins().size(), (facts.outcome.traceEndNs() + binNs - 1) / binNs);
    double[] offered = new double[bins];
    for (int row = facts.users().from(); row < facts.users().to(); row++) {
      for (int bin = 0; bin < bins; bin++) {
        offered[bin] += facts.recorder.bins().count(bin, row, Count.OFFERED);
      }
    }
    double[] sorted = offered.clone();
    Arrays.sort(sorted);
    double level = bins == 0 ? 0 : sorted[(bins - 1) / 2];
    double above = Math.max(ABOVE * level, level + DEVIATIONS * Math.sqrt(Math.max(1, level)));
    int[] best = largest(offered, above);
    if (best == null || best[1] - best[0] > SHARE * bins) {
      return null;
    }
    double peak = 0;
    for (int bin = best[0]; bin < best[1]; bin++) {
      peak = Math.max(peak, offered[bin]);
    }
    return new Spike(
        best[0] * binNs, best[1] * binNs, facts.outcome.traceEndNs(), peak * 1e9 / binNs);
  }

  /** From and to of the stretch with most in it; null where no bin is above. */
  private static int[] largest(double[] offered, double above) {
    int[] best = null;
    double most = 0;
    int from = -1;
    int last = -1;
    double sum = 0;
    for (int bin = 0; bin <= offered.length; bin++) {
      boolean high = bin < offered.length && offered[bin] > above;
      if (from >= 0 && (bin == offered.length || bin - last > GAP)) {
        if (sum > most) {
          most = sum;
          best = new int[] {from, last + 1};
        }
        from = -1;
        sum = 0;
      }
      if (high) {
        from = from < 0 ? bin : from;
        last = bin;
        sum += offered[bin];
      }
    }
    return best;
  }
}
