package dev.headroom.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of lines where they end, each with a mark of its own shape, so that a line is known without
 * its colour and without looking up at the key. A name that finds no free place is left to the key.
 */
final class EndLabels {
  /** Places of the baseline above and below a line's end that are tried, in heights of the text. */
  private static final double[] PLACES = {
    -0.45, 1.15, -1.65, 2.35, -2.85, 3.55, -4.05, 4.75, -5.25, -6.45
  };

  /** The same behind the end of a line, where its own height comes first. */
  private static final double[] PLACES_AFTER = {0.3, 1.45, -0.85, 2.6, -2, 3.75, -3.15};

  private final Graphics2D g;
  private final Rectangle2D data;
  private final float font;
  private final Theme theme;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private int count;

  /**
   * For one plot.
   *
   * @param data the plot's rectangle
   */
  EndLabels(Graphics2D g, Rectangle2D data, float font, Theme theme) {
    this.g = g;
    this.data = data;
    this.font = font;
    this.theme = theme;
  }

  /** Keeps a place free. */
  void reserve(Rectangle2D place) {
    taken.add(place);
  }

  /** Names the line that ends at a point. */
  void add(String name, Color color, double x, double y) {
    int shape = count;
    count++;
    g.setFont(PanelPainter.font(font * 0.85f, false));
    double mark = font * 0.9;
    String shown = Text.fit(g, name, data.getWidth() * 0.3);
    double width = Text.width(g, shown) + mark + font * 0.4;
    boolean after = x + width + font * 0.6 <= data.getMaxX();
    double left = after ? x + font * 0.5 : Math.min(x, data.getMaxX()) - width - font * 0.5;
    for (double place : after ? PLACES_AFTER : PLACES) {
      double base = y + place * font;
      Rectangle2D box = new Rectangle2D.Double(left, base - font * 0.85, width, font * 1.1);
      boolean inside = box.getMinY() >= data.getMinY() && box.getMaxY() <= data.getMaxY();
      if (inside && taken.stream().noneMatch(other -> other.intersects(box))) {
        taken.add(box);
        Color plate = theme.background();
        g.setPaint(new Color(plate.getRed(), plate.getGreen(), plate.getBlue(), 200));
        g.fill(box);
        g.setPaint(color);
        mark(shape, x, y);
        mark(shape, left + mark / 2, base - font * 0.3);
        g.setPaint(theme.ink());
        Text.draw(g, shown, left + mark + font * 0.1, base, Text.Anchor.START);
        return;
      }
    }
  }

  private void mark(int shape, double x, double y) {
    double r = font * 0.28;
    switch (shape % 5) {
      case 0 -> g.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
      case 1 -> g.fill(polygon(x, y - r, x + r, y + r, x - r, y + r));
      case 2 -> g.fill(polygon(x, y - 1.2 * r, x + 1.2 * r, y, x, y + 1.2 * r, x - 1.2 * r, y));
      case 3 -> g.fill(new Rectangle2D.Double(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r));
      default -> g.fill(polygon(x, y + r, x + r, y - r, x - r, y - r));
    }
  }

  private static Path2D polygon(double... points) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < points.length; i += 2) {
      if (i == 0) {
        path.moveTo(points[i], points[i + 1]);
      } else {
        path.lineTo(points[i], points[i + 1]);
      }
    }
    path.closePath();
    return path;
  }
}
