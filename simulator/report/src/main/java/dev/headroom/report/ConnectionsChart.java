package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Panel.Dash;
import dev.headroom.report.Panel.Texture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Database connections by holder against what the server allows.
 *
 * <p>A slot that a holder does not use is idle in some instance's pool, which is what exhausts a
 * server that looks unused: so each holder's idle ones lie on its busy ones in the same colour.
 */
final class ConnectionsChart {
  /** A colour for each holder; beyond them the smaller ones share the last. */
  private static final Tone[] TONES = {
    Tone.BLUE, Tone.GREEN, Tone.PURPLE, Tone.OCHRE, Tone.SKY, Tone.GREY
  };

  private ConnectionsChart() {}

  /** A database that is not reached by connections has no use for this chart. */
  static boolean isOf(ResultView view) {
    return view.at("database").isObject() && !view.at("database").has("units");
  }

  /** Who has connections, how many, and how many of them are in use. */
  private record Holder(String name, double[] held, double[] busy) {
    double most() {
      return ResultView.max(held);
    }
  }

  static Panel panel(ResultView view) {
    double limit = view.number("database.limit");
    double usable = view.number("database.usable");
    double others = view.number("database.otherSessions");
    List<Holder> holders = holders(view);
    boolean several = holders.size() > 1;
    Panel.Builder panel = new Panel.Builder(
            "Database connections", several ? "connections (hatched: idle)" : "connections")
        .rightUnit("attempts waiting");
    if (others > 0) {
      double[] outside = new double[view.series().bins()];
      Arrays.fill(outside, others);
      panel.band("other sessions", Tone.INK, Texture.COUNTER_HATCH, outside);
    }
    int tone = 0;
    for (Holder holder : holders) {
      String busy = (holder.name() + " busy").strip();
      String idle = (holder.name() + " idle").strip();
      panel.band(busy, several ? holder.name() : busy, TONES[tone], Texture.SOLID, holder.busy());
      panel.band(idle, several ? holder.name() : idle, TONES[tone], Texture.HATCH, idle(holder));
      tone++;
    }
    double open = usable + (others > 0 ? others : 0);
    return panel
        .band("opening", Tone.INK, Texture.SOFT, view.series().column("dbOpening"))
        .rightLine("waiting (right)", Tone.INK, Dash.DOTTED, view.series().column("dbWaiting"))
        .rightLine(
            "waiting at the pooler (right)",
            Tone.GREEN,
            Dash.DOTTED,
            view.series().column("poolerWaiting"))
        .limit("maximum", limit, Dash.THICK, maximum(view, limit))
        .limit(
            "usable",
            open < limit ? open : Double.NaN,
            Dash.DASHED,
            "usable " + Numbers.count(usable)
                + (others > 0 ? " + " + Numbers.count(others) + " other sessions" : ""))
        .build();
  }

  private static String maximum(ResultView view, double limit) {
    double reserved = view.number("database.reserved");
    return "maximum " + Numbers.count(limit)
        + (reserved > 0 ? ", reserved " + Numbers.count(reserved) : "");
  }

  private static List<Holder> holders(ResultView view) {
    List<Holder> all = new ArrayList<>();
    JsonNode names = view.at("database.holders");
    for (JsonNode name : names) {
      String suffix = names.size() == 1 ? "" : "." + name.asText();
      all.add(new Holder(
          Escape.shorten(Escape.visible(name.asText()), 24),
          view.series().column("dbHeld" + suffix),
          view.series().column("dbBusy" + suffix)));
    }
    if (all.isEmpty()) {
      all.add(new Holder("", view.series().column("dbHeld"), view.series().column("dbBusy")));
    }
    return all.size() <= TONES.length ? all : largest(all);
  }

  /** The largest holders in their own order, and what the others have together. */
  private static List<Holder> largest(List<Holder> all) {
    List<Holder> bySize = new ArrayList<>(all);
    bySize.sort(Comparator.comparingDouble(holder -> -holder.most()));
    List<Holder> rest = bySize.subList(TONES.length - 1, bySize.size());
    List<Holder> shown = new ArrayList<>(all);
    shown.removeAll(rest);
    shown.add(new Holder(
        rest.size() + " others",
        ResultView.sumOf(rest.stream().map(Holder::held).toList()),
        ResultView.sumOf(rest.stream().map(Holder::busy).toList())));
    return shown;
  }

  private static double[] idle(Holder holder) {
    double[] idle = holder.held().clone();
    for (int i = 0; i < idle.length; i++) {
      double busy = holder.busy()[i];
      idle[i] = Math.max(0, idle[i] - (Double.isNaN(busy) ? 0 : busy));
    }
    return idle;
  }
}
