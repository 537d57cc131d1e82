package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.ScenarioReader;
import java.util.Arrays;
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
    assertEquals(0.000625, sum(result, "cost.databaseWrites"), 1e-9);
    assertEquals(1000, sum(result, "dbWrites"));
  }

  private static final String PAGE = """
      services:
        - name: page
          workload:
            generate: { shape: constant, rate: 100/s, requests: 1000, arrivals: uniform }
            classes: [ { name: click, service: { wait: 40ms } } ]
          platform: { use: cloud-run, coldStart: { boot: 0ms } }
        - name: worker
          workload:
            from: page
            clients: { kind: cloud-tasks, enqueue: 10ms, maxConcurrentDispatches: 5 }
            classes: [ { name: job, service: { wait: 100ms }%s } ]
          platform: { use: cloud-run, coldStart: { boot: 0ms } }
      """;

  /**
   * A user comes every 10 ms from 0.005 s on, the last at 9.995 s, and each message 50 ms later.
   * Five at once take 100 ms each, so message k begins at 0.055 + 0.1 x (k / 5, whole) + 0.01 x
   * (k mod 5). The last, number 999, comes at 10.045 s, begins at 0.055 + 19.9 + 0.04 = 19.995 s
   * and ends at 20.095 s. Each costs two operations, so 0.8 US dollars a million, 0.0008 in all.
   */
  @Test
  void messagesHaveABlockAndALineOfTheirOwn() {
    SavedResult result = run(PAGE.formatted("") + """
        slo: [ { expr: "max(latency) < 51ms" }, { expr: "time(queue.drain) < 10.2s" },
               { expr: "max(queue.age) < 10.1s" }, { expr: "p99(queue.age) > 9.8s" },
               { expr: "count(queue.dead) == 0" } ]
        """);
    ObjectNode run = result.run();
    assertEquals("pass", run.at("/verdict/state").asText(), run.at("/verdict").toString());
    assertEquals(1000, run.at("/requests/offered").asInt());
    assertEquals(1000, run.at("/requests/completed").asInt());
    assertEquals(50, run.at("/latencyMs/max").asDouble(), 0.1);
    assertTrue(run.at("/services/page/messages").isMissingNode());
    assertEquals(100, run.at("/services/worker/instances/limit").asInt());
    assertEquals(200, run.at("/instances/limit").asInt(), "of both services together");
    String messages = "/services/worker/messages/";
    assertEquals("cloud-tasks", run.at(messages + "kind").asText());
    assertEquals(1000, run.at(messages + "in").asInt());
    assertEquals(1000, run.at(messages + "done").asInt());
    assertEquals(0, run.at(messages + "dead").asInt());
    assertEquals(0, run.at(messages + "left").asInt());
    assertEquals(10.05, run.at(messages + "oldestSeconds").asDouble(), 1e-6);
    assertEquals(9950, run.at(messages + "ageMs/max").asDouble(), 10);
    assertEquals(
        20.095 - run.at("/time/end").asDouble(),
        run.at(messages + "drainSeconds").asDouble(),
        1e-6);
    assertEquals(2000, run.at(messages + "operations").asInt());
    assertEquals(0.8, run.at(messages + "costPerMillion").asDouble(), 1e-9);
    assertEquals(0.0008, run.at("/cost/byComponent/queue").asDouble(), 1e-9);
    assertEquals(1000, sum(result, "offered"));
    assertEquals(1000, sum(result, "completed"));
    assertEquals(1000, sum(result, "messagesDone"));
    assertEquals(0.0008, sum(result, "cost.queue"), 1e-9);
    // At 20 s the last one is 9.955 s old, at 21 s it is gone; seconds are whole.
    assertEquals(9, max(result, "oldestMessageSeconds"));
  }

  /** Messages that always fail are given up; no user has failed for it. */
  @Test
  void deadMessagesAreNoFailedRequests() {
    SavedResult result =
        run(PAGE.formatted(", failureShare: 100%").replace("enqueue: 10ms", "maxAttempts: 1"));
    assertEquals(0, result.run().at("/requests/failed").asInt());
    assertEquals(0, result.run().at("/requests/failedByReason").size());
    assertEquals(1000, result.run().at("/services/worker/messages/dead").asInt());
    assertEquals(
        1000,
        result
            .run()
            .at("/services/worker/requests/failedByReason/function-error")
            .asInt());
    assertEquals(0, sum(result, "failed"));
    assertEquals(0, sum(result, "failed.function-error"));
    assertEquals(1000, sum(result, "messagesDead"));
  }

  private static double sum(SavedResult result, String column) {
    return Arrays.stream(result.series().column(column)).sum();
  }

  private static double max(SavedResult result, String column) {
    return Arrays.stream(result.series().column(column)).max().orElseThrow();
  }
}
