package dev.headroom.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.cli.ServedDocuments;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one. */
@Tag("long")
class WhatIfPageTest {
  private static final String SLIDER = "document.getElementById('c-platform.scale.max')"
      + ".closest('.control').querySelector('[type=range]')";
  private static final String DRAWN = "document.querySelectorAll('#chart-load path').length == 6"
      + " && !document.querySelector('#verdicts').textContent.includes('before this change')";

  // Its processes may still write while it ends.
  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  private WhatIfServer server;
  private Browser browser;

  @BeforeEach
  void start() throws Exception {
    String program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(dir -> Stream.of("chromium", "google-chrome").map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
    Assumptions.assumeTrue(program != null, "no chromium on the path");
    server = WhatIfServer.start(
        0, new WhatIfServer.Start("opening.yaml", opening()), ServedDocuments.DESCRIPTION);
    browser = new Browser(program, folder);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  private static String opening() throws IOException {
    return Files.readString(Path.of("src/main/resources/serve/opening.yaml"));
  }

  private void clean() {
    assertEquals(List.of(), browser.errors());
    for (String address : browser.requests()) {
      assertTrue(
          address.startsWith(server.address())
              || address.startsWith("blob:")
              || address.equals("about:blank"),
          "asked for " + address);
    }
  }

  @Test
  void aSliderMovesThePicture() throws Exception {
    browser.open(server.address(), 1280, 900, false);
    browser.await(DRAWN);
    browser.eval("document.querySelector('#status').textContent = ''");
    browser.eval("(() => { const r = " + SLIDER + "; r.value = 100;"
        + " r.dispatchEvent(new Event('input')); })()");
    browser.await("document.getElementById('command').value"
        + " == 'headroom run -f opening-b.yaml --no-fixes --json' && " + DRAWN);
    String yaml = browser.eval("document.getElementById('yaml').value").asText();
    assertTrue(yaml.contains("scale: { min: 1, max: 3 }"), yaml);
    browser.await("document.querySelector('.verdict.fail')?.textContent.startsWith('B: ')");
    assertTrue(browser
        .eval("document.querySelector('.verdict.pass').textContent")
        .asText()
        .startsWith("A: "));
    browser.await("document.querySelectorAll('.strip button').length > 60");
    browser.await("document.querySelectorAll('#pareto [role=button]').length > 20");
    clean();
  }

  @Test
  void theLinkHoldsTheWholeState() throws Exception {
    browser.open(server.address(), 1280, 900, false);
    browser.await(DRAWN);
    browser.eval("(() => { const r = " + SLIDER + "; r.value = 100;"
        + " r.dispatchEvent(new Event('input')); })()");
    browser.await("document.getElementById('command').value.includes('-b.yaml') && " + DRAWN);
    Thread.sleep(600);
    String hash = browser.eval("location.hash").asText();
    assertTrue(hash.startsWith("#v1;"), hash);
    String said =
        browser.eval("document.getElementById('verdicts').textContent").asText();
    String yaml = browser.eval("document.getElementById('yaml').value").asText();
    browser.open("about:blank", 1280, 900, false);
    browser.open(server.address() + hash, 1280, 900, false);
    browser.await(DRAWN);
    assertEquals(
        said, browser.eval("document.getElementById('verdicts').textContent").asText());
    assertEquals(yaml, browser.eval("document.getElementById('yaml').value").asText());
    clean();
  }

  /** From the top of the page, with the keyboard alone: to a slider, and one step on it. */
  @Test
  void theKeyboardIsEnough() throws Exception {
    browser.open(server.address(), 1280, 900, false);
    browser.await(DRAWN);
    String focus = "";
    for (int i = 0; i < 60 && !focus.equals("Maximum, slider"); i++) {
      browser.press("Tab", 9);
      focus = browser
          .eval("document.activeElement.getAttribute('aria-label') || ''")
          .asText();
    }
    assertEquals("Maximum, slider", focus);
    for (int i = 0; i < 40; i++) {
      browser.press("ArrowLeft", 37);
    }
    browser.await("document.getElementById('yaml').value.includes('use: cloud-run')"
        + " && !document.getElementById('yaml').value.includes('max: 40') && " + DRAWN);
    assertEquals(
        "Maximum, slider",
        browser.eval("document.activeElement.getAttribute('aria-label')").asText());
    clean();
  }

  @Test
  void nothingSticksOutAndEverythingIsNamed() throws Exception {
    for (int width : List.of(360, 1280)) {
      browser.open("about:blank", width, 800, width == 360);
      browser.open(server.address(), width, 800, width == 360);
      browser.await(DRAWN);
      assertTrue(browser.eval("document.documentElement.scrollWidth").asInt() <= width);
      assertEquals(
          "",
          browser
              .eval("[...document.querySelectorAll('input,select,textarea,button')]"
                  + ".filter(e => !(e.labels?.length || e.textContent || "
                  + "e.getAttribute('aria-label')))"
                  + ".map(e => e.outerHTML).join(' ')")
              .asText());
      assertFalse(browser
          .eval("[...document.querySelectorAll('#charts svg')]"
              + ".some(s => !s.querySelector('desc').textContent)")
          .asBoolean());
    }
    clean();
  }

  @Test
  void hostileNamesStayText() throws Exception {
    browser.open(server.address(), 1280, 900, false);
    browser.await(DRAWN);
    browser.eval("(() => { const y = document.getElementById('yaml'); y.value = y.value.replace("
        + "'name: campaign', 'name: \"<img src=x onerror=hacked=1><script>hacked=1</script>\"');"
        + " document.getElementById('apply').click(); })()");
    browser.await("document.querySelector('#name').textContent.startsWith('<img') && " + DRAWN);
    assertEquals("undefined", browser.eval("typeof hacked").asText());
    assertEquals(0, browser.eval("document.querySelectorAll('img').length").asInt());
    clean();
  }
}
