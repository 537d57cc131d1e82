package dev.headroom.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.properties.FoundTest;
import dev.headroom.properties.Grammar;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast engine and the obvious one, outcome by outcome. */
class TwinTest {
  private static final int SHARE = 300;
  private static final int MANY = 5_000;

  @Test
  void agree() throws Exception {
    int compared = Comparison.all("any", Grammar::any, 0, SHARE);
    assertTrue(compared > SHARE / 4, "only " + compared + " scenarios have a twin");
  }

  /** Small databases, users without patience, circuit breakers, capacity taken back. */
  @Test
  void agreeUnderStrain() throws Exception {
    int compared = Comparison.all("strained", Grammar::strained, 0, SHARE);
    assertTrue(compared > SHARE / 4, "only " + compared + " scenarios have a twin");
  }

  @ParameterizedTest
  @MethodSource("found")
  void agreeOnWhatWasFound(String yaml) {
    assertEquals("", Comparison.difference(FoundTest.scenario(yaml)));
  }

  private static List<String> found() {
    return FoundTest.found().stream()
        .filter(yaml -> Comparison.covered(FoundTest.scenario(yaml)))
        .toList();
  }

  @Test
  @Tag("long")
  void agreeOnThousands() throws Exception {
    Comparison.all("any", Grammar::any, SHARE, MANY);
  }

  @Test
  @Tag("long")
  void agreeOnThousandsUnderStrain() throws Exception {
    Comparison.all("strained", Grammar::strained, SHARE, MANY);
  }
}
