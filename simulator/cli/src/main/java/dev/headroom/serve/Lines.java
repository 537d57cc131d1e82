package dev.headroom.serve;

import dev.headroom.results.SeriesTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines that the page draws of a time series: at most so many points of each. */
final class Lines {
  private static final int POINTS_MAX = 400;
  private static final List<String> READY = List.of("idle", "busy");
  private static final List<String> STARTING = List.of("placing", "pulling", "booting", "probing");

  private final SeriesTable series;
  private final double times;
  private final Grid grid;
  private final int[] starts;

  /**
   * The instants at which lines have points; those of several days share one.
   *
   * @param step seconds from one to the next
   * @param points how many there are
   */
  record Grid(double step, int points) {
    /** Of nothing. */
    static final Grid NONE = new Grid(1, 0);

    /** One that shows a whole series. */
    static Grid of(SeriesTable series) {
      int each = Math.max(1, (series.bins() + POINTS_MAX - 1) / POINTS_MAX);
      return new Grid(each * series.binSeconds(), (series.bins() + each - 1) / each);
    }
  }

  /**
   * Prepares them.
   *
   * @param times what counts are multiplied by: 1, or k for a small model at one to k
   */
  Lines(SeriesTable series, Grid grid, double times) {
    this.series = series;
    this.grid = grid;
    this.times = times;
    starts = new int[grid.points() + 1];
    for (int p = 0; p < starts.length; p++) {
      // The grid's steps are whole numbers of bins, but for the last bit of a division.
      long bin = (long) Math.ceil(p * grid.step() / series.binSeconds() - 1e-6);
      starts[p] = (int) Math.min(series.bins(), bin);
    }
  }

  /** Every line by name; a point without a value is NaN. */
  Map<String, double[]> all() {
    Map<String, double[]> lines = new LinkedHashMap<>();
    lines.put("offered", rate("offered"));
    lines.put("completed", rate("completed"));
    lines.put("failed", rate("failed"));
    lines.put("ready", mean(READY));
    lines.put("starting", mean(STARTING));
    lines.put("inService", mean(List.of("inService")));
    lines.put("queued", mean(List.of("queued")));
    lines.put("p50", largest("latencyP50Ms", 1));
    lines.put("p95", largest("latencyP95Ms", 1));
    lines.put("p99", largest("latencyP99Ms", 1));
    lines.put("connections", largest("dbHeldMax", times));
    List<String> components =
        series.names().stream().filter(name -> name.startsWith("cost.")).toList();
    if (!components.isEmpty()) {
      cost(lines, components);
    }
    return lines;
  }

  private double[] rate(String column) {
    double[] values = series.column(column);
    double[] out = new double[grid.points()];
    for (int p = 0; p < out.length; p++) {
      double sum = 0;
      for (int i = starts[p]; i < starts[p + 1]; i++) {
        sum += values[i];
      }
      int bins = starts[p + 1] - starts[p];
      out[p] = bins == 0 ? Double.NaN : sum * times / (bins * series.binSeconds());
    }
    return out;
  }

  private double[] mean(List<String> columns) {
    double[][] values = columns.stream().map(series::column).toArray(double[][]::new);
    double[] out = new double[grid.points()];
    for (int p = 0; p < out.length; p++) {
      double sum = 0;
      for (double[] column : values) {
        for (int i = starts[p]; i < starts[p + 1]; i++) {
          sum += Double.isNaN(column[i]) ? 0 : column[i];
        }
      }
      int bins = starts[p + 1] - starts[p];
      out[p] = bins == 0 ? Double.NaN : sum * times / bins;
    }
    return out;
  }

  private double[] largest(String column, double factor) {
    double[] values = series.column(column);
    double[] out = new double[grid.points()];
    Arrays.fill(out, Double.NaN);
    for (int p = 0; p < out.length; p++) {
      for (int i = starts[p]; i < starts[p + 1]; i++) {
        double value = values[i] * factor;
        out[p] = Double.isNaN(out[p]) || value > out[p] ? value : out[p];
      }
    }
    return out;
  }

  /** Money per minute, of all components, and what it adds up to. */
  private void cost(Map<String, double[]> lines, List<String> components) {
    double[] rate = new double[grid.points()];
    double[] sum = new double[grid.points()];
    double total = 0;
    for (int p = 0; p < rate.length; p++) {
      double here = 0;
      for (String name : components) {
        double[] values = series.column(name);
        for (int i = starts[p]; i < starts[p + 1]; i++) {
          here += Double.isNaN(values[i]) ? 0 : values[i];
        }
      }
      int bins = starts[p + 1] - starts[p];
      total += here * times;
      rate[p] = bins == 0 ? Double.NaN : here * times * 60 / (bins * series.binSeconds());
      sum[p] = bins == 0 ? Double.NaN : total;
    }
    lines.put("cost", rate);
    lines.put("costSum", sum);
  }
}
