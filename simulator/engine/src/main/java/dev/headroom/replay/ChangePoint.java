package dev.headroom.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where an incident begins: the stretch of intervals in which the metrics stand highest above the
 * others. Of each metric's variance (of its logarithm, so that one outlier is no incident) a
 * stretch explains a share, as in the epidemic alternative of Levin and Kline (Statistics in
 * Medicine 4, 1985); the stretch with the largest share over all metrics is taken.
 *
 * @param cell first interval of the incident
 * @param end interval after its last
 * @param share of the variance that it explains, 0 to 1
 * @param in the metrics in which it shows most, at most two
 */
record ChangePoint(int cell, int end, double share, List<Metric> in) {
  /** Intervals before an incident that there must be to fit anything to. */
  static final int BEFORE = 5;

  /** Stretches that explain less are noise or drift. */
  private static final double SHARE_LEAST = 0.3;

  /** Finds it, or null where no stretch stands out. */
  static ChangePoint find(Series observed, Set<Metric> metrics) {
    int n = observed.cells();
    List<Metric> used = new ArrayList<>();
    List<double[]> sums = new ArrayList<>();
    for (Metric metric : metrics) {
      double[] prefix = standardised(observed.of(metric));
      if (prefix != null) {
        used.add(metric);
        sums.add(prefix);
      }
    }
    double best = SHARE_LEAST * used.size();
    int from = -1;
    int to = -1;
    for (int a = BEFORE; a < n; a++) {
      for (int b = a + 2; b <= n; b++) {
        double gain = 0;
        for (double[] prefix : sums) {
          gain += share(prefix, a, b);
        }
        if (gain > best) {
          best = gain;
          from = a;
          to = b;
        }
      }
    }
    if (from < 0) {
      return null;
    }
    List<Metric> most = new ArrayList<>(used);
    int a = from;
    int b = to;
    most.sort((x, y) -> Double.compare(
        share(sums.get(used.indexOf(y)), a, b), share(sums.get(used.indexOf(x)), a, b)));
    most.removeIf(metric -> share(sums.get(used.indexOf(metric)), a, b) < SHARE_LEAST);
    return new ChangePoint(
        a, b, best / used.size(), List.copyOf(most.subList(0, Math.min(2, most.size()))));
  }

  /** Share of the variance that the intervals a to b - 1 explain; 0 where they lie lower. */
  private static double share(double[] prefix, int a, int b) {
    int n = prefix.length - 1;
    double inside = prefix[b] - prefix[a];
    int rest = n - (b - a);
    // The whole adds up to 0, so what is inside is minus what is outside.
    return inside <= 0 || rest == 0 ? 0 : inside * inside * (1.0 / (b - a) + 1.0 / rest) / n;
  }

  /** Sums of the first so many logarithms, of mean 0 and variance 1; null where none varies. */
  private static double[] standardised(double[] values) {
    int n = values.length;
    double[] logs = new double[n];
    double last = Double.NaN;
    double mean = 0;
    for (int i = 0; i < n; i++) {
      last = Double.isNaN(values[i]) ? last : values[i];
      logs[i] = StrictMath.log1p(Double.isNaN(last) ? firstOf(values) : last);
      mean += logs[i] / n;
    }
    double square = 0;
    for (double log : logs) {
      square += (log - mean) * (log - mean) / n;
    }
    if (!(square > 1e-12)) {
      return null;
    }
    double[] prefix = new double[n + 1];
    for (int i = 0; i < n; i++) {
      prefix[i + 1] = prefix[i] + (logs[i] - mean) / Math.sqrt(square);
    }
    return prefix;
  }

  private static double firstOf(double[] values) {
    for (double value : values) {
      if (!Double.isNaN(value)) {
        return value;
      }
    }
    return 0;
  }
}
