package dev.headroom.twin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fast engine and the obvious one, outcome by outcome. */
class TwinTest {
  private static final int SHARE = 200;
  private static final int MANY = 5_000;

  @Test
  void agree() throws Exception {
    int compared = Comparison.all(0, SHARE);
    assertTrue(compared > SHARE / 4, "only " + compared + " scenarios have a twin");
  }

  @Test
  @Tag("long")
  void agreeOnThousands() throws Exception {
    Comparison.all(SHARE, MANY);
  }
}
