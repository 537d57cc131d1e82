package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; skipped, visibly, where there is none. */
@Tag("long")
final class ReportInBrowserTest {
  private static final String DRAWN = "Number(document.documentElement.dataset.drawnMs)";
  private static final String ZOOMED = "Shown: 3:5\\d to 6:\\d\\d, of 0:00 to 10:00\\.";
  /** Tables that become cards where the window is narrow, and scroll nevertheless. */
  private static final String SIDEWAYS = "[...document.querySelectorAll('.cards')]"
      + ".filter(c => c.scrollWidth > c.clientWidth + 1).length";

  private static final String STATUS = "document.getElementById('panel-status').textContent";

  @TempDir
  private static Path folder;

  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    var program = Browser.find();
    assumeTrue(program.isPresent(), "no Chromium on the path, and HEADROOM_BROWSER names none");
    browser = Browser.start(program.get(), folder.resolve("profile"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void forget() throws Exception {
    browser.errors.clear();
    browser.requests.clear();
    size(1280);
  }

  private static void size(int width) throws Exception {
    browser.send(
        "Emulation.setDeviceMetricsOverride",
        "{\"width\":" + width + ",\"height\":900,\"deviceScaleFactor\":1,\"mobile\":false}");
  }

  private static String open(String name, SavedResult result, String fragment) throws Exception {
    Path file = folder.resolve(name + ".html");
    HtmlReport.write(result, file);
    browser.open(file.toUri() + fragment);
    return file.toUri().toString();
  }

  private static String openCompared(SavedResult a, SavedResult b, String fragment)
      throws Exception {
    Path file = folder.resolve("compared.html");
    ComparisonReport.write(Samples.document("compare.json"), 1, a, b, file);
    browser.open(file.toUri() + fragment);
    return file.toUri().toString();
  }

  private static String text(String expression) throws Exception {
    return browser.evaluate(expression).asText();
  }

  private static int number(String expression) throws Exception {
    return browser.evaluate(expression).asInt();
  }

  private static void assertQuiet(String address) {
    assertEquals(List.of(), browser.errors);
    for (String request : browser.requests) {
      assertTrue(
          request.split("#")[0].equals(address)
              || request.equals("about:blank")
              || request.startsWith("data:")
              || request.startsWith("blob:"),
          request);
    }
  }

  @Test
  void everyShapeOfResultIsDrawnWithoutAnError() throws Exception {
    for (SavedResult result : List.of(
        Samples.empty(),
        Samples.onePoint(),
        Samples.allNaN(),
        Samples.full(),
        Samples.incident())) {
      String address = open("shape", result, "");
      assertQuiet(address);
      boolean bins = result.series().bins() > 0;
      assertEquals(
          bins ? number("document.querySelectorAll('figure').length") : 0,
          number("document.querySelectorAll('.live svg').length"));
      assertFalse(text("document.body.innerText").contains("NaN"));
      assertFalse(text("[...document.querySelectorAll('.live')].map(l => l.innerHTML).join('')")
          .matches("(?s).*(NaN|undefined|Infinity).*"));
    }
  }

  /** Processor time that the page's thread has taken, in milliseconds. */
  private static double processorMs() throws Exception {
    for (JsonNode metric : browser.send("Performance.getMetrics", "{}").path("metrics")) {
      if (metric.path("name").asText().equals("TaskDuration")) {
        return metric.path("value").asDouble() * 1000;
      }
    }
    throw new IllegalStateException("the browser does not tell TaskDuration");
  }

  /** The limits are of processor time: what else the machine does is not the page's fault. */
  @Test
  void anHourIsDrawnAtOnceAndZoomsAtOnce() throws Exception {
    browser.send("Performance.enable", "{\"timeDomain\":\"threadTicks\"}");
    double begun = processorMs();
    String address = open("hour", Samples.hour(), "");
    double loaded = processorMs() - begun;
    double drawn = browser.evaluate(DRAWN).asDouble();
    double least = Double.POSITIVE_INFINITY;
    double leastInPage = Double.POSITIVE_INFINITY;
    for (String key : List.of("+", "+", "-", "+", "0", "+")) {
      double before = processorMs();
      leastInPage = Math.min(
          leastInPage,
          browser
              .evaluate("(() => { const at = performance.now();"
                  + "document.querySelector('.live')"
                  + ".dispatchEvent(new KeyboardEvent('keydown', {key: '" + key + "'}));"
                  + "document.body.getBoundingClientRect(); return performance.now() - at; })()")
              .asDouble());
      least = Math.min(least, processorMs() - before);
    }
    System.out.printf(
        "report of an hour: loaded and drawn %.0f ms of processor, drawn in %.0f ms;"
            + " zoomed %.0f ms of processor, in %.0f ms%n",
        loaded, drawn, least, leastInPage);
    assertTrue(Math.min(loaded, drawn) < 300, loaded + " ms to load and draw");
    assertTrue(Math.min(least, leastInPage) < 50, least + " ms to zoom");
    assertQuiet(address);
  }

  @Test
  void draggingZoomsAllPanelsAndTheAddressKeepsIt() throws Exception {
    String address = open("drag", Samples.incident(), "");
    assertEquals("Shown: the whole run.", text(STATUS));
    browser.evaluate("document.getElementById('load').scrollIntoView()");
    JsonNode box = browser.evaluate("(({x, y, width, height}) => ({x, y, width, height}))("
        + "document.querySelector('#load .live').getBoundingClientRect())");
    double x = box.path("x").asDouble();
    double y = box.path("y").asDouble() + box.path("height").asDouble() / 2;
    double width = box.path("width").asDouble();
    browser.mouse("mousePressed", x + width * 0.4, y);
    browser.mouse("mouseMoved", x + width * 0.5, y);
    browser.mouse("mouseReleased", x + width * 0.6, y);
    assertTrue(text(STATUS).matches(ZOOMED), text(STATUS));
    String hash = text("location.hash");
    assertTrue(hash.matches("#v1;from=2[0-9.]+;to=3[0-9.]+;at=[23]\\d\\d"), hash);
    assertEquals(
        number("document.querySelectorAll('figure').length"),
        number("[...document.querySelectorAll('.readout')].filter(r => r.textContent).length"));
    browser.open(address + hash);
    assertTrue(text(STATUS).matches(ZOOMED), text(STATUS));
    browser.evaluate("document.getElementById('zoom-reset').click()");
    assertEquals("Shown: the whole run.", text(STATUS));
    assertQuiet(address);
  }

  @Test
  void keysMoveTheCrosshairToTheExactBin() throws Exception {
    SavedResult result = Samples.incident();
    String address = open("keys", result, "#v1;at=200");
    browser.evaluate("document.querySelector('#load .live').focus()");
    browser.key("ArrowRight");
    String readout = text("document.querySelector('#load .readout').textContent");
    String offered = Numbers.significant(result.series().column("offered")[201]);
    assertTrue(readout.startsWith("3:21 to 3:22 · offered\u00a0" + offered + " ·"), readout);
    assertTrue(text("location.hash").endsWith("at=201"));
    browser.key("+");
    assertTrue(text(STATUS).startsWith("Shown: 0:5"), text(STATUS));
    browser.key("0");
    assertEquals("Shown: the whole run.", text(STATUS));
    assertQuiet(address);
  }

  @Test
  void savesWhatIsDrawn() throws Exception {
    String address = open("save", Samples.incident(), "#v1;from=100;to=200");
    browser.evaluate("const make = URL.createObjectURL;"
        + "URL.createObjectURL = blob => { window.saved = blob; return make.call(URL, blob); };"
        + "HTMLAnchorElement.prototype.click = () => {};");
    String press = "[...document.querySelectorAll('#connections .tools button')]"
        + ".find(b => b.textContent === '%s').click()";
    browser.evaluate(String.format(press, "CSV"));
    List<String> rows = text("saved.text()").lines().toList();
    assertEquals(101, rows.size());
    assertTrue(rows.get(0).startsWith("seconds,\""), rows.get(0));
    assertTrue(rows.get(1).startsWith("100,"));
    browser.evaluate(String.format(press, "SVG"));
    String svg = text("saved.text()");
    assertEquals("svg", ChartKindTest.parse(svg).getDocumentElement().getTagName());
    assertTrue(svg.contains("simulated, not measured"));
    browser.evaluate(String.format(press, "PNG"));
    assertEquals(
        "image/png",
        text("new Promise(done => { const look = () => "
            + "saved.type === 'image/png' ? done(saved.type) : setTimeout(look, 20); look(); })"));
    assertTrue(number("saved.size") > 5000);
    browser.evaluate("document.querySelector('#load details').open = true");
    assertEquals(
        100,
        number("new Promise(done => setTimeout(() => "
            + "done(document.querySelectorAll('#load tbody tr').length), 200))"));
    assertQuiet(address);
  }

  @Test
  void fitsEveryWidthInBothThemes() throws Exception {
    for (String theme : List.of("light", "dark")) {
      for (int width : List.of(360, 768, 1280, 2560)) {
        size(width);
        String address = open("width", Samples.incident(), "#v1;theme=" + theme);
        assertEquals(
            width,
            number("Math.max(innerWidth, document.documentElement.scrollWidth)"),
            theme + " at " + width + " px");
        assertEquals(
            theme.equals("dark") ? "rgb(11, 15, 19)" : "rgb(246, 247, 249)",
            text("getComputedStyle(document.body).backgroundColor"));
        assertQuiet(address);
      }
    }
  }

  @Test
  void withoutScriptingThePicturesAreThere() throws Exception {
    String address = open("quiet", Samples.incident(), "");
    assertEquals("none", text("getComputedStyle(document.querySelector('.wide')).display"));
    browser.send("Emulation.setScriptExecutionDisabled", "{\"value\":true}");
    try {
      browser.open(address);
      assertEquals("block", text("getComputedStyle(document.querySelector('.wide')).display"));
      assertEquals("none", text("getComputedStyle(document.querySelector('.toolbar')).display"));
      assertEquals(0, number("document.querySelectorAll('.live').length"));
      assertTrue(text("document.body.innerText").contains("Database exhausted 3:12-7:40"));
    } finally {
      browser.send("Emulation.setScriptExecutionDisabled", "{\"value\":false}");
    }
    assertQuiet(address);
  }

  @Test
  void aComparisonDrawsBothAndNamesThemWhereTheyEnd() throws Exception {
    String address = openCompared(Samples.incident(), ComparisonReportTest.changed(), "#v1;at=200");
    assertEquals(
        ChartKind.values().length, number("document.querySelectorAll('.live svg').length"));
    String readout = text("document.querySelector('#latency .readout').textContent");
    assertTrue(readout.contains("A p99\u00a0") && readout.contains("B p99\u00a0"), readout);
    String names = text("[...document.querySelectorAll('#latency .live text')]"
        + ".map(t => t.textContent).join('|')");
    // Once in the key, once at the end.
    assertEquals(2, names.split("A p99", -1).length - 1, names);
    assertEquals(2, names.split("B p99", -1).length - 1, names);
    assertEquals(
        0,
        number("(() => { let hits = 0; document.querySelectorAll('.live svg').forEach(svg => {"
            + "const boxes = [...svg.querySelectorAll('path + text')].map(t => t.getBBox());"
            + "boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => { hits += "
            + "a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y + 3 < b.y + b.height - 3"
            + " && b.y + 3 < a.y + a.height - 3 ? 1 : 0; })); }); return hits; })()"),
        "names over each other");
    assertQuiet(address);
  }

  @Test
  void aComparisonFitsEveryWidthInBothThemes() throws Exception {
    for (String theme : List.of("light", "dark")) {
      for (int width : List.of(360, 768, 1280, 2560)) {
        size(width);
        String address =
            openCompared(Samples.incident(), ComparisonReportTest.changed(), "#v1;theme=" + theme);
        assertEquals(
            width,
            number("Math.max(innerWidth, document.documentElement.scrollWidth)"),
            theme + " at " + width + " px");
        assertEquals(0, number(SIDEWAYS), theme + " at " + width + " px");
        assertQuiet(address);
      }
    }
  }

  @Test
  void objectivesDoNotScrollSideways() throws Exception {
    for (int width : List.of(360, 420)) {
      size(width);
      open("objectives", Samples.incident(), "");
      assertEquals(0, number(SIDEWAYS), width + " px");
    }
  }

  /** Names of 10,000 characters, markup, overrides of direction and emoji, everywhere. */
  @Test
  void hostileNamesKeepTheLayoutAndStayText() throws Exception {
    SavedResult sample = Samples.incident();
    HtmlReportTest.poison(sample.run(), Set.of("state", "start"));
    EventRow event = new EventRow(1, HtmlReportTest.HOSTILE, "scale", HtmlReportTest.HOSTILE);
    SavedResult hostile =
        new SavedResult(sample.run(), sample.series(), List.of(event), sample.latency());
    for (int width : List.of(360, 1280)) {
      size(width);
      for (boolean compared : new boolean[] {false, true}) {
        browser.requests.clear();
        String address =
            compared ? openCompared(Samples.incident(), hostile, "") : open("hostile", hostile, "");
        assertEquals(width, number("Math.max(innerWidth, document.documentElement.scrollWidth)"));
        assertEquals(0, number("document.querySelectorAll('img').length"));
        assertTrue(number("document.querySelectorAll('.live svg').length") > 6);
        assertTrue(text("document.body.textContent").contains("<script>alert('x')</script>"));
        // What is long scrolls in its own place, so the page stays as long as a page.
        int height = number("document.querySelector('main').offsetHeight");
        assertTrue(height < 40_000, height + " px high at " + width + " px");
        assertQuiet(address);
      }
    }
  }

  /** The figures of a packed series, read back by the script. */
  @Test
  void packedFiguresAreExact() throws Exception {
    SavedResult result = Samples.hour();
    String address = open("packed", result, "#v1;at=2000");
    String readout = text("document.querySelector('#latency .readout').textContent");
    for (String column : List.of("latencyP99Ms", "latencyP50Ms", "latencyMaxMs")) {
      String value = Numbers.milliseconds(result.series().column(column)[2000]);
      assertTrue(readout.contains(value), column + " " + value + ": " + readout);
    }
    assertQuiet(address);
  }

  @Test
  void isFiveSheetsOfPaperAtMost() throws Exception {
    open("paper", Samples.incident(), "");
    assertTrue(sheets() <= 5, sheets() + " sheets");
    openCompared(Samples.incident(), ComparisonReportTest.changed(), "");
    assertTrue(sheets() <= 5, sheets() + " sheets");
  }

  private static int sheets() throws Exception {
    String pdf = browser
        .send("Page.printToPDF", "{\"preferCSSPageSize\":true,\"printBackground\":true}")
        .path("data")
        .asText();
    String text = new String(Base64.getDecoder().decode(pdf), StandardCharsets.ISO_8859_1);
    return text.split("/Type /Page\\b(?!s)", -1).length - 1;
  }
}
