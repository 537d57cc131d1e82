package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;
import java.util.List;

/** Attempts inside instances and in front of them, against what the ready instances may take. */
final class ConcurrencyChart {
  private ConcurrencyChart() {}

  static Panel panel(ResultView view) {
    double most = view.settingNumber("platform.concurrency.max");
    double[] capacity = view.sum(List.of("idle", "busy"));
    for (int i = 0; i < capacity.length; i++) {
      capacity[i] *= most;
    }
    Panel.Builder panel = new Panel.Builder("Concurrency and queue", "attempts at once")
        .band("in service", Tone.BLUE, Texture.SOFT, view.series().column("inService"))
        .band("queued", Tone.VERMILLION, Texture.HATCH, view.series().column("queued"))
        .line(
            "ready capacity (ready instances × " + Numbers.count(most) + ")",
            Tone.GREEN,
            Dash.DASHED,
            capacity);
    Quotas.ofAttempts(view)
        .forEach((name, quota) ->
            panel.limit(name, quota, Dash.DASHED, name + " " + Numbers.count(quota)));
    return panel.build();
  }
}
