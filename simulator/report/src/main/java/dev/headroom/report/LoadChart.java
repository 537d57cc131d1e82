package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Requests per second: what was offered, and how it ended, failures by reason. */
final class LoadChart {
  private static final String PREFIX = "failed.";
  private static final Texture[] TEXTURES = {Texture.SOLID, Texture.HATCH, Texture.COUNTER_HATCH};

  private LoadChart() {}

  static Panel panel(ResultView view) {
    Panel.Builder panel = new Panel.Builder("Load and outcome", "requests per second");
    panel.band("completed", Tone.BLUE, Texture.SOFT, view.perSecond("completed"));
    // The list of reasons is the engine's; whatever has a column is a reason.
    List<String> reasons = new ArrayList<>(view.series().names());
    reasons.removeIf(column -> !column.startsWith(PREFIX) || total(view, column) == 0);
    reasons.sort(Comparator.comparingDouble(column -> -total(view, column)));
    if (reasons.isEmpty()) {
      panel.band("failed", Tone.VERMILLION, Texture.SOLID, view.perSecond("failed"));
    }
    // Three textures can be told apart; the rare reasons beyond them share the fourth.
    int shown = Math.min(reasons.size(), TEXTURES.length);
    for (int i = 0; i < shown; i++) {
      panel.band(
          "failed: " + name(reasons.get(i)),
          Tone.VERMILLION,
          TEXTURES[i],
          view.perSecond(reasons.get(i)));
    }
    List<String> rest = reasons.subList(shown, reasons.size());
    if (!rest.isEmpty()) {
      double[] sum = view.sum(rest);
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= view.series().binSeconds();
      }
      String name = rest.size() == 1 ? name(rest.get(0)) : rest.size() + " other reasons";
      panel.band("failed: " + name, Tone.VERMILLION, Texture.SOFT, sum);
    }
    return panel
        .line("offered", Tone.INK, Dash.MEDIUM, view.perSecond("offered"))
        .build();
  }

  private static String name(String column) {
    return Escape.shorten(Escape.visible(column.substring(PREFIX.length())), 40);
  }

  private static double total(ResultView view, String column) {
    return ResultView.total(view.series().column(column));
  }
}
