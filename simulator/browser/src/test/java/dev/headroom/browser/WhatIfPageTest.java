package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What somebody can do on the what-if page, in a real browser. */
@ExtendWith(Chromium.class)
final class WhatIfPageTest {
  private static final String MAX = "platform.scale.max";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Program served;

  @BeforeAll
  static void start() throws Exception {
    served = Program.serve(folder);
  }

  @AfterAll
  static void stop() {
    if (served != null) {
      served.close();
    }
  }

  private static Sliders open(Browser browser) {
    return new Sliders(browser, served.address());
  }

  @Test
  void slidersBoxesAndListsTurnTheScenario(Browser browser) {
    try (Sliders page = open(browser)) {
      assertEquals("headroom run -f opening.yaml --no-fixes --json", page.command());
      page.slide(MAX, 100);
      assertTrue(page.yamlWith("scale: { min: 1, max: 3 }").contains("use: cloud-run"));
      assertEquals("headroom run -f opening-b.yaml --no-fixes --json", page.command());
      assertTrue(page.verdict("A").contains("PASS"), page.verdicts());
      assertTrue(page.verdict("B").contains("FAIL"), page.verdicts());
      page.type("c-" + MAX, "many");
      page.visit.await("!document.getElementById('problem').hidden");
      assertTrue(page.visit.text("document.getElementById('problem').textContent")
          .contains("many"));
      page.type("c-" + MAX, "3");
      // A box takes what a file takes; a plain number gets the slider's unit.
      page.type("c-workload.generate.hold", "90");
      page.yamlWith("hold: 90s");
      page.choose("c-platform.use", "aws-lambda");
      page.yamlWith("use: aws-lambda");
      page.type("slo-0", "p99(latency) < 2s");
      page.yamlWith("p99(latency) < 2s");
      assertTrue(page.verdict("B").contains("p99(latency) < 2s"), page.verdicts());
    }
  }

  @Test
  void everySliderSaysItsUnitItsDefaultAndWhatItMeans(Browser browser) {
    try (Sliders page = open(browser)) {
      assertTrue(page.labels().contains("Boot time (s)"), page.labels().toString());
      assertEquals("", page.visit.text("[...document.querySelectorAll('#controls .control')]"
          + ".filter(c => c.querySelector('label') && !c.querySelector('details.explain'))"
          + ".map(c => c.textContent).join()"));
      page.visit.page.locator("#controls summary").nth(6).click();
      assertTrue(page.visit.holds("[...document.querySelectorAll('details.explain[open] code')]"
          + ".some(c => c.textContent.includes('.'))"));
      assertTrue(page.visit.number("document.querySelectorAll('.tick:not([hidden])').length") > 3);
      page.visit.await(Sliders.SWEPT);
      assertEquals("", page.visit.text("[...document.querySelectorAll('.strip')]"
          + ".filter(s => s.children.length < 5).map(s => s.parentNode.textContent).join()"));
      // A mark of a strip is a value: a click on it takes it.
      page.visit.page.locator("[id=\"c-database.pool.size\"] >> xpath=../.. >> .strip button")
          .first()
          .click();
      page.yamlWith("size: 1,");
    }
  }

  @Test
  void aDotOfTheSweepLoadsIntoB(Browser browser) {
    try (Sliders page = open(browser)) {
      page.visit.await(Sliders.SWEPT);
      page.visit.page.locator("input[name=side][value=a]").check();
      page.visit.await("document.querySelectorAll('.strip button').length === 0");
      page.visit.await(Sliders.SWEPT);
      String label = page.visit.text("(d => { d.focus(); return d.getAttribute('aria-label'); })("
          + "[...document.querySelectorAll('#pareto [role=button]')]"
          + ".find(d => d.getAttribute('aria-label').startsWith('Pool ')))");
      page.visit.page.keyboard().press("Enter");
      page.visit.await("document.querySelector('input[name=side][value=b]').checked");
      page.yamlWith("size: " + label.replaceAll("Pool (\\d+):.*", "$1"));
      assertTrue(page.command().contains("-b.yaml"), page.command());
      page.visit.await(Sliders.SWEPT);
      assertTrue(page.visit.number("document.querySelectorAll('.tornado tbody tr').length") > 5);
      page.choose("measure", "cost");
      assertTrue(page.visit.text("document.getElementById('tornado').innerText").contains("$"));
    }
  }

