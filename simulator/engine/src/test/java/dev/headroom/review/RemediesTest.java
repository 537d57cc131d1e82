package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.replication.Batch;
import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fixes that are known beforehand are found, and said where they belong. */
class RemediesTest {
  private static Scenario scenario(String rest) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        """ + rest));
  }

  private static JsonNode review(Scenario scenario) {
    return Review.of(scenario, new Review.Request(1, "test.yaml", "", true, nowNs -> {}))
        .run();
  }

  private static JsonNode fix(JsonNode run, String words) {
    List<String> seen = new ArrayList<>();
    for (JsonNode fix : run.get("tried")) {
      seen.add(fix.get("change").asText());
      if (fix.get("change").asText().contains(words)) {
        return fix;
      }
    }
    throw new AssertionError(words + " in " + seen);
  }

  /**
   * Instances that take 20 s to start, and at two minutes 100 requests a second for 20 s: only what
   * was started before helps, and it need not stay.
   */
  @Test
  void instancesOnlyWhileTheSpikeLasts() {
    JsonNode run = review(scenario("""
        workload:
          generate:
            { shape: spike, base: 1/s, peak: 100/s, at: 120s, hold: 20s, duration: 600s }
          classes: [ { name: r, service: 500ms } ]
        platform:
          use: generic
          keepAlive: 60s
          coldStart: { boot: 20s }
          scale: { min: 3 }
          concurrency: { max: 1 }
        slo: [ { expr: p95(latency) < 1s } ]
        """));
    JsonNode scheduled = fix(run, " minimum instances from 00:01:00 to 00:02:2");
    assertTrue(scheduled.get("verified").asBoolean(), run.get("tried").toString());
    assertTrue(scheduled.get("change").asText().endsWith(", else 3"), scheduled.toString());
    assertFalse(fix(run, "minimum instances 3 -> 10").get("verified").asBoolean());
  }

  private static final String CAMPAIGN = """
      workload:
        generate: { shape: constant, rate: 200/s, duration: 60s, arrivals: uniform%s }
        classes: [ { name: r, service: 100ms } ]
      platform: { use: fixed-fleet, scale: { min: 10, max: 10 }, concurrency: { max: 1 } }
      slo: [ { expr: p99(latency) < 1s } ]
      """;

  /** Ten at 100 ms serve 100 a second and not one more. */
  @Test
  void theSafeSendRateOfACampaign() {
    JsonNode run = review(scenario(CAMPAIGN.formatted("")));
    JsonNode fixes = run.get("fixes");
    JsonNode slower = fixes.get(fixes.size() - 1);
    assertEquals(
        "the same requests sent 2 times more slowly, 100 per second on average over 2m0s instead"
            + " of 1m0s",
        slower.get("change").asText());
    assertTrue(fix(run, "instances 10 -> 20").get("verified").asBoolean());
    String sentences = run.at("/verdict/sentences").toString();
    assertTrue(
        sentences.contains("Or, where you send this traffic yourself: the same requests sent 2"),
        sentences);
  }

  /** One request takes no time to send: there is nothing to stretch, and one is no plural. */
  @Test
  void oneRequestIsNotSentMoreSlowly() {
    String one = CAMPAIGN.replace("duration: 60s", "requests: 1").formatted("");
    JsonNode failing = review(scenario(one.replace("p99(latency) < 1s", "p99(latency) < 50ms")));
    assertFalse(failing.get("tried").toString().contains("more slowly"));
    JsonNode passing = review(scenario(one));
    assertTrue(
        passing
            .at("/verdict/sentences/0")
            .asText()
            .startsWith("All objectives met: 1 request, none failed, p99 100 ms,"),
        passing.at("/verdict/sentences/0").asText());
  }

  /** The same requests over twice the time. */
  @Test
  void generatedTrafficIsStretched() {
    RunOutcome run = Simulation.run(scenario(CAMPAIGN.formatted(", scale: { time: 2 }")));
    assertEquals(12_000, run.recorder().totals().count(0, Count.OFFERED));
    assertEquals(120_000_000_000L, run.traceEndNs());
    assertEquals(100, run.recorder().bins().count(7, 0, Count.OFFERED), 1);
  }

  /** A fix of one day is run on all: what is said of it is what its own repetition says. */
  @Test
  void aFixIsHeldAgainstAllDays() {
    String text = """
        workload:
          generate: { shape: constant, rate: 85/s, requests: 6000, arrivals: poisson }
          classes: [ { name: r, service: { dist: exponential, mean: 100ms } } ]
        platform: { use: fixed-fleet, scale: { min: 9, max: 9 }, concurrency: { max: %d } }
        slo: [ { expr: p99(latency) < 700ms } ]
        """;
    JsonNode run = days(scenario(text.formatted(1)), true);
    JsonNode first = run.at("/fixes/0");
    assertEquals("concurrency 1 -> 80", first.get("change").asText());
    JsonNode fixed = days(scenario(text.formatted(80)), false);
    assertEquals(fixed.at("/objectives/0/violatedRuns"), first.at("/days/violatedRuns"));
    assertEquals(12, first.at("/days/runs").asInt());
    String sentences = run.at("/verdict/sentences").toString();
    assertTrue(sentences.contains("Fix on all days, concurrency 1 -> 80: "), sentences);
  }

  private static JsonNode days(Scenario scenario, boolean search) {
    Review.Request review = new Review.Request(1, "test.yaml", "", search, nowNs -> {});
    return Repetition.of(
            scenario, new Repetition.Request(review, 12, 0.05, new Batch(2), done -> {}))
        .run();
  }
}
