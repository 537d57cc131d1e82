package dev.headroom.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the panels of one page show; its pictures, the tables behind them and the data of its script
 * are all made from this.
 *
 * @param view whose time axis the panels share
 * @param byKind in the order of the page
 */
record Panels(ResultView view, Map<ChartKind, Panel> byKind) {
  static Panels of(ResultView view) {
    Map<ChartKind, Panel> panels = new EnumMap<>(ChartKind.class);
    ChartKind.of(view).forEach(kind -> panels.put(kind, kind.panel(view)));
    return new Panels(view, panels);
  }
}
