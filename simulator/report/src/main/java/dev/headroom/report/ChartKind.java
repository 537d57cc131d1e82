package dev.headroom.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Every chart there is, in causal order: what came in, what was done about it, what it cost. */
public enum ChartKind {
  LOAD(LoadChart::panel),
  CONCURRENCY(ConcurrencyChart::panel),
  INSTANCES(InstancesChart::panel),
  COLD_STARTS(ColdStartsChart::panel),
  LATENCY(LatencyChart::panel),
  CONNECTIONS(ConnectionsChart::panel, ConnectionsChart::isOf),
  SCALING(ScalingChart::panel, ScalingChart::isOf),
  COST(CostChart::panel);

  private final Function<ResultView, Panel> chart;
  private final Predicate<ResultView> isOf;

  ChartKind(Function<ResultView, Panel> chart) {
    this(chart, view -> true);
  }

  ChartKind(Function<ResultView, Panel> chart, Predicate<ResultView> isOf) {
    this.chart = chart;
    this.isOf = isOf;
  }

  /** The charts that a result is about: one without a database has no connections. */
  static List<ChartKind> of(ResultView view) {
    return Arrays.stream(values()).filter(kind -> kind.isOf.test(view)).toList();
  }

  /** The name in file names and on the command line, such as {@code cold-starts}. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Panel panel(ResultView view) {
    return chart.apply(view);
  }
}
