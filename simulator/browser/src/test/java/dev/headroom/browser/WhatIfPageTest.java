package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody can do on the what-if page, in a real browser. */
@ExtendWith(Chromium.class)
final class WhatIfPageTest {
  private static final String MAX = "platform.scale.max";

  private static Program served;

  @BeforeAll
  static void start(Shared shared) throws Exception {
    served = shared.served();
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
      assertTrue(
          page.visit.text("document.getElementById('problem').textContent").contains("many"));
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
      assertEquals(
          "",
          page.visit.text("[...document.querySelectorAll('#controls .control')]"
              + ".filter(c => c.querySelector('label') && !c.querySelector('details.explain'))"
              + ".map(c => c.textContent).join()"));
      page.visit.page.locator("#controls summary").nth(6).click();
      assertTrue(page.visit.holds("[...document.querySelectorAll('details.explain[open] code')]"
          + ".some(c => c.textContent.includes('.'))"));
      assertTrue(page.visit.number("document.querySelectorAll('.tick:not([hidden])').length") > 3);
      page.visit.await(Sliders.SWEPT);
      assertEquals(
          "",
          page.visit.text("[...document.querySelectorAll('.strip')]"
              + ".filter(s => s.children.length < 5).map(s => s.parentNode.textContent).join()"));
      // A mark of a strip is a value: a click on it takes it.
      page.visit
          .page
          .locator("[id=\"c-database.pool.size\"] >> xpath=../.. >> .strip button")
          .first()
          .click();
      page.yamlWith("size: 1,");
    }
  }

  @Test
  void aDotOfTheSweepLoadsIntoB(Browser browser) {
    try (Sliders page = open(browser)) {
      page.visit.page.locator("input[name=side][value=a]").check();
      page.visit.await("document.querySelectorAll('.strip button').length === 0");
      page.visit.await(Sliders.SWEPT);
      assertTrue(page.visit.number("document.querySelectorAll('.tornado tbody tr').length") > 5);
      page.choose("measure", "cost");
      assertTrue(page.visit.text("document.getElementById('tornado').innerText").contains("$"));
      String label = page.visit.text("(d => { d.focus(); return d.getAttribute('aria-label'); })("
          + "[...document.querySelectorAll('#pareto [role=button]')]"
          + ".find(d => d.getAttribute('aria-label').startsWith('Pool ')))");
      page.visit.page.keyboard().press("Enter");
      page.visit.await("document.querySelector('input[name=side][value=b]').checked");
      page.yamlWith("size: " + label.replaceAll("Pool (\\d+):.*", "$1"));
      assertTrue(page.command().contains("-b.yaml"), page.command());
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
      page.visit.await("document.querySelectorAll('path.band').length === 14");
      page.visit.await(Sliders.DRAWN);
      assertTrue(page.command().contains("--runs 12"), page.command());
      assertTrue(
          page.visit.holds("window.seen.some(t => /^[AB]: \\d+ of 12 days$/.test(t))"),
          page.visit.text("window.seen.join('; ')"));
      assertTrue(
          page.verdict("B").contains("12 days")
              || page.verdict("B").contains("12 runs")
              || page.verdict("B").contains("of 12"),
          page.verdicts());
      page.visit.page.locator("#chart-latency details summary").click();
      // The table is made once it is told that it is open.
      page.visit.await("document.querySelector('#chart-latency thead')");
      assertTrue(page.visit
          .text("document.querySelector('#chart-latency thead').textContent")
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
      assertEquals(
          7,
          page.visit.number("[...document.querySelectorAll('.now')]"
              + ".filter(n => /^\\d+:\\d\\d A .* B /.test(n.textContent)).length"));
      assertEquals(7, page.visit.number("document.querySelectorAll('.cross').length"));
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
      assertEquals(
          "", page.visit.text("document.querySelector('.hint [role=status]').textContent"));
      page.visit.page.locator("#chart-cost").focus();
      page.visit.page.keyboard().press("+");
      page.visit.page.keyboard().press("ArrowRight");
      assertFalse(page.visit
          .text("document.querySelector('.hint [role=status]').textContent")
          .isEmpty());
      page.visit.page.keyboard().press("0");
      assertEquals(
          "", page.visit.text("document.querySelector('.hint [role=status]').textContent"));
    }
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
      assertEquals(
          "Maximum, slider", page.visit.text("document.activeElement.getAttribute('aria-label')"));
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
      assertTrue(page.visit
          .text("document.getElementById('settings-summary').textContent")
          .endsWith(", of which 1 differ between A and B"));
      page.visit.await("document.querySelector('#settings-table tbody')");
      assertEquals(
          "≠ platform.scale.max 40 3",
          page.visit.text(
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
  void theServiceThatIsTurnedCanBeChosen(Browser browser) {
    try (Sliders page = open(browser)) {
      page.visit.page.locator("#yaml").fill(TWO_SERVICES);
      page.press("apply");
      page.visit.await("!document.getElementById('services').hidden");
      assertEquals(
          "shopback",
          page.visit.text("document.getElementById('service').innerText").replaceAll("\\s", ""));
      assertEquals("7", page.box("c-services.0.platform.scale.max").inputValue());
      page.choose("service", "1");
      page.visit.await("document.getElementById('c-services.1.platform.scale.max')");
      assertEquals("9", page.box("c-services.1.platform.scale.max").inputValue());
      page.type("c-services.1.platform.scale.max", "5");
      page.yamlWith("max: 5");
      assertTrue(page.yaml().contains("max: 7"), page.yaml());
      // The link remembers which one was turned.
      page.press("share");
      page.visit.await("document.getElementById('shared').textContent.includes('whole state')");
      try (Sliders linked = new Sliders(browser, page.visit.text("location.href"))) {
        assertEquals("5", linked.box("c-services.1.platform.scale.max").inputValue());
      }
    }
  }

  private static final String TWO_SERVICES = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: two }
      services:
        - name: shop
          workload:
            generate: { shape: constant, rate: 20/s, requests: 1000 }
            classes: [{ name: page, service: { cpu: 10ms, wait: 100ms } }]
          platform: { use: cloud-run, scale: { max: 7 } }
        - name: back
          workload:
            generate: { shape: constant, rate: 10/s, requests: 500 }
            classes: [{ name: page, service: { cpu: 10ms, wait: 100ms } }]
          platform: { use: cloud-run, scale: { max: 9 } }
      """;

  /** A run of minutes ends when its side moves on: the next picture comes at once. */
  @Test
  void staleWorkIsCancelled(Browser browser) {
    try (Sliders page = open(browser)) {
      String quick = page.yaml();
      page.visit
          .page
          .locator("#yaml")
          .fill(quick
              .replace("peak: 120/s", "peak: 9000/s")
              .replace("hold: 120s", "hold: 20h")
              .replace("duration: 5min", "duration: 24h"));
      page.press("apply");
      // Nothing is known yet of how long it takes, so that no small model comes first.
      page.visit.await(
          "/before this change/.test(document.getElementById('verdicts').textContent)");
      long cpuBefore = (long) served.processorMs();
      page.visit.page.waitForTimeout(500);
      assertTrue(served.processorMs() - cpuBefore > 50, "the long run is under way");
      page.visit.page.locator("#yaml").fill(quick);
      page.press("apply");
      page.visit.await(Sliders.DRAWN);
      page.visit.await(Sliders.SWEPT);
      page.visit.page.waitForTimeout(300);
      double quiet = served.processorMs();
      page.visit.page.waitForTimeout(1000);
      assertTrue(served.processorMs() - quiet < 250, "nothing goes on once all is drawn");
    }
  }
}