  @Test
  void severalDaysHaveABandAndStreamIn(Browser browser) {
    try (Sliders page = open(browser)) {
      assertEquals(0, page.visit.number("document.querySelectorAll('path.band').length"));
      page.visit.page.evaluate("window.seen = []; new MutationObserver(() => window.seen.push("
          + "document.getElementById('status').textContent))"
          + ".observe(document.getElementById('status'), {childList: true})");
      page.type("runs", "12");
      page.visit.await("document.querySelectorAll('path.band').length === 12");
      page.visit.await(Sliders.DRAWN);
      assertTrue(page.command().contains("--runs 12"), page.command());
      assertTrue(page.visit.holds("window.seen.some(t => /^[AB]: \\d+ of 12 days$/.test(t))"),
          page.visit.text("window.seen.join('; ')"));
      assertTrue(page.verdict("B").contains("12 days") || page.verdict("B").contains("12 runs")
          || page.verdict("B").contains("of 12"), page.verdicts());
      page.visit.page.locator("#chart-latency details summary").click();
      assertTrue(page.visit.text("document.querySelector('#chart-latency thead').textContent")
          .contains("B p99 90 % of days"));
    }
  }

  @Test
  void oneCrosshairAndOneZoomForAllCharts(Browser browser) {
    try (Sliders page = open(browser)) {
      var plot = page.visit.page.locator("#chart-load .plot");
      var box = plot.boundingBox();
      double y = box.y + box.height / 2;
      page.visit.page.mouse().move(box.x + box.width * 0.5, y);
      assertEquals(6, page.visit.number("[...document.querySelectorAll('.now')]"
          + ".filter(n => /^\\d+:\\d\\d A .* B /.test(n.textContent)).length"));
      assertEquals(6, page.visit.number("document.querySelectorAll('.cross').length"));
      page.visit.page.mouse().down();
      page.visit.page.mouse().move(box.x + box.width * 0.7, y);
      page.visit.page.mouse().up();
      String shown = page.visit.text("document.querySelector('.hint [role=status]').textContent");
      assertTrue(shown.matches("Shown: [23]:\\d\\d to [34]:\\d\\d\\."), shown);
      String ticks = "[...document.querySelectorAll('#charts figure')].map(f => "
          + "[...f.querySelectorAll('text')].map(t => t.textContent).filter(t => "
          + "/^\\d+:\\d\\d$/.test(t)).join()).filter((t, i, all) => t !== all[0]).length";
      assertEquals(0, page.visit.number(ticks), "all charts show the same minutes");
      plot.dblclick();
      assertEquals("", page.visit.text(
          "document.querySelector('.hint [role=status]').textContent"));
      page.visit.page.locator("#chart-cost").focus();
      page.visit.page.keyboard().press("+");
      page.visit.page.keyboard().press("ArrowRight");
      assertFalse(page.visit.text("document.querySelector('.hint [role=status]').textContent")
          .isEmpty());
      page.visit.page.keyboard().press("0");
      assertEquals("", page.visit.text(
          "document.querySelector('.hint [role=status]').textContent"));
    }
  }

  @Test
  void theLinkHoldsTheWholeState(Browser browser) {
    String link;
    String verdicts;
    String yaml;
    try (Sliders page = open(browser)) {
      page.slide(MAX, 100);
      page.yamlWith("max: 3 }");
      page.visit.page.locator("#chart-load").focus();
      page.visit.page.keyboard().press("+");
      page.press("theme");
      page.press("share");
      page.visit.await("document.getElementById('shared').textContent.includes('whole state')");
      link = page.visit.text("navigator.clipboard.readText()");
      verdicts = page.verdicts();
      yaml = page.yaml();
    }
    assertTrue(link.startsWith(served.address() + "#v1;"), link);
    try (Sliders page = new Sliders(browser, link)) {
      assertEquals(verdicts, page.verdicts());
      assertEquals(yaml, page.yaml());
      assertTrue(page.visit.holds("document.documentElement.classList.contains('dark')"));
      assertTrue(page.visit.text("document.querySelector('.hint [role=status]').textContent")
          .startsWith("Shown:"));
    }
    try (Sliders page = new Sliders(browser, served.address() + "#v1;damaged")) {
      assertTrue(page.visit.text("document.getElementById('problem').textContent")
          .startsWith("The link is damaged"));
    }
  }

