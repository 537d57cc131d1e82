package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request's life against a timeline on paper, and a run that is the same with an onlooker. */
class JourneyTest {
  private static final long MS = 1_000_000;

  @TempDir
  private Path folder;

  /** One instance for one request at a time; a request every 50 ms, each works for 100 ms. */
  private Scenario scenario(String clients) throws IOException {
    Files.writeString(folder.resolve("stamps.csv"), "timestamp\n0\n0.05\n0.1\n0.15\n");
    return ScenarioReader.read(
        ConfigNode.parse(folder.resolve("paper.yaml").toString(), """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: paper }
        workload:
          trace: { file: stamps.csv }
          classes: [ { name: page, service: 100ms } ]
          clients: %s
        platform:
          use: generic
          concurrency: { max: 1 }
          queue: { limit: unlimited, timeout: 60s, overflow: throttled-429, expired: queue-timeout }
          scale: { policy: fixed, min: 1, max: 1, initial: 1, onNoSlot: wait }
        """.formatted(clients)));
  }

  private static Journey follow(Scenario scenario, long request) {
    return Journey.of(scenario, scenario.seed(), 0, 0, request);
  }

  @Test
  void aRequestThatWaits() throws IOException {
    Journey third = follow(scenario("{ timeout: 30s }"), 3);
    long at = third.arrivedNs();
    // It comes at 100 ms, the first two keep the instance until 200 ms.
    assertEquals(100 * MS, at);
    List<Journey.Step> steps = third.steps();
    assertEquals(2, steps.size(), steps::toString);
    assertEquals("waits in the platform's queue for an instance", steps.get(0).what());
    assertEquals(100 * MS, steps.get(0).toNs() - at);
    assertEquals("works: processor and waiting", steps.get(1).what());
    assertEquals(100 * MS, steps.get(1).toNs() - steps.get(1).fromNs());
    assertEquals(List.of(new Journey.End(at + 200 * MS, 1, "completed")), third.ends());
    assertEquals("page", third.className());
    assertFalse(third.affected());
  }

  @Test
  void aClientThatLeavesAndComesBack() throws IOException {
    // It leaves after 120 ms: 100 ms of waiting, 20 ms of work that goes on without it.
    Journey third = follow(
        scenario("{ timeout: 120ms, retries: { max: 1, backoff: constant, base: 10ms, jitter: none"
            + " } }"),
        3);
    long at = third.arrivedNs();
    assertTrue(
        third.ends().contains(new Journey.End(at + 120 * MS, 1, "client-timeout")),
        () -> third.ends().toString());
    assertTrue(
        third
            .steps()
            .contains(
                new Journey.Step(at + 120 * MS, at + 130 * MS, 2, "pauses before attempt 2", -1)),
        () -> third.steps().toString());
    assertTrue(
        third.steps().stream()
            .anyMatch(step -> step.attempt() == 1
                && step.what().startsWith("(the client has left)")
                && step.toNs() == at + 200 * MS),
        () -> third.steps().toString());
  }

  private Journey only(String service, String clients, String platform) throws IOException {
    return follow(Batches.of(folder, "5,1\n", """
          classes: [ { name: page, %s } ]
          clients: %s
        platform: { use: generic, keepAlive: 0s, %s }
        """.formatted(service, clients, platform)), 1);
  }

  /** Where a platform begins with nothing no event comes before the first arrival. */
  @Test
  void theFirstOfAllIsSeen() throws IOException {
    Journey journey = only("service: 1s", "{}", "coldStart: { boot: 0ms }");
    assertEquals(5_000 * MS, journey.arrivedNs());
    assertEquals(List.of(new Journey.End(6_000 * MS, 1, "completed")), journey.ends());
  }

  /** Boots 2 s for it, then half of 20 ms, two queries of 100 ms, and the rest with 1 s more. */
  @Test
  void aColdStartAndQueries() throws IOException {
    Journey journey = only(
        "service: { cpu: 20ms, wait: 1s }, queries: { count: 2, each: 100ms }",
        "{}",
        "coldStart: { boot: 2s } }\ndatabase: { connect: { cpu: 0ms, latency: 0ms },"
            + " cores: 8, pool: { size: 1 }");
    long at = 5_000 * MS;
    assertTrue(journey.affected());
    assertEquals(
        List.of(
            new Journey.Step(
                at, at + 2000 * MS, 1, "waits for the instance that is started for it", -1),
            new Journey.Step(
                at + 2000 * MS, at + 2010 * MS, 1, "works: first half of the processor work", 0),
            new Journey.Step(at + 2010 * MS, at + 2110 * MS, 1, "query 1 of 2", 0),
            new Journey.Step(at + 2110 * MS, at + 2210 * MS, 1, "query 2 of 2", 0),
            new Journey.Step(
                at + 2210 * MS,
                at + 3220 * MS,
                1,
                "works: waiting, and the second half of the processor work",
                0)),
        journey.steps());
  }

