package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** A shipped review in other tools' formats, each held against that tool's rules. */
class ExportCommandTest {
  private static final String EMAIL = "../../reports/marketing-email/rendered";

  /** A sample of OpenMetrics 1.0: name, labels, number, timestamp. */
  private static final Pattern SAMPLE = Pattern.compile(
      "([a-z_]+)(\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z]+=\"[^\"]*\")*\\})"
          + " (-?\\d+(?:\\.\\d+)?) (\\d+(?:\\.\\d+)?)");

  @TempDir
  private Path folder;

  private static String out(String... args) {
    InProcess.Outcome outcome = InProcess.run(args);
    assertEquals("", outcome.err());
    assertEquals(0, outcome.exitCode());
    return outcome.out();
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aComment() {
    String comment = out("export", EMAIL, "--format", "github-comment");
    assertTrue(comment.startsWith("<!-- headroom -->\n### headroom:"), comment);
    assertTrue(comment.contains("| availability: rate(errors) &lt; 0.1% | 3.64 % |"), comment);
    assertTrue(comment.length() < 65_536, "the most that GitHub takes");
    assertTrue(out("export", EMAIL, "--format", "md").contains("marketing-email"));
  }

  @Test
  void objectivesAreTestCases() throws Exception {
    Document document = xml(out("export", EMAIL, "--format", "junit"));
    assertEquals(
        "3",
        document
            .getElementsByTagName("testsuite")
            .item(0)
            .getAttributes()
            .getNamedItem("failures")
            .getNodeValue());
    assertEquals(3, document.getElementsByTagName("testcase").getLength());
    assertEquals(3, document.getElementsByTagName("failure").getLength());
  }

  @Test
  void openMetricsKeepsToItsGrammar() {
    String text =
        out("export", EMAIL, "--format", "openmetrics", "--begin", "2026-05-22T16:40:00Z");
    assertTrue(text.endsWith("# EOF\n"));
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> lastTime = new LinkedHashMap<>();
    Map<String, Double> lastValue = new LinkedHashMap<>();
    String family = "";
    List<String> lines = text.lines().toList();
    for (String line : lines.subList(0, lines.size() - 1)) {
      if (line.startsWith("# ")) {
        String[] words = line.split(" ", 4);
        assertTrue(List.of("TYPE", "HELP", "UNIT").contains(words[1]), line);
        if (words[1].equals("TYPE")) {
          family = words[2];
          assertNull(types.put(family, words[3]), "a family has one block: " + line);
          assertTrue(List.of("counter", "gauge").contains(words[3]), line);
        }
        assertEquals(family, words[2], line);
        assertTrue(!words[1].equals("UNIT") || family.endsWith("_" + words[3]), line);
        continue;
      }
      Matcher sample = SAMPLE.matcher(line);
      assertTrue(sample.matches(), line);
      boolean counter = types.get(family).equals("counter");
      assertEquals(counter ? family + "_total" : family, sample.group(1), line);
      String series = sample.group(1) + sample.group(2);
      double time = Double.parseDouble(sample.group(4));
      double value = Double.parseDouble(sample.group(3));
      assertTrue(time > lastTime.getOrDefault(series, 0.0), line);
      assertTrue(!counter || value >= lastValue.getOrDefault(series, 0.0), line);
      lastTime.put(series, time);
      lastValue.put(series, value);
    }
    String labels = "{scenario=\"marketing-email\",seed=\"42\"}";
    assertEquals(50_000, lastValue.get("headroom_requests_offered_total" + labels));
    assertEquals(
        1_819,
        lastValue.get(
            "headroom_requests_failed_total" + labels.replace("}", ",reason=\"db-refused\"}")));
    assertEquals(1_779_468_000 + 931, lastTime.get("headroom_requests_offered_total" + labels));
  }

  @Test
  void usageForInfracost() {
    String text = out("export", EMAIL, "--format", "infracost-usage", "--per-month", "4");
    MapNode usage = (MapNode) ((MapNode) ConfigNode.parse("usage", text)).get("resource_usage");
    MapNode service = (MapNode) usage.get("google_cloud_run_v2_service.marketing_email");
    assertEquals(
        "284232", service.get("monthly_requests").describe(), "71,058 invocations, 4 times");
    // 284,232 x 197 ms / 1 = 55,994 s; simulated were 4 x (10,457 s busy + 3,548 s rounded up).
    assertEquals("197", service.get("average_request_duration_ms").describe());
    assertEquals("1", service.get("concurrent_requests_per_instance").describe());
    InProcess.Outcome unknown = InProcess.run("export", EMAIL, "--format", "infracost-usage");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("how often does this traffic happen in a month"));
  }

