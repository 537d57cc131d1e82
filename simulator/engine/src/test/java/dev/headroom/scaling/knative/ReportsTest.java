package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Reports and windows by hand, where nothing is recorded. */
final class ReportsTest {
  private static final long S = 1_000_000_000L;
  private static final long T = 1_700_000_000L * S;

  private final PodReport report = new PodReport();

  private void assertReport(
      double concurrency, double proxied, double requests, double proxiedRequests) {
    assertEquals(concurrency, report.concurrency, 1e-12);
    assertEquals(proxied, report.proxiedConcurrency, 1e-12);
    assertEquals(requests, report.requests);
    assertEquals(proxiedRequests, report.proxiedRequests);
  }

  @Test
  void anActivatorReportsTheFirstRequestAheadAndForgetsAfterAQuietSecond() {
    ActivatorRequestStats activator = new ActivatorRequestStats();
    assertFalse(activator.report(T, report));

    // First request at 0.4 s, second at 0.9 s: (0.5 x 1 + 0.1 x 2) / 0.6 s = 7/6, less the 1.
    assertTrue(activator.in(T + 4 * S / 10, report));
    assertReport(1, 0, 1, 0);
    assertFalse(activator.in(T + 9 * S / 10, report));
    assertTrue(activator.report(T + S, report));
    assertReport(1.0 / 6, 0, 1, 0);

    // Both leave at 1.25 s: 2 for a quarter of the second, nothing left out any more.
    activator.out(T + 5 * S / 4);
    activator.out(T + 5 * S / 4);
    assertTrue(activator.report(T + 2 * S, report));
    assertReport(0.5, 0, 0, 0);

    // The quiet second is still reported, the next one is not, and then all begins anew.
    assertTrue(activator.report(T + 3 * S, report));
    assertReport(0, 0, 0, 0);
    assertFalse(activator.report(T + 4 * S, report));
    assertTrue(activator.in(T + 5 * S, report));
  }

  @Test
  void anActivatorNeverReportsLessThanNothing() {
    ActivatorRequestStats activator = new ActivatorRequestStats();
    activator.in(T, report);
    activator.out(T + S / 10);
    assertTrue(activator.report(T + S, report));
    // 0.1 on average, and 1 was reported ahead.
    assertReport(0, 0, 0, 0);
    assertTrue(activator.report(T + 2 * S, report));
    assertFalse(activator.report(T + 3 * S, report));
  }

  @Test
  void anActivatorDoesNotForgetARequestThatWaits() {
    ActivatorRequestStats activator = new ActivatorRequestStats();
    activator.in(T, report);
    // Reported in the instant of its arrival: no time has passed, the average is 0.
    assertTrue(activator.report(T, report));
    assertReport(0, 0, 0, 0);
    assertEquals(1, activator.inside());
    assertTrue(activator.report(T + S, report));
    assertReport(1, 0, 0, 0);
  }

  @Test
  void aSlotStartsEmptyForItsNextPod() {
    PodRequestStats stats = new PodRequestStats(1);
    stats.start(0, T);
    stats.start(5, T);
    stats.in(0, T);
    stats.proxiedIn(5, T);
    assertEquals(1, stats.inside(5));
    // Three seconds without a report: still an average over the time that passed.
    stats.proxiedOut(5, T + 3 * S / 2);
    stats.report(5, T + 3 * S, report);
    assertReport(0.5, 0.5, 1, 1);
    stats.start(0, T + S);
    stats.report(0, T + 2 * S, report);
    assertReport(0, 0, 0, 0);
  }

  /** One of two slots begins anew; what the other counts stays, and two slots count apart. */
  @Test
  void slotsAreApart() {
    PodRequestStats stats = new PodRequestStats(2);
    stats.start(0, T);
    stats.in(0, T);
    stats.in(0, T);
    stats.start(1, T);
    stats.in(1, T);
    assertEquals(2, stats.inside(0));
    assertEquals(1, stats.inside(1));
    // Two for 2 s of 2.5 s.
    stats.out(0, T + 2 * S);
    stats.out(0, T + 2 * S);
    stats.report(0, T + 5 * S / 2, report);
    assertReport(1.6, 0, 2, 0);
    // No time has passed since: averages of nothing are 0.
    stats.report(0, T + 5 * S / 2, report);
    assertReport(0, 0, 0, 0);
    stats.report(1, T + 5 * S / 2, report);
    assertReport(1, 0, 1, 0);
  }

  /** 3.523639457 s of 5.744094644 s, each converted as Go does; a plain division ends in 87. */
  @Test
  void secondsAreConvertedInTwoParts() {
    PodRequestStats stats = new PodRequestStats(1);
    stats.start(0, T);
    stats.in(0, T + 2_220_455_187L);
    stats.report(0, T + 2_220_455_187L + 3_523_639_457L, report);
    assertEquals(0.6134368730641688, report.concurrency);
  }

