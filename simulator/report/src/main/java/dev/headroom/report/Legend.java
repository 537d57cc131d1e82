package dev.headroom.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** The title and, beside or below it, a key with the texture or dash of everything drawn. */
final class Legend {
  private final Panel panel;
  private final ChartSize size;
  private final Theme theme;
  private final Brush brush;
  private final float font;
  private final double edge;
  private double x;
  private double y;

  Legend(Panel panel, ChartSize size, Theme theme, Brush brush) {
    this.panel = panel;
    this.size = size;
    this.theme = theme;
    this.brush = brush;
    this.font = size.font();
    this.edge = font * 0.8;
  }

  static Paint incidentPaint() {
    Color color = Tone.VERMILLION.on(Theme.LIGHT);
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 24);
  }

  /** Draws from the top and returns where it ends. */
  double draw(Graphics2D g, boolean incidents) {
    y = font * 1.5;
    g.setFont(PanelPainter.font(font * 1.15f, true));
    g.setPaint(theme.ink());
    Text.draw(g, panel.title(), edge, y, Text.Anchor.START);
    x = edge + Text.width(g, panel.title()) + font * 1.6;
    if (size.narrow()) {
      x = size.width();
    }
    for (Panel.Line line : panel.lines()) {
      entry(g, line.name(), () -> sample(g, brush.color(line.tone()), line.dash()));
    }
    List<Panel.Band> bands = panel.bands();
    // Top of the stack first, so that the key reads in the order of the picture.
    int top = bands.size();
    while (top > 0) {
      String key = bands.get(top - 1).key();
      int bottom = top - 1;
      while (bottom > 0 && bands.get(bottom - 1).key().equals(key)) {
        bottom--;
      }
      List<Panel.Band> shared = bands.subList(bottom, top);
      entry(g, key, () -> swatch(g, shared));
      top = bottom;
    }
    for (Panel.Limit limit : panel.limits()) {
      entry(g, limit.label(), () -> sample(g, brush.color(Tone.VERMILLION), limit.dash()));
    }
    if (incidents) {
      entry(g, "database exhausted", () -> {
        g.setPaint(incidentPaint());
        g.fill(box());
        g.setPaint(brush.color(Tone.VERMILLION));
        g.setStroke(brush.stroke(Panel.Dash.THIN));
        g.draw(new Line2D.Double(x, y - font * 0.78, x, y + font * 0.12));
        g.draw(new Line2D.Double(x + font * 1.6, y - font * 0.78, x + font * 1.6, y + font * 0.12));
      });
    }
    return y + font * 0.5;
  }

  private void entry(Graphics2D g, String name, Runnable symbol) {
    g.setFont(PanelPainter.font(font * 0.95f, false));
    String shown = Text.fit(g, name, size.width() - edge * 2 - font * 2.2);
    double width = font * 2.2 + Text.width(g, shown);
    if (x + width > size.width() - edge) {
      x = edge;
      y += font * 1.45;
    }
    symbol.run();
    g.setPaint(theme.ink());
    Text.draw(g, shown, x + font * 2.1, y, Text.Anchor.START);
    x += width + font * 1.1;
  }

  private void sample(Graphics2D g, Color color, Panel.Dash dash) {
    g.setPaint(color);
    g.setStroke(brush.stroke(dash));
    double middle = y - font * 0.33;
    g.draw(new Line2D.Double(x, middle, x + font * 1.6, middle));
  }

  /** A box with the fills of the bands of one key beside each other. */
  private void swatch(Graphics2D g, List<Panel.Band> bands) {
    Rectangle2D box = box();
    double width = box.getWidth() / bands.size();
    for (int i = 0; i < bands.size(); i++) {
      Rectangle2D part =
          new Rectangle2D.Double(box.getX() + i * width, box.getY(), width, box.getHeight());
      brush.fill(g, part, bands.get(i).tone(), bands.get(i).texture());
    }
    g.setPaint(brush.color(bands.get(0).tone()));
    g.setStroke(brush.outline());
    g.draw(box);
  }

  private Rectangle2D box() {
    return new Rectangle2D.Double(x, y - font * 0.78, font * 1.6, font * 0.9);
  }
}
