package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of next to nothing, on the page and in the report. */
@ExtendWith(Chromium.class)
final class OddTracesTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: next to nothing }
      workload:
        trace: { file: %s }
        classes:
          - name: page
            service: { cpu: 20ms, wait: { p50: 60ms, p99: 300ms } }
            queries: { count: 3, each: { p50: 8ms, p99: 60ms } }
      platform: { use: cloud-run, concurrency: { max: 4 }, scale: { max: 40 } }
      database:
        engine: postgres
        maxConnections: 100
        pool: { library: node-postgres, size: 5 }
      slo:
        - { name: p99-latency, expr: "p99(latency) < 1s" }
        - { name: availability, expr: "rate(errors) < 0.1%%" }
      """;

  /** What only a mistake prints, in texts and attributes. */
  private static final String MISTAKES = """
      [...document.querySelectorAll('body *')].flatMap(e => [
        ...[...e.childNodes].filter(n => n.nodeType === 3
          && !e.closest('script, style, pre, textarea')).map(n => n.data),
        ...[...e.attributes].map(a => a.name + '=' + a.value)
      ]).filter(t => /NaN|Infinity|∞|undefined|\\bnull\\b|unlimited per/.test(t)).join('; ')""";

  private static final String OUTSIDE = """
      [...document.querySelectorAll('#charts svg')].flatMap(svg => {
        const box = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter(t => {
          const b = t.getBoundingClientRect();
          return b.left < box.left - 1 || b.right > box.right + 1;
        });
      }).map(t => t.textContent).join()""";

  /** Drops a trace on the page. */
  private static void drop(Sliders page, String name, String text) {
    page.visit.page.evaluate(
        "([name, text]) => { const data = new DataTransfer();"
            + "data.items.add(new File([text], name));"
            + "document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true,"
            + "cancelable: true})); }",
        new Object[] {name, text});
  }

  @ParameterizedTest
  @CsvSource({"one.csv, 'timestamp\n0\n', 1", "bin.csv, 'timestamp,count\n0,50\n', 50"})
  void thePage(String name, String trace, String offered, Browser browser, Shared shared)
      throws Exception {
    try (Sliders page = new Sliders(browser, shared.served().address())) {
      // Nothing but the trace is on both sides.
      drop(page, name, trace);
      page.yamlWith("file: " + name);
      page.press("copy");
      page.visit.await(
          "document.querySelector('#numbers td:nth-child(2)').textContent === '" + offered + "'");
      page.visit.await(Sliders.DRAWN);
      page.visit.keep("page-" + name);
      assertEquals("", page.visit.text(MISTAKES));
      assertEquals(0, page.visit.number(axesWithout("#charts svg")));
      assertEquals("", page.visit.text(OUTSIDE), "texts that stand out of their picture");
      assertEquals(
          "",
          page.visit.text("[...document.querySelectorAll('figure')].filter(f =>"
              + " ![...f.querySelectorAll('path.data')].some(p => p.getBBox().width > 1))"
              + ".map(f => f.id).join()"),
          "pictures without a line");
    }
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"one.csv, 'timestamp\n0\n'", "bin.csv, 'timestamp,count\n0,50\n'"})
  void whatIsSweptOnThePage(String name, String trace, Browser browser, Shared shared)
      throws Exception {
    try (Sliders page = new Sliders(browser, shared.served().address())) {
      drop(page, name, trace);
      page.yamlWith("file: " + name);
      page.visit.await(Sliders.SWEPT);
      page.visit.keep("page-swept-" + name);
      assertEquals("", page.visit.text(MISTAKES));
      page.choose("measure", "cost");
      assertEquals("", page.visit.text(MISTAKES));
    }
  }

  /** How many pictures lack instants below or values beside them. */
  private static String axesWithout(String pictures) {
    return "[...document.querySelectorAll('" + pictures + "')].filter(svg => {"
        + "const texts = [...svg.querySelectorAll('text')].map(t => t.textContent);"
        + "return texts.filter(t => /^\\d+:\\d\\d$/.test(t)).length < 2"
        + " || texts.filter(t => /^[0-9.,e-]+( m?s| min)?$/.test(t)).length < 2; }).length";
  }

  @Test
  void aTraceWithoutRequestsIsRefusedInOneSentence(Browser browser, Shared shared)
      throws Exception {
    try (Sliders page = new Sliders(browser, shared.served().address())) {
      drop(page, "zeros.csv", "timestamp,count\n0,0\n1,0\n2,0\n");
      page.visit.await("!document.getElementById('problem').hidden");
      assertEquals(
          "B: zeros.csv: no requests: every interval counts 0",
          page.visit.text("document.getElementById('problem').textContent"));
      assertEquals("", page.visit.text(MISTAKES));
      page.visit.keep("page-zeros.csv");
    }
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"one.csv, 'timestamp\n0\n'", "bin.csv, 'timestamp,count\n0,50\n'"})
  void theReport(String name, String trace, Browser browser, Shared shared) throws Exception {
    try (Visit visit = new Visit(browser).open(report(shared.folder(), name, trace))) {
      visit.keep("report-" + name);
      assertEquals("", visit.text(MISTAKES));
      assertTrue(visit.number("document.querySelectorAll('.live svg').length") > 6);
      assertEquals(0, visit.number(axesWithout(".live svg")));
    }
  }

  /** In a folder of its own: what lies beside the page's scenario cannot be dropped on it. */
  private static String report(Path shared, String name, String trace)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(shared.resolve("reported"));
    Files.writeString(folder.resolve(name), trace);
    Files.writeString(folder.resolve(name + ".yaml"), SCENARIO.formatted(name));
    Program.run(folder, 99, "run", "-f", name + ".yaml", "-o", "out-" + name);
    return folder.resolve("out-" + name).resolve("report.html").toUri().toString();
  }
}
