package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import java.util.Arrays;
import java.util.List;

/** The rate of spending by component, and what it has come to. */
final class CostChart {
  private CostChart() {}

  static Panel panel(ResultView view) {
    String currency = currency(view);
    Panel.Builder panel =
        new Panel.Builder("Cost", currency + " per hour").rightUnit(currency + " so far");
    for (CostComponent component : CostComponent.values()) {
      panel.band(
          component.label(),
          component.tone(),
          component.texture(),
          view.scaled("cost." + component.key(), 3600 / view.series().binSeconds()));
    }
    return panel
        .rightLine("total so far (right)", Tone.INK, Dash.MEDIUM, soFar(view))
        .build();
  }

  static String currency(ResultView view) {
    String currency = Escape.shorten(Escape.visible(view.text("cost.currency")), 8);
    return currency.isEmpty() ? "USD" : currency;
  }

  /** What has been spent by the end of each bin. */
  static double[] soFar(ResultView view) {
    List<String> columns =
        Arrays.stream(CostComponent.values()).map(c -> "cost." + c.key()).toList();
    double[] cumulative = view.sum(columns);
    double total = 0;
    for (int i = 0; i < cumulative.length; i++) {
      total += Double.isNaN(cumulative[i]) ? 0 : cumulative[i];
      cumulative[i] = total;
    }
    return cumulative;
  }
}
