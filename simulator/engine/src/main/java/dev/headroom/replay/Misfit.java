package dev.headroom.replay;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How far a simulation is from what was observed. The error of a level or latency is the mean
 * distance of its values as a share of the mean observed; that of a count is the difference of the
 * totals as a share of the larger, since failures come in bursts whose second nobody can know. The
 * misfit is the mean over the metrics. Where a metric was observed as nothing and nothing was
 * simulated it says nothing and is left out: errors in calm hours would only flatter the rest.
 *
 * @param total mean over the metrics, 0 or more; NaN where none says anything
 * @param byMetric the error of each
 */
record Misfit(double total, Map<Metric, Double> byMetric) {
  /** Means below this are nothing: an instance or connection, a millisecond. */
  private static final double LEAST = 1;

  /** Fewer failures than this share of the requests are nothing. */
  private static final double LEAST_FAILED = 0.01;

  /** Compares the intervals {@code from} to {@code to - 1}. */
  static Misfit of(Series observed, Series simulated, Set<Metric> metrics, int from, int to) {
    Map<Metric, Double> errors = new EnumMap<>(Metric.class);
    double sum = 0;
    for (Metric metric : metrics) {
      double error = error(observed, simulated, metric, from, to);
      if (!Double.isNaN(error)) {
        errors.put(metric, error);
        sum += error;
      }
    }
    return new Misfit(errors.isEmpty() ? Double.NaN : sum / errors.size(), errors);
  }

  private static double error(Series observed, Series simulated, Metric metric, int from, int to) {
    double[] seen = observed.of(metric);
    double[] said = simulated.of(metric);
    double[] offered = simulated.of(Metric.REQUESTS);
    boolean counts = metric.kind() == Metric.Kind.COUNT;
    double distance = 0;
    double all = 0;
    double allSaid = 0;
    double least = 0;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(seen[i])) {
        double value = Double.isNaN(said[i]) ? 0 : said[i];
        distance += Math.abs(seen[i] - value);
        all += seen[i];
        allSaid += value;
        least += counts ? LEAST_FAILED * offered[i] : LEAST;
      }
    }
    if (counts) {
      double larger = Math.max(all, allSaid);
      return larger <= least ? Double.NaN : Math.abs(all - allSaid) / larger;
    }
    boolean nothing = all < least && distance < least;
    return nothing || all == 0 && distance == 0 ? Double.NaN : distance / Math.max(all, least);
  }
}
