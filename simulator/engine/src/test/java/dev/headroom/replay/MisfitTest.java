package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Misfit, change point and guesses, each small enough to be done by hand. */
class MisfitTest {
  private static final double NONE = Double.NaN;

  private static Series series(Metric metric, double[] values, double... offered) {
    Map<Metric, double[]> columns = new EnumMap<>(Metric.class);
    columns.put(metric, values);
    columns.put(Metric.REQUESTS, offered);
    return new Series(0, 1_000_000_000L, values.length, columns);
  }

  private static Misfit misfit(Metric metric, double[] seen, double[] said) {
    double[] offered = {100, 100, 100};
    return Misfit.of(
        series(metric, seen, offered), series(metric, said, offered), EnumSet.of(metric), 0, 3);
  }

  @Test
  void levelsByTheirMeanDistance() {
    // (|10-12| + |30-24|) / (10+30); the interval without an observation does not count.
    assertEquals(
        0.2,
        misfit(Metric.INSTANCES, new double[] {10, NONE, 30}, new double[] {12, 99, 24})
            .total(),
        1e-12);
    // Nothing completed in a simulated interval: all of what was observed is missed.
    assertEquals(
        0.5,
        misfit(Metric.LATENCY_P99, new double[] {50, 25, 25}, new double[] {NONE, 25, 25})
            .total(),
        1e-12);
  }

  @Test
  void countsByTheirTotals() {
    assertEquals(
        0.25,
        misfit(Metric.ERRORS, new double[] {0, 40, 0}, new double[] {10, 10, 10})
            .total(),
        1e-12);
    assertEquals(
        1,
        misfit(Metric.ERRORS, new double[] {0, 0, 0}, new double[] {10, 10, 10}).total(),
        1e-12);
  }

  @Test
  void nothingOnBothSidesSaysNothing() {
    // Under one in a hundred of the requests.
    assertTrue(Double.isNaN(
        misfit(Metric.ERRORS, new double[] {0, 1, 0}, new double[] {0, 0, 2}).total()));
  }

  @Test
  void aChangePointIsWhereTheMetricsRise() {
    double[] p99 = {10, 11, 10, 12, 11, 10, 11, 10, 90, 95, 99, 90, 11, 10, 12};
    ChangePoint found =
        ChangePoint.find(series(Metric.LATENCY_P99, p99), EnumSet.of(Metric.LATENCY_P99));
    assertEquals(8, found.cell());
    assertEquals(12, found.end());
    assertEquals(List.of(Metric.LATENCY_P99), found.in());
    double[] drift = {10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11};
    assertNull(ChangePoint.find(series(Metric.INSTANCES, drift), EnumSet.of(Metric.INSTANCES)));
  }

  @Test
  void theBetterGuessIsTheOneToBeat() {
    double[] offered = {10, 20, 30, 10, 20, 30, 30};
    double[] instances = {1, 2, 3, 1, 2, 3, 3};
    Set<Metric> metrics = EnumSet.of(Metric.INSTANCES);
    NaiveGuess byLoad =
        NaiveGuess.of(series(Metric.INSTANCES, instances, offered), offered, metrics, 6);
    // Nearest to 30 are the two of 30 and one of 20: (3 + 3 + 2) / 3 = 8/3, off by 1/9 of 3.
    assertEquals("what was observed before at the nearest load", byLoad.how());
    assertEquals(1 / 9.0, byLoad.misfit().total(), 1e-12);
    double[] steady = {2, 2, 2, 2, 2, 2, 2};
    assertEquals(
        "the same as before",
        NaiveGuess.of(series(Metric.INSTANCES, steady, offered), offered, metrics, 6)
            .how());
  }
}
