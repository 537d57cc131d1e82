package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;

/** Instances started, and the requests that had to wait for one of them. */
final class ColdStartsChart {
  private ColdStartsChart() {}

  static Panel panel(ResultView view) {
    return new Panel.Builder("Cold starts", "instances started per second")
        .rightUnit("requests affected per second")
        .band("instances started (left)", Tone.PURPLE, Texture.SOLID, view.perSecond("started"))
        .rightLine("requests affected (right)", Tone.BLUE, Dash.MEDIUM, view.perSecond("affected"))
        .build();
  }
}