  @Test
  void aLoadTestOfTheSameTraffic() throws Exception {
    Path script = folder.resolve("game-day.mjs");
    assertEquals("", out("export", EMAIL, "--format", "k6", "-o", script.toString()));
    String text = Files.readString(script);
    double requests = 0;
    Matcher stage = Pattern.compile("target: (\\d+), duration: '(\\d+)ms'").matcher(text);
    while (stage.find()) {
      requests += Double.parseDouble(stage.group(1)) * Double.parseDouble(stage.group(2)) / 1000;
    }
    assertEquals(50_000, requests, 50, "rates are whole numbers");
    // p99 was 1067.45 ms, and 3.638 % failed: a quarter to either side.
    assertTrue(text.contains("'p(99)<=1334.312'") && text.contains("'p(99)>=800.588'"), text);
    assertTrue(text.contains("http_req_failed: ['rate>=0.027285', 'rate<=0.045475']"), text);
    assumeTrue(hasNode(), "node is not installed");
    Process check = new ProcessBuilder("node", "--check", script.toString())
        .redirectErrorStream(true)
        .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), said);
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void panelsForSlides() throws Exception {
    List<String> written = out(
            "chart",
            EMAIL,
            "--panel",
            "latency,connections",
            "--size",
            "1280x720",
            "--theme",
            "dark",
            "-o",
            folder.toString())
        .lines()
        .toList();
    assertEquals(2, written.size());
    var image = ImageIO.read(Path.of(written.get(0)).toFile());
    assertEquals(1280, image.getWidth());
    assertEquals(720, image.getHeight());
    assertEquals(0xFF0F1419, image.getRGB(1, 1), "the dark background");
    Path svg = folder.resolve("one.svg");
    out("chart", EMAIL, "--panel", "load", "-q", "-o", svg.toString());
    Document document = xml(Files.readString(svg));
    assertEquals("svg", document.getDocumentElement().getTagName());
    assertTrue(document
        .getDocumentElement()
        .getTextContent()
        .contains("simulated, not measured · marketing-email · seed 42"));
  }

  @Test
  void panelsThatAreNone() {
    for (String[] wrong : new String[][] {
      {"--panel", "latncy", "did you mean 'latency'?"}, {"--size", "10x10", "300 to 8192"},
      {"--theme", "drak", "did you mean 'dark'?"}, {"-o", "x.png", "one file holds one panel"}
    }) {
      InProcess.Outcome outcome = InProcess.run("chart", EMAIL, wrong[0], wrong[1]);
      assertEquals(2, outcome.exitCode());
      assertTrue(outcome.err().contains(wrong[2]), outcome.err());
    }
    assertFalse(Files.exists(Path.of("x.png")));
  }

  private static String withoutPictures(Path result) throws IOException {
    return Files.readString(result.resolve("report.html"))
        .replaceAll("(?s)<svg.*?</svg>", "SVG")
        .replaceAll("\"values\":\"~[^\"]*\"", "LINE");
  }

  @Test
  void theReportIsDrawnAgainFromTheDataAlone() throws IOException {
    Path bare = folder.resolve("bare");
    Files.createDirectories(bare);
    for (String name : List.of("run.json", "series.csv", "events.csv", "latency.hgrm")) {
      Files.copy(Path.of(EMAIL, name), bare.resolve(name));
    }
    Files.writeString(bare.resolve("notes.txt"), "my own");
    assertEquals(
        bare.resolve("report.html") + "\n", out("report", bare.toString()).replace("\r", ""));
    // The series keeps six decimals, which moves a line of a chart by a hundredth of a pixel.
    assertEquals(withoutPictures(Path.of(EMAIL)), withoutPictures(bare));
    assertEquals("my own", Files.readString(bare.resolve("notes.txt")));
    List<Path> left = new ArrayList<>();
    try (var all = Files.list(bare)) {
      all.forEach(left::add);
    }
    assertEquals(7, left.size(), left::toString);
    Path whole = folder.resolve("whole");
    out("report", bare.toString(), "-o", whole.toString(), "-q");
    assertEquals(-1, Files.mismatch(bare.resolve("run.json"), whole.resolve("run.json")));
    assertEquals(-1, Files.mismatch(bare.resolve("report.html"), whole.resolve("report.html")));
  }
}
