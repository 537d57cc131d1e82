package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.report.Compared.Change;
import dev.headroom.results.SavedResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The review of a comparison: A, B and their paired difference in every part of the page. */
final class ComparisonReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Compared compared(SavedResult a, SavedResult b) {
    return new Compared(Samples.document("compare.json"), 1, new ResultView(a), new ResultView(b));
  }

  /** The incident with another pool, and one setting that A does not have. */
  static SavedResult changed() {
    SavedResult b = Samples.incident();
    for (JsonNode setting : b.run().get("settings")) {
      if (setting.path("path").asText().equals("database.pool.size")) {
        ((ObjectNode) setting).put("value", 4);
      }
    }
    b.run()
        .withArray("settings")
        .addObject()
        .put("path", "platform.scale.min")
        .put("value", "6")
        .put("origin", "min-6.yaml:3:5");
    ((ObjectNode) b.run().at("/requests/failedByReason")).removeAll();
    return b;
  }

  private static String page(SavedResult a, SavedResult b) {
    return ComparisonReport.page(compared(a, b));
  }

  private static String markup(String page) {
    return page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
  }

  @Test
  void theVerdictIsThePairedDifference() {
    String page = page(Samples.incident(), changed());
    assertTrue(
        page.contains("B against A: p99 -4.35 s (95 % interval -4.7 s to -4 s), better in 50/50"
            + " runs; failed requests the same, 6.1 %; cost +$124 (95 % interval +$122 to +$126),"
            + " worse in 50/50 runs."),
        page.substring(page.indexOf("headline"), page.indexOf("headline") + 400));
    assertTrue(page.contains("<p class=\"state\">A ✗ Fail → B ✓ Pass</p>"));
  }

  @Test
  void everyTileHasBothTheDifferenceAndTheInterval() {
    String page = markup(page(Samples.incident(), changed()));
    for (String text : List.of(
        "<b>-4.35 s</b> <span class=\"word\">▲ better</span>",
        "95 % interval -4.7 s to -4 s",
        "<b>-2</b> <span class=\"word\">≈ may be chance</span>",
        "<b>no difference</b>",
        "<b>+$124</b> <span class=\"word\">▼ worse</span>",
        "28 / 40",
        "better in 50, worse in 0 of 50 runs",
        "A, solid: at most",
        "B, dashed: at most")) {
      assertTrue(page.contains(text), text);
    }
    assertEquals(6, page.split("<svg class=\"spark\"", -1).length - 1);
  }

  @Test
  void differingSettingsAreMarkedByAWord() {
    String page = markup(page(Samples.incident(), changed()));
    assertTrue(page.contains("2 settings differ, each marked ≠."));
    assertTrue(page.contains("≠ differs") && page.contains("≠ only in B"));
    int same = page.indexOf("Settings that are the same in both");
    assertTrue(page.indexOf("<bdi>database.pool.size</bdi>") < same);
    assertTrue(page.indexOf("<bdi>platform.concurrency.max</bdi>") > same);
    assertTrue(
        markup(page(Samples.incident(), Samples.incident())).contains("No setting differs."));
  }

  @Test
  void saysWhoElseWasCompared() {
    String page = markup(page(Samples.incident(), changed()));
    assertTrue(page.contains("All 3 contenders"));
    assertTrue(page.contains("A: base") && page.contains("B: min-6") && page.contains(">other<"));
    assertTrue(page.contains("--against NAME"));
  }

  @Test
  void tablesHaveBothColumnsAndTheDifference() {
    SavedResult b = changed();
    ((ObjectNode) b.run().at("/latencyMs")).put("p99", 400);
    String page = markup(page(Samples.incident(), b));
    assertTrue(page.contains("Where the slowest requests spent their time"));
    assertTrue(page.contains("data-label=\"A\" class=\"num\"><bdi>15.6\u00a0s</bdi>"));
    assertTrue(page.contains("data-label=\"B\" class=\"num\"><bdi>400\u00a0ms</bdi>"));
    assertTrue(page.contains("<bdi>−15.2\u00a0s</bdi>"));
  }

  /** A was kept in seconds, B in bins of 21 of them: both lie on the grid of A. */
  @Test
  void twoGridsBecomeTheFinerOne() {
    ResultView a = new ResultView(Samples.incident());
    ResultView b = new ResultView(Samples.full());
    Panels panels = Overlay.of(a, b, "both");
    assertEquals(1, panels.view().series().binSeconds());
    Panel load = panels.byKind().get(ChartKind.LOAD);
    double[] ofA = line(load, "A completed").values();
    double[] ofB = line(load, "B completed").values();
    assertEquals(panels.view().series().bins(), ofA.length);
    assertEquals(a.perSecond("completed")[599], ofA[599]);
    assertTrue(Double.isNaN(ofA[600]), "A had ended");
    assertEquals(b.perSecond("completed")[1], ofB[30], "the second bin, from 21.1 s to 42.2 s");
    assertEquals(b.perSecond("completed")[2], ofB[50]);
  }

  private static Panel.Line line(Panel panel, String name) {
    return panel.lines().stream()
        .filter(line -> line.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aIsSolidAndBIsDashed() {
    Panels panels =
        Overlay.of(new ResultView(Samples.incident()), new ResultView(changed()), "both");
    assertEquals(ChartKind.values().length, panels.byKind().size());
    panels.byKind().forEach((kind, panel) -> {
      assertFalse(panel.isEmpty(), kind.name());
      assertTrue(panel.bands().isEmpty(), kind.name());
      for (Panel.Line line : panel.lines()) {
        boolean broken = line.dash() == Panel.Dash.DASHED || line.dash() == Panel.Dash.DOTTED;
        assertEquals(line.name().startsWith("B "), broken, kind + " " + line.name());
      }
    });
  }

  @Test
  void everyPairOfShapesIsWellFormed() throws Exception {
    List<SavedResult> shapes = List.of(
        Samples.empty(), Samples.onePoint(), Samples.allNaN(), Samples.full(), Samples.incident());
    for (SavedResult shape : shapes) {
      for (String page : List.of(page(Samples.incident(), shape), page(shape, shapes.get(0)))) {
        ChartKindTest.parse(markup(page)
            .replace("<!DOCTYPE html>", "")
            .replaceAll("<((meta|input) [^>]*)>", "<$1/>"));
        assertFalse(markup(page).contains("NaN") || markup(page).contains("Infinity"));
        assertFalse(page.contains("http:") || page.contains("https:"), "an outside address");
        Set<String> seen = new HashSet<>();
        Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(markup(page));
        while (id.find()) {
          assertTrue(seen.add(id.group(1)), id.group(1) + " is there twice");
        }
      }
    }
  }

  @Test
  void textFromFilesCannotLeaveItsPlace() throws Exception {
    String hostile = "<script>alert(1)</script>\"'\u202Eevil\uD83D\uDE00" + "w".repeat(10_000);
    String text = JSON.writeValueAsString(Samples.document("compare.json"))
        .replace("\"min-6\"", JSON.writeValueAsString(hostile))
        .replace("\"black-friday-checkout\"", JSON.writeValueAsString(hostile));
    SavedResult b = changed();
    ((ObjectNode) b.run().get("settings").get(0)).put("path", hostile).put("value", hostile);
    String page = ComparisonReport.page(new Compared(
        JSON.readTree(text), 1, new ResultView(Samples.incident()), new ResultView(b)));
    ChartKindTest.parse(
        markup(page).replace("<!DOCTYPE html>", "").replaceAll("<((meta|input) [^>]*)>", "<$1/>"));
    assertEquals(3, page.split("<script").length, "the figures and the script");
    assertFalse(page.contains("\u202E"));
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;[U+202E]evil"));
  }

  @Test
  void chanceIsToldFromADifference() throws Exception {
    assertEquals(Change.UNKNOWN, Change.of(JSON.readTree("{}").path("none")));
    String form = "{\"better\":%d,\"worse\":%d,\"ci95\":%s,\"shown\":\"%s\"}";
    for (Object[] one : new Object[][] {
      {3, 7, "[-1,2]", "+1", Change.CHANCE},
      {3, 7, "[1,2]", "+1", Change.WORSE},
      {1, 0, "null", "-1", Change.BETTER},
      {0, 0, "null", "0", Change.SAME},
      {0, 0, "null", "unknown", Change.UNKNOWN},
      {10, 0, "null", "from never", Change.BETTER}
    }) {
      String json = String.format(form, one[0], one[1], one[2], one[3]);
      assertEquals(one[4], Change.of(JSON.readTree(json)), json);
    }
  }

  @Test
  void twoHoursOfNoiseStayUnderTheLimit() {
    int size = page(Samples.full(), Samples.full()).getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size < 1_500_000, size + " bytes");
  }
}