  @Test
  void aSampleStandsForAllPods() {
    ScrapeSample sample = new ScrapeSample();
    sample.clear();
    assertFalse(sample.scaleTo(0, report));
    report.set(1, 0.5, 10, 4);
    sample.add(report);
    report.set(3, 0.5, 20, 6);
    sample.add(report);
    assertTrue(sample.scaleTo(2, report));
    assertReport(4, 1, 30, 10);
    assertTrue(sample.scaleTo(5, report));
    assertReport(10, 2.5, 75, 25);
    sample.clear();
    report.set(1, 0.5, 10, 4);
    sample.add(report);
    assertTrue(sample.scaleTo(2, report));
    assertReport(2, 1, 20, 8);
  }

  @Test
  void silenceShortensALinearWindowUntilItIsOver() {
    WindowBuckets buckets = new WindowBuckets(Aggregation.LINEAR, 3 * S, S, Release.V1_23);
    assertTrue(buckets.isEmpty(T));
    for (int second = 0; second < 3; second++) {
      buckets.record(T + second * S, 2 + 2 * second);
    }
    assertEquals(4, buckets.average(T + 2 * S));
    assertEquals(5, buckets.average(T + 3 * S));
    assertEquals(6, buckets.average(T + 4 * S));
    assertEquals(0, buckets.average(T + 5 * S));
    assertFalse(buckets.isEmpty(T + 5 * S));
    assertTrue(buckets.isEmpty(T + 6 * S));
  }

  @Test
  void aWindowHasALength() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WindowBuckets(Aggregation.LINEAR, 0, S, Release.V1_23));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WindowBuckets(Aggregation.LINEAR, S, 0, Release.V1_23));
  }

  @Test
  void bucketsAreCutAtAbsoluteSeconds() {
    WindowBuckets buckets = new WindowBuckets(Aggregation.LINEAR, 60 * S, S, Release.V1_23);
    // 0.2 s apart and yet in two seconds; 0.9 s apart and in one.
    buckets.record(T + 9 * S / 10, 10);
    buckets.record(T + 11 * S / 10, 10);
    assertEquals(10, buckets.average(T + S));
    buckets.record(T + 2 * S - 1, 10);
    assertEquals(15, buckets.average(T + S));
  }

  @Test
  void aWeightedWindowFavoursTheNewest() {
    WindowBuckets buckets =
        new WindowBuckets(Aggregation.WEIGHTED_EXPONENTIAL, 60 * S, S, Release.V1_23);
    buckets.record(T, 10);
    assertEquals(2, buckets.average(T), 1e-12);
    buckets.record(T + S, 10);
    assertEquals(2 + 1.6, buckets.average(T + S), 1e-12);
    // Two silent seconds: both weights by another 0.8 squared.
    assertEquals(3.6 * 0.64, buckets.average(T + 3 * S), 1e-12);
    // 1 - 0.0001^(1/6)
    WindowBuckets six =
        new WindowBuckets(Aggregation.WEIGHTED_EXPONENTIAL, 6 * S, S, Release.V1_23);
    six.record(T, 1);
    assertEquals(0.784556531, six.average(T), 1e-9);
  }

  @Test
  void releasesRoundTheSixthDecimalDifferently() {
    assertEquals(0.333333, Release.V1_12.rounded(1.0 / 3));
    assertEquals(0.666666, Release.V1_12.rounded(2.0 / 3));
    assertEquals(0.666667, Release.V1_23.rounded(2.0 / 3));
    assertEquals(-0.666667, Release.V1_12.rounded(-2.0 / 3));
    assertEquals(-3, Release.halfAwayFromZero(-2.5));
    assertEquals(0, Release.halfAwayFromZero(0.49999999999999994));
  }

  @Test
  void silenceIsZeroOnlyWhereOnlyActivatorsReport() {
    for (boolean scraped : new boolean[] {true, false}) {
      MetricWindows windows = new MetricWindows(
          new WindowSettings(ScalingMetric.RPS, Aggregation.LINEAR, 60 * S, 6 * S, scraped),
          Release.V1_23);
      assertEquals(!scraped, windows.observe(T));
      assertEquals(0, windows.stable());
      report.set(9, 9, 12, 5);
      windows.record(T, report);
      assertTrue(windows.observe(T + 6 * S));
      assertEquals(7, windows.stable());
      assertEquals(0, windows.panic());
      assertTrue(windows.observe(T + 60 * S));
      assertEquals(!scraped, windows.observe(T + 61 * S));
    }
  }
}
