package dev.headroom.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.results.SeriesTable;
import java.awt.Color;
import java.util.List;

/** What the panels show as JSON for the script of the page: every bin in sight. */
final class PanelData {
  /** Of more decisions none is marked: some of them marked would look like all. */
  private static final int MOST_MARKS = 1000;

  private final Panels shown;
  private final ResultView view;
  private final int bins;

  PanelData(Panels shown) {
    this.shown = shown;
    this.view = shown.view();
    this.bins = view.binsInSight();
  }

  /** JSON that can stand inside a script element. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    SeriesTable series = view.series();
    TimeScale time = view.time();
    root.put("start", series.startSeconds()).put("bin", series.binSeconds()).put("bins", bins);
    root.put("from", time.from()).put("to", time.to()).put("clockMs", time.clockMs());
    root.put("zone", time.zone()).put("source", view.sourceLine());
    ArrayNode exhausted = root.putArray("exhausted");
    for (ResultView.Incident incident : view.incidents()) {
      exhausted.addArray().add(incident.fromSeconds()).add(incident.toSeconds());
    }
    ObjectNode themes = root.putObject("themes");
    for (Theme theme : Theme.values()) {
      themes
          .putObject(theme == Theme.DARK ? "dark" : "light")
          .put("background", hex(theme.background()))
          .put("ink", hex(theme.ink()))
          .put("muted", hex(theme.muted()))
          .put("grid", hex(theme.grid()));
    }
    ObjectNode tones = root.putObject("tones");
    for (Tone tone : Tone.values()) {
      if (tone != Tone.INK) {
        tones.put(tone.name(), hex(tone.on(Theme.LIGHT)));
      }
    }
    ArrayNode panels = root.putArray("panels");
    shown.byKind().forEach((kind, panel) -> panel(panels.addObject(), kind, panel));
    return root.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private void panel(ObjectNode node, ChartKind kind, Panel panel) {
    node.put("id", kind.fileName()).put("title", panel.title()).put("unit", panel.unit());
    node.put("rightUnit", panel.rightUnit()).put("log", panel.logarithmic());
    node.put("description", panel.description());
    ArrayNode bands = node.putArray("bands");
    for (Panel.Band band : panel.bands()) {
      bands
          .addObject()
          .put("name", visible(band.name()))
          .put("key", visible(band.key()))
          .put("tone", band.tone().name())
          .put("texture", band.texture().name())
          .put("values", encode(band.values()));
    }
    ArrayNode lines = node.putArray("lines");
    for (Panel.Line line : panel.lines()) {
      lines
          .addObject()
          .put("name", visible(line.name()))
          .put("label", visible(line.label()))
          .put("tone", line.tone().name())
          .put("dash", line.dash().name())
          .put("right", line.right())
          .put("values", encode(line.values()));
    }
    ArrayNode limits = node.putArray("limits");
    for (Panel.Limit limit : panel.limits()) {
      limits
          .addObject()
          .put("label", visible(limit.label()))
          .put("dash", limit.dash().name())
          .put("value", limit.value());
    }
    ArrayNode marks = node.putArray("marks");
    List<Decisions.Decision> decisions = Decisions.of(view);
    boolean marked = kind == ChartKind.SCALING || kind == ChartKind.INSTANCES;
    if (marked && decisions.size() <= MOST_MARKS) {
      decisions.forEach(decision -> {
        String change = decision.from() < 0 ? "" : decision.from() + " → " + decision.to() + ": ";
        marks
            .addArray()
            .add(decision.seconds())
            .add(visible(Escape.shorten(change + decision.reason(), 200)));
      });
    }
  }

  private static String visible(String text) {
    return Escape.visible(text);
  }

  private static String hex(Color color) {
    return String.format("#%06x", color.getRGB() & 0xFFFFFF);
  }

  private String encode(double[] values) {
    return SeriesText.of(values, bins);
  }
}
