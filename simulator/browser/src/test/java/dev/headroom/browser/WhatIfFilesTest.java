package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the what-if page saves, opens and remembers, in a real browser. */
@ExtendWith(Chromium.class)
final class WhatIfFilesTest {
  private static final String MAX = "platform.scale.max";

  private static Path folder;
  private static Program served;

  @BeforeAll
  static void start(Shared shared) throws Exception {
    folder = shared.folder();
    served = shared.served();
  }

  private static Sliders open(Browser browser) {
    return new Sliders(browser, served.address());
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
      assertTrue(page.visit
          .text("document.querySelector('.hint [role=status]').textContent")
          .startsWith("Shown:"));
    }
    try (Sliders page = new Sliders(browser, served.address() + "#v1;damaged")) {
      assertTrue(page.visit
          .text("document.getElementById('problem').textContent")
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
      Program.print(folder, printed, Arrays.copyOfRange(words, 1, words.length));
      assertEquals(Files.readString(printed), shown);
      page.visit
          .page
          .locator("#open")
          .setInputFiles(new FilePayload(
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
      assertTrue(page.visit
          .text("document.querySelector('#numbers tbody tr').innerText")
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
      int rows =
          (int) page.visit.number("document.querySelectorAll('#chart-latency tbody tr').length");
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
      long values =
          csv.stream().skip(1).filter(row -> !row.split(",", -1)[6].isEmpty()).count();
      List<String> lines = Pattern.compile("<path d=\"([^\"]*)\" class=\"data\"")
          .matcher(svg)
          .results()
          .map(found -> found.group(1))
          .toList();
      assertEquals(6, lines.size());
      assertEquals(
          values, lines.get(5).chars().filter(c -> c == 'M' || c == 'L').count());
      byte[] png = page.visit.saved(button.formatted("PNG"), "latency.png");
      var image = ImageIO.read(new ByteArrayInputStream(png));
      assertEquals(1280, image.getWidth());
      assertTrue(colours(image) > 50, "a picture, not a blank");
    }
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }

  @Test
  void hostileNamesStayText(Browser browser) {
    try (Sliders page = open(browser)) {
      String hostile =
          "<img src=x onerror=hacked=1><script>hacked=1</script>\u202e🙂" + "x".repeat(10_000);
      page.visit
          .page
          .locator("#yaml")
          .fill(page.yaml()
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
}
