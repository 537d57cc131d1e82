package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Failures in the platform's words, and lost instances, where people and programs read them. */
class ReportedAsTest {
  private static SavedResult run(String service, String platform) {
    return run(service, platform, false);
  }

  private static SavedResult run(String service, String platform, boolean searchFixes) {
    return Review.of(
        ScenarioReader.read(ConfigNode.parse("test.yaml", """
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: reports }
                workload:
                  generate: { shape: constant, rate: 10/s, requests: 100, arrivals: uniform }
                  classes: [ { name: page, %s } ]
                platform: { %s }
                """.formatted(service, platform))),
        new Review.Request(1, "test.yaml", "", searchFixes, nowNs -> {}));
  }

  private static String sentence(SavedResult result) {
    return result.run().at("/verdict/sentences/0").asText();
  }

  /** One environment for requests of a minute: the first of 100 is served, 99 are throttled. */
  @Test
  void lambdaThrottles() {
    SavedResult result = run("service: 60s", "use: aws-lambda, scale: { max: 1 }");
    assertEquals(99, result.run().at("/requests/failedByReason/throttled-429").asInt());
    String words = result.run().at("/requests/reportedAs/throttled-429").asText();
    assertTrue(words.startsWith("429 TooManyRequestsException"), words);
    assertEquals(1, result.run().at("/requests/reportedAs").size());
    assertTrue(sentence(result).contains("mostly throttled-429 (" + words + ")"), sentence(result));
  }

  /** What did not happen is not reported, and a platform without words has none. */
  @Test
  void onlyWhatHappened() {
    SavedResult none = run("service: 10ms", "use: aws-lambda");
    assertEquals(0, none.run().at("/requests/reportedAs").size());
    SavedResult wordless = run("service: 60s", "use: generic, scale: { max: 1 }");
    assertEquals(99, wordless.run().at("/requests/failedByReason/throttled-429").asInt());
    assertEquals(0, wordless.run().at("/requests/reportedAs").size());
    assertTrue(sentence(wordless).contains("mostly throttled-429."), sentence(wordless));
  }

  @Test
  void scenarioMayNameThem() {
    SavedResult result = run(
        "service: 60s", "use: generic, scale: { max: 1 }, reports: { throttled-429: 'our 429' }");
    assertEquals(
        "our 429", result.run().at("/requests/reportedAs/throttled-429").asText());
    UserError unknown = assertThrows(
        UserError.class, () -> run("service: 1s", "use: generic, reports: { throttled: x }"));
    assertTrue(unknown.getMessage().contains("throttled-429"), unknown.getMessage());
  }

  /** Requests of 2 s ten times a second, 4 fit: each instance dies with its fifth. */
  @Test
  void lostInstances() {
    SavedResult result = run(
        "service: 2s, memory: 100Mi",
        "use: fixed-fleet, scale: { min: 1, max: 1 },"
            + " instance: { memory: 500Mi, baseMemory: 100Mi }");
    assertEquals(20, result.run().at("/instances/lost/outOfMemory").asInt());
    assertEquals(0, result.run().at("/instances/lost/failedChecks").asInt());
    assertEquals(100, result.run().at("/requests/failedByReason/oom-killed").asInt());
    assertTrue(result.run().at("/requests/reportedAs/oom-killed").asText().contains("502"));
    assertEquals(
        20,
        result.events().stream().filter(event -> event.kind().equals("kill")).count());
  }

  /** But for the memory no instance would have died; room for all 20 at once needs 2,100 MiB. */
  @Test
  void memoryIsNamedAsTheCauseAndMended() {
    SavedResult result = run(
        "service: 2s, memory: 100Mi",
        "use: fixed-fleet, scale: { min: 1, max: 1 },"
            + " instance: { memory: 600Mi, baseMemory: 100Mi }",
        true);
    String said = sentence(result);
    assertTrue(said.contains("but for the memory of an instance (600 MiB)"), said);
    assertTrue(said.contains("memory of an instance 600 MiB -> 2,400 MiB (verified"), said);
  }
}
