package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws against published values, against the formula worked out apart, and against theory. */
class DrawsTest {
  private static final int SAMPLES = 4_000_000;

  /** The first outputs of SplitMix64 for the seed 1234567, as Rosetta Code lists them. */
  @Test
  void mixIsSplitMix64() {
    long state = 1_234_567;
    String[] published = {
      "6457827717110365317",
      "3203168211198807973",
      "9817491932198370423",
      "4593380528125082431",
      "16408922859458223821"
    };
    for (String output : published) {
      state += 0x9E3779B97F4A7C15L;
      assertEquals(output, Long.toUnsignedString(Draws.mix(state)));
    }
  }

  /** Worked out in Python with whole numbers modulo 2^64. */
  @Test
  void keys() {
    Draws draws = Draws.of(42, 3, Purpose.SERVICE, 2);
    assertEquals(-6396404892069250147L, draws.bits(0));
    assertEquals(8827750325617568633L, draws.bits(5));
    assertEquals(8827750325617568633L, draws.bits(5, 0));
    assertEquals(5181231514892468263L, draws.bits(5, 1));
    assertEquals(7363315390877284904L, draws.bits(5, 2));
    assertEquals(4673016489077849824L, Draws.of(42, 3, Purpose.SERVICE).bits(5));
    assertEquals(0.28087512322983876, draws.uniform(5, 1));
    assertEquals(3, draws.below(10, 5, 2));
    assertEquals(draws.uniform(5, 0), draws.uniform(5));
    assertEquals(draws.exponential(5, 0), draws.exponential(5));
  }

  /** Worked out in Python from the description of the ziggurat, one for each way through it. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.18072227855495014, -0.2609477539938689", // in the layer
    "18, 2.0616998381481886, 1.2452141319412033", // rejected once
    "44, 0.2673734388749306, 0.4998153290651393", // at the edge
    "105, 0.005623056033314696, -0.01895499179861581",
    "7658, 0.011238974318924315, 0.03788592266872429", // rejected, then at the edge
    "4631, 8.583394943274278, 3.8565663200494082", // in the tail
    "80374, 10.867473890960973, 4.336131503904914" // rejected, then in the tail
  })
  void everyWayThroughTheZiggurat(long number, double exponential, double normal) {
    assertEquals(exponential, Ziggurat.exponential(Draws.mix(number)), 1e-10);
    assertEquals(normal, Ziggurat.normal(Draws.mix(number)), 1e-10);
  }

  /** Of the ways that only one of the two takes: tails with a second try, and repeated ones. */
  @Test
  void rareWaysThroughTheZiggurat() {
    assertEquals(1.9480382297110188, Ziggurat.exponential(Draws.mix(4094)), 1e-10);
    assertEquals(0.06877190036632676, Ziggurat.exponential(Draws.mix(60848)), 1e-10);
    assertEquals(11.631033150188692, Ziggurat.exponential(Draws.mix(92298)), 1e-10);
    assertEquals(-0.38159472847704323, Ziggurat.normal(Draws.mix(964)), 1e-10);
    assertEquals(-3.8173472762090634, Ziggurat.normal(Draws.mix(13201)), 1e-10);
    assertEquals(3.8570278641406683, Ziggurat.normal(Draws.mix(34937)), 1e-10);
    assertEquals(-3.728478272917843, Ziggurat.normal(Draws.mix(39137)), 1e-10);
  }

  @Test
  void uniform() {
    assertEquals(0, Draws.toUnit(0));
    assertEquals(1 - 0x1.0p-53, Draws.toUnit(-1));
    Draws draws = Draws.of(1, 0, Purpose.CLASS);
    fits(20, i -> i / 20.0, x -> x, i -> draws.uniform(i));
    fits(20, i -> i / 20.0, x -> x, i -> draws.below(1 << 20, i, 1) * 0x1.0p-20);
  }

  /** Beyond 7.7 the ziggurat has its tail, one draw in 2200. */
  @Test
  void exponential() {
    Draws draws = Draws.of(1, 0, Purpose.SERVICE);
    DoubleUnaryOperator below = x -> 1 - Math.exp(-x);
    DoubleUnaryOperator edge = i -> i == 40 ? Double.POSITIVE_INFINITY : i * 0.25;
    fits(40, edge, below, i -> draws.exponential(i));
    fits(40, edge, below, i -> draws.exponential(i, 1));
    double sum = 0;
    double tail = 0;
    int inTail = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = draws.exponential(i);
      sum += x;
      if (x > 7.69711747013105) {
        tail += x - 7.69711747013105;
        inTail++;
      }
    }
    assertEquals(1, sum / SAMPLES, 3.3 / Math.sqrt(SAMPLES));
    assertEquals(1, tail / inTail, 3.3 / Math.sqrt(inTail), "memoryless beyond the last layer");
  }

  /** Beyond 3.65 the ziggurat has its tail, one draw in 3900. */
  @Test
  void normal() {
    Draws draws = Draws.of(1, 0, Purpose.WAIT);
    NormalDistribution theory = new NormalDistribution(null, 0, 1);
    DoubleUnaryOperator edge = i ->
        i == 0 ? Double.NEGATIVE_INFINITY : i == 45 ? Double.POSITIVE_INFINITY : (i - 22.5) * 0.2;
    fits(45, edge, theory::cumulativeProbability, i -> draws.normal(i, 0));
    double squares = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = draws.normal(i, 3);
      squares += x * x;
    }
    // The square of a normal variate has variance 2.
    assertEquals(1, squares / SAMPLES, 3.3 * Math.sqrt(2.0 / SAMPLES));
  }

  /** Chi-squared test of the counts in {@code cells} at the 0.1 % level. */
  private static void fits(
      int cells, DoubleUnaryOperator edge, DoubleUnaryOperator below, LongToDoubleFunction draw) {
    long[] counts = new long[cells];
    double[] edges = new double[cells + 1];
    for (int i = 0; i <= cells; i++) {
      edges[i] = edge.applyAsDouble(i);
    }
    for (int i = 0; i < SAMPLES; i++) {
      double x = draw.applyAsDouble(i);
      int cell = Arrays.binarySearch(edges, x);
      counts[cell >= 0 ? cell : -cell - 2]++;
    }
    double chi2 = 0;
    for (int i = 0; i < cells; i++) {
      double share = below.applyAsDouble(edges[i + 1]) - below.applyAsDouble(edges[i]);
      double expected = share * SAMPLES;
      assertTrue(expected > 10, "cell " + i + " is too small");
      chi2 += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    double limit = new ChiSquaredDistribution(null, cells - 1).inverseCumulativeProbability(0.999);
    assertTrue(chi2 < limit, "chi squared " + chi2 + ", at most " + limit);
  }
}
