package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlReportTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=\"y\">"
      + "\u202Etxt.exe\u0000</style></svg>&amp;" + "w".repeat(10_000);
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private static String page(SavedResult result) {
    ResultView view = new ResultView(result);
    return HtmlReport.page(view, Charts.pairs(view));
  }

  /** The page as XML: HTML's void elements closed, the document type and style left out. */
  private static void assertWellFormed(String page) throws Exception {
    String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<(meta [^>]*)>", "<$1/>");
    ChartKindTest.parse(xml);
  }

  @Test
  void everyShapeOfResultIsWellFormedAndSelfContained() throws Exception {
    for (SavedResult result : List.of(Samples.empty(), Samples.onePoint(), Samples.allNaN(),
        Samples.full(), Samples.incident())) {
      String page = page(result);
      assertWellFormed(page);
      assertFalse(page.contains("http:") || page.contains("https:"), "an outside address");
      assertFalse(page.contains("<script") || page.contains("<link") || page.contains("@import")
          || page.contains("src="), "something to load");
      assertFalse(page.contains("NaN") || page.contains("Infinity"), "a number that is none");
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
    for (String part : List.of("<h1", "SIMULATED, not measured", "✗ Fail", "Database exhausted",
        "Peak connections", ">Objectives<", "id=\"load\"", "id=\"cost\"", "id=\"fixes\"",
        "id=\"variants\"", "id=\"events\"", "id=\"percentiles\"", "id=\"assumptions\"",
        "id=\"settings\"", "id=\"warnings\"", "id=\"reproduce\"")) {
      assertTrue(page.contains(part), part);
      order.add(page.indexOf(part));
    }
    assertEquals(order.stream().sorted().toList(), order);
  }

  @Test
  void figuresAreRoundedAndHaveUnits() {
    String page = page(Samples.incident());
    for (String text : List.of("39,798 of 111,200 requests failed", "35.8\u00a0%", "37 / 40",
        "197 / 197", "$0.317", "15.6\u00a0s", "no finite value", "$2.85 per million requests",
        "4\u00a0min\u00a028\u00a0s → 0\u00a0s", "The first 100 of 125")) {
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
    assertWellFormed(page);
    assertFalse(page.contains("<script"));
    assertFalse(page.contains("<img"));
    assertFalse(page.contains("\u202E") || page.contains("\u0000"), "an invisible character");
    assertTrue(page.contains("[U+202E]txt.exe[U+0000]"));
    assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
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
  private static void poison(JsonNode node, Set<String> spared) {
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
