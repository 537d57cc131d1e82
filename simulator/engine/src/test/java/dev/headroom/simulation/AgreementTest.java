package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of agreement that can be worked out on paper. */
class AgreementTest {
  /** 10 % too high at 5 and 20 % too low at 2 standard errors. */
  private static final Agreement.Row HIGH = new Agreement.Row("high", 100, 1.6, 110, 1.2);

  private static final Agreement.Row LOW = new Agreement.Row("low", 10, 0.8, 8, 0.6);
  private static final Agreement BOTH = new Agreement("widgets", List.of(HIGH, LOW));

  @Test
  void errors() {
    assertEquals(10, HIGH.errorPercent(), 1e-9);
    assertEquals(-20, LOW.errorPercent(), 1e-9);
    assertEquals(15, BOTH.meanErrorPercent(), 1e-9);
    assertEquals(20, BOTH.meanErrorPercentWithout(HIGH), 1e-9);
    assertEquals(5, BOTH.points(HIGH), 1e-9);
  }

  @Test
  void againstStandardErrors() {
    assertEquals(5, HIGH.standardErrors(), 1e-9);
    assertEquals(-2, LOW.standardErrors(), 1e-9);
    assertEquals(29, BOTH.chiSquare(), 1e-9);
    // With two degrees of freedom the tail is exp(-x / 2).
    assertEquals(Math.exp(-14.5), BOTH.chiSquareTail(), 1e-12);
  }

  /** 1.6 % and 8 % are 4.8 % on average; 1.2 % and 6 % combine to 6.119 %, over two rows. */
  @Test
  void noise() {
    assertEquals(4.8 * 0.7978845608, BOTH.noiseFloorPercent(), 1e-8);
    assertEquals(Math.sqrt(1.2 * 1.2 + 36) / 2, BOTH.simulationSePoints(), 1e-9);
  }

  @Test
  void textNamesWhatIsFar() {
    String text = BOTH.text();
    assertTrue(text.contains("mean absolute error 15.00 %"), text);
    assertTrue(text.contains("chi-square without high: 4.0"), text);
    assertEquals(1, text.split("chi-square without", -1).length - 1, text);
  }
}
