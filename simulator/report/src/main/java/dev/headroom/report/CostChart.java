package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import java.util.Arrays;
import java.util.List;

/** The rate of spending by component, and what it has come to. */
final class CostChart {
  private CostChart() {}

  static Panel panel(ResultView view) {
    String currency = Escape.shorten(Escape.visible(view.text("cost.currency")), 8);
    currency = currency.isEmpty() ? "USD" : currency;
    Panel.Builder panel =
        new Panel.Builder("Cost", currency + " per hour").rightUnit(currency + " so far");
    for (CostComponent component : CostComponent.values()) {
      panel.band(
          component.label(),
          component.tone(),
          component.texture(),
          view.scaled("cost." + component.key(), 3600 / view.series().binSeconds()));
    }
    List<String> columns =
        Arrays.stream(CostComponent.values()).map(c -> "cost." + c.key()).toList();
    double[] cumulative = view.sum(columns);
    double total = 0;
    for (int i = 0; i < cumulative.length; i++) {
      total += Double.isNaN(cumulative[i]) ? 0 : cumulative[i];
      cumulative[i] = total;
    }
    return panel
        .rightLine("total so far (right)", Tone.INK, Dash.MEDIUM, cumulative)
        .build();
  }
}
