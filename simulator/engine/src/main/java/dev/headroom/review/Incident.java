package dev.headroom.review;

import dev.headroom.measure.Facts;
import java.util.Arrays;

/**
 * The worst time of a run, found in its series: what set it off, and what was left of it after.
 *
 * <p>It is the stretch of failing bins with the most failures, gaps of a window bridged; in a run
 * without failures, the last time above the usual level, if it leaves requests inside for longer
 * than a window. The trigger is the last time above the usual level that began before the stretch
 * ended and after the backlog before it was last gone; it ends with the last bin that lies nearer
 * to the highest of its window than to the usual level. Where there is no such time, the trigger is
 * not in the load. A run that fails from its first window to its last has no incident.
 *
 * @param series of the run
 * @param byLoad whether the trigger is in the load
 * @param from first bin of the trigger
 * @param end bin after the trigger: from here on the load is at its usual level
 * @param failedUntil bin after the last failing one, at most {@code end} where nothing fails after
 * @param clearedAt bin from which no more is inside than usual, -1 where there is none
 * @param usualInside most that is usually inside
 */
record Incident(
    LoadSeries series,
    boolean byLoad,
    int from,
    int end,
    int failedUntil,
    int clearedAt,
    double usualInside) {
  private static final int WINDOW = LoadSeries.WINDOW;

  /** Bins after the trigger that are needed to tell a storm from what passes. */
  static final int JUDGED_BINS = 60;

  private static final int TRIGGER_LENGTHS = 3;

  /** It gets better when the last third of the time has less than this share of the first. */
  private static final double BETTER = 0.8;

  /** Nothing gets better where the last third of the time has failures alone, or nearly. */
  private static final double NOTHING_ELSE = 0.9;

  /** The worst time of a run, or null where there was none. */
  static Incident of(Facts facts) {
    LoadSeries series = new LoadSeries(facts);
    // As many as come while the fastest requests take their time.
    double fast = facts.latency().getTotalCount() == 0
        ? 0
        : facts.latency().getValueAtPercentile(10) * series.level / series.binNs;
    double few = fast + 4 * Math.sqrt(Math.max(1, fast));
    int[] stretch = worst(series);
    if (stretch == null) {
      Incident backlog = after(series, series.trafficBins - 1, 0, 0, few);
      return backlog != null && backlog.lasts() ? backlog : null;
    }
    int last = stretch[1];
    int since = stretch[0];
    while (since > 0 && (stretch[0] - since < WINDOW || series.inside[since] > few)) {
      since--;
    }
    Incident byLoad = after(series, last, since, last + 1, few);
    if (byLoad == null && stretch[0] < WINDOW && last >= series.trafficBins - WINDOW) {
      return null; // nothing but failures: no time to compare with
    }
    return byLoad != null ? byLoad : at(series, false, stretch[0], stretch[0], last + 1, few);
  }

  /** First and last bin of the stretch with the most failures, or null. */
  private static int[] worst(LoadSeries series) {
    int[] worst = null;
    double most = 0;
    double failures = 0;
    int first = -1;
    int last = -1;
    for (int i = 0; i < series.failed.length; i++) {
      if (!series.failing(i)) {
        continue;
      }
      if (first < 0 || i - last > WINDOW) {
        first = i;
        failures = 0;
      }
      last = i;
      failures += series.failed[i];
      if (failures >= most) {
        most = failures;
        worst = new int[] {first, last};
      }
    }
    return worst;
  }

  /** The incident after the last time above the level up to a bin, or null without such a time. */
  private static Incident after(
      LoadSeries series, int upTo, int since, int failedUntil, double few) {
    int window = upTo;
    while (window >= since && !series.aboveLevel(window)) {
      window--;
    }
    if (window < since) {
      return null;
    }
    while (series.aboveLevel(window + 1)) {
      window++;
    }
    int first = window;
    while (first > 0 && series.aboveLevel(first - 1)) {
      first--;
    }
    int from = Math.max(0, first + 1 - WINDOW);
    double high = 0;
    for (int i = from; i <= window; i++) {
      high = Math.max(high, series.offered[i]);
    }
    while (series.offered[from] < (series.level + high) / 2) {
      from++;
    }
    int end = window;
    high = 0;
    for (int i = Math.max(from, window + 1 - WINDOW); i <= window; i++) {
      high = Math.max(high, series.offered[i]);
    }
    while (series.offered[end] < (series.level + high) / 2) {
      end--;
    }
    return at(series, true, from, end + 1, failedUntil, few);
  }

  private static Incident at(
      LoadSeries series, boolean byLoad, int from, int end, int failedUntil, double few) {
    double usual = few;
    if (from >= WINDOW) {
      double[] before = Arrays.copyOf(series.inside, from);
      Arrays.sort(before);
      usual = before[(int) (0.9 * (from - 1))];
    }
    int cleared = end;
    while (cleared < series.inside.length && series.inside[Math.max(0, cleared - 1)] > usual) {
      cleared++;
    }
    return new Incident(
        series,
        byLoad,
        from,
        end,
        Math.max(failedUntil, 0),
        cleared < series.inside.length ? cleared : -1,
        usual);
  }

  /** Whether a backlog stays for longer than a window. */
  private boolean lasts() {
    return clearedAt < 0 || clearedAt > end + WINDOW;
  }

  /** Whether failures ceased and the backlog was gone while traffic lasted. */
  boolean recovered() {
    return !failsAtEnd() && clearedAt >= 0 && clearedAt <= series.trafficBins;
  }

  /** Whether requests failed until the traffic ended. */
  boolean failsAtEnd() {
    return failedUntil > Math.max(end, series.trafficBins - WINDOW);
  }

  /** Bins with traffic after the trigger. */
  int after() {
    return Math.max(0, series.trafficBins - end);
  }

  /** Whether the traffic after the trigger is long enough to judge, and nothing gets better. */
  boolean stuck() {
    int third = after() / 3;
    int last = series.trafficBins - third;
    if (after() >= JUDGED_BINS
        && LoadSeries.sum(series.failed, last, last + third)
            >= NOTHING_ELSE * LoadSeries.sum(series.done, last, last + third)) {
      return true;
    }
    return after() >= Math.max(JUDGED_BINS, TRIGGER_LENGTHS * (end - from))
        && LoadSeries.sum(series.failed, last, last + third)
            >= BETTER * LoadSeries.sum(series.failed, end, end + third)
        && LoadSeries.sum(series.inside, last, last + third)
            >= BETTER * LoadSeries.sum(series.inside, end, end + third);
  }

  /** Requests a second after the trigger. */
  double afterPerSecond() {
    return series.perSecond(
        LoadSeries.sum(series.offered, end, series.trafficBins) / Math.max(1, after()));
  }

  /** Whether as much as came after the trigger had been served before it without failures. */
  boolean servedBefore() {
    if (from < 3 * WINDOW) {
      return false;
    }
    for (int i = 0; i < from; i++) {
      if (series.failing(i)) {
        return false;
      }
    }
    double before = series.perSecond(LoadSeries.sum(series.offered, 0, from) / from);
    return before >= 0.9 * afterPerSecond();
  }

  /** Whether another run of the same scenario is well in the last third of that traffic. */
  boolean wellAtEndOf(LoadSeries other) {
    int last = Math.min(series.trafficBins, other.offered.length);
    double least = last == 0 ? 0 : Double.MAX_VALUE;
    for (int i = Math.max(0, last - Math.max(WINDOW, after() / 3)); i < last; i++) {
      if (other.failing(i)) {
        return false;
      }
      least = Math.min(least, other.inside[i]);
    }
    return least <= usualInside;
  }
}
