package dev.headroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a scenario says what it wants kept. */
class ObjectivesTest {
  private static Scenario scenario(String slo) {
    return ScenarioReader.read(ConfigNode.parse("s.yaml", """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: objectives }
        workload:
          generate: { shape: constant, rate: 1/s, duration: 1s }
          classes: [ { name: r, service: 1ms } ]
        platform: { use: generic }
        slo: %s
        """.formatted(slo)));
  }

  @Test
  void anExpressionAloneIsAnObjective() {
    List<Objective> read = scenario(
            "[ p99(latency) < 2s, { name: fast, expr: p50(latency) < 1s, severity: warn } ]")
        .objectives();
    assertEquals(
        List.of("p99(latency) < 2s", "fast"), read.stream().map(Objective::name).toList());
    assertEquals(
        List.of("p99(latency) < 2s", "p50(latency) < 1s"),
        read.stream().map(Objective::expression).toList());
    assertEquals("s.yaml:8:8", read.get(0).position().toString());
  }

  @Test
  void nothingAndListsAreNone() {
    for (String slo : List.of("[ ~ ]", "[ [ p99(latency) < 2s ] ]")) {
      String told = assertThrows(UserError.class, () -> scenario(slo)).getMessage();
      assertEquals("needs a map", told.substring(told.lastIndexOf("; ") + 2));
    }
  }
}
