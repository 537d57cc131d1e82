package dev.headroom.report;

import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;

/**
 * Database connections against the server's limit.
 *
 * <p>{@code dbHeld} counts every slot taken at the server; those neither busy nor opening are idle
 * in some instance's pool, which is what exhausts a server that looks unused.
 */
final class ConnectionsChart {
  private ConnectionsChart() {}

  static Panel panel(ResultView view) {
    double limit = view.number("database.limit");
    double usable = view.number("database.usable");
    double[] busy = view.series().column("dbBusy");
    double[] opening = view.series().column("dbOpening");
    double[] idle = view.series().column("dbHeld").clone();
    for (int i = 0; i < idle.length; i++) {
      idle[i] = Math.max(0, idle[i] - orZero(busy[i]));
    }
    return new Panel.Builder("Database connections", "connections")
        .rightUnit("attempts waiting")
        .band("busy", Tone.BLUE, Texture.SOFT, busy)
        .band("held idle", Tone.GREY, Texture.HATCH, idle)
        .band("opening", Tone.PURPLE, Texture.SOLID, opening)
        .rightLine("waiting (right)", Tone.INK, Dash.DOTTED,
            view.series().column("dbWaiting"))
        .rightLine("waiting at the pooler (right)", Tone.GREEN, Dash.DOTTED,
            view.series().column("poolerWaiting"))
        .limit("limit", limit, Dash.THICK, "limit " + Numbers.count(limit))
        .limit("usable", usable < limit ? usable : Double.NaN, Dash.DASHED,
            "usable " + Numbers.count(usable))
        .build();
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
