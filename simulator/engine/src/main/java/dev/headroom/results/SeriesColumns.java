package dev.headroom.results;

import dev.headroom.core.FailureReason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** Turns what a recorder kept per bin into the named columns of series.csv. */
public final class SeriesColumns {
  private static final double SECOND_NS = 1e9;

  private SeriesColumns() {}

  /**
   * The columns in their documented order.
   *
   * @param userRows the first rows, whose requests are users'
   * @param endNs end of the run: the last bin may be shorter than the others
   * @param further columns after those, such as US dollars per bin
   */
  public static SeriesTable of(
      Recorder recorder, int userRows, long endNs, Map<String, IntToDoubleFunction> further) {
    Bins bins = recorder.bins();
    int n = bins.size();
    double binNs = recorder.binNs();
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (Count count : Count.values()) {
      if (!count.column().isEmpty()) {
        int rows = count.ofRequests() ? userRows : recorder.rows();
        columns.put(count.column(), column(n, i -> bins.countOfFirst(i, rows, count)));
      }
    }
    for (FailureReason reason : FailureReason.values()) {
      double[] failed = column(n, i -> bins.failedOfFirst(i, userRows, reason));
      if (!reason.onRequest() || Arrays.stream(failed).sum() > 0) {
        columns.put("failed." + reason.label(), failed);
      }
    }
    for (Gauge gauge : Gauge.values()) {
      columns.put(
          gauge.column(),
          column(n, i -> bins.integral(i, gauge) / Math.min(binNs, endNs - i * binNs)));
    }
    LatencyBins latency = recorder.latencyBins();
    columns.put("latencyP50Ms", column(n, i -> latency.quantileNs(i, 0.50) / 1e6));
    columns.put("latencyP95Ms", column(n, i -> latency.quantileNs(i, 0.95) / 1e6));
    columns.put("latencyP99Ms", column(n, i -> latency.quantileNs(i, 0.99) / 1e6));
    columns.put("latencyMaxMs", column(n, i -> latency.maxNs(i) / 1e6));
    columns.put("dbHeldMax", column(n, bins::dbHeldMax));
    further.forEach((name, value) -> columns.put(name, column(n, value)));
    return new SeriesTable(0, binNs / SECOND_NS, columns);
  }

  /** The mean over a bin of a row's gauge, as a further column. */
  public static IntToDoubleFunction mean(Recorder recorder, int row, Gauge gauge, long endNs) {
    double binNs = recorder.binNs();
    return i -> recorder.bins().integral(i, row, gauge) / Math.min(binNs, endNs - i * binNs);
  }

  private static double[] column(int n, IntToDoubleFunction value) {
    double[] column = new double[n];
    for (int i = 0; i < n; i++) {
      column[i] = value.applyAsDouble(i);
    }
    return column;
  }
}
