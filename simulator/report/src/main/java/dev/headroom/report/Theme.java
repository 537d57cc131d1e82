package dev.headroom.report;

import java.awt.Color;

/**
 * Colours of everything but the data. The page's style sheet maps the light ones to the dark ones
 * by value inside an SVG, so the two must be changed together.
 */
public enum Theme {
  LIGHT(0xFFFFFF, 0x1B1F24, 0x57606A, 0xE3E7EB),
  DARK(0x0F1419, 0xE6EDF3, 0xA0A8B2, 0x2A313A);

  private final Color background;
  private final Color ink;
  private final Color muted;
  private final Color grid;

  Theme(int background, int ink, int muted, int grid) {
    this.background = new Color(background);
    this.ink = new Color(ink);
    this.muted = new Color(muted);
    this.grid = new Color(grid);
  }

  Color background() {
    return background;
  }

  /** Of titles and lines of demand. */
  Color ink() {
    return ink;
  }

  /** Of tick labels, units and the footer. */
  Color muted() {
    return muted;
  }

  Color grid() {
    return grid;
  }
}