  /** What is saved is what the command line beside it makes, to the byte. */
  @Test
  void savesOpensAndReproduces(Browser browser) throws Exception {
    try (Sliders page = open(browser)) {
      page.slide("database.pool.size", 0);
      page.yamlWith("size: 1,");
      String yaml = page.visit.savedText("#save", "opening-b.yaml");
      assertEquals(page.yaml(), yaml);
      String shown = page.visit.savedText("#json", "run.json");
      Files.writeString(folder.resolve("opening-b.yaml"), yaml);
      String[] words = page.command().split(" ");
      Path printed = folder.resolve("printed.json");
      Program.print(folder, printed, java.util.Arrays.copyOfRange(words, 1, words.length));
      assertEquals(Files.readString(printed), shown);
      page.visit.page.locator("#open").setInputFiles(
          new com.microsoft.playwright.options.FilePayload(
              "mine.yaml",
              "application/yaml",
              yaml.replace("name: campaign", "name: mine").getBytes(StandardCharsets.UTF_8)));
      page.visit.await("document.getElementById('name').textContent === 'mine'");
      page.yamlWith("name: mine");
      assertTrue(page.command().contains("mine.yaml"), page.command());
    }
  }

  @Test
  void aDroppedTraceIsTheTraffic(Browser browser) {
    try (Sliders page = open(browser)) {
      page.visit.page.evaluate("(() => { const data = new DataTransfer();"
          + "data.items.add(new File(['timestamp,count\\n0,100\\n1,300\\n'], 'mine.csv'));"
          + "document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true,"
          + "cancelable: true})); })()");
      page.yamlWith("file: mine.csv");
      assertTrue(page.visit.text("document.querySelector('#numbers tbody tr').innerText")
          .contains("400"));
      assertFalse(Files.exists(folder.resolve("mine.csv")), "nothing on disk");
    }
  }

  @Test
  void picturesAndTablesAreWhatIsDrawn(Browser browser) throws Exception {
    try (Sliders page = open(browser)) {
      page.slide(MAX, 100);
      page.yamlWith("max: 3 }");
      page.visit.page.locator("#chart-latency").focus();
      page.visit.page.keyboard().press("+");
      page.visit.page.locator("#chart-latency details summary").click();
      page.visit.await("document.querySelector('#chart-latency tbody')");
      int rows = (int) page.visit.number(
          "document.querySelectorAll('#chart-latency tbody tr').length");
      assertTrue(rows > 50 && rows < 300, rows + " rows");
      String button = "#chart-latency button:has-text('Save %s')";
      List<String> csv =
          page.visit.savedText(button.formatted("CSV"), "latency.csv").lines().toList();
      assertEquals(rows + 1, csv.size());
      assertEquals("seconds,A p50,A p95,A p99,B p50,B p95,B p99", csv.get(0));
      String svg = page.visit.savedText(button.formatted("SVG"), "latency.svg");
      assertTrue(svg.contains("campaign, seed 42") && svg.contains("simulated, not measured"), svg);
      assertFalse(svg.contains("var(--"), "no colour of the page is left open");
      // Its lines have the points of the rows that have a value.
      long values = csv.stream().skip(1).filter(row -> !row.split(",", -1)[6].isEmpty()).count();
      List<String> lines = java.util.regex.Pattern.compile("<path d=\"([^\"]*)\" class=\"data\"")
          .matcher(svg)
          .results()
          .map(found -> found.group(1))
          .toList();
      assertEquals(6, lines.size());
      assertEquals(values, lines.get(5).chars().filter(c -> c == 'M' || c == 'L').count());
      byte[] png = page.visit.saved(button.formatted("PNG"), "latency.png");
      var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
      assertEquals(1280, image.getWidth());
      assertTrue(colours(image) > 50, "a picture, not a blank");
    }
  }

