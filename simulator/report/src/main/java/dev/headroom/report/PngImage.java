package dev.headroom.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;

/** A picture as a PNG. */
final class PngImage {
  private PngImage() {}

  static byte[] of(ResultView view, Panel panel, ChartSize size, Theme theme) {
    return of(size, new PanelPainter(view, panel, size, theme)::paint);
  }

  /** Whatever somebody paints at a size. */
  static byte[] of(ChartSize size, Consumer<Graphics2D> painter) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    painter.accept(g);
    g.dispose();
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    return PngEncoder.encode(pixels, size.width(), size.height());
  }
}
