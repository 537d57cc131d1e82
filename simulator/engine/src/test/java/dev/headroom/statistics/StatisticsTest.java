package dev.headroom.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.statistics.Judgement.Verdict;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals and judgements against values worked out elsewhere (SciPy 1.17, NumPy). */
class StatisticsTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @ParameterizedTest
  @CsvSource({
    "0, 50, 0, 0.07134759913335872",
    "5, 50, 0.04347576493189041, 0.21360231437479654",
    "12, 50, 0.1429739139699173, 0.3741268375794292",
    "50, 50, 0.9286524008666414, 1",
    "3, 20, 0.052368745896216595, 0.36041886474075696"
  })
  void wilson(int hits, int of, double low, double high) {
    Interval interval = Interval.wilson(hits, of);
    assertEquals(low, interval.low(), 1e-12);
    assertEquals(high, interval.high(), 1e-12);
    assertTrue(interval.contains((double) hits / of));
  }

  @Test
  void wilsonWantsACount() {
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Interval.wilson(-1, 2));
  }

  /** Eight values with mean 5 and deviation sqrt(32/7). */
  @Test
  void student() {
    Sample sample = Sample.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertEquals(5, sample.mean());
    assertEquals(Math.sqrt(32.0 / 7), sample.deviation(), 1e-12);
    assertEquals(3.21251208176379, sample.meanInterval().low(), 1e-9);
    assertEquals(6.787487918236209, sample.meanInterval().high(), 1e-9);
    assertEquals(4, sample.middle(), "the lower of two");
    assertEquals(2, sample.least());
    assertEquals(9, sample.greatest());
    assertTrue(sample.isFinite());
  }

  /** Two runs have a deviation and an interval; t with one degree of freedom is 12.7062. */
  @Test
  void twoRunsAreEnough() {
    Sample sample = Sample.of(1, 3);
    assertEquals(Math.sqrt(2), sample.deviation(), 1e-12);
    assertTrue(sample.meanInterval().isKnown());
    assertEquals(2 - 12.706204736, sample.meanInterval().low(), 1e-6);
    assertEquals(2 + 12.706204736, sample.meanInterval().high(), 1e-6);
  }

  /**
   * 0.1, 0.2 and 0.4 above a billion: deviation sqrt(7/300). The sum of the squares less the square
   * of the sum would lose it, and so would the like for a correlation, here of 1.
   */
  @Test
  void smallSpreadFarFromZero() {
    double[] values = {1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.4};
    assertEquals(Math.sqrt(7.0 / 300), Sample.of(values).deviation(), 1e-6);
    double[] twice = {3e9 + 0.2, 3e9 + 0.4, 3e9 + 0.8};
    assertEquals(1, Paired.of(values, twice, true).correlation(), 1e-5);
    double[] back = {3e9 + 0.8, 3e9 + 0.4, 3e9 + 0.2};
    // Tenths from the means: (-4, -1, 5)/3 and (10, -2, -8)/3, so -78 / sqrt(42 * 168).
    assertEquals(-78 / 84.0, Paired.of(values, back, true).correlation(), 1e-5);
  }

  /** What is not known is NaN, never a guess. */
  @Test
  void unknownStaysUnknown() {
    assertFalse(Sample.of(3).meanInterval().isKnown());
    assertFalse(Sample.of(3, 3, 3).meanInterval().isKnown(), "no spread to infer from");
    assertFalse(Sample.of(1, 2, INF).meanInterval().isKnown());
    assertEquals(INF, Sample.of(1, 2, INF).mean());
    assertEquals(2, Sample.of(1, 2, INF).middle());
    assertTrue(Double.isNaN(Sample.of(1, NAN, 3).middle()));
    assertTrue(Double.isNaN(Sample.of(1, NAN, 3).mean()));
    assertTrue(Double.isNaN(Sample.of().mean()));
    assertFalse(Sample.of(1, NAN, 3).isFinite());
    assertFalse(Sample.of(1, 2, INF).isFinite());
    assertFalse(Sample.of(-INF, 2).isFinite());
    assertFalse(Sample.of().isFinite());
    assertTrue(Double.isNaN(Sample.of(1, NAN).least()));
    assertTrue(Double.isNaN(Sample.of(1, NAN).greatest()));
    assertEquals(INF, Sample.of(1, INF).greatest());
    assertFalse(new Interval(NAN, 1).isKnown());
    assertFalse(new Interval(1, NAN).isKnown());
  }

  /** The ends belong to an interval. */
  @Test
  void contains() {
    Interval interval = new Interval(2, 3);
    assertTrue(interval.contains(2));
    assertTrue(interval.contains(3));
    assertFalse(interval.contains(1.9));
    assertFalse(interval.contains(3.1));
    assertFalse(interval.contains(NAN));
    assertFalse(Interval.UNKNOWN.contains(2));
  }

  private static Sample upTo(int n) {
    return Sample.of(IntStream.rangeClosed(1, n).mapToDouble(i -> i).toArray());
  }

  /** A quantile over days needs ten days beyond it. */
  /** Half a width of 0.00103 bears out ten-thousandths: a tenth of it, down to a power of ten. */
  @Test
  void digitsBeyondTheIntervalAreNoise() {
    assertEquals(0.001, new Interval(-0.000066, 0.002002).round(0.000968));
    assertEquals(38.1, new Interval(37.2, 39.2).round(38.149));
    assertEquals(1_240, new Interval(1_000, 1_500).round(1_237));
    assertEquals(38.149, Interval.UNKNOWN.round(38.149));
    assertEquals(38.149, new Interval(38.149, 38.149).round(38.149));
    assertEquals(Double.POSITIVE_INFINITY, new Interval(1, 2).round(Double.POSITIVE_INFINITY));
  }

  @Test
  void tooFewSamplesForAQuantile() {
    assertEquals(1_000, Sample.quantileNeeds(0.99));
    assertEquals(100, Sample.quantileNeeds(0.9));
    assertEquals(100, Sample.quantileNeeds(0.1));
    assertEquals(20, Sample.quantileNeeds(0.5));
    assertTrue(Double.isNaN(upTo(99).quantile(0.9)));
    assertEquals(90, upTo(100).quantile(0.9));
    assertTrue(Double.isNaN(upTo(19).quantile(0.5)));
    assertEquals(10, upTo(20).quantile(0.5));
    assertThrows(IllegalArgumentException.class, () -> upTo(20).quantile(1));
    assertThrows(IllegalArgumentException.class, () -> Sample.quantileNeeds(0));
  }

  @Test
  void bandIsTheMiddleOfTheRuns() {
    assertFalse(upTo(9).band().isKnown());
    assertEquals(new Interval(1, 10), upTo(10).band());
    assertEquals(new Interval(5, 46), upTo(50).band());
    assertEquals(new Interval(10, 91), upTo(100).band());
  }

  @Test
  void pairs() {
    Paired paired =
        Paired.of(new double[] {10, 12, 9, 14, 11}, new double[] {8, 11, 7, 11, 10}, false);
    assertEquals(-1.8, paired.differences().mean(), 1e-12);
    assertEquals(-2.8388506336835677, paired.differences().meanInterval().low(), 1e-9);
    assertEquals(-0.7611493663164324, paired.differences().meanInterval().high(), 1e-9);
    assertEquals(0.9014729960756245, paired.correlation(), 1e-12);
    assertEquals(10, paired.varianceReduction(), 1e-9);
    assertEquals(5, paired.better());
    assertEquals(0, paired.worse());
    assertEquals(5, paired.runs());
  }

  /** A latency of failed requests can be better or worse; what is unknown is neither. */
  @Test
  void pairsWithWhatIsInfiniteOrUnknown() {
    Paired paired = Paired.of(
        new double[] {INF, INF, 1, NAN, 0.0, -0.0, 2},
        new double[] {5, INF, INF, 1, -0.0, 0.0, NAN},
        false);
    assertEquals(1, paired.better());
    assertEquals(1, paired.worse());
    assertTrue(Double.isNaN(paired.correlation()));
    assertFalse(paired.differences().meanInterval().isKnown());
    Paired share = Paired.of(new double[] {0.9, 0.9}, new double[] {0.95, 0.8}, true);
    assertEquals(1, share.better());
    assertEquals(1, share.worse());
    assertThrows(
        IllegalArgumentException.class, () -> Paired.of(new double[1], new double[2], false));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, PASS",
    "1, 1, FAIL", // a single day is judged for itself
    "0, 50, INCONCLUSIVE", // at most 7 %
    "0, 72, INCONCLUSIVE",
    "0, 73, PASS",
    "1, 80, INCONCLUSIVE",
    "1, 160, PASS",
    "2, 20, INCONCLUSIVE",
    "3, 20, FAIL",
    "12, 50, FAIL"
  })
  void judgements(int violated, int runs, Verdict verdict) {
    assertEquals(verdict, new Judgement(violated, runs, 0.05).verdict());
  }

  /** An interval that ends at the risk is neither below it nor above. */
  @Test
  void anEndAtTheRiskSaysNothing() {
    double high = Interval.wilson(0, 50).high();
    assertEquals(Verdict.INCONCLUSIVE, new Judgement(0, 50, high).verdict());
    assertEquals(Verdict.PASS, new Judgement(0, 50, Math.nextUp(high)).verdict());
    assertEquals(51, Judgement.runsToPass(high));
    double low = Interval.wilson(12, 50).low();
    assertEquals(Verdict.INCONCLUSIVE, new Judgement(12, 50, low).verdict());
    assertEquals(Verdict.FAIL, new Judgement(12, 50, Math.nextDown(low)).verdict());
  }

  @Test
  void runsToPass() {
    assertEquals(73, Judgement.runsToPass(0.05));
    // At most 79 % after one run, so one is enough where four of five may fail.
    assertEquals(1, Judgement.runsToPass(0.8));
    assertEquals(Verdict.PASS, new Judgement(0, Judgement.runsToPass(0.01), 0.01).verdict());
    assertEquals(
        Verdict.INCONCLUSIVE, new Judgement(0, Judgement.runsToPass(0.01) - 1, 0.01).verdict());
    assertThrows(IllegalArgumentException.class, () -> new Judgement(0, 0, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Judgement(0, 9, 1));
    assertThrows(IllegalArgumentException.class, () -> new Judgement(0, 9, 0));
    assertThrows(IllegalArgumentException.class, () -> new Judgement(-1, 9, 0.05));
    assertThrows(IllegalArgumentException.class, () -> new Judgement(10, 9, 0.05));
    assertEquals(Verdict.FAIL, new Judgement(9, 9, 0.05).verdict());
    assertEquals("inconclusive", Verdict.INCONCLUSIVE.label());
  }
}
