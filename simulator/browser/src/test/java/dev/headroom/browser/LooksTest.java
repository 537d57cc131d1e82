package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Report, comparison and page at the width of a phone, a laptop and a wide screen, light and dark:
 * nothing sticks out and axe finds nothing. What they look like is kept under {@code target/looks}.
 */
@ExtendWith(Chromium.class)
final class LooksTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Program served;
  private static String report;
  private static String compared;

  @BeforeAll
  static void start() throws Exception {
    served = Program.serve(folder);
    String scenario =
        Program.project().resolve("reports/marketing-email/scenario.yaml").toString();
    Program.run(folder, 99, "run", "-f", scenario, "-o", "out");
    report = folder.resolve("out/report.html").toUri().toString();
    Path pooler = Program.project().resolve("reports/marketing-email/variants/pgbouncer.yaml");
    Program.print(
        folder,
        folder.resolve("compared.txt"),
        "compare",
        "-f",
        scenario,
        pooler.toString(),
        "--runs",
        "3",
        "-o",
        "compared");
    compared = folder.resolve("compared/report.html").toUri().toString();
  }

  @AfterAll
  static void stop() {
    if (served != null) {
      served.close();
    }
  }

  /** Two of the six in every build: what breaks one width or theme mostly breaks one of these. */
  @ParameterizedTest
  @CsvSource({"360, DARK", "1280, LIGHT"})
  void theReport(int width, ColorScheme theme, Browser browser) {
    report(width, theme, browser);
  }

  @ParameterizedTest
  @CsvSource({"360, DARK", "1280, LIGHT"})
  void thePage(int width, ColorScheme theme, Browser browser) {
    page(width, theme, browser);
  }

  @ParameterizedTest
  @CsvSource({"360, LIGHT", "1280, DARK"})
  void theComparison(int width, ColorScheme theme, Browser browser) {
    file(compared, "compared", width, theme, browser);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"360, LIGHT", "1280, DARK", "2560, LIGHT", "2560, DARK"})
  void allAtEveryOtherWidth(int width, ColorScheme theme, Browser browser) {
    report(width, theme, browser);
    page(width, theme, browser);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"360, DARK", "1280, LIGHT", "2560, LIGHT", "2560, DARK"})
  void theComparisonAtEveryOtherWidth(int width, ColorScheme theme, Browser browser) {
    file(compared, "compared", width, theme, browser);
  }

  private static void report(int width, ColorScheme theme, Browser browser) {
    file(report, "report", width, theme, browser);
  }

  private static void file(
      String file, String name, int width, ColorScheme theme, Browser browser) {
    try (Visit visit = new Visit(browser, width, theme, Visit.Script.ON)) {
      visit.open(file);
      looks(visit, name, width, theme);
    }
  }

  private static void page(int width, ColorScheme theme, Browser browser) {
    try (Sliders page = new Sliders(browser, served.address(), width, theme)) {
      page.slide("platform.scale.max", 100);
      page.yamlWith("max: 3 }");
      page.press("events-summary");
      page.press("settings-summary");
      page.visit.await(Sliders.SWEPT);
      looks(page.visit, "page", width, theme);
    }
  }

  private static void looks(Visit visit, String name, int width, ColorScheme theme) {
    visit.keep(name + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT));
    assertEquals(width, visit.number("Math.max(innerWidth, document.documentElement.scrollWidth)"));
    assertEquals(List.of(), visit.axe());
  }
}
