package dev.headroom.report;

import dev.headroom.core.UserError;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Whether this machine can draw text: a slim container image may have no font at all. */
final class Fonts {
  private Fonts() {}

  /**
   * Measures one letter, which loads a font.
   *
   * @throws UserError saying what to install (exit 4)
   */
  static void require() {
    try {
      Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
      g.setFont(PanelPainter.font(12, false));
      Text.width(g, "0");
      g.dispose();
    } catch (RuntimeException | Error e) {
      // The JDK reports missing fonts as Error, RuntimeException or a failed native library.
      if (e instanceof VirtualMachineError) {
        throw e;
      }
      throw UserError.output("charts need a font, this machine has none: install"
          + " fontconfig and a font, such as the Debian packages fontconfig fonts-dejavu-core");
    }
  }
}
