package dev.headroom.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios that once broke a property, as small as they were shrunk. */
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
        """
      })
  void isMended(String scenario) {
    assertEquals(List.of(), RandomScenariosTest.broken(Trial.read(HEAD + scenario)));
  }
}
