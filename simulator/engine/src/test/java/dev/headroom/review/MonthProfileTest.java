package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What a month costs, from a trace that is shorter. */
class MonthProfileTest {
  private static Scenario scenario(String cost) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: month }
            workload:
              generate: { shape: spike, base: 5/s, peak: 50/s, ramp: 1s, hold: 1min, decay: 1s,
                          duration: 1h }
              classes: [ { name: page, service: 100ms } ]
            platform: { use: cloud-run, scale: { min: 0 } }
            run: { tail: 0s }
            """ + cost));
  }

  private static double perMonth(String cost) {
    return run(scenario(cost)).run().at("/cost/perMonth").asDouble(Double.NaN);
  }

  private static SavedResult run(Scenario scenario) {
    return Review.of(scenario, new Review.Request(1, "test.yaml", "", false, nowNs -> {}));
  }

  @Test
  void anHourAloneSaysNothingAboutAMonth() {
    assertTrue(Double.isNaN(perMonth("")));
  }

  @Test
  void repeatsTheTraceFor730Hours() {
    double total = run(scenario("")).run().at("/cost/total").asDouble();
    assertEquals(730 * total, perMonth("cost: { monthProfile: { repeat: trace } }"), 0.01);
    assertEquals(24 * total, perMonth("cost: { monthProfile: { repeat: trace, days: 1 } }"), 0.01);
  }

  /** With the median as ordinary traffic each event adds what the spike costs beyond it. */
  @Test
  void addsEventsToOrdinaryTraffic() {
    String profile = "cost: { monthProfile: { baseline: trace-median, events: %d } }";
    double total = run(scenario("")).run().at("/cost/total").asDouble();
    double none = perMonth(profile.formatted(0));
    double three = perMonth(profile.formatted(3));
    assertEquals(3 * (total - none / 730), three - none, 0.02);
    assertTrue(none < 730 * total, "the spike is not ordinary traffic");
  }

  /** Cloud Run gives away 4.32 + 0.90 of processor and memory and two million requests, 0.80. */
  @Test
  void freeTierIsTakenOffTheMonth() {
    double list = perMonth("cost: { monthProfile: { repeat: trace } }");
    double free = perMonth("cost: { freeTier: true, monthProfile: { repeat: trace } }");
    assertEquals(4.32 + 0.90 + 0.80, list - free, 0.03);
    assertThrows(UserError.class, () -> scenario("cost: { freeTier: true }"));
  }

  @Test
  void refusesBothKinds() {
    assertThrows(
        UserError.class,
        () -> scenario("cost: { monthProfile: { repeat: trace, baseline: trace-mean } }"));
  }
}
