package dev.headroom.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Strokes and fills, proportional to the size of the text. */
final class Brush {
  private final Theme theme;
  private final float unit;

  Brush(Theme theme, float font) {
    this.theme = theme;
    this.unit = font / 14f;
  }

  Color color(Tone tone) {
    return tone.on(theme);
  }

  BasicStroke stroke(Panel.Dash dash) {
    return switch (dash) {
      case THIN -> solid(1.1f);
      case MEDIUM -> solid(1.7f);
      case THICK -> solid(2.6f);
      case DASHED -> dashed(1.8f, 7f, 4.5f);
      case DOTTED -> dashed(1.8f, 0.6f, 4f);
    };
  }

  BasicStroke outline() {
    return solid(1.2f);
  }

  private BasicStroke solid(float width) {
    return new BasicStroke(width * unit, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private BasicStroke dashed(float width, float on, float off) {
    return new BasicStroke(width * unit, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 10f,
        new float[] {on * unit, off * unit}, 0f);
  }

  /** Fills a shape in a tone; hatching is drawn as lines, which stay sharp in an SVG. */
  void fill(Graphics2D g, Shape shape, Tone tone, Panel.Texture texture) {
    Color color = tone.on(theme);
    int alpha = switch (texture) {
      case SOFT -> 80;
      case SOLID -> 215;
      case HATCH, COUNTER_HATCH -> 36;
    };
    g.setPaint(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
    g.fill(shape);
    if (texture == Panel.Texture.HATCH || texture == Panel.Texture.COUNTER_HATCH) {
      Shape clip = g.getClip();
      g.clip(shape);
      g.setPaint(color);
      g.setStroke(solid(1f));
      g.draw(hatching(shape.getBounds2D(), texture == Panel.Texture.HATCH));
      g.setClip(clip);
    }
  }

  private Shape hatching(Rectangle2D box, boolean rising) {
    double step = 7 * unit;
    double height = box.getHeight();
    Path2D.Double lines = new Path2D.Double();
    // Multiples of the step, so that the lines of neighbouring shapes meet.
    double first = Math.floor((box.getMinX() - box.getMaxY()) / step) * step;
    double last = box.getMaxX() + box.getMaxY();
    for (double c = first; c <= last; c += step) {
      double top = rising ? c - box.getMinY() : c + box.getMinY();
      double bottom = rising ? top - height : top + height;
      if (Math.max(top, bottom) >= box.getMinX() && Math.min(top, bottom) <= box.getMaxX()) {
        lines.moveTo(top, box.getMinY());
        lines.lineTo(bottom, box.getMaxY());
      }
    }
    return lines;
  }
}
