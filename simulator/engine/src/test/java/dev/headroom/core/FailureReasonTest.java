package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What results and retry rules are told of a failure. */
class FailureReasonTest {
  @Test
  void eachHasANameAndIsFoundByItsNumber() {
    Set<String> labels = new HashSet<>();
    List<String> tokens = List.of("429", "500", "503", "504", "refused", "timeout", "breaker", "");
    for (FailureReason reason : FailureReason.values()) {
      assertTrue(labels.add(reason.label()), reason.label());
      assertTrue(tokens.contains(reason.retryToken()), reason.retryToken());
      assertSame(reason, FailureReason.of(reason.ordinal()));
      boolean named = reason.label().startsWith("db-") || reason.label().startsWith("pooler-");
      assertEquals(named, reason.isDatabase(), reason.label());
      assertEquals(reason == FailureReason.BREAKER_OPEN, reason.onRequest());
    }
    assertEquals(labels.size(), FailureReason.count());
    assertEquals("throttled-429", FailureReason.THROTTLED.label());
    assertEquals("429", FailureReason.THROTTLED.retryToken());
    // Nobody tries again what he gave up himself.
    assertEquals("", FailureReason.ABANDONED.retryToken());
  }

  @Test
  void mistakesEndTheProcessWithTheirCode() {
    assertEquals(2, UserError.invalid("a").kind().exitCode());
    assertEquals(3, UserError.input("b").kind().exitCode());
    assertEquals(4, UserError.output("c").kind().exitCode());
    assertEquals("c", UserError.output("c").getMessage());
    assertEquals(0, UserError.output("c").getStackTrace().length);
  }
}
