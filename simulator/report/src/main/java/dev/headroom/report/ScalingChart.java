package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import java.util.Map;

/**
 * The scaling metric against its target, both brought to instances: what the metric asked for, and
 * what was wanted after limits and holds. A result tells it where a decision changed something; in
 * between the last one is held.
 */
final class ScalingChart {
  /** Beyond so many services a line cannot be told from its neighbour. */
  private static final int MOST = 5;

  private static final Tone[] TONES = {Tone.BLUE, Tone.GREEN, Tone.PURPLE, Tone.OCHRE, Tone.GREY};
  private static final Dash[] DASHES = {Dash.THICK, Dash.DASHED, Dash.MEDIUM, Dash.DOTTED, Dash.THIN
  };

  private ScalingChart() {}

  /** Only where a decision told what it had seen. */
  static boolean isOf(ResultView view) {
    return !Decisions.askedFor(view).isEmpty();
  }

  static Panel panel(ResultView view) {
    Panel.Builder panel = new Panel.Builder(
        "Scaling metric against target",
        "instances; metric ÷ target, held from decision to decision");
    Map<String, double[]> asked = Decisions.askedFor(view);
    int shown = 0;
    for (Map.Entry<String, double[]> service : asked.entrySet()) {
      if (shown < MOST) {
        String name = Escape.shorten(Escape.visible(service.getKey()), 40);
        panel.line(
            "metric asks for" + (asked.size() == 1 ? "" : ": " + name),
            TONES[shown],
            DASHES[shown],
            service.getValue());
        shown++;
      }
    }
    String after = "wanted after limits" + (asked.size() == 1 ? "" : ", all services");
    return panel
        .line(after, Tone.INK, Dash.DOTTED, view.series().column("wanted"))
        .build();
  }
}
