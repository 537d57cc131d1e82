package dev.headroom.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.properties.Draft;
import dev.headroom.properties.Drafts;
import dev.headroom.properties.Grammar;
import dev.headroom.properties.Promises;
import dev.headroom.scenario.Scenario;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Some scenarios of {@link TwinTest} and {@link dev.headroom.properties.RandomScenariosTest}, each
 * a test of its own and not shrunk where it fails.
 *
 * <p>Only {@code simulator/engine/mutation} runs them, for it starts with the quickest test that
 * reaches a mutant and ends with the first that fails; hence no name that Maven takes for a test's.
 */
class OneByOne {
  static IntStream numbers() {
    return IntStream.range(0, 50);
  }

  static IntStream fewer() {
    return IntStream.range(0, 15);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void agrees(int number) {
    agrees(Grammar.any(number));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void agreesUnderStrain(int number) {
    agrees(Grammar.strained(number));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void agreesOnRations(int number) {
    agrees(Grammar.rationed(number));
  }

  @ParameterizedTest
  @MethodSource("fewer")
  void agreesOnTuned(int number) {
    agrees(Grammar.tuned(number));
  }

  private static void agrees(Draft draft) {
    Scenario scenario = Drafts.scenario(draft);
    if (scenario != null) {
      assertEquals("", Comparison.difference(scenario));
    }
  }

  @ParameterizedTest
  @MethodSource("fewer")
  void keepsItsPromises(int number) {
    Scenario scenario = Drafts.scenario(Grammar.any(number));
    if (scenario != null) {
      assertEquals(List.of(), Promises.broken(scenario));
    }
  }
}
