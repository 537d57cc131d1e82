package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class HtmlReportTest {
  static final String HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=\"y\">"
      + "\u202Etxt.exe\u0000</style></svg>&amp;" + "w".repeat(10_000);
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private static String page(SavedResult result) {
    Panels panels = Panels.of(new ResultView(result));
    return HtmlReport.page(panels, Charts.pairs(panels));
  }

  /** The page without the content of its scripts. */
  private static String markup(String page) {
    return page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
  }

  /** The page as XML: HTML's void elements closed, the document type and scripts left out. */
  private static Document parse(String page) throws Exception {
    return ChartKindTest.parse(
        markup(page).replace("<!DOCTYPE html>", "").replaceAll("<((meta|input) [^>]*)>", "<$1/>"));
  }

  /** What the script is given. */
  private static JsonNode panelData(String page) throws Exception {
    String begin = "<script type=\"application/json\" id=\"panel-data\">";
    int from = page.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  /** The figure is this traffic's; a month has another. */
  @Test
  void theCostSaysOfWhichItsObjectiveIs() throws Exception {
    SavedResult result = Samples.full();
    result
        .run()
        .set(
            "objectives",
            new ObjectMapper()
                .readTree(
                    "[{\"expr\": \"cost.month < 1200 USD\"}, {\"expr\": \"cost.total < 2 USD\"}]"));
    assertTrue(page(result)
        .contains(
            "per million requests; objective &lt; 2 USD; objective for a month &lt; 1200 USD<"));
  }

  @Test
  void everyShapeOfResultIsWellFormedAndSelfContained() throws Exception {
    for (SavedResult result : List.of(
        Samples.empty(),
        Samples.onePoint(),
        Samples.allNaN(),
        Samples.full(),
        Samples.incident())) {
      String page = page(result);
      parse(page);
      assertFalse(page.contains("http:") || page.contains("https:"), "an outside address");
      String markup = markup(page);
      assertFalse(
          markup.contains("<link") || page.contains("@import") || markup.contains("src="),
          "something to load");
      assertFalse(
          page.contains("fetch(")
              || page.contains("XMLHttpRequest")
              || page.contains("sendBeacon")
              || page.contains("WebSocket"),
          "something to ask");
      assertEquals(3, page.split("<script").length, "the figures and the script");
      assertFalse(markup.contains("NaN") || markup.contains("Infinity"), "a number that is none");
      panelData(page);
    }
  }

  @Test
  void idsAreUnique() {
    Set<String> seen = new HashSet<>();
    Matcher matcher = ID.matcher(page(Samples.incident()));
    while (matcher.find()) {
      assertTrue(seen.add(matcher.group(1)), matcher.group(1) + " is there twice");
    }
    assertTrue(seen.contains("load-title"));
  }

  @Test
  void startsWithTheVerdict() {
    String page = page(Samples.incident());
    List<Integer> order = new ArrayList<>();
    for (String part : List.of(
        "<h1",
        "SIMULATED, not measured",
        "✗ Fail",
        "Database exhausted",
        "Peak connections",
        ">Objectives<",
        "id=\"load\"",
        "id=\"concurrency\"",
        "id=\"instances\"",
        "id=\"cold-starts\"",
        "id=\"latency\"",
        "id=\"connections\"",
        "id=\"scaling\"",
        "id=\"cost\"",
        "id=\"events\"",
        "id=\"percentiles\"",
        "id=\"why\"",
        "id=\"fixes\"",
        "id=\"variants\"",
        "id=\"assumptions\"",
        "id=\"bill\"",
        "id=\"settings\"",
        "id=\"warnings\"",
        "id=\"trust\"",
        "id=\"reproduce\"")) {
      assertTrue(page.contains(part), part);
      order.add(page.indexOf(part));
    }
    assertEquals(order.stream().sorted().toList(), order);
  }

  @Test
  void figuresAreRoundedAndHaveUnits() {
    String page = page(Samples.incident());
    for (String text : List.of(
        "39,798 of 111,200 requests failed",
        "35.8\u00a0%",
        "37 / 40",
        "197 / 197",
        "$0.317",
        "15.6\u00a0s",
        "no finite value",
        "$2.85 per million requests",
        "4\u00a0min\u00a028\u00a0s → 0\u00a0s",
        "The first 100 of 126")) {
      assertTrue(page.contains(text), text);
    }
  }

  @Test
  void everyVerdictIsAWord() {
    for (Verdict verdict : Verdict.values()) {
      SavedResult result = Samples.incident();
      ((ObjectNode) result.run().get("verdict")).put("state", verdict.key());
      assertTrue(page(result).contains("<p class=\"state\">" + verdict.word() + "</p>"));
    }
  }

  @Test
  void textFromFilesCannotLeaveItsPlace() throws Exception {
    SavedResult sample = Samples.incident();
    ObjectNode run = sample.run();
    poison(run, Set.of("state", "start"));
    List<EventRow> events = List.of(new EventRow(1, HOSTILE, HOSTILE, HOSTILE));
    String page = page(new SavedResult(run, sample.series(), events, sample.latency()));
    parse(page);
    assertEquals(3, page.split("<script").length);
    panelData(page);
    assertFalse(page.contains("<img"));
    assertFalse(page.contains("\u202E") || page.contains("\u0000"), "an invisible character");
    assertTrue(page.contains("[U+202E]txt.exe[U+0000]"));
    assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  }

  @Test
  void theScriptIsTheOneThatThePolicyNames() throws Exception {
    String page = page(Samples.incident());
    int from = page.lastIndexOf("<script>") + "<script>".length();
    byte[] digest = MessageDigest.getInstance("SHA-256")
        .digest(
            page.substring(from, page.lastIndexOf("</script>")).getBytes(StandardCharsets.UTF_8));
    String hash = Base64.getEncoder().encodeToString(digest);
    assertTrue(page.contains("default-src 'none'"));
    assertTrue(page.contains("script-src 'sha256-" + hash + "'"));
  }

  @Test
  void theScriptIsGivenEveryBinThatIsDrawn() throws Exception {
    SavedResult result = Samples.incident();
    JsonNode data = panelData(page(result));
    assertEquals(ChartKind.values().length, data.path("panels").size());
    for (JsonNode panel : data.path("panels")) {
      for (String part : List.of("bands", "lines")) {
        panel
            .path(part)
            .forEach(series -> assertEquals(
                data.path("bins").asInt(),
                decode(series.path("values").asText()).length,
                series.path("name").asText()));
      }
    }
    double[] offered = decode(data.at("/panels/0/lines/0/values").asText());
    double[] expected = result.series().column("offered");
    for (int bin = 0; bin < offered.length; bin++) {
      assertEquals(expected[bin], offered[bin], 5e-4 * expected[bin], "bin " + bin);
    }
  }

  private static double[] decode(String text) {
    return text.startsWith("~") ? unpack(text) : fields(text);
  }

  private static double[] fields(String text) {
    double[] values = new double[text.split(",", -1).length];
    double last = Double.NaN;
    int bin = 0;
    for (String field : text.split(",", -1)) {
      last = field.isEmpty() ? last : field.equals("-") ? Double.NaN : Double.parseDouble(field);
      values[bin++] = last;
    }
    return values;
  }

  /** As SeriesText says that it is written. */
  private static double[] unpack(String text) {
    List<Double> values = new ArrayList<>();
    for (int i = 1; i < text.length(); i += 3) {
      int code = number(text, i);
      if (code == (1 << 18) - 1) {
        values.add(Double.NaN);
      } else if (code == (1 << 18) - 2) {
        values.add(number(text, i + 3) * 262_144.0 + number(text, i + 6));
        i += 6;
      } else if (code >= 200_000) {
        values.addAll(Collections.nCopies(code - 199_999, values.get(values.size() - 1)));
      } else {
        values.add(Double.parseDouble(code % 10_000 + "e" + (code / 10_000 - 9)));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static int number(String text, int at) {
    int code = 0;
    for (char c : text.substring(at, at + 3).toCharArray()) {
      code = code * 64 + SeriesText.ALPHABET.indexOf(c);
    }
    return code;
  }

  @Test
  void bothFormsOfASeriesKeepItsValues() {
    double[] values = new double[4096];
    for (int i = 0; i < values.length; i++) {
      int kind = i % 7;
      values[i] = kind == 0
          ? Double.NaN
          : kind == 1
              ? 0
              : kind == 2
                  ? i
                  : kind == 3 ? 9999 : kind == 4 ? 1.0 / (i + 1) : (i * 7919L % 10_007) / 13.0;
    }
    Arrays.fill(values, 100, 600, 12.5);
    String packed = SeriesText.of(values, values.length);
    assertTrue(packed.startsWith("~"));
    assertValues(values, decode(packed));
    values[9] = 123_456_789;
    String whole = SeriesText.of(values, values.length);
    assertTrue(whole.startsWith("~"));
    assertEquals(123_456_789, decode(whole)[9]);
    values[7] = -3.25;
    String fields = SeriesText.of(values, values.length);
    assertFalse(fields.startsWith("~"), "what is below zero has no packed form");
    assertValues(values, decode(fields));
    assertValues(new double[] {1, 1, 1}, decode(SeriesText.of(new double[] {1, 1, 1}, 3)));
  }

  private static void assertValues(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      if (Double.isNaN(expected[i])) {
        assertTrue(Double.isNaN(actual[i]), "bin " + i);
      } else {
        assertEquals(expected[i], actual[i], 5e-4 * Math.abs(expected[i]), "bin " + i);
      }
    }
  }

  /** Every column has another value of four digits in every bin, as many bins as there can be. */
  @Test
  void noiseThroughoutStaysUnderTheLimit() {
    int size = page(Samples.full()).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size < 1_500_000, size + " bytes");
  }

  @Test
  void anHourOfSecondsStaysUnderTheLimit() throws Exception {
    int size = page(Samples.hour()).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size < 1_500_000, size + " bytes");
  }

  @Test
  void everyPictureHasATitleAndADescription() throws Exception {
    NodeList pictures = parse(page(Samples.incident())).getElementsByTagName("svg");
    assertTrue(pictures.getLength() > 2 * ChartKind.values().length);
    for (int i = 0; i < pictures.getLength(); i++) {
      Element picture = (Element) pictures.item(i);
      assertEquals("img", picture.getAttribute("role"));
      assertFalse(picture.getElementsByTagName("title").item(0).getTextContent().isBlank());
      assertFalse(picture.getElementsByTagName("desc").item(0).getTextContent().isBlank());
    }
  }

  @Test
  void saysWhyAndWhatElseThereIs() {
    String page = markup(page(Samples.incident()));
    for (String text : List.of(
        "<bdi>14 → 37</bdi>",
        "The slowest reaction",
        "<bdi>booted</bdi>",
        "first of 11 new instances that was ready at 3:10 (checkout), 6.2\u00a0s later",
        "- **3:12** db-exhausted",
        "took 19.1\u00a0s on average; 50.2\u00a0% of it: wait for a connection of the pool.",
        "3 are set by the scenario or a flag, 3 are defaults",
        "there is no interval")) {
      assertTrue(page.contains(text), text);
    }
  }

  @Test
  void writesOneFile(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("report.html");
    HtmlReport.write(Samples.incident(), file);
    assertEquals(page(Samples.incident()), Files.readString(file));
    Charts.writeAllWithReport(Samples.incident(), dir);
    assertEquals(page(Samples.incident()), Files.readString(file));
    assertTrue(Files.size(file) < 1_500_000);
  }

  /** Makes every text and every key of the free-form maps hostile. */
  static void poison(JsonNode node, Set<String> spared) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : new ArrayList<>(object.properties())) {
        if (field.getValue().isTextual() && !spared.contains(field.getKey())) {
          object.put(field.getKey(), HOSTILE);
        } else if (field.getKey().equals("effect") || field.getKey().equals("byComponent")) {
          ((ObjectNode) field.getValue()).put(HOSTILE, 1);
        }
        poison(field.getValue(), spared);
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isTextual()) {
          array.set(i, new TextNode(HOSTILE));
        }
        poison(array.get(i), spared);
      }
    }
  }

  @Test
  void sampleMatchesTheListOfColumns() {
    assertEquals(Samples.COLUMNS, Samples.incident().series().names());
    assertFalse(Arrays.stream(ChartKind.values())
        .anyMatch(kind -> kind.panel(new ResultView(Samples.incident())).isEmpty()));
  }
}
