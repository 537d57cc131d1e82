package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The contract of every chart: it draws whatever a result holds, and nothing where it is empty. */
final class ChartKindTest {
  private static final Pattern CLIP =
      Pattern.compile("M([0-9.]+) ([0-9.]+) L([0-9.]+) [0-9.]+ L[0-9.]+ ([0-9.]+)");

  @ParameterizedTest
  @EnumSource(ChartKind.class)
  void drawsEveryShapeOfResult(ChartKind kind) throws Exception {
    for (SavedResult result : List.of(
        Samples.empty(),
        Samples.onePoint(),
        Samples.allNaN(),
        Samples.full(),
        Samples.incident())) {
      for (Theme theme : Theme.values()) {
        byte[] png = Charts.png(result, kind, theme);
        var image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(1600, image.getWidth());
        assertEquals(500, image.getHeight());
        assertEquals(theme.background().getRGB(), image.getRGB(1, 1));
        Element svg = parse(Charts.svg(result, kind, theme)).getDocumentElement();
        assertEquals("img", svg.getAttribute("role"));
        assertEquals("0 0 1200 330", svg.getAttribute("viewBox"));
        assertEquals(1, svg.getElementsByTagName("title").getLength());
        assertEquals(1, svg.getElementsByTagName("desc").getLength());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ChartKind.class)
  void saysSoWhereThereIsNothing(ChartKind kind) {
    for (SavedResult result : List.of(Samples.empty(), Samples.allNaN())) {
      assertTrue(Charts.svg(result, kind, Theme.LIGHT).contains(">no values in this result<"));
    }
    for (SavedResult result : List.of(Samples.onePoint(), Samples.full(), Samples.incident())) {
      assertFalse(Charts.svg(result, kind, Theme.LIGHT).contains(">no values in this result<"));
    }
  }

  @ParameterizedTest
  @EnumSource(ChartKind.class)
  void namesItsSource(ChartKind kind) {
    String svg = Charts.svg(Samples.incident(), kind, Theme.LIGHT);
    assertTrue(svg.contains("simulated, not measured · black-friday-checkout · seed 42"));
  }

  @Test
  void plotAreasLieUnderEachOther() {
    List<String> edges = new ArrayList<>();
    for (ChartKind kind : ChartKind.values()) {
      // The largest clip is the plot area; its left and right edges must agree.
      Matcher matcher = CLIP.matcher(Charts.svg(Samples.incident(), kind, Theme.LIGHT));
      double widest = 0;
      String edge = "";
      while (matcher.find()) {
        double width = Double.parseDouble(matcher.group(3)) - Double.parseDouble(matcher.group(1));
        if (width > widest) {
          widest = width;
          edge = matcher.group(1) + " to " + matcher.group(3);
        }
      }
      edges.add(edge);
    }
    assertEquals(List.of("67 to 1133"), edges.stream().distinct().toList());
  }

  @Test
  void aSingleBinIsABar() throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(
        Charts.png(Samples.onePoint(), ChartKind.COLD_STARTS, Theme.LIGHT)));
    // The bin is the first 60 s of 600 s: 142 of 1418 pixels from 91 on.
    int[] filled = new int[3];
    for (int i = 0; i < filled.length; i++) {
      for (int y = 100; y < 420; y++) {
        filled[i] += image.getRGB(100 + 62 * i, y) == Color.WHITE.getRGB() ? 0 : 1;
      }
    }
    assertTrue(filled[0] > 200, "the bar is " + filled[0] + " pixels high");
    assertEquals(filled[0], filled[1]);
    assertEquals(filled[0], filled[2]);
  }

  @Test
  void pointsAndSizeAreBounded() {
    for (ChartKind kind : ChartKind.values()) {
      int length = Charts.svg(Samples.full(), kind, Theme.LIGHT).length();
      assertTrue(length < 600_000, kind + " has " + length + " characters of SVG");
      int incident = Charts.svg(Samples.incident(), kind, Theme.LIGHT).length();
      assertTrue(incident < 120_000, kind + " has " + incident + " characters of SVG");
    }
  }

  @Test
  void writesAllFiles(@TempDir Path dir) throws IOException {
    Charts.writeAll(Samples.incident(), dir);
    for (ChartKind kind : ChartKind.values()) {
      Path svg = dir.resolve("charts").resolve(kind.fileName() + ".svg");
      assertEquals(Charts.svg(Samples.incident(), kind, Theme.LIGHT), Files.readString(svg));
      assertTrue(Files.size(dir.resolve("charts").resolve(kind.fileName() + ".png")) > 5_000);
    }
  }

  static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  /** A short spike before a long quiet tail: every bin of the spike is a point of the line. */
  @Test
  void spendsNoPointOnTheTailThatIsNotDrawn() {
    double[] values = new double[2000];
    Arrays.fill(values, 0, 40, 7);
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("offered", values);
    ResultView view = new ResultView(new SavedResult(
        Samples.empty().run(), new SeriesTable(0, 1, columns), List.of(), List.of()));
    assertEquals(50, view.binsInSight());
    SampledData drawn = SampledData.lines(
        LoadChart.panel(view).lines(),
        view.series(),
        view.binsInSight(),
        ChartSize.NARROW.points());
    assertEquals(50, drawn.getItemCount(0));
  }
}
