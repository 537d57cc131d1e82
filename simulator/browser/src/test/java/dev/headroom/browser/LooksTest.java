package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Report, comparison and page at the width of a phone, a tablet, a laptop and a wide screen, light
 * and dark: nothing sticks out and axe finds nothing. What they look like is kept under {@code
 * target/looks}.
 */
@ExtendWith(Chromium.class)
final class LooksTest {
  private static final int HEIGHT = 900;

  /** A window's width and theme. */
  private record Look(int width, ColorScheme theme) {
    @Override
    public String toString() {
      return width + "-" + theme.name().toLowerCase(Locale.ROOT);
    }
  }

  /** In every build: each width, and both themes. */
  private static final List<Look> SOME = List.of(
      new Look(360, ColorScheme.DARK),
      new Look(768, ColorScheme.LIGHT),
      new Look(1280, ColorScheme.LIGHT),
      new Look(2560, ColorScheme.DARK));

  private static final List<Look> ALL = List.of(
      new Look(360, ColorScheme.DARK),
      new Look(360, ColorScheme.LIGHT),
      new Look(768, ColorScheme.DARK),
      new Look(768, ColorScheme.LIGHT),
      new Look(1280, ColorScheme.DARK),
      new Look(1280, ColorScheme.LIGHT),
      new Look(2560, ColorScheme.DARK),
      new Look(2560, ColorScheme.LIGHT));

  private static void looks(Visit visit, String name, List<Look> looks, List<Look> examined) {
    for (Look look : looks) {
      visit.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(look.theme()));
      visit.page.setViewportSize(look.width(), HEIGHT);
      assertEquals(
          look.width(),
          visit.number("Math.max(innerWidth, document.documentElement.scrollWidth)"),
          name + " " + look);
      if (examined.contains(look)) {
        visit.keep(name + "-" + look);
        assertEquals(List.of(), visit.axe(), name + " " + look);
      }
    }
  }

  @Test
  void theReport(Browser browser, Shared shared) throws Exception {
    try (Visit visit = new Visit(browser).open(shared.report())) {
      looks(visit, "report", SOME, SOME.subList(0, 1));
    }
  }

  @Test
  void theComparison(Browser browser, Shared shared) throws Exception {
    try (Visit visit = new Visit(browser).open(shared.compared())) {
      looks(visit, "compared", SOME, SOME.subList(2, 3));
    }
  }

  @Test
  void thePage(Browser browser, Shared shared) throws Exception {
    page(browser, shared, SOME, List.of(SOME.get(0), SOME.get(2)));
  }

  @Tag("long")
  @Test
  void allAtEveryWidthInBothThemes(Browser browser, Shared shared) throws Exception {
    try (Visit visit = new Visit(browser).open(shared.report())) {
      looks(visit, "report", ALL, ALL);
    }
    try (Visit visit = new Visit(browser).open(shared.compared())) {
      looks(visit, "compared", ALL, ALL);
    }
    page(browser, shared, ALL, ALL);
  }

  private static void page(Browser browser, Shared shared, List<Look> looks, List<Look> examined)
      throws Exception {
    try (Sliders page = new Sliders(browser, shared.served().address())) {
      page.slide("platform.scale.max", 100);
      page.yamlWith("max: 3 }");
      page.press("events-summary");
      page.press("settings-summary");
      page.visit.await(Sliders.SWEPT);
      looks(page.visit, "page", looks, examined);
    }
  }
}
