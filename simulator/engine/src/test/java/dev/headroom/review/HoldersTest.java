package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import dev.headroom.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Who a result says held the connections. */
class HoldersTest {
  private static SavedResult run(String query, String database, String events) {
    return Review.of(
        ScenarioReader.read(ConfigNode.parse("test.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: holders }
            workload:
              generate: { shape: constant, rate: 10/s, requests: 600, arrivals: uniform }
              classes:
                - { name: page, service: { wait: 1ms }, queries: { count: 1, each: %s } }
            platform:
              use: fixed-fleet
              scale: { min: 2, max: 2 }
              coldStart: { boot: 10s }
            database: %s
            %s
            """.formatted(query, database, events))),
        new Review.Request(1, "test.yaml", "", false, nowNs -> {}));
  }

  /**
   * Two instances with 5 connections each, all opened at the start: 10. A deployment at 20 s starts
   * two more, ready at 30 s, so 20 for a moment, and 10 of the new revision when the old are gone.
   */
  @Test
  void twoRevisionsHaveColumnsOfTheirOwn() {
    SavedResult result = run(
        "50ms",
        "{ engine: postgres, maxConnections: 60, otherSessions: 7, "
            + "pool: { library: hikari, size: 5 } }",
        "events: [ { at: 20s, do: deploy, surge: 100% } ]");
    assertEquals(
        "[\"service/1\",\"service/2\"]", result.run().at("/database/holders").toString());
    assertEquals(3, result.run().at("/database/reserved").asInt());
    assertEquals(7, result.run().at("/database/otherSessions").asInt());
    SeriesTable series = result.series();
    double[] old = series.column("dbHeld.service/1");
    double[] young = series.column("dbHeld.service/2");
    assertEquals(10, old[19]);
    assertEquals(0, young[19]);
    assertEquals(0, old[50]);
    assertEquals(10, young[50]);
    // 10 requests a second that each use one for 50 ms.
    assertEquals(0.5, series.column("dbBusy.service/1")[19], 0.051);
    double[] all = series.column("dbHeld");
    for (int i = 0; i < series.bins(); i++) {
      assertEquals(all[i], old[i] + young[i], 1e-6);
    }
  }

  /** What a pooler opens is the pooler's, not the service's whose requests made it. */
  @Test
  void aPoolerHoldsForEverybody() {
    SavedResult result = run(
        "300ms",
        "{ engine: postgres, maxConnections: 5, "
            + "pool: { library: hikari, size: 5 }, pooler: { kind: pgbouncer, serverPool: 20 } }",
        "");
    assertEquals("[\"pgbouncer\"]", result.run().at("/database/holders").toString());
    assertTrue(result.series().names().stream().noneMatch(name -> name.startsWith("dbHeld.")));
    String heldBy = result.run().at("/database/exhausted/0/heldBy").asText();
    assertTrue(heldBy.matches("pgbouncer: [0-2] held, [0-2] busy"), heldBy);
  }

  @Test
  void oneServiceNeedsNoColumnsOfItsOwn() {
    SavedResult result = run(
        "50ms", "{ engine: postgres, maxConnections: 8, pool: { library: hikari, size: 5 } }", "");
    assertEquals("[\"service\"]", result.run().at("/database/holders").toString());
    assertFalse(result.series().has("dbHeld.service"));
    String heldBy = result.run().at("/database/exhausted/0/heldBy").asText();
    // Of the 8 - 3 usable ones the last may still be setting up when the first is refused.
    assertTrue(heldBy.matches("service: [45] held, [0-5] busy, by 2 ready instances"), heldBy);
  }
}
