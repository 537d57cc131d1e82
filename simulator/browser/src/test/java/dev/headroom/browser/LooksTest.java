package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
    String scenario = Program.project().resolve("reports/marketing-email/scenario.yaml").toString();
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

  @ParameterizedTest
  @CsvSource({
    "360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK", "2560, LIGHT", "2560, DARK"
  })
  void theReport(int width, ColorScheme theme, Browser browser) {
    try (Visit visit = new Visit(browser, width, theme, Visit.Script.ON)) {
      visit.open(report);
      looks(visit, "report", width, theme);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK", "2560, LIGHT", "2560, DARK"
  })
  void theComparison(int width, ColorScheme theme, Browser browser) {
    try (Visit visit = new Visit(browser, width, theme, Visit.Script.ON)) {
      visit.open(compared);
      looks(visit, "compared", width, theme);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "360, LIGHT", "360, DARK", "1280, LIGHT", "1280, DARK", "2560, LIGHT", "2560, DARK"
  })
  void thePage(int width, ColorScheme theme, Browser browser) throws IOException {
    try (Visit visit = new Visit(browser, width, theme, Visit.Script.ON)) {
      visit.open(served.address());
      visit.await("document.querySelectorAll('#pareto [role=button]').length > 20");
      looks(visit, "page", width, theme);
    }
  }

  private static void looks(Visit visit, String name, int width, ColorScheme theme) {
    visit.keep(name + "-" + width + "-" + theme.name().toLowerCase(java.util.Locale.ROOT));
    assertEquals(
        width, visit.number("Math.max(innerWidth, document.documentElement.scrollWidth)"));
    assertEquals(List.of(), visit.axe());
  }
}
