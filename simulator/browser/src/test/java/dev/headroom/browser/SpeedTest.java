package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.ColorScheme;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast report and page are, by the clock, on a machine that does nothing else; every figure is
 * printed with the load and the processor time.
 */
@Tag("long")
@ExtendWith(Chromium.class)
final class SpeedTest {
  private static final int MOVES = 500;
  private static final int WARM_UPS = 3;
  private static final int PAINTS = 15;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private static void say(String format, Object... values) {
    System.out.printf(
        Locale.ROOT,
        "speed: " + format + "; load %.1f on %d processors%n",
        append(
            values,
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.getRuntime().availableProcessors()));
  }

  private static Object[] append(Object[] values, Object... more) {
    Object[] all = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, all, values.length, more.length);
    return all;
  }

  /** The processor time that the page's thread has taken, in milliseconds. */
  private static double processorMs(CDPSession session) {
    for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble() * 1000;
      }
    }
    throw new IllegalStateException("the browser does not tell TaskDuration");
  }

  private static CDPSession metrics(Visit visit) {
    CDPSession session = visit.page.context().newCDPSession(visit.page);
    JsonObject ofThread = new JsonObject();
    ofThread.addProperty("timeDomain", "threadTicks");
    session.send("Performance.enable", ofThread);
    return session;
  }

  /** A report whose panels have as many bins as a report ever has. */
  private String report() throws Exception {
    Files.writeString(folder.resolve("bins.yaml"), """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: four thousand bins }
        workload:
          generate: { shape: constant, rate: 20/s, duration: 4090s, arrivals: poisson }
          classes:
            - name: page
              service: { cpu: 10ms, wait: { p50: 100ms, p99: 900ms } }
              queries: { count: 2, each: { p50: 5ms, p99: 60ms } }
        platform: { use: cloud-run, concurrency: { max: 4 }, scale: { max: 40 } }
        database: { engine: postgres, maxConnections: 100, pool: { library: node-postgres } }
        run: { tail: 0s }
        """);
    Program.run(folder, 0, "run", "-f", "bins.yaml", "-o", "out");
    return folder.resolve("out/report.html").toUri().toString();
  }

  @Test
  void theReportIsDrawnAndZoomsAtOnce(Browser browser) throws Exception {
    String address = report();
    int bins = Files.readAllLines(folder.resolve("out/series.csv")).size() - 1;
    assertTrue(bins >= 4000 && bins <= 4096, bins + " bins");
    long bytes = Files.size(folder.resolve("out/report.html"));
    assertTrue(bytes < 1_500_000, bytes + " bytes");
    double drawnMs = Double.MAX_VALUE;
    double drawnOwnMs = Double.MAX_VALUE;
    double zoomMs = Double.MAX_VALUE;
    double zoomOwnMs = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      try (Visit visit = new Visit(browser)) {
        CDPSession session = metrics(visit);
        double before = processorMs(session);
        visit.open(address);
        drawnOwnMs = Math.min(drawnOwnMs, processorMs(session) - before);
        drawnMs =
            Math.min(drawnMs, visit.number("Number(document.documentElement.dataset.drawnMs)"));
        for (String key : List.of("+", "+", "-", "+", "0", "+")) {
          before = processorMs(session);
          zoomMs = Math.min(
              zoomMs,
              visit.number("(() => { const at = performance.now();"
                  + "document.querySelector('.live').dispatchEvent(new KeyboardEvent('keydown',"
                  + "{key: '" + key + "'})); document.body.getBoundingClientRect();"
                  + "return performance.now() - at; })()"));
          zoomOwnMs = Math.min(zoomOwnMs, processorMs(session) - before);
        }
      }
    }
    say(
        "report of %d bins, %d kB: loaded and drawn %.0f ms of processor, drawn in %.0f ms; zoomed"
            + " %.0f ms of processor, in %.0f ms",
        bins, bytes / 1000, drawnOwnMs, drawnMs, zoomOwnMs, zoomMs);
    assertTrue(drawnMs < 300, drawnMs + " ms to draw");
    assertTrue(zoomMs < 50, zoomMs + " ms to zoom");
  }

  /**
   * Without scripting: from the start of the navigation to the first contentful paint, both by the
   * browser's own clock, in a window that has shown the report before.
   */
  @Test
  void firstPaintNeedsNoScript(Browser browser) throws Exception {
    String address = report();
    double[] paintsMs = new double[PAINTS];
    double[] ownMs = new double[PAINTS];
    try (Visit visit = new Visit(browser, 1280, ColorScheme.LIGHT, Visit.Script.OFF)) {
      CDPSession session = metrics(visit);
      session.send("Page.enable");
      session.send("Network.enable");
      JsonObject enabled = new JsonObject();
      enabled.addProperty("enabled", true);
      session.send("Page.setLifecycleEventsEnabled", enabled);
      double[] startedAndPainted = new double[2];
      session.on("Network.requestWillBeSent", event -> {
        if (event.get("documentURL").getAsString().equals(address)
            && event.get("requestId").equals(event.get("loaderId"))) {
          startedAndPainted[0] = event.get("timestamp").getAsDouble();
        }
      });
      session.on("Page.lifecycleEvent", event -> {
        if (event.get("name").getAsString().equals("firstContentfulPaint")) {
          startedAndPainted[1] = event.get("timestamp").getAsDouble();
        }
      });
      visit.open(address);
      for (int i = -WARM_UPS; i < PAINTS; i++) {
        visit.page.navigate("about:blank");
        Arrays.fill(startedAndPainted, 0);
        double before = processorMs(session);
        visit.page.navigate(address);
        while (startedAndPainted[1] == 0) {
          visit.page.waitForTimeout(5);
        }
        assertTrue(startedAndPainted[0] > 0, "the browser does not tell when it started");
        if (i >= 0) {
          paintsMs[i] = (startedAndPainted[1] - startedAndPainted[0]) * 1000;
          ownMs[i] = processorMs(session) - before;
        }
      }
    }
    Arrays.sort(paintsMs);
    Arrays.sort(ownMs);
    say(
        "report without scripting, %d times: first contentful paint after %.0f ms at the median,"
            + " %.0f to %.0f; %.0f ms of processor to load",
        PAINTS, paintsMs[PAINTS / 2], paintsMs[0], paintsMs[PAINTS - 1], ownMs[PAINTS / 2]);
    assertTrue(paintsMs[PAINTS / 2] < 150, paintsMs[PAINTS / 2] + " ms to the first paint");
  }

  /** Moves a slider and waits for the first picture of that move; gives milliseconds. */
  private static final String MOVE = """
      async ([path, place]) => {
        const charts = document.getElementById('charts');
        const slider = document.getElementById('c-' + path).closest('.control')
          .querySelector('[type=range]');
        const old = Number(charts.dataset.b);
        const at = performance.now();
        const seen = new Promise((done, fail) => {
          setTimeout(() => fail(path + ' ' + place + ': no picture; '
            + document.getElementById('problem').textContent), 30000);
          new MutationObserver((_, watch) => {
            if (Number(charts.dataset.b) > old) {
              watch.disconnect();
              done();
            }
          }).observe(charts, { attributes: true });
        });
        slider.value = place;
        slider.dispatchEvent(new Event('input'));
        await seen;
        return performance.now() - at;
      }""";

  /** What is turned, and between which places of its travel any of them go with any other. */
  record Turned(String path, int from, int to) {}

  static final List<Turned> TURNED = List.of(
      new Turned("traffic", 50, 500),
      new Turned("platform.scale.min", 0, 150),
      new Turned("platform.scale.max", 300, 1000),
      new Turned("platform.concurrency.max", 0, 900),
      new Turned("database.pool.size", 0, 900),
      new Turned("database.maxConnections", 200, 1000),
      new Turned("workload.clients.retries.max", 0, 1000),
      new Turned("workload.generate.hold", 50, 550));

  @Test
  void aSliderIsAnsweredAtOnce(Browser browser) throws Exception {
    try (Program served = Program.serve(Program.Compiler.SHIPPED, folder);
        Sliders page = new Sliders(browser, served.address())) {
      // As a page that has been used for a while: classes are loaded and compiled.
      moves(page, MOVES / 5, 3, () -> 0);
      CDPSession session = metrics(page.visit);
      Times times = moves(page, MOVES, 7, () -> served.processorMs() + processorMs(session));
      say(
          "%d random moves of 8 sliders, from the move to its first picture: median %.0f ms, p95"
              + " %.0f ms, most %.0f ms; of processor, page and server, median %.0f ms, p95"
              + " %.0f ms",
          MOVES,
          times.clock(0.5),
          times.clock(0.95),
          times.clock(1),
          times.processor(0.5),
          times.processor(0.95));
      double median = times.clock(0.5);
      double late = times.clock(0.95);
      assertTrue(median < 100, "median " + median + " ms");
      assertTrue(late < 250, "p95 " + late + " ms");
    }
  }

  /** Sorted milliseconds of many moves, by the clock and of processor. */
  private record Times(double[] clocks, double[] processors) {
    double clock(double share) {
      return clocks[(int) Math.ceil(share * clocks.length) - 1];
    }

    double processor(double share) {
      return processors[(int) Math.ceil(share * processors.length) - 1];
    }
  }

  /** The same moves for the same seed, whatever else happens. */
  private static Times moves(Sliders page, int count, long seed, DoubleSupplier processorMs) {
    Times times = new Times(new double[count], new double[count]);
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      Turned one = TURNED.get(random.nextInt(TURNED.size()));
      int place = one.from() + random.nextInt(one.to() - one.from());
      double before = processorMs.getAsDouble();
      times.clocks()[i] =
          ((Number) page.visit.page.evaluate(MOVE, List.of(one.path(), place))).doubleValue();
      times.processors()[i] = processorMs.getAsDouble() - before;
    }
    Arrays.sort(times.clocks());
    Arrays.sort(times.processors());
    return times;
  }
}
