package dev.headroom.results;

import dev.headroom.core.FailureReason;

/** Sums over a run, or over its first part: integrals of gauges, counts, failures, billing. */
public final class Totals {
  private final Bins bins;
  private final long[] cells;
  private final double[][] integral;
  private final double[] latencySumNs;

  /**
   * The sums up to now.
   *
   * @param bins so far; later ones do not matter
   * @param cells of now, copied
   */
  Totals(Bins bins, long[] cells, long nowNs, double[] latencySumNs) {
    this.bins = bins;
    this.cells = cells.clone();
    this.latencySumNs = latencySumNs.clone();
    Gauge[] gauges = Gauge.values();
    integral = new double[latencySumNs.length][gauges.length];
    for (int row = 0; row < integral.length; row++) {
      for (Gauge gauge : gauges) {
        integral[row][gauge.ordinal()] = bins.integral(row, gauge, cells, nowNs);
      }
    }
  }

  /** Integral of a gauge over time, in unit-nanoseconds. */
  public double integral(int row, Gauge gauge) {
    return integral[row][gauge.ordinal()];
  }

  /** How often something happened. */
  public long count(int row, Count what) {
    return bins.grown(Cells.count(row, what), cells);
  }

  /** Requests that failed for good with the given reason. */
  public long failed(int row, FailureReason reason) {
    return bins.grown(Cells.failed(row, reason), cells);
  }

  /** Billed nanoseconds beyond the time that passed: rounding and minimums. */
  public double billedExtraNs(int row) {
    return bins.grown(Cells.extra(row), cells);
  }

  /** Sum of the latencies of completed requests, in nanoseconds. */
  public double latencySumNs(int row) {
    return latencySumNs[row];
  }
}
