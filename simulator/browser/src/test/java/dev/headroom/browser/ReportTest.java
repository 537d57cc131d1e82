package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody can do with report.html, opened as a file in a real browser. */
@ExtendWith(Chromium.class)
final class ReportTest {
  private static final String STATUS = "document.getElementById('panel-status').textContent";
  private static final String FIGURES = "document.querySelectorAll('figure').length";

  private static String report;
  private static List<String> series;

  @BeforeAll
  static void make(Shared shared) throws Exception {
    report = shared.report();
    series = shared.series();
  }

  private static Visit open(Browser browser, String fragment) {
    return new Visit(browser).open(report + fragment);
  }

  @Test
  void draggingZoomsAllPanelsAndTheAddressKeepsIt(Browser browser) {
    String link;
    try (Visit visit = open(browser, "")) {
      assertEquals("Shown: the whole run.", visit.text(STATUS));
      visit.page.locator("#load .live").scrollIntoViewIfNeeded();
      BoundingBox box = visit.page.locator("#load .live").boundingBox();
      double y = box.y + box.height / 2;
      visit.page.mouse().move(box.x + box.width * 0.4, y);
      visit.page.mouse().down();
      visit.page.mouse().move(box.x + box.width * 0.5, y);
      visit.page.mouse().move(box.x + box.width * 0.6, y);
      visit.page.mouse().up();
      assertFalse(visit.text(STATUS).contains("whole run"), visit.text(STATUS));
      assertEquals(
          visit.number(FIGURES),
          visit.number(
              "[...document.querySelectorAll('.readout')].filter(r => r.textContent).length"),
          "one crosshair for all panels");
      link = visit.text("location.hash");
      assertTrue(link.matches("#v1;from=[0-9.]+;to=[0-9.]+;at=[0-9.]+"), link);
    }
    try (Visit visit = open(browser, link)) {
      assertFalse(visit.text(STATUS).contains("whole run"), visit.text(STATUS));
      visit.page.locator("#load .live").dblclick();
      assertEquals("Shown: the whole run.", visit.text(STATUS));
    }
  }

  @Test
  void keysMoveTheCrosshairToTheExactBin(Browser browser) {
    try (Visit visit = open(browser, "#v1;at=60")) {
      visit.page.locator("#load .live").focus();
      visit.page.keyboard().press("ArrowRight");
      String at = visit.text("location.hash").replaceAll(".*at=", "");
      String said = visit.text("document.querySelector('#load .readout').textContent");
      int column = List.of(series.get(0).split(",")).indexOf("offered");
      String row =
          series.stream().filter(line -> line.startsWith(at + ",")).findFirst().get();
      double binSeconds = Double.parseDouble(series.get(2).split(",")[0]);
      double offered = Double.parseDouble(row.split(",")[column]) / binSeconds;
      String number = said.replaceAll(".*?offered\\u00a0([0-9.,]+).*", "$1").replace(",", "");
      assertEquals(offered, Double.parseDouble(number), offered * 0.005, said);
      visit.page.keyboard().press("+");
      assertFalse(visit.text(STATUS).contains("whole run"), visit.text(STATUS));
      visit.page.keyboard().press("0");
      assertEquals("Shown: the whole run.", visit.text(STATUS));
    }
  }

  @Test
  void savesWhatIsDrawn(Browser browser) throws Exception {
    try (Visit visit = open(browser, "#v1;from=10;to=20")) {
      String button = "#connections .tools button:has-text('%s')";
      List<String> csv =
          visit.savedText(button.formatted("CSV"), ".csv").lines().toList();
      double from = Double.parseDouble(csv.get(1).split(",")[0]);
      double to = Double.parseDouble(csv.get(csv.size() - 1).split(",")[0]);
      assertTrue(
          from == 10 && to >= 18 && to < 20,
          from + " to " + to + ", " + visit.text(STATUS) + visit.text("location.hash"));
      String svg = visit.savedText(button.formatted("SVG"), ".svg");
      assertTrue(svg.contains("<svg ") && svg.contains("simulated, not measured"));
      byte[] png = visit.saved(button.formatted("PNG"), ".png");
      assertTrue(ImageIO.read(new ByteArrayInputStream(png)).getWidth() > 600);
      visit.page.locator("#connections details summary").first().click();
      // Until the table is told that it is open it has the rows that it has without scripting.
      int rows = csv.size() - 1;
      visit.await("document.querySelectorAll('#connections tbody tr').length === " + rows);
    }
  }

  @Test
  void everyPanelHasItsTableAndSaysWhatItIs(Browser browser) {
    try (Visit visit = open(browser, "")) {
      assertEquals(
          visit.number(FIGURES),
          visit.number("[...document.querySelectorAll('figure')].filter(f =>"
              + " f.querySelector('details summary') && f.querySelector('.live svg')).length"));
      assertEquals(
          "",
          visit.text("[...document.querySelectorAll('svg[role=img]')].filter(s =>"
              + " !s.getAttribute('aria-label') && !s.getAttribute('aria-labelledby')"
              + " && !(s.querySelector('title') && s.querySelector('desc')))"
              + ".map(s => s.outerHTML.slice(0, 120)).join()"));
    }
  }

  @Test
  void withoutScriptingTheAnswerIsThere(Browser browser) {
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Visit visit = new Visit(browser, 1280, theme, Visit.Script.OFF)) {
        visit.open(report);
        assertTrue(visit.page.locator("h1").isVisible());
        String said = visit.page.locator("body").innerText();
        assertTrue(said.contains("Database connections exhausted"), said.substring(0, 300));
        for (String part : List.of("Objectives", "Event timeline", "Effective settings")) {
          assertTrue(visit.page.locator("h2:has-text('" + part + "')").isVisible(), part);
        }
        int pictures = visit.page.locator("figure svg:visible").count();
        assertTrue(pictures >= 8, pictures + " pictures");
        assertEquals(0, visit.page.locator(".toolbar:visible").count());
      }
    }
  }

  @Test
  void theThemeCanBeTurnedAndIsKept(Browser browser) {
    String link;
    try (Visit visit = open(browser, "")) {
      String light = visit.text("getComputedStyle(document.body).backgroundColor");
      visit.page.locator("#theme").selectOption("dark");
      assertFalse(
          light.equals(visit.text("getComputedStyle(document.body).backgroundColor")), light);
      link = visit.text("location.hash");
    }
    assertTrue(link.contains("theme=dark"), link);
  }

  @Test
  void theTimelineIsCopiedAsMarkdown(Browser browser) {
    try (Visit visit = open(browser, "")) {
      visit.page.locator("#events details summary").click();
      visit.page.locator("#copy-events").click();
      visit.await("document.querySelector('#events [role=status]').textContent");
      assertEquals(
          "Timeline copied.",
          visit.text("document.querySelector('#events [role=status]').innerText"));
      assertEquals(
          visit.text("document.getElementById('events-markdown').textContent").strip(),
          visit.text("navigator.clipboard.readText()").strip());
    }
  }
}
