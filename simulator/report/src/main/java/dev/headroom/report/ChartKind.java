package dev.headroom.report;

import java.util.Locale;
import java.util.function.Function;

/** Every chart there is, in causal order: what came in, what was done about it, what it cost. */
public enum ChartKind {
  LOAD(LoadChart::panel),
  INSTANCES(InstancesChart::panel),
  COLD_STARTS(ColdStartsChart::panel),
  LATENCY(LatencyChart::panel),
  CONNECTIONS(ConnectionsChart::panel),
  COST(CostChart::panel);

  private final Function<ResultView, Panel> chart;

  ChartKind(Function<ResultView, Panel> chart) {
    this.chart = chart;
  }

  /** The name in file names and on the command line, such as {@code cold-starts}. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Panel panel(ResultView view) {
    return chart.apply(view);
  }
}
