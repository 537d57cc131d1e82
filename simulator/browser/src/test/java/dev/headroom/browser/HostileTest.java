package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Names of markup, overrides of the writing direction, emoji and ten thousand characters: they are
 * shown as they are written, and no picture or table is pushed aside.
 */
@Tag("long")
@ExtendWith(Chromium.class)
final class HostileTest {
  private static final String SHORT =
      "<img src=x onerror=hacked=1><script>hacked=1</script>\u202e\ud83d\ude42";
  private static final String LONG = SHORT + "x".repeat(10_000);

  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: "LONG", description: "LONG" }
      services:
        - name: "SHORT front"
          workload:
            generate: { shape: constant, rate: 20/s, requests: 1000 }
            classes: [{ name: "SHORT", service: { cpu: 10ms, wait: 100ms } }]
          platform: { use: cloud-run, scale: { max: 2 }, concurrency: { max: 2 } }
        - name: "SHORT back"
          workload:
            generate: { shape: constant, rate: 10/s, requests: 500 }
            classes:
              - { name: "SHORT", service: 100ms, queries: { count: 2, each: 5ms } }
          platform: { use: cloud-run, scale: { max: 9 } }
      database: { engine: postgres, maxConnections: 10, pool: { size: 5 } }
      slo:
        - { name: "LONG", expr: "p99(latency) < 100ms" }
      """;

  private static String scenario() {
    return SCENARIO.replace("SHORT", SHORT).replace("LONG", LONG);
  }

  private static void intact(Visit visit, int width, String name) {
    visit.keep("hostile-" + name + "-" + width);
    assertEquals("undefined", visit.text("typeof hacked"), name);
    assertEquals(0, visit.number("document.querySelectorAll('img').length"), name);
    assertEquals(
        width, visit.number("Math.max(innerWidth, document.documentElement.scrollWidth)"), name);
    assertTrue(visit.text("document.body.textContent").contains("<script>hacked=1</script>"), name);
    assertTrue(
        visit.number("document.querySelector('main').offsetHeight") < 40_000,
        "what is long scrolls in its own place: " + name);
    assertFalse(visit.text("document.body.innerText").contains("\u202e"), "unseen: " + name);
    // A figure that does not shrink with its place would stand out of it.
    assertEquals(
        "",
        visit.text("[...document.querySelectorAll('main svg')].filter(s =>"
            + " s.getBoundingClientRect().right > innerWidth + 1"
            + " || s.getBoundingClientRect().right"
            + " > s.parentNode.getBoundingClientRect().right + 1)"
            + ".map(s => s.outerHTML.slice(0, 80)).join()"),
        name);
  }

  @Test
  void reportAndComparison(Browser browser, Shared shared) throws Exception {
    Path folder = Files.createDirectories(shared.folder().resolve("hostile"));
    Files.writeString(folder.resolve("a <b> \"c\".yaml"), scenario());
    Program.run(folder, 99, "run", "-f", "a <b> \"c\".yaml", "-o", "out");
    Files.writeString(folder.resolve("other.yaml"), scenario().replace("max: 9", "max: 8"));
    Program.run(
        folder, 99, "compare", "a <b> \"c\".yaml", "other.yaml", "--runs", "2", "-o", "compared");
    for (int width : List.of(360, 1280)) {
      for (String made : List.of("out", "compared")) {
        try (Visit visit = new Visit(browser, width, ColorScheme.LIGHT, Visit.Script.ON)) {
          visit.open(folder.resolve(made).resolve("report.html").toUri().toString());
          intact(visit, width, made);
        }
      }
    }
  }

  @Test
  void thePage(Browser browser, Shared shared) throws Exception {
    for (int width : List.of(360, 1280)) {
      try (Sliders page =
          new Sliders(browser, shared.served().address(), width, ColorScheme.LIGHT)) {
        page.visit.page.locator("#yaml").fill(scenario());
        page.press("apply");
        page.visit.await("document.getElementById('name').textContent.startsWith('<img')");
        page.visit.await(Sliders.DRAWN);
        page.press("events-summary");
        page.press("settings-summary");
        page.visit.page.locator("#differing").uncheck();
        page.visit.await("document.querySelector('#settings-table tbody')");
        assertTrue(page.visit.number("document.querySelector('header').offsetHeight") < 300);
        assertTrue(page.visit.number("document.querySelector('.verdict.fail').offsetHeight") < 400);
        intact(page.visit, width, "page");
      }
    }
  }
}
