package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What a result says of a database without connections and of queues, and what they cost. */
class InsteadDocumentTest {
  private static SavedResult run(String yaml) {
    return Review.of(
        ScenarioReader.read(ConfigNode.parse("test.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: instead }
            """ + yaml)),
        new Review.Request(1, "test.yaml", "", false, nowNs -> {}));
  }

  /**
   * 1,000 requests in 100 s that read twice and write once: 2,000 read units at 0.125 and 1,000
   * write units at 0.625 US dollars a million, so 0.00025 and 0.000625 dollars; ten in a second.
   */
  @Test
  void aTableIsPaidByTheUnit() {
    SavedResult result = run("""
        workload:
          generate: { shape: constant, rate: 10/s, requests: 1000, arrivals: uniform }
          classes:
            - { name: page, service: { wait: 1ms }, queries: { count: 3, writes: 1, each: 9ms } }
        platform: { use: cloud-run, coldStart: { boot: 0ms } }
        database: { use: dynamodb, latency: 5ms }
        slo: [ { expr: "max(db.connections) / db.usable < 0.8" },
               { expr: "time(db.exhausted) == 0s" } ]
        cost: { monthProfile: { repeat: trace, days: 30 } }
        """);
    ObjectNode run = result.run();
    assertEquals(2000, run.at("/database/units/read").asDouble());
    assertEquals(1000, run.at("/database/units/write").asDouble());
    assertEquals(20, run.at("/database/units/readPeakPerSecond").asDouble());
    assertEquals(10, run.at("/database/units/writePeakPerSecond").asDouble());
    assertEquals(4000, run.at("/database/capacityWritesPerSecond/start").asDouble());
    assertEquals(4000, run.at("/database/capacityWritesPerSecond/end").asDouble());
    assertEquals(0, run.at("/database/throttled").asInt());
    assertTrue(run.at("/database/usable").isNull());
    assertEquals(0.00025, run.at("/cost/byComponent/databaseReads").asDouble(), 1e-9);
    assertEquals(0.000625, run.at("/cost/byComponent/databaseWrites").asDouble(), 1e-9);
    assertEquals("pass", run.at("/verdict/state").asText());
    double sum = 0;
    for (double inBin : result.series().column("cost.databaseWrites")) {
      sum += inBin;
    }
    assertEquals(0.000625, sum, 1e-9);
    double writes = 0;
    for (double inBin : result.series().column("dbWrites")) {
      writes += inBin;
    }
    assertEquals(1000, writes);
  }
}