  private static long colours(java.awt.image.BufferedImage image) {
    return java.util.Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void theKeyboardIsEnough(Browser browser) {
    try (Sliders page = open(browser)) {
      String focus = "";
      for (int i = 0; i < 80 && !focus.equals("Maximum, slider"); i++) {
        page.visit.page.keyboard().press("Tab");
        focus = page.visit.text("document.activeElement.getAttribute('aria-label') || ''");
      }
      assertEquals("Maximum, slider", focus);
      for (int i = 0; i < 30; i++) {
        page.visit.page.keyboard().press("ArrowLeft");
      }
      page.visit.await("!document.getElementById('yaml').value.includes('max: 40')");
      page.visit.await(Sliders.DRAWN);
      assertEquals("Maximum, slider",
          page.visit.text("document.activeElement.getAttribute('aria-label')"));
      // On, through charts, dots, events and settings, to the last button of the page.
      boolean visible = true;
      for (int i = 0; i < 120 && !focus.equals("Apply"); i++) {
        page.visit.page.keyboard().press("Tab");
        focus = page.visit.text("document.activeElement.textContent");
        visible &= page.visit.holds("document.activeElement.getClientRects().length > 0");
      }
      assertEquals("Apply", focus);
      assertTrue(visible, "whatever has the focus can be seen");
    }
  }

  @Test
  void whatDiffersIsHighlighted(Browser browser) {
    try (Sliders page = open(browser)) {
      page.slide(MAX, 100);
      page.yamlWith("max: 3 }");
      page.visit.page.locator("#settings-summary").click();
      assertTrue(page.visit.text("document.getElementById('settings-summary').textContent")
          .endsWith(", of which 1 differ between A and B"));
      page.visit.await("document.querySelector('#settings-table tbody')");
      assertEquals("≠ platform.scale.max 40 3", page.visit.text(
          "[...document.querySelectorAll('#settings-table tbody tr')].map(r => [...r.cells]"
          + ".slice(0, 4).map(c => c.textContent).join(' ')).join(';')"));
      page.visit.page.locator("#differing").uncheck();
      assertTrue(
          page.visit.number("document.querySelectorAll('#settings-table tbody tr').length") > 50);
      page.visit.page.locator("#events-summary").click();
      page.visit.await("document.querySelector('#events-table .only.b')");
      page.press("copy-events");
      page.visit.await("document.getElementById('shared').textContent.startsWith('Copied')");
      assertTrue(page.visit.text("navigator.clipboard.readText()").startsWith("| time | side |"));
    }
  }

  @Test
  void hostileNamesStayText(Browser browser) {
    try (Sliders page = open(browser)) {
      String hostile = "<img src=x onerror=hacked=1><script>hacked=1</script>\u202e🙂"
          + "x".repeat(10_000);
      page.visit.page.locator("#yaml").fill(page.yaml()
          .replace("name: campaign", "name: \"" + hostile + "\"")
          .replace("name: checkout", "name: \"" + hostile.substring(0, 90) + "\""));
      page.press("apply");
      page.visit.await("document.getElementById('name').textContent.startsWith('<img')");
      page.visit.await(Sliders.DRAWN);
      assertEquals("undefined", page.visit.text("typeof hacked"));
      assertEquals(0, page.visit.number("document.querySelectorAll('img').length"));
      assertEquals(1280, page.visit.number("document.documentElement.scrollWidth"));
    }
  }

  /** A run of minutes ends when its side moves on: the next picture comes at once. */
  @Test
  void staleWorkIsCancelled(Browser browser) {
    try (Sliders page = open(browser)) {
      page.visit.page.locator("#yaml").fill(page.yaml()
          .replace("peak: 120/s", "peak: 9000/s")
          .replace("hold: 120s", "hold: 20h")
          .replace("duration: 5min", "duration: 24h"));
      page.press("apply");
      page.visit.await("document.getElementById('yaml').value.includes('24h')"
          + " && /before this change|rough/.test(document.getElementById('verdicts').textContent)");
      long beganNs = System.nanoTime();
      page.type("c-workload.generate.hold", "1min");
      page.type("c-traffic", "0.01");
      page.visit.await("/of the|PASS|FAIL/.test(document.getElementById('verdicts').textContent)");
      page.visit.page.locator("#yaml").fill("apiVersion: headroom/v1\n" + page.yaml()
          .replaceFirst("apiVersion: headroom/v1\n", "")
          .replace("24h", "5min"));
      page.press("apply");
      page.yamlWith("5min");
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      assertTrue(seconds < 30, "took " + seconds + " s");
    }
  }
}
