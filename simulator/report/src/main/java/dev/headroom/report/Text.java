package dev.headroom.report;

import java.awt.Graphics2D;

/** Single lines of text that keep their place whatever font a reader has. */
final class Text {
  private Text() {}

  /** Which point of the text stands at the given place. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Draws on a baseline; an SVG aligns by itself, because its reader's font is not ours. */
  static void draw(Graphics2D g, String text, double x, double y, Anchor anchor) {
    if (g instanceof SvgSurface svg) {
      svg.drawAnchored(text, x, y, anchor);
      return;
    }
    double shift =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width(g, text) / 2;
          case END -> width(g, text);
        };
    g.drawString(text, (float) (x - shift), (float) y);
  }

  static double width(Graphics2D g, String text) {
    return g.getFontMetrics().stringWidth(text);
  }

  /** Cuts a text, with an ellipsis, until it is at most so wide in the current font. */
  static String fit(Graphics2D g, String text, double width) {
    String shown = text;
    for (int length = text.length(); length > 1 && width(g, shown) > width; length--) {
      shown = Escape.shorten(text, length - 1);
    }
    return shown;
  }
}
