package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpTest {
  @Test
  void agreesWithStrictMathToTheLastPlaces() {
    double worst = 0;
    for (int i = 0; i < 2_000_000; i++) {
      double x = (Draws.toUnit(Draws.mix(i)) - 0.5) * 1399;
      double exact = StrictMath.exp(x);
      worst = Math.max(worst, Math.abs(Exp.of(x) - exact) / Math.ulp(exact));
    }
    assertTrue(worst <= 2, "worst error " + worst + " units in the last place");
  }

  @Test
  void isExactWhereTheResultIs() {
    assertEquals(1, Exp.of(0));
    assertEquals(Double.POSITIVE_INFINITY, Exp.of(Double.POSITIVE_INFINITY));
    assertEquals(0, Exp.of(Double.NEGATIVE_INFINITY));
    assertEquals(StrictMath.exp(705), Exp.of(705));
    assertEquals(StrictMath.exp(-740), Exp.of(-740));
    assertTrue(Double.isNaN(Exp.of(Double.NaN)));
  }
}
