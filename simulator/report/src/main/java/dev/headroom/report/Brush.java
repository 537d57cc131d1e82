package dev.headroom.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.TexturePaint;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Strokes and fills, proportional to the size of the text. */
final class Brush {
  /** Between two lines of a hatching, at a font size of 14. */
  private static final float STEP = 7f;

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
    return new BasicStroke(
        width * unit,
        BasicStroke.CAP_ROUND,
        BasicStroke.JOIN_ROUND,
        10f,
        new float[] {on * unit, off * unit},
        0f);
  }

  /** Fills a shape in a tone; in an SVG a hatching is drawn as lines, which stay sharp. */
  void fill(Graphics2D g, Shape shape, Tone tone, Panel.Texture texture) {
    Color color = tone.on(theme);
    int alpha =
        switch (texture) {
          case SOFT -> 80;
          case SOLID -> 215;
          case HATCH, COUNTER_HATCH -> 36;
        };
    g.setPaint(new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha));
    g.fill(shape);
    boolean rising = texture == Panel.Texture.HATCH;
    if (!rising && texture != Panel.Texture.COUNTER_HATCH) {
      return;
    }
    if (g instanceof SvgSurface) {
      Shape clip = g.getClip();
      g.clip(shape);
      g.setPaint(color);
      g.setStroke(solid(1f));
      g.draw(hatching(shape.getBounds2D(), rising));
      g.setClip(clip);
    } else {
      // Clipping pixels to a shape of hundreds of points costs more than the rest of the chart.
      g.setPaint(tile(color, rising));
      g.fill(shape);
    }
  }

  private TexturePaint tile(Color color, boolean rising) {
    int side = Math.round(STEP * unit);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setPaint(color);
    g.setStroke(solid(1f));
    // Thrice, so that the corners hold the ends of the neighbouring tiles' lines.
    for (int shift = -side; shift <= side; shift += side) {
      g.drawLine(shift, rising ? side : 0, shift + side, rising ? 0 : side);
    }
    g.dispose();
    return new TexturePaint(image, new Rectangle2D.Double(0, 0, side, side));
  }

  private Shape hatching(Rectangle2D box, boolean rising) {
    double step = STEP * unit;
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
