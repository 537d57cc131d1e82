package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/**
 * What moves p99 and cost: for each path a bar from the lowest to the highest median over the
 * settings that share a value of it, the longest first. A bar to the edge ends in failed requests.
 */
final class SweepTornadoChart {
  static final String TITLE = "What moves p99 and cost";
  private static final int BARS_MAX = 8;
  /** From a bar to the next, in heights of the text. */
  private static final double PITCH = 4.8;

  private final JsonNode sweep;

  SweepTornadoChart(JsonNode sweep) {
    this.sweep = sweep;
  }

  boolean hasBars() {
    for (JsonNode effects : sweep.get("effects")) {
      for (JsonNode effect : effects) {
        if (!effect.get("lowAt").equals(effect.get("highAt"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** As high as its bars need. */
  ChartSize size() {
    int bars = Math.min(BARS_MAX, sweep.get("axes").size());
    float font = SweepCharts.SIZE.font();
    return new ChartSize(
        SweepCharts.SIZE.width(), Math.round(font * (8 + (float) PITCH * bars)), font, 0);
  }

  void paint(Graphics2D g, ChartSize size) {
    SweepFrame frame = new SweepFrame(g, size, sweep, TITLE);
    float font = size.font();
    frame.text(
        "each bar: from the lowest to the highest median over all settings that share a"
            + " value of the path",
        font * 0.8,
        font * 3.1,
        Text.Anchor.START,
        0.85f,
        false,
        true);
    double half = size.width() / 2.0;
    String latency = sweep.get("latency").asText();
    column(
        g,
        frame,
        latency,
        latency.contains("completed") ? "p99 of completed requests" : "p99 latency",
        font * 2,
        half - font * 4,
        font);
    String cost = sweep.get("cost").asText();
    column(
        g,
        frame,
        cost,
        cost.equals("cost.month") ? "cost a month" : "cost of this traffic",
        half + font * 2,
        half - font * 4,
        font);
  }

  private void column(
      Graphics2D g,
      SweepFrame frame,
      String measure,
      String title,
      double left,
      double width,
      float font) {
    JsonNode effects = sweep.get("effects").get(measure);
    frame.text(title, left, font * 5, Text.Anchor.START, 1f, true, false);
    double most = 0;
    for (JsonNode effect : effects) {
      most = Math.max(
          most, Math.max(effect.get("low").asDouble(), effect.get("high").asDouble()));
    }
    double y = font * 6.6;
    for (int i = 0; i < Math.min(BARS_MAX, effects.size()); i++) {
      JsonNode effect = effects.get(i);
      boolean fails = effect.get("high").isNull();
      double scale = width * (fails ? 0.85 : 1) / (most > 0 ? most * 1.02 : 1);
      frame.text(effect.get("label").asText(), left, y, Text.Anchor.START, 0.95f, false, false);
      boolean allFail = effect.get("low").isNull();
      double from = allFail ? width : effect.get("low").asDouble() * scale;
      double to = fails ? width : effect.get("high").asDouble() * scale;
      Rectangle2D bar =
          new Rectangle2D.Double(left + from, y + font * 0.45, Math.max(2, to - from), font * 1.3);
      frame
          .brush()
          .fill(
              g,
              bar,
              fails ? Tone.VERMILLION : Tone.BLUE,
              fails ? Panel.Texture.HATCH : Panel.Texture.SOLID);
      frame.gridLine(left, y + font * 0.3, left, y + font * 1.9);
      String low =
          effect.get("lowShown").asText() + " at " + effect.get("lowAt").asText();
      String high =
          effect.get("highShown").asText() + " at " + effect.get("highAt").asText();
      boolean same = effect.get("lowAt").equals(effect.get("highAt"));
      frame.text(
          same ? "does not move it: " + effect.get("lowShown").asText() : low,
          left,
          y + font * 2.85,
          Text.Anchor.START,
          0.85f,
          false,
          true);
      if (!same) {
        frame.text(high, left + width, y + font * 2.85, Text.Anchor.END, 0.85f, false, true);
      }
      y += font * PITCH;
    }
  }
}
