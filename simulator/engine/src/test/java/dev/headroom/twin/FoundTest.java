package dev.headroom.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.config.ConfigNode;
import dev.headroom.properties.Promises;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios that once broke a promise or set the two simulators apart, as small as shrunk. */
class FoundTest {
  private static final String HEAD =
      "apiVersion: headroom/v1\nkind: Scenario\nmetadata: { name: found }\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // An instance starts at the end of the run, where the last bin of the series ends too.
        """
        workload:
          generate: { shape: ramp, duration: 4s }
          classes: [{ name: page, service: 1ms }]
        platform: { use: aws-lambda, scale: { schedule: [{ at: 4s, min: 1 }] } }
        """,
        // A look at instances that are all busy is no turn: whose turn it is stays.
        """
        workload:
          generate: { shape: spike, peak: 20/s, decay: 2s, duration: 2s }
          classes: [{ name: page, service: 1ms }]
        platform: { use: generic, dispatch: round-robin }
        """,
        // An attempt is cut off that is inside an instance whose application is not ready yet.
        """
        workload:
          generate: { shape: constant, rate: 10/s, requests: 40 }
          classes: [{ name: page, service: { dist: exponential, mean: 400ms } }]
        platform:
          use: generic
          coldStart: { appReady: 600ms }
          timeouts: { request: 500ms, onRequest: kill }
        run: { tail: 0s, seed: 1 }
        """
      })
  void isMended(String yaml) {
    Scenario scenario = ScenarioReader.read(ConfigNode.parse("found.yaml", HEAD + yaml));
    assertEquals(List.of(), Promises.broken(scenario));
    assertEquals("", Comparison.difference(scenario));
  }
}
