package dev.headroom.replay;

import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Intervals;
import dev.headroom.simulation.RunOutcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Metrics in equal intervals of a run.
 *
 * @param fromNs start of the first, from the start of the run
 * @param lengthNs of each
 * @param cells how many
 * @param values by metric, in milliseconds and counts per interval; NaN where there is none
 */
public record Series(long fromNs, long lengthNs, int cells, Map<Metric, double[]> values) {

  /** A metric's values; all NaN where it is not there. */
  public double[] of(Metric metric) {
    double[] column = values.get(metric);
    if (column == null) {
      column = new double[cells];
      Arrays.fill(column, Double.NaN);
    }
    return column;
  }

  /** Start of an interval, in nanoseconds from the start of the run. */
  public long startNs(int cell) {
    return fromNs + cell * lengthNs;
  }

  /** The first interval that starts at or after a moment. */
  int cellAt(long ns) {
    return (int) Math.min(cells, Math.max(0, (ns - fromNs + lengthNs - 1) / lengthNs));
  }

  /** What a run shows of some metrics, and the requests offered to it, in these intervals. */
  Series simulated(RunOutcome run, Set<Metric> metrics) {
    Intervals intervals = new Intervals(run.recorder(), fromNs, lengthNs, cells);
    int users = run.scenario().userRows();
    Map<Metric, double[]> found = new EnumMap<>(Metric.class);
    found.put(Metric.REQUESTS, intervals.sum(Count.OFFERED, users));
    for (Metric metric : metrics) {
      switch (metric) {
        case INSTANCES ->
          found.put(
              metric,
              intervals.mean(Gauge.BOOTING, Gauge.PROBING, Gauge.IDLE, Gauge.BUSY, Gauge.DRAINING));
        case READY_INSTANCES -> found.put(metric, intervals.mean(Gauge.IDLE, Gauge.BUSY));
        case LATENCY_P50 -> found.put(metric, intervals.latencyMs(0.50));
        case LATENCY_P90 -> found.put(metric, intervals.latencyMs(0.90));
        case LATENCY_P95 -> found.put(metric, intervals.latencyMs(0.95));
        case LATENCY_P99 -> found.put(metric, intervals.latencyMs(0.99));
        case ERRORS -> found.put(metric, intervals.sum(Count.FAILED, users));
        case FAILED_ATTEMPTS -> found.put(metric, intervals.sum(Count.ATTEMPTS_FAILED, users));
        case DB_CONNECTIONS -> found.put(metric, intervals.mean(Gauge.DB_HELD));
        case REQUESTS, ERROR_SHARE, CPU -> {}
      }
    }
    return new Series(fromNs, lengthNs, cells, found);
  }
}
