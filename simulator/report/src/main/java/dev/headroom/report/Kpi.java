package dev.headroom.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The key figures above the panels, each with the measure and the series behind it. */
enum Kpi {
  P99("p99 latency", "p99(latency)", view -> view.series().column("latencyP99Ms")),
  ERRORS("Error rate", "rate(errors)", Kpi::errorRate),
  COLD_STARTS("Cold starts", "count(coldStarts)", view -> view.perSecond("affected")),
  INSTANCES("Peak instances", "max(instances)", Kpi::instances),
  CONNECTIONS("Peak connections", "max(db.connections)", view -> view.series().column("dbHeld")),
  COST("Cost", "cost.total", Kpi::costPerHour);

  /** All states that an instance can be in, as columns of the series. */
  private static final List<String> STATES =
      List.of("placing", "pulling", "booting", "probing", "idle", "busy", "draining");

  private final String label;
  private final String measure;
  private final Function<ResultView, double[]> series;

  Kpi(String label, String measure, Function<ResultView, double[]> series) {
    this.label = label;
    this.measure = measure;
    this.series = series;
  }

  String label() {
    return label;
  }

  /** The name of it in a comparison. */
  String measure() {
    return measure;
  }

  /** How it came about, bin by bin; NaN where a bin has no value. */
  double[] series(ResultView view) {
    return series.apply(view);
  }

  /** What one point of the series is. */
  String seriesName() {
    return switch (this) {
      case P99 -> "p99 of each bin";
      case ERRORS -> "share of failed requests in each bin";
      case COLD_STARTS -> "requests that met a cold start, per second";
      case INSTANCES -> "instances in any state";
      case CONNECTIONS -> "connections held";
      case COST -> "cost per hour";
    };
  }

  /** A value of the series for people. */
  String show(double value, String currency) {
    return switch (this) {
      case P99 -> Numbers.milliseconds(value);
      case ERRORS -> Numbers.percent(value);
      case COLD_STARTS, INSTANCES, CONNECTIONS -> Numbers.significant(value);
      case COST -> Numbers.money(value, currency);
    };
  }

  private static double[] errorRate(ResultView view) {
    double[] failed = view.series().column("failed").clone();
    double[] offered = view.series().column("offered");
    for (int i = 0; i < failed.length; i++) {
      // A request that arrived earlier can fail in a bin with fewer arrivals.
      failed[i] = offered[i] > 0 ? Math.min(1, failed[i] / offered[i]) : failed[i] > 0 ? 1 : 0;
    }
    return failed;
  }

  /** Instances in any state. */
  static double[] instances(ResultView view) {
    return view.sum(STATES);
  }

  /** The rate of spending, all components together. */
  static double[] costPerHour(ResultView view) {
    List<double[]> parts = new ArrayList<>();
    Arrays.stream(CostComponent.values())
        .forEach(one ->
            parts.add(view.scaled("cost." + one.key(), 3600 / view.series().binSeconds())));
    return ResultView.sumOf(parts);
  }
}
