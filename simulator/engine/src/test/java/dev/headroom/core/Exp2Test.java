package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Exp2Test {
  @Test
  void agreesWithStrictMathToTheLastPlaces() {
    double worst = 0;
    for (int i = 0; i < 2_000_000; i++) {
      double t = (Draws.toUnit(Draws.mix(i)) - 0.5) * (i % 2 == 0 ? 20 : 1999);
      double exact = StrictMath.pow(2, t);
      worst = Math.max(worst, Math.abs(Exp2.of(t) - exact) / Math.ulp(exact));
    }
    assertTrue(worst <= 2, "worst error " + worst + " units in the last place");
  }

  @Test
  void isExactWhereTheResultIs() {
    for (int power = -999; power < 1000; power++) {
      assertEquals(Math.scalb(1.0, power), Exp2.of(power));
    }
    assertEquals(Double.POSITIVE_INFINITY, Exp2.of(Double.POSITIVE_INFINITY));
    assertEquals(0, Exp2.of(Double.NEGATIVE_INFINITY));
    assertEquals(StrictMath.pow(2, 1020.3), Exp2.of(1020.3));
    assertEquals(StrictMath.pow(2, -1040.3), Exp2.of(-1040.3));
    assertTrue(Double.isNaN(Exp2.of(Double.NaN)));
  }
}
