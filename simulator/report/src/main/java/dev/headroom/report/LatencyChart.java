package dev.headroom.report;

import dev.headroom.report.Panel.Dash;

/** Latency of completed requests on a logarithmic axis; percentiles share a hue. */
final class LatencyChart {
  private LatencyChart() {}

  static Panel panel(ResultView view) {
    double objective = view.latencyObjectiveMs();
    return new Panel.Builder("Latency", "time to success, log scale")
        .logarithmic()
        .line("max", Tone.GREY, Dash.DOTTED, view.series().column("latencyMaxMs"))
        .line("p99", Tone.BLUE, Dash.THICK, view.series().column("latencyP99Ms"))
        .line("p95", Tone.BLUE, Dash.DASHED, view.series().column("latencyP95Ms"))
        .line("p50", Tone.BLUE, Dash.THIN, view.series().column("latencyP50Ms"))
        .limit(
            "objective", objective, Dash.DASHED, "p99 objective " + Numbers.milliseconds(objective))
        .build();
  }
}
