package dev.headroom.report;

import dev.headroom.report.TimeScale.Tick;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** A small picture with two axes; its colours are classes of the style sheet. */
final class Sketch {
  static final double WIDTH = 520;
  static final double HEIGHT = 320;
  private static final double LEFT = 70;
  private static final double RIGHT = 20;
  private static final double TOP = 34;
  private static final double BOTTOM = 52;

  private final StringBuilder out = new StringBuilder(4096);
  private final DoubleUnaryOperator x;
  private final DoubleUnaryOperator y;

  /**
   * The frame.
   *
   * @param x where a value lies between the left, 0, and the right, 1
   * @param y where a value lies between the bottom, 0, and the top, 1
   */
  Sketch(
      String id, String title, String description, DoubleUnaryOperator x, DoubleUnaryOperator y) {
    this.x = value -> LEFT + x.applyAsDouble(value) * (WIDTH - LEFT - RIGHT);
    this.y = value -> HEIGHT - BOTTOM - y.applyAsDouble(value) * (HEIGHT - TOP - BOTTOM);
    out.append(String.format(
        Locale.ROOT,
        "<svg class=\"sketch\" viewBox=\"0 0 %.0f %.0f\" "
            + "role=\"img\" aria-labelledby=\"%s-title %s-desc\"><title id=\"%s-title\">%s</title>"
            + "<desc id=\"%s-desc\">%s</desc>",
        WIDTH,
        HEIGHT,
        id,
        id,
        id,
        Escape.html(title),
        id,
        Escape.html(description)));
  }

  Sketch axes(Iterable<Tick> xTicks, String xTitle, Iterable<Tick> yTicks, String yTitle) {
    for (Tick tick : yTicks) {
      double at = y.applyAsDouble(tick.value());
      line(LEFT, at, WIDTH - RIGHT, at, "grid");
      text(LEFT - 8, at + 5, "end", "muted", tick.label());
    }
    for (Tick tick : xTicks) {
      double at = x.applyAsDouble(tick.value());
      boolean last = at > WIDTH - RIGHT - 30;
      text(
          last ? WIDTH - 4 : at,
          HEIGHT - BOTTOM + 20,
          last ? "end" : "middle",
          "muted",
          tick.label());
    }
    line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis");
    text(WIDTH - RIGHT, HEIGHT - 8, "end", "muted", xTitle);
    text(8, 18, "start", "muted", yTitle);
    return this;
  }

  /** A point with its name; kind is {@code dot} or {@code cross}. */
  Sketch point(double xValue, double yValue, String kind, String name) {
    double px = x.applyAsDouble(xValue);
    double py = y.applyAsDouble(yValue);
    if (kind.equals("cross")) {
      line(px - 5, py - 5, px + 5, py + 5, "fail");
      line(px - 5, py + 5, px + 5, py - 5, "fail");
    } else {
      out.append(String.format(
          Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" class=\"%s\"/>", px, py, kind));
    }
    boolean right = px > WIDTH * 0.7;
    text(px + (right ? -9 : 9), py - 5, right ? "end" : "start", "ink", name);
    return this;
  }

  /** A line through points that come in the order of x. */
  Sketch path(double[] xs, double[] ys, String style) {
    out.append("<path class=\"").append(style).append("\" d=\"");
    for (int i = 0; i < xs.length; i++) {
      out.append(String.format(
          Locale.ROOT,
          "%s%.1f %.1f",
          i == 0 ? "M" : "L",
          x.applyAsDouble(xs[i]),
          y.applyAsDouble(ys[i])));
    }
    out.append("\"/>");
    return this;
  }

  /** A horizontal limit with its name. */
  Sketch limit(double value, String name) {
    double at = y.applyAsDouble(value);
    line(LEFT, at, WIDTH - RIGHT, at, "fail dashed");
    text(LEFT + 6, at - 6, "start", "ink", name);
    return this;
  }

  private void line(double x1, double y1, double x2, double y2, String style) {
    out.append(String.format(
        Locale.ROOT, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", style, x1, y1, x2, y2));
  }

  private void text(double px, double py, String anchor, String style, String text) {
    out.append(String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
        px,
        py,
        anchor,
        style,
        Escape.html(text)));
  }

  @Override
  public String toString() {
    return out + "</svg>\n";
  }
}
