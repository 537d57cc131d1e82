package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Page and server hold no more after ten thousand moves than after two thousand. Sliders are
 * dragged, so that three of four moves are overtaken as they are under a hand; the picture of
 * each drag is waited for. The scenario is small, so that this takes minutes.
 */
@Tag("long")
@ExtendWith(Chromium.class)
final class MemoryTest {
  /** When is looked. By the first time everything of a bounded size is full. */
  private static final List<Integer> LOOKS = List.of(2_000, 6_000, 10_000);

  /** Moves in one go of the page, so that the driver's own messages cost little. */
  private static final int AT_ONCE = 100;

  /** Moves of one drag; of the last of them the picture is waited for. */
  private static final int A_DRAG = 4;

  /**
   * What may come and go between two looks: less than a tenth of a kilobyte for each move in the
   * page, a fifth in the server, where a JVM loads and compiles what is rarely needed.
   */
  private static final double PAGE_KB = 400;

  private static final double SERVER_KB = 800;
  private static final double NODES = 200;

  /** As many as all strips have marks. */
  private static final double LISTENERS = 70;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  /**
   * Drags sliders: the picture of a drag's last move is waited for; what the others set going is
   * ended by the next of them, wherever it is.
   */
  private static final String DRAGS = """
      async (drags) => {
        const charts = document.getElementById('charts');
        const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
        for (const [path, ...places] of drags) {
          const slider = document.getElementById('c-' + path).closest('.control')
            .querySelector('[type=range]');
          const put = (place) => {
            slider.value = place;
            slider.dispatchEvent(new Event('input'));
          };
          for (const place of places.slice(1)) {
            put(place);
            await wait(12);
          }
          const old = Number(charts.dataset.askedB);
          const seen = new Promise((done, fail) => {
            const late = setTimeout(() => fail(path + ' ' + places[0] + ': no picture; '
              + document.getElementById('problem').textContent), 60000);
            new MutationObserver((_, watch) => {
              if (Number(charts.dataset.b) > old) {
                watch.disconnect();
                clearTimeout(late);
                done();
              }
            }).observe(charts, { attributes: true });
          });
          put(places[0]);
          await seen;
        }
      }""";

  /** What page and server hold, in the order of their names. */
  private static Map<String, Double> held(CDPSession session, Program served) throws Exception {
    Map<String, Double> held = new TreeMap<>();
    // What is found unreachable by the first frees what only it has held.
    session.send("HeapProfiler.collectGarbage");
    session.send("HeapProfiler.collectGarbage");
    for (JsonElement each : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      String name = each.getAsJsonObject().get("name").getAsString();
      double value = each.getAsJsonObject().get("value").getAsDouble();
      switch (name) {
        case "JSHeapUsedSize" -> held.put("page kB", value / 1000);
        case "Nodes" -> held.put("page nodes", value);
        case "JSEventListeners" -> held.put("page listeners", value);
        default -> {
          // Of no interest here.
        }
      }
    }
    held.put("server kB", (double) heapKb(served));
    return held;
  }

  /** Live kilobytes of the server after a collection, as the JVM tells them. */
  private static long heapKb(Program served) throws Exception {
    jcmd(served, "GC.run");
    String said = jcmd(served, "GC.heap_info");
    Matcher found = Pattern.compile("used (\\d+)K").matcher(said);
    assertTrue(found.find(), said);
    return Long.parseLong(found.group(1));
  }

  private static String jcmd(Program served, String command) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(tool, Long.toString(served.pid()), command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** The scenario that the page opens with, of a twentieth of its traffic. */
  private void writeScenario() throws Exception {
    try (InputStream in = MemoryTest.class.getResourceAsStream("/serve/opening.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String small = text.replace("base: 20/s", "base: 1/s").replace("peak: 120/s", "peak: 6/s");
      assertTrue(small.contains("base: 1/s") && small.contains("peak: 6/s"), small);
      Files.writeString(folder.resolve("small.yaml"), small);
    }
  }

  @Test
  void staysFlat(Browser browser) throws Exception {
    writeScenario();
    try (Program served = Program.serve(Program.Compiler.SHIPPED, folder, "-f", "small.yaml");
        Sliders page = new Sliders(browser, served.address())) {
      CDPSession session = page.visit.page.context().newCDPSession(page.visit.page);
      session.send("Performance.enable");
      Random random = new Random(2);
      List<Map<String, Double>> looks = new ArrayList<>();
      for (int made = AT_ONCE; made <= LOOKS.get(LOOKS.size() - 1); made += AT_ONCE) {
        page.visit.page.evaluate(DRAGS, drags(random));
        if (LOOKS.contains(made)) {
          // The last thing that comes of a move: nothing is at work any more.
          page.visit.await(Sliders.DRAWN);
          page.visit.await(Sliders.SWEPT);
          looks.add(held(session, served));
          System.out.printf(
              Locale.ROOT, "memory: after %d moves %s%n", made, looks.get(looks.size() - 1));
        }
      }
      for (int i = 1; i < looks.size(); i++) {
        flat(looks.get(i - 1), looks.get(i), "page kB", PAGE_KB);
        flat(looks.get(i - 1), looks.get(i), "page nodes", NODES);
        flat(looks.get(i - 1), looks.get(i), "page listeners", LISTENERS);
        flat(looks.get(i - 1), looks.get(i), "server kB", SERVER_KB);
      }
    }
  }

  /** Path and places of each drag. */
  private static List<List<Object>> drags(Random random) {
    List<List<Object>> drags = new ArrayList<>();
    for (int i = 0; i < AT_ONCE / A_DRAG; i++) {
      SpeedTest.Turned one = SpeedTest.TURNED.get(random.nextInt(SpeedTest.TURNED.size()));
      List<Object> drag = new ArrayList<>(List.of(one.path()));
      for (int k = 0; k < A_DRAG; k++) {
        drag.add(one.from() + random.nextInt(one.to() - one.from()));
      }
      drags.add(drag);
    }
    return drags;
  }

  private static void flat(
      Map<String, Double> before, Map<String, Double> after, String what, double most) {
    double more = after.get(what) - before.get(what);
    assertTrue(more < most, () -> what + ": " + before + ", then " + after);
  }
}
