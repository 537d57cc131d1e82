package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.List;
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
}
