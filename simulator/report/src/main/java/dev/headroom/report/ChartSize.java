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
  static final ChartSize WIDE = new ChartSize(1200, 330, 14f, 480);
  /** A panel of a page on a telephone. */
  static final ChartSize NARROW = new ChartSize(400, 290, 12.5f, 200);

  /** The smallest and the greatest side of a picture that anybody asks for. */
  static final int SIDE_MIN = 300;

  static final int SIDE_MAX = 8192;

  /** A picture of any size; text keeps its part of it, but stays readable. */
  static ChartSize picture(int width, int height) {
    float font = PICTURE.font()
        * Math.min(width / (float) PICTURE.width(), height / (float) PICTURE.height());
    return new ChartSize(
        width, height, Math.max(NARROW.font(), font), Math.max(NARROW.points(), width * 3 / 4));
  }

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
