package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as text. */
class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 3, 0",
    "-0.0, 3, 0",
    "1, 0, 1",
    "1.5, 0, 2", // half to even
    "2.5, 0, 2",
    "-2.25, 1, -2.2",
    "-0.0004, 3, 0",
    "-0.0006, 3, -0.001",
    "12.030, 3, 12.03",
    "12.003, 3, 12.003",
    "0.000001, 6, 0.000001",
    "100, 6, 100",
    "1234567.25, 2, 1234567.25",
    "999999999999.9995, 3, 1000000000000", // 999999999999.9995 is nearest to ...9995117
    "1e15, 0, 1000000000000000",
    "-1e15, 3, -1000000000000000",
    "1e22, 6, 10000000000000000000000"
  })
  void format(double value, int places, String text) {
    assertEquals(text, Decimals.format(value, places));
  }

  /** The fast way and the exact one agree where the product is not rounded to a tie. */
  @Test
  void agreesWithBigDecimal() {
    for (int i = 0; i < 20_000; i++) {
      int places = i % 7;
      double value = (Draws.toUnit(Draws.mix(i)) - 0.5) * StrictMath.pow(10, i % 10 - 4);
      BigDecimal exact = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
      assertEquals(0, exact.compareTo(new BigDecimal(Decimals.format(value, places))));
      assertEquals(0, exact.compareTo(Decimals.toDecimal(value, places)));
    }
  }

  @Test
  void exactValues() {
    assertEquals("0", Decimals.toDecimal(0.0001, 3).toString());
    assertEquals("0.1", Decimals.toDecimal(0.1, 6).toPlainString());
    StringBuilder out = new StringBuilder("a=");
    Decimals.append(out, 0.25, 2);
    assertEquals("a=0.25", out.toString());
  }

  @Test
  void whatIsNoNumberIsRefused() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      assertThrows(IllegalArgumentException.class, () -> Decimals.format(value, 3));
      assertThrows(IllegalArgumentException.class, () -> Decimals.toDecimal(value, 3));
    }
  }
}
