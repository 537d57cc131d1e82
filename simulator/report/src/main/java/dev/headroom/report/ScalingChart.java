package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import java.util.Map;

/**
 * The metric that the autoscaler looked at, as a percentage of its target. A result tells it where
 * a decision changed something; in between the last value told is held.
 */
final class ScalingChart {
  /** Beyond so many services a line cannot be told from its neighbour. */
  private static final int MOST = 5;

  private static final Tone[] TONES =
      {Tone.BLUE, Tone.GREEN, Tone.PURPLE, Tone.OCHRE, Tone.GREY};
  private static final Dash[] DASHES =
      {Dash.MEDIUM, Dash.DASHED, Dash.THICK, Dash.DOTTED, Dash.THIN};

  private ScalingChart() {}

  /** Only where a decision told what it had seen. */
  static boolean isOf(ResultView view) {
    return !Decisions.shareOfTarget(view).isEmpty();
  }

  static Panel panel(ResultView view) {
    Panel.Builder panel = new Panel.Builder("Scaling metric at the decisions",
        "% of its target, held from one decision to the next");
    int shown = 0;
    for (Map.Entry<String, double[]> service : Decisions.shareOfTarget(view).entrySet()) {
      if (shown < MOST) {
        String name = Escape.shorten(Escape.visible(service.getKey()), 40);
        panel.line(name.isEmpty() ? "observed" : name, TONES[shown], DASHES[shown],
            service.getValue());
        shown++;
      }
    }
    return panel.limit("target", 100, Dash.DASHED, "target").build();
  }
}
