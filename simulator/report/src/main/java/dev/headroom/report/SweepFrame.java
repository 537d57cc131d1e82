package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** What the charts of a sweep have in common: background, title, source and text. */
final class SweepFrame {
  static final Theme THEME = Theme.LIGHT;

  private final Graphics2D g;
  private final float font;
  private final Brush brush;

  SweepFrame(Graphics2D g, ChartSize size, JsonNode sweep, String title) {
    this.g = g;
    this.font = size.font();
    this.brush = new Brush(THEME, font);
    g.setPaint(THEME.background());
    g.fill(new Rectangle2D.Double(0, 0, size.width(), size.height()));
    text(title, font * 0.8, font * 1.6, Text.Anchor.START, 1.15f, true, false);
    int runs = sweep.get("runs").asInt();
    String source =
        sweep.get("name").asText() + ", " + Numbers.count(sweep.get("finished").asInt())
            + " settings, " + runs + (runs == 1 ? " day" : " days") + " each, seed "
            + sweep.get("seed").asText() + (sweep.get("partial").asBoolean() ? ", PARTIAL" : "");
    text(
        Text.fit(g, source, size.width() - font * 2),
        font * 0.8,
        size.height() - font * 0.7,
        Text.Anchor.START,
        0.85f,
        false,
        true);
  }

  Brush brush() {
    return brush;
  }

  /** Draws a line of text. */
  void text(
      String text,
      double x,
      double y,
      Text.Anchor anchor,
      float times,
      boolean bold,
      boolean muted) {
    g.setFont(PanelPainter.font(font * times, bold));
    g.setPaint(muted ? THEME.muted() : THEME.ink());
    Text.draw(g, text, x, y, anchor);
  }

  double width(String text, float times, boolean bold) {
    g.setFont(PanelPainter.font(font * times, bold));
    return Text.width(g, text);
  }

  void gridLine(double fromX, double fromY, double toX, double toY) {
    g.setPaint(THEME.grid());
    g.setStroke(brush.stroke(Panel.Dash.THIN));
    g.draw(new Line2D.Double(fromX, fromY, toX, toY));
  }

  /** How a measure's value is shown on an axis. */
  static String shown(String measure, double value) {
    return measure.startsWith("cost.") ? Numbers.money(value, "USD") : Numbers.milliseconds(value);
  }

  /** A measure's mean in a setting: infinite for a latency of failed requests, NaN if unknown. */
  static double mean(JsonNode setting, String measure) {
    JsonNode value = setting.get("measures").get(measure);
    return value.get("infinite").asBoolean()
        ? Double.POSITIVE_INFINITY
        : value.get("mean").isNull() ? Double.NaN : value.get("mean").asDouble();
  }
}
