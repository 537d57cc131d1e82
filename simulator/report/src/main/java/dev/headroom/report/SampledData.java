package dev.headroom.report;

import dev.headroom.results.SeriesTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jfree.data.xy.AbstractXYDataset;

/** The points that are drawn: a few hundred a series, however long the run was. */
final class SampledData extends AbstractXYDataset {
  private static final long serialVersionUID = 1L;

  private final transient List<double[]> xs = new ArrayList<>();
  private final transient List<double[]> ys = new ArrayList<>();
  private final double binSeconds;

  private SampledData(double binSeconds) {
    this.binSeconds = binSeconds;
  }

  /**
   * Bands as tops of the stack; all share their x, chosen by the height of the whole stack.
   *
   * @param bins how many of the first bins are in sight; no point is spent on the others
   */
  static SampledData stack(List<Panel.Band> bands, SeriesTable series, int bins, int points) {
    SampledData data = new SampledData(series.binSeconds());
    double[][] tops = new double[bands.size()][series.bins()];
    for (int b = 0; b < tops.length; b++) {
      double[] values = bands.get(b).values();
      for (int i = 0; i < tops[b].length; i++) {
        double below = b == 0 ? 0 : tops[b - 1][i];
        tops[b][i] = below + (values[i] > 0 ? values[i] : 0);
      }
    }
    if (tops.length > 0) {
      int[] chosen = Sampler.choose(Arrays.copyOf(tops[tops.length - 1], bins), points);
      for (double[] top : tops) {
        data.add(series, top, chosen);
      }
    }
    return data;
  }

  static SampledData lines(List<Panel.Line> lines, SeriesTable series, int bins, int points) {
    SampledData data = new SampledData(series.binSeconds());
    for (Panel.Line line : lines) {
      data.add(series, line.values(), Sampler.choose(Arrays.copyOf(line.values(), bins), points));
    }
    return data;
  }

  private void add(SeriesTable series, double[] values, int[] chosen) {
    double[] x = new double[chosen.length];
    double[] y = new double[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      x[i] = series.secondsAt(chosen[i]) + series.binSeconds() / 2;
      y[i] = values[chosen[i]];
    }
    xs.add(x);
    ys.add(y);
  }

  double[] xs(int series) {
    return xs.get(series);
  }

  double[] ys(int series) {
    return ys.get(series);
  }

  double binSeconds() {
    return binSeconds;
  }

  @Override
  public int getSeriesCount() {
    return xs.size();
  }

  @Override
  public Comparable<?> getSeriesKey(int series) {
    return series;
  }

  @Override
  public int getItemCount(int series) {
    return xs.get(series).length;
  }

  @Override
  public Number getX(int series, int item) {
    return xs.get(series)[item];
  }

  @Override
  public Number getY(int series, int item) {
    return ys.get(series)[item];
  }
}
