package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.report.Panel.Band;
import dev.headroom.results.SavedResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections by holder. */
final class ConnectionsChartTest {
  private static Panel panel(SavedResult result) {
    return ConnectionsChart.panel(new ResultView(result));
  }

  private static List<String> names(Panel panel) {
    return panel.bands().stream().map(Band::name).toList();
  }

  @Test
  void twoRevisionsAreStackedInColoursOfTheirOwn() {
    SavedResult result = Samples.revisions(2);
    Panel panel = panel(result);
    assertEquals(
        List.of(
            "other sessions",
            "checkout/1 busy",
            "checkout/1 idle",
            "checkout/2 busy",
            "checkout/2 idle",
            "opening"),
        names(panel));
    List<Band> bands = panel.bands();
    assertEquals(bands.get(1).tone(), bands.get(2).tone());
    assertEquals(Panel.Texture.SOLID, bands.get(1).texture());
    assertEquals(Panel.Texture.HATCH, bands.get(2).texture());
    assertFalse(bands.get(1).tone() == bands.get(3).tone());
    // At 300 s all 197 are held; the second of two holds two parts of three.
    double second = bands.get(3).values()[300] + bands.get(4).values()[300];
    assertEquals(197 * 2 / 3.0, second, 1e-9);
    assertEquals(
        List.of("maximum 200, reserved 3"),
        panel.limits().stream().map(Panel.Limit::label).limit(1).toList());
    String svg = Charts.svg(result, ChartKind.CONNECTIONS, Theme.LIGHT);
    assertTrue(svg.contains(">checkout/2<"), "one entry for a holder");
    assertFalse(svg.contains(">checkout/2 idle<"));
  }

  /** Of eight the five largest are the fourth to the eighth; the first three hold 6 of 36 parts. */
  @Test
  void theSmallerOfManyShareABand() {
    Panel panel = panel(Samples.revisions(8));
    assertEquals(
        List.of(
            "other sessions",
            "checkout/4 busy",
            "checkout/4 idle",
            "checkout/5 busy",
            "checkout/5 idle",
            "checkout/6 busy",
            "checkout/6 idle",
            "checkout/7 busy",
            "checkout/7 idle",
            "checkout/8 busy",
            "checkout/8 idle",
            "3 others busy",
            "3 others idle",
            "opening"),
        names(panel));
    double others = panel.bands().get(11).values()[300] + panel.bands().get(12).values()[300];
    assertEquals(197 * 6 / 36.0, others, 1e-9);
  }

  @Test
  void theUsableLineLiesOverOtherSessions() {
    SavedResult result = Samples.revisions(2);
    ((ObjectNode) result.run().get("database")).put("usable", 185);
    Panel.Limit usable = panel(result).limits().get(1);
    assertEquals(197, usable.value());
    assertEquals("usable 185 + 12 other sessions", usable.label());
  }

  @Test
  void aSingleHolderIsNamedBesideItsStates() {
    SavedResult result = Samples.incident();
    ((ObjectNode) result.run().get("database")).putArray("holders").add("pgbouncer");
    assertEquals(List.of("pgbouncer busy", "pgbouncer idle", "opening"), names(panel(result)));
    assertEquals(List.of("busy", "idle", "opening"), names(panel(Samples.incident())));
  }

  @Test
  void withoutConnectionsThereIsNoSuchPanel(@TempDir Path dir) {
    SavedResult result = Samples.incident();
    result.run().remove("database");
    Charts.writeAllWithReport(result, dir);
    assertFalse(Files.exists(dir.resolve("charts/connections.png")));
    assertFalse(Files.exists(dir.resolve("charts/connections.svg")));
    assertTrue(Files.exists(dir.resolve("charts/cost.svg")));
    assertEquals(
        ChartKind.values().length - 1, ChartKind.of(new ResultView(result)).size());
    result.run().putObject("database").putObject("units");
    assertEquals(
        ChartKind.values().length - 1, ChartKind.of(new ResultView(result)).size());
  }
}
