package dev.headroom.replay;

import dev.headroom.traffic.TimeText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as a file has them, one row for each interval.
 *
 * @param file as the user gave it
 * @param stamps start of each row's interval in nanoseconds, rising; since 1970 with a calendar
 * @param stepNs length of an interval: the median distance of two rows
 * @param values by metric, in milliseconds, shares and counts per interval; NaN where missing
 * @param read each column that is used and as what
 * @param ignored each column that is not, and why
 * @param damaged cells and rows that could not be read, the first of them each as file:line
 */
public record Observed(
    String file,
    long[] stamps,
    long stepNs,
    Map<Metric, double[]> values,
    List<String> read,
    List<String> ignored,
    List<String> damaged) {

  /** Whether stamps are moments of the calendar. */
  public boolean calendar() {
    return TimeText.isCalendar(stamps[0]);
  }

  /**
   * The rows inside the traffic, put together in intervals that are no shorter than a simulation's.
   *
   * @param zeroNs what the stamps call the start of the run
   * @param binNs length of a bin of the simulation
   * @param endNs end of the traffic, from the start of the run
   * @return null where no row lies inside
   */
  Series within(long zeroNs, long binNs, long endNs) {
    int first = 0;
    while (first < stamps.length && stamps[first] < zeroNs) {
      first++;
    }
    int rowsEach = (int) Math.max(1, (binNs + stepNs - 1) / stepNs);
    long lengthNs = rowsEach * stepNs;
    long fromNs = first == stamps.length ? endNs : stamps[first] - zeroNs;
    int cells = (int) Math.min(
        (stamps[stamps.length - 1] - zeroNs - fromNs) / lengthNs + 1, (endNs - fromNs) / lengthNs);
    if (cells <= 0) {
      return null;
    }
    Map<Metric, double[]> merged = new EnumMap<>(Metric.class);
    for (Map.Entry<Metric, double[]> entry : values.entrySet()) {
      double[] sum = new double[cells];
      int[] rows = new int[cells];
      for (int i = first; i < stamps.length; i++) {
        long cell = (stamps[i] - zeroNs - fromNs) / lengthNs;
        if (cell < cells && !Double.isNaN(entry.getValue()[i])) {
          sum[(int) cell] += entry.getValue()[i];
          rows[(int) cell]++;
        }
      }
      double each = entry.getKey().kind() == Metric.Kind.COUNT ? rowsEach : 1;
      for (int cell = 0; cell < cells; cell++) {
        sum[cell] = sum[cell] / rows[cell] * each;
      }
      merged.put(entry.getKey(), sum);
    }
    return new Series(fromNs, lengthNs, cells, merged);
  }
}
