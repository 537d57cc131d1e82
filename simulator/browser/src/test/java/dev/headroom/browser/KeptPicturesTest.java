package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Report, comparison and page look as on the pictures that are kept beside the tests, nearly to the
 * pixel. Another Chromium or other fonts draw everything otherwise: there the test is skipped and
 * says so. With {@code -Dheadroom.pictures=update} the pictures are taken anew; look at them.
 */
@Tag("long")
@ExtendWith(Chromium.class)
final class KeptPicturesTest {
  private static final Path FOLDER = Path.of("src/test/resources/pictures");
  private static final Path MADE_WITH = FOLDER.resolve("made-with.txt");
  private static final boolean UPDATE = "update".equals(System.getProperty("headroom.pictures"));
  private static final int BYTES_MAX = 120_000;
  private static final int HEIGHT = 860;

  /** Colours further apart than this are told apart by the eye; less is how edges are smoothed. */
  private static final int COLOUR = 24;

  /** A word that changes, or a line that moves by a pixel, is more. */
  private static final double SHARE_MAX = 0.0005;

  /** How wide letters are tells fonts apart. */
  private static final String FONTS = """
      ['system-ui', 'sans-serif', 'monospace'].map(family => {
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = '40px ' + family;
        return family + ' ' + pen.measureText('Headroom ms 0123456789 ✓✗≈ →').width.toFixed(2);
      }).join(', ')""";

  private final List<String> different = new ArrayList<>();

  @Test
  void looksAsItDid(Browser browser, Shared shared) throws Exception {
    String here;
    try (Visit visit = new Visit(browser).open(shared.report())) {
      here = "Chromium " + browser.version() + "; " + visit.text(FONTS) + "\n";
    }
    if (UPDATE) {
      Files.createDirectories(FOLDER);
      Files.writeString(MADE_WITH, here);
    }
    String kept = Files.readString(MADE_WITH);
    if (!here.equals(kept)) {
      System.out.print("pictures: not compared; kept with " + kept + "pictures: here is " + here);
    }
    assumeTrue(here.equals(kept), "another browser or other fonts than the pictures': " + here);

    file(browser, shared.report(), "report", "#latency", ColorScheme.LIGHT, ColorScheme.DARK);
    file(browser, shared.compared(), "compared", "#load", ColorScheme.DARK, ColorScheme.LIGHT);
    page(browser, shared, 1120, ColorScheme.LIGHT);
    page(browser, shared, 360, ColorScheme.DARK);
    assertEquals(List.of(), different, "if it should: -Dheadroom.pictures=update");
  }

  /** Top of the page on a laptop and a phone, and one panel on the other of them. */
  private void file(
      Browser browser,
      String address,
      String name,
      String panel,
      ColorScheme laptop,
      ColorScheme phone)
      throws IOException {
    try (Visit visit = new Visit(browser, 1120, laptop, Visit.Script.ON)) {
      visit.open(address);
      top(visit, name + "-1120");
    }
    try (Visit visit = new Visit(browser, 360, phone, Visit.Script.ON)) {
      visit.open(address);
      top(visit, name + "-360");
      Locator.ScreenshotOptions still = new Locator.ScreenshotOptions();
      compare(
          name + "-panel-360",
          visit.page.locator(panel).screenshot(still.setAnimations(ScreenshotAnimations.DISABLED)));
    }
  }

  private void page(Browser browser, Shared shared, int width, ColorScheme theme)
      throws IOException {
    try (Sliders page = new Sliders(browser, shared.served().address(), width, theme)) {
      page.slide("platform.scale.max", 100);
      page.yamlWith("max: 3 }");
      // What stands along the sliders comes later, and from smaller models where days take long.
      page.visit.page.evaluate("document.querySelectorAll('.strip').forEach(strip => {"
          + "strip.style.visibility = 'hidden'; }); document.activeElement.blur()");
      top(page.visit, "page-" + width);
    }
  }

  private void top(Visit visit, String name) throws IOException {
    visit.page.setViewportSize(visit.page.viewportSize().width, HEIGHT);
    visit.page.waitForTimeout(200);
    compare(
        name,
        visit.page.screenshot(
            new Page.ScreenshotOptions().setAnimations(ScreenshotAnimations.DISABLED)));
  }

  private void compare(String name, byte[] taken) throws IOException {
    Path file = FOLDER.resolve(name + ".png");
    if (UPDATE) {
      byte[] small = small(ImageIO.read(new ByteArrayInputStream(taken)));
      assertTrue(small.length < BYTES_MAX, name + ": " + small.length + " bytes");
      Files.write(file, small);
    }
    BufferedImage now = ImageIO.read(new ByteArrayInputStream(taken));
    BufferedImage kept = ImageIO.read(file.toFile());
    double share = now.getWidth() == kept.getWidth() && now.getHeight() == kept.getHeight()
        ? share(now, kept)
        : 1;
    System.out.printf("picture %s: %.4f %% differs%n", name, share * 100);
    if (share > SHARE_MAX) {
      Path looks = Files.createDirectories(Path.of("target/looks"));
      Path here = Files.write(looks.resolve("kept-" + name + ".png"), taken);
      different.add(name + ": " + share * 100 + " % differs; " + here + " against " + file);
    }
  }

  /** A picture of fewer colours, eight steps apart, takes half as many bytes. */
  private static byte[] small(BufferedImage taken) throws IOException {
    BufferedImage coarse =
        new BufferedImage(taken.getWidth(), taken.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < taken.getHeight(); y++) {
      for (int x = 0; x < taken.getWidth(); x++) {
        coarse.setRGB(x, y, taken.getRGB(x, y) & 0xf8f8f8);
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam most = writer.getDefaultWriteParam();
    most.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    most.setCompressionQuality(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(coarse, null, null), most);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Of pixels whose colours can be told apart. */
  private static double share(BufferedImage a, BufferedImage b) {
    long differ = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        int p = a.getRGB(x, y);
        int q = b.getRGB(x, y);
        if (apart(p, q, 0) > COLOUR || apart(p, q, 8) > COLOUR || apart(p, q, 16) > COLOUR) {
          differ++;
        }
      }
    }
    return (double) differ / ((long) a.getWidth() * a.getHeight());
  }

  private static int apart(int p, int q, int shift) {
    return Math.abs((p >> shift & 255) - (q >> shift & 255));
  }
}