  /** The platform sends traffic from 2 s on, the application answers a second later. */
  @Test
  void anApplicationThatIsReadyAfterItsInstance() throws IOException {
    Journey journey = only("service: 1s", "{}", "coldStart: { boot: 2s, appReady: 1s }");
    long at = 5_000 * MS;
    assertEquals(
        List.of(
            new Journey.Step(
                at, at + 2000 * MS, 1, "waits for the instance that is started for it", -1),
            new Journey.Step(
                at + 2000 * MS,
                at + 3000 * MS,
                1,
                "is inside, but the application is not ready yet",
                0),
            new Journey.Step(at + 3000 * MS, at + 4000 * MS, 1, "works: processor and waiting", 0)),
        journey.steps());
  }

  /** A run ends 2 s after its traffic, in the midst of a request. */
  @Test
  void whatIsOpenAtTheEndIsAStep() throws IOException {
    Journey journey = only("service: 1h", "{}", "coldStart: { boot: 1s } }\nrun: { tail: 2s");
    long at = 5_000 * MS;
    assertEquals(List.of(), journey.ends());
    assertEquals(
        List.of(
            new Journey.Step(
                at, at + 1000 * MS, 1, "waits for the instance that is started for it", -1),
            new Journey.Step(
                at + 1000 * MS, journey.outcome().endNs(), 1, "works: processor and waiting", 0)),
        journey.steps());
    assertEquals(8_000 * MS, journey.outcome().endNs());
  }

  /** Whose patience ended while the server works on: the user's, the client's or the platform's. */
  @Test
  void whoGaveUp() throws IOException {
    String leaves = "timeouts: { request: 1s, onRequest: leave }";
    String stays = "timeouts: { request: unlimited }";
    assertEquals("abandoned", firstEnd(only("service: 3s", "{ patience: 1s }", stays)));
    assertEquals("client-timeout", firstEnd(only("service: 3s", "{ timeout: 1s }", stays)));
    assertEquals("gateway-timeout-504", firstEnd(only("service: 3s", "{}", leaves)));
  }

  private static String firstEnd(Journey journey) {
    assertEquals(6_000 * MS, journey.ends().get(0).atNs());
    return journey.ends().get(0).how();
  }

  @Test
  void lookingOnChangesNothing() throws IOException {
    Scenario scenario = scenario("{ timeout: 120ms, retries: { max: 1 } }");
    long alone = Simulation.run(scenario).recorder().fingerprint();
    assertEquals(alone, follow(scenario, 2).outcome().recorder().fingerprint());
    assertEquals(-1, follow(scenario, 5).arrivedNs(), "there are four");
  }

  /** The second comes in the midst of the first. */
  @Test
  void whatOthersDoIsNoStep() throws IOException {
    Journey first = follow(Batches.of(folder, "5,1\n6,1\n", """
          classes: [ { name: page, service: 3s } ]
        platform: { use: generic, coldStart: { boot: 0ms } }
        """), 1);
    assertEquals(
        List.of(new Journey.Step(5_000 * MS, 8_000 * MS, 1, "works: processor and waiting", 0)),
        first.steps());
  }

  @Test
  void whoIsTurnedAwayAtOnceHasAnEndAndNoStep() throws IOException {
    Scenario scenario = Batches.of(folder, "5,2\n", """
          classes: [ { name: page, service: 3s } ]
        platform: { use: aws-lambda, coldStart: { boot: 0ms }, scale: { max: 1 } }
        """);
    Journey second = follow(scenario, 2);
    assertEquals(5_000 * MS, second.arrivedNs());
    assertEquals(List.of(), second.steps());
    assertEquals(List.of(new Journey.End(5_000 * MS, 1, "throttled-429")), second.ends());
    assertEquals(new Search.Found(1, 2), Search.of(scenario, scenario.seed(), 0, 0));
  }

  /** The first is under way at the end, the second and the third have waited 2 s in vain. */
  @Test
  void findsTheFirstThatFailed() throws IOException {
    Scenario scenario = Batches.of(folder, "5,1\n6,1\n7,1\n60,0\n", """
          classes: [ { name: page, service: 1h } ]
          clients: { timeout: unlimited }
        platform:
          use: generic
          concurrency: { max: 1 }
          timeouts: { request: unlimited }
          queue: { limit: unlimited, timeout: 2s, overflow: throttled-429, expired: queue-timeout }
          scale: { policy: fixed, min: 1, max: 1, initial: 1, onNoSlot: wait }
        run: { tail: 1s }
        """);
    assertEquals(new Search.Found(0, 2), Search.of(scenario, scenario.seed(), 0, 0));
  }

  /** Latencies of 1 s, 2 s, 1 s and 2 s: the second is the first of the slowest. */
  @Test
  void findsTheFirstOfTheSlowest() throws IOException {
    Scenario scenario = Batches.of(folder, "5,2\n20,2\n", """
          classes: [ { name: page, service: 1s } ]
        platform:
          use: generic
          concurrency: { max: 1 }
          queue: { limit: unlimited, timeout: 60s, overflow: throttled-429, expired: queue-timeout }
          scale: { policy: fixed, min: 1, max: 1, initial: 1, onNoSlot: wait }
        """);
    assertEquals(new Search.Found(2, 0), Search.of(scenario, scenario.seed(), 0, 0));
  }

  @Test
  void findsTheSlowest() throws IOException {
    Scenario scenario = scenario("{ timeout: 30s }");
    Search.Found found = Search.of(scenario, scenario.seed(), 0, 0);
    assertEquals(4, found.slowest(), "each waits 50 ms longer than the one before");
    assertEquals(0, found.failed());
  }
}
