package dev.headroom.report;

/**
 * How large a chart is drawn. Insets follow from the size alone, never from the data, so that the
 * plot areas of all charts of one size lie exactly under each other.
 *
 * @param width in pixels, or in user units of an SVG
 * @param height likewise
 * @param font size of text, to which lines and gaps are proportional
 * @param points at most this many points a line
 */
record ChartSize(int width, int height, float font, int points) {
  /** A picture for slides and tickets. */
  static final ChartSize PICTURE = new ChartSize(1600, 500, 19f, 1200);
  /** A panel of a page on a desk. */
  static final ChartSize WIDE = new ChartSize(1200, 330, 14f, 600);
  /** A panel of a page on a telephone. */
  static final ChartSize NARROW = new ChartSize(400, 290, 12.5f, 200);

  boolean narrow() {
    return width < 600;
  }

  double left() {
    return Math.round(font * (narrow() ? 4.6 : 4.8));
  }

  double right() {
    return Math.round(font * (narrow() ? 3.2 : 4.8));
  }

  int maxTimeTicks() {
    return (int) ((width - left() - right()) / (font * 6));
  }
}
