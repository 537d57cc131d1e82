package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pictures of the README show what report and page look like today. With {@code
 * -Dheadroom.pictures=update} they are taken anew.
 */
@Tag("long")
@ExtendWith(Chromium.class)
final class PicturesTest {
  private static final int BYTES_MAX = 200_000;
  private static final int WIDTH = 1120;
  private static final int HEIGHT = 840;

  /** Other fonts and other browsers draw letters otherwise; blocks of so many pixels stay. */
  private static final int BLOCK = 28;

  private static final double DIFFERENCE_MAX = 12;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void theReport(Browser browser) throws Exception {
    String scenario =
        Program.project().resolve("reports/marketing-email/scenario.yaml").toString();
    Program.run(folder, 99, "run", "-f", scenario, "-o", "out");
    try (Visit visit = new Visit(browser, 1280, ColorScheme.LIGHT, Visit.Script.ON)) {
      visit.open(folder.resolve("out/report.html").toUri().toString());
      visit.page.setViewportSize(WIDTH, HEIGHT);
      visit.await("document.querySelectorAll('.live svg').length > 5");
      compare("report", visit);
    }
  }

  @Test
  void thePage(Browser browser) throws Exception {
    try (Program served = Program.serve(Program.Compiler.QUICK, folder);
        Sliders page = new Sliders(browser, served.address())) {
      page.visit.page.setViewportSize(WIDTH, HEIGHT);
      page.slide("platform.scale.max", 100);
      page.yamlWith("max: 3 }");
      page.visit.await(Sliders.SWEPT);
      page.visit.page.evaluate("document.activeElement.blur()");
      compare("page", page.visit);
    }
  }

  private static void compare(String name, Visit visit) throws IOException {
    Path file = Program.project().resolve("reports/pictures/" + name + ".png");
    byte[] taken = visit.page.screenshot(
        new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED));
    assertTrue(taken.length < BYTES_MAX, name + ": " + taken.length + " bytes");
    if ("update".equals(System.getProperty("headroom.pictures"))) {
      Files.createDirectories(file.getParent());
      Files.write(file, taken);
    }
    BufferedImage now = ImageIO.read(new ByteArrayInputStream(taken));
    BufferedImage kept = ImageIO.read(file.toFile());
    assertTrue(now.getWidth() == kept.getWidth() && now.getHeight() == kept.getHeight(), name);
    double difference = difference(blocks(now), blocks(kept));
    System.out.printf("picture %s: differs by %.1f of 255%n", name, difference);
    assertTrue(
        difference < DIFFERENCE_MAX,
        name + " looks otherwise than " + file + ", by " + difference
            + " of 255; if it should: -Dheadroom.pictures=update");
  }

  /** The mean grey of each block. */
  private static int[] blocks(BufferedImage image) {
    int width = image.getWidth() / BLOCK;
    int height = image.getHeight() / BLOCK;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    small
        .getGraphics()
        .drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
    return small.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
  }

  /** Root mean square. */
  private static double difference(int[] a, int[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares / a.length);
  }
}
