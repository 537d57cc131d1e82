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
  private static final int SHARE = 220;
  private static final int MANY = 5_000;

  @Test
  void agree() throws Exception {
    int compared = Comparison.all("any", Grammar::any, 0, SHARE);
    assertTrue(compared > SHARE / 2, "only " + compared + " drafts are scenarios");
  }

  /** Small databases, users without patience, circuit breakers, capacity taken back. */
  @Test
  void agreeUnderStrain() throws Exception {
    int compared = Comparison.all("strained", Grammar::strained, 0, SHARE);
    assertTrue(compared > SHARE / 2, "only " + compared + " drafts are scenarios");
  }

  /** Quotas of processor time, queues of messages, tables of units, traffic before time zero. */
  @Test
  void agreeOnRations() throws Exception {
    int compared = Comparison.all("rationed", Grammar::rationed, 0, SHARE);
    assertTrue(compared > SHARE / 2, "only " + compared + " drafts are scenarios");
  }

  /** Autoscalers that are told more than the models say. */
  @Test
  void agreeOnTuned() throws Exception {
    int compared = Comparison.all("tuned", Grammar::tuned, 0, SHARE / 4);
    assertTrue(compared > SHARE / 8, "only " + compared + " drafts are scenarios");
  }

  @ParameterizedTest
  @MethodSource("found")
  void agreeOnWhatWasFound(String yaml) {
    assertEquals("", Comparison.difference(FoundTest.scenario(yaml)));
  }

  private static List<String> found() {
    return FoundTest.found();
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

  @Test
  @Tag("long")
  void agreeOnThousandsOfRations() throws Exception {
    Comparison.all("rationed", Grammar::rationed, SHARE, MANY);
  }

  @Test
  @Tag("long")
  void agreeOnThousandsTuned() throws Exception {
    Comparison.all("tuned", Grammar::tuned, SHARE / 4, MANY);
  }
}
