package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;
import java.util.List;

/** Instances by state, with the count that the autoscaler wanted and the bounds of it. */
final class InstancesChart {
  private InstancesChart() {}

  static Panel panel(ResultView view) {
    double limit = view.number("instances.limit");
    double least = view.settingNumber("platform.scale.min");
    Panel.Builder panel = new Panel.Builder("Instances", "instances")
        .band("busy", Tone.BLUE, Texture.SOFT, view.series().column("busy"))
        .band("idle", Tone.GREEN, Texture.SOFT, view.series().column("idle"))
        .band("probing", Tone.PURPLE, Texture.SOFT, view.series().column("probing"))
        .band("booting", Tone.PURPLE, Texture.SOLID, view.series().column("booting"))
        .band(
            "placing, pulling", Tone.PURPLE, Texture.HATCH, view.sum(List.of("placing", "pulling")))
        .band("draining", Tone.GREY, Texture.COUNTER_HATCH, view.series().column("draining"))
        .line("wanted", Tone.INK, Dash.DASHED, view.series().column("wanted"))
        .limit("limit", limit, Dash.THICK, "limit " + Numbers.count(limit))
        .limit(
            "minimum",
            least > 0 ? least : Double.NaN,
            Dash.DOTTED,
            "minimum " + Numbers.count(least));
    Quotas.ofInstances(view)
        .forEach((name, quota) ->
            panel.limit(name, quota, Dash.DASHED, name + " " + Numbers.count(quota)));
    return panel.build();
  }
}
