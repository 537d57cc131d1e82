package dev.headroom.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.results.TimeSpent.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ledgers, series and percentiles of what is told by hand. */
final class RecorderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MS = 1_000_000L;

  private static Recorder recorder(long startNs) {
    return new Recorder(new int[] {0, 0, 1}, startNs);
  }

  /** One busy instance from 0.5 s, two from 1.5 s, none from 3.25 s; the run ends at 3.5 s. */
  private static Recorder busy() {
    Recorder recorder = recorder(0);
    recorder.advanceTo(SECOND / 2);
    recorder.change(1, Gauge.BUSY, 1);
    recorder.advanceTo(SECOND * 3 / 2);
    recorder.set(1, Gauge.BUSY, 2);
    recorder.count(1, Count.OFFERED);
    recorder.failed(1, FailureReason.DB_REFUSED);
    recorder.count(2, Count.STARTED);
    recorder.advanceTo(SECOND * 7 / 4);
    recorder.markTraceEnd();
    recorder.advanceTo(SECOND * 13 / 4);
    recorder.set(1, Gauge.BUSY, 0);
    recorder.failed(2, FailureReason.THROTTLED);
    recorder.billExtra(1, 7);
    recorder.add(1, Count.OFFERED, 4);
    recorder.advanceTo(SECOND * 7 / 2);
    recorder.finish();
    return recorder;
  }

  @Test
  void integralsAndCountsByBin() {
    Recorder recorder = busy();
    Bins bins = recorder.bins();
    assertEquals(4, bins.size());
    double[] expected = {0.5e9, 1.5e9, 2e9, 0.5e9};
    for (int bin = 0; bin < 4; bin++) {
      assertEquals(expected[bin], bins.integral(bin, 1, Gauge.BUSY));
      assertEquals(expected[bin], bins.integral(bin, Gauge.BUSY));
      assertEquals(0, bins.integral(bin, 0, Gauge.BUSY));
    }
    assertEquals(4.5e9, recorder.totals().integral(1, Gauge.BUSY));
    assertEquals(1, bins.count(1, Count.OFFERED));
    assertEquals(4, bins.count(3, 1, Count.OFFERED));
    assertEquals(0, bins.countOfFirst(3, 1, Count.OFFERED));
    assertEquals(5, recorder.totals().count(1, Count.OFFERED));
    assertEquals(1, bins.failed(1, FailureReason.DB_REFUSED));
    assertEquals(1, bins.failed(3, 2, FailureReason.THROTTLED));
    assertEquals(0, bins.failedOfFirst(3, 2, FailureReason.THROTTLED));
    assertEquals(1, recorder.totals().failed(1, FailureReason.DB_REFUSED));
    assertEquals(1, recorder.totals().count(1, Count.DB_FAILED));
    assertEquals(0, recorder.totals().count(2, Count.DB_FAILED));
    assertEquals(7, bins.billedExtraNs(3, 1));
    assertEquals(7, recorder.totals().billedExtraNs(1));
    assertEquals(1e9 + 0.5e9, recorder.atTraceEnd().integral(1, Gauge.BUSY));
    assertEquals(1, recorder.atTraceEnd().count(1, Count.OFFERED));
    assertEquals(4_500_000_000L, recorder.integral(1, Gauge.BUSY));
  }

  /** What is told has one place: everything else stays at nothing. */
  @Test
  void nothingElseIsCounted() {
    Recorder recorder = recorder(0);
    recorder.advanceTo(SECOND);
    recorder.failed(1, FailureReason.DB_REFUSED);
    recorder.billExtra(1, 7);
    recorder.advanceTo(2 * SECOND);
    recorder.finish();
    Totals totals = recorder.totals();
    for (int row = 0; row < 3; row++) {
      for (Gauge gauge : Gauge.values()) {
        assertEquals(0, totals.integral(row, gauge), gauge::toString);
        assertEquals(0, recorder.value(row, gauge), gauge::toString);
      }
      for (Count count : Count.values()) {
        boolean told = row == 1 && (count == Count.FAILED || count == Count.DB_FAILED);
        assertEquals(told ? 1 : 0, totals.count(row, count), count::toString);
      }
      for (FailureReason reason : FailureReason.values()) {
        boolean told = row == 1 && reason == FailureReason.DB_REFUSED;
        assertEquals(told ? 1 : 0, totals.failed(row, reason), reason::toString);
      }
      assertEquals(row == 1 ? 7 : 0, totals.billedExtraNs(row));
    }
  }

  /** A bin's peak of connections begins with those held at its beginning, its latency with none. */
  @Test
  void eachBinHasPeaksOfItsOwn() {
    Recorder recorder = recorder(0);
    recorder.change(0, Gauge.DB_HELD, 9);
    recorder.dbHeld(9);
    recorder.change(0, Gauge.DB_HELD, -6);
    recorder.dbHeld(3);
    recorder.completed(0, 5 * MS);
    recorder.advanceTo(SECOND);
    recorder.completed(0, 2 * MS);
    recorder.advanceTo(2 * SECOND);
    recorder.finish();
    assertEquals(9, recorder.bins().dbHeldMax(0));
    assertEquals(3, recorder.bins().dbHeldMax(1));
    assertEquals(5e6, recorder.latencyBins().maxNs(0));
    assertEquals(2e6, recorder.latencyBins().maxNs(1));
  }

  /** Outcomes are told as they come, with the time. */
  @Test
  void outcomesAreHeard() {
    Recorder recorder = recorder(0);
    List<String> heard = new ArrayList<>();
    recorder.listen((entity, outcome, nowNs) -> heard.add(entity + " " + outcome + " " + nowNs));
    recorder.advanceTo(5);
    recorder.fold(3, 64);
    assertEquals(List.of("3 64 5"), heard);
  }

  /** A run that ends at the end of a bin has no empty bin; what comes then is in the last one. */
  @Test
  void theEndBelongsToTheLastBin() {
    Recorder recorder = recorder(0);
    recorder.advanceTo(2 * SECOND);
    recorder.completed(0, 3 * MS);
    recorder.dbHeld(5);
    recorder.finish();
    assertEquals(2, recorder.bins().size());
    assertEquals(1, recorder.bins().count(1, Count.COMPLETED));
    assertEquals(5, recorder.bins().dbHeldMax(1));
    assertEquals(3e6, recorder.latencyBins().maxNs(1));
    assertEquals(Double.NaN, recorder.latencyBins().maxNs(0));
  }

  /** 5,000 s are bins of 2 s: a request in each second, of as many milliseconds as the second. */
  @Test
  void aLongRunHasLongerBins() {
    Recorder recorder = recorder(0);
    for (int second = 1; second <= 5_000; second++) {
      recorder.completed(0, second * MS);
      recorder.change(0, Gauge.DB_HELD, 1);
      recorder.dbHeld(recorder.value(0, Gauge.DB_HELD));
      recorder.advanceTo(second * SECOND);
    }
    recorder.finish();
    assertEquals(2 * SECOND, recorder.binNs());
    Bins bins = recorder.bins();
    assertEquals(2_500, bins.size());
    for (int bin : new int[] {0, 1, 2_046, 2_047, 2_048, 2_499}) {
      assertEquals(2, bins.count(bin, Count.COMPLETED));
      int last = 2 * bin + 2;
      // Held are the second's number in its length; the next one comes when a bin has ended.
      assertEquals((last - 1 + last) * 1e9, bins.integral(bin, 0, Gauge.DB_HELD));
      assertEquals(last, bins.dbHeldMax(bin));
      assertEquals(last * 1e6, recorder.latencyBins().maxNs(bin));
    }
    assertEquals(5_000, recorder.totals().count(0, Count.COMPLETED));
    assertEquals(5_000, recorder.peakDbHeld());
  }

  /** Before time zero nothing counts but what is there at that time. */
  @Test
  void thePreRollIsForgotten() {
    Recorder recorder = recorder(-10 * SECOND);
    recorder.change(0, Gauge.DB_HELD, 9);
    recorder.dbHeld(9);
    recorder.liveChanged(0, 4);
    recorder.liveChanged(1, 4);
    recorder.completed(0, MS);
    recorder.booted(0, SECOND);
    recorder.ended(0, SECOND);
    recorder.acquired(SECOND);
    recorder.poolerServed(SECOND);
    recorder.fold(1, 2);
    recorder.advanceTo(-SECOND);
    recorder.change(0, Gauge.DB_HELD, -7);
    recorder.dbHeld(2);
    recorder.liveChanged(0, -3);
    recorder.liveChanged(1, -2);
    recorder.advanceTo(SECOND);
    recorder.finish();
    assertEquals(1, recorder.bins().size());
    assertEquals(2e9, recorder.totals().integral(0, Gauge.DB_HELD));
    assertEquals(2, recorder.peakDbHeld());
    assertEquals(2, recorder.bins().dbHeldMax(0));
    assertEquals(1, recorder.peakLive(0));
    assertEquals(2, recorder.peakLive(1));
    assertEquals(3, recorder.peakLiveOfService(0));
    assertEquals(3, recorder.peakLive());
    assertEquals(0, recorder.totals().count(0, Count.COMPLETED));
    assertEquals(0, recorder.totals().latencySumNs(0));
    assertEquals(0, recorder.latency(0).getTotalCount());
    assertEquals(Double.NaN, recorder.latencyBins().maxNs(0));
    assertEquals(0, recorder.boot(0).getTotalCount());
    assertEquals(0, recorder.lifeCount(0));
    assertEquals(0, recorder.acquireWait().getTotalCount());
    assertEquals(0, recorder.poolerWait().getTotalCount());
    assertEquals(recorder(0).fingerprint(), recorder.fingerprint());
  }

  @Test
  void livesPeaksAndWaits() {
    Recorder recorder = recorder(0);
    recorder.liveChanged(0, 2);
    recorder.liveChanged(1, 3);
    recorder.liveChanged(0, -1);
    recorder.liveChanged(2, 1);
    recorder.booted(2, 2 * SECOND);
    recorder.ended(0, 5 * SECOND);
    recorder.ended(0, 6 * SECOND);
    recorder.acquired(3 * MS);
    recorder.poolerServed(4 * MS);
    recorder.finish();
    assertEquals(2, recorder.peakLive(0));
    assertEquals(5, recorder.peakLiveOfService(0));
    assertEquals(1, recorder.peakLiveOfService(1));
    assertEquals(5, recorder.peakLive());
    assertEquals(1, recorder.boot(2).getTotalCount());
    assertEquals(2, recorder.lifeCount(0));
    assertEquals(11e9, recorder.lifeSumNs(0));
    assertEquals(3e6, recorder.acquireWait().getMaxValue(), 3e3);
    assertEquals(4e6, recorder.poolerWait().getMaxValue(), 4e3);
    assertEquals(3, recorder.rows());
  }

  /** Of the same outcomes in another order the fingerprint is the same, of other ones another. */
  @Test
  void theFingerprintKnowsNoOrder() {
    Recorder one = recorder(0);
    one.fold(1, 64);
    one.fold(2, 65);
    Recorder other = recorder(0);
    other.fold(2, 65);
    other.fold(1, 64);
    assertEquals(one.fingerprint(), other.fingerprint());
    other.fold(1, 64);
    assertNotEquals(one.fingerprint(), other.fingerprint());
    Recorder swapped = recorder(0);
    swapped.fold(1, 65);
    swapped.fold(2, 64);
    assertNotEquals(one.fingerprint(), swapped.fingerprint());
    Recorder later = recorder(0);
    later.advanceTo(1);
    later.fold(1, 64);
    later.fold(2, 65);
    assertNotEquals(one.fingerprint(), later.fingerprint());
  }

  /** Of ten requests of 1 to 10 s those of 8 s or longer: three, 27 s, of which 3 s each queued. */
  @Test
  void theSlowOnes() {
    Recorder recorder = recorder(0);
    for (int second = 1; second <= 10; second++) {
      recorder.completed(0, second * SECOND);
      recorder.spent(0, second * SECOND, Part.QUEUE, second >= 8 ? 3 * SECOND : 1);
      recorder.spent(0, second * SECOND, Part.QUERIES, second);
    }
    assertEquals(3, recorder.slowCount(0, 8 * SECOND));
    assertEquals(27e9, recorder.slowSumNs(0, 8 * SECOND), 27e9 * 1e-3);
    assertEquals(9e9, recorder.slowSpentNs(0, 8 * SECOND, Part.QUEUE));
    assertEquals(27, recorder.slowSpentNs(0, 8 * SECOND, Part.QUERIES));
    assertEquals(10, recorder.slowCount(0, 0));
    assertEquals(55, recorder.slowSpentNs(0, 0, Part.QUERIES));
    assertEquals(55e9, recorder.slowSumNs(0, 0), 55e9 * 1e-3);
  }

  /** Intervals of 2 s from 1 s on: bins 1 and 2, then bin 3, then nothing. */
  @Test
  void longerIntervals() {
    Recorder recorder = busy();
    Intervals intervals = new Intervals(recorder, SECOND, 2 * SECOND, 3);
    assertArrayEquals(new double[] {1.75, 0.5, Double.NaN}, intervals.mean(Gauge.BUSY));
    assertArrayEquals(new double[] {1.75, 0.5, Double.NaN}, intervals.mean(Gauge.BUSY, Gauge.IDLE));
    assertArrayEquals(new double[] {1, 4, 0}, intervals.sum(Count.OFFERED, 2));
    assertArrayEquals(new double[] {0, 0, 0}, intervals.sum(Count.OFFERED, 1));
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN}, intervals.latencyMs(0.5));
    // From 0.5 s on a bin that began before belongs to none.
    assertArrayEquals(
        new double[] {1}, new Intervals(recorder, SECOND / 2, 2 * SECOND, 1).sum(Count.OFFERED, 2));
  }

  /** The mean over the last bin is over its half second. */
  @Test
  void columnsOfTheSeries() {
    Recorder recorder = busy();
    long endNs = SECOND * 7 / 2;
    SeriesTable table = SeriesColumns.of(
        recorder, 2, endNs, Map.of("mean", SeriesColumns.mean(recorder, 1, Gauge.BUSY, endNs)));
    double[] mean = {0.5, 1.5, 2, 1};
    assertArrayEquals(mean, table.column(Gauge.BUSY.column()));
    assertArrayEquals(mean, table.column("mean"));
    assertArrayEquals(new double[] {0, 1, 0, 4}, table.column(Count.OFFERED.column()));
    assertArrayEquals(
        new double[] {0, 1, 0, 0}, table.column("failed." + FailureReason.DB_REFUSED.label()));
    assertEquals(3, table.secondsAt(3));
    assertArrayEquals(new double[] {0, 1, 0, 0}, table.column(Count.STARTED.column()));
    // The third row's failure is no user's; of some reasons only those that happened are there.
    assertTrue(table.has("failed." + FailureReason.THROTTLED.label()));
    assertEquals(0, table.column("failed." + FailureReason.THROTTLED.label())[3]);
    assertFalse(table.names().contains("failed." + FailureReason.BREAKER_OPEN.label()));
    assertFalse(table.has("latencyP50Ms"));
    assertFalse(table.has("nothing"));
    assertEquals(4, table.bins());
    assertEquals(0, table.startSeconds());
    assertEquals(2, new SeriesTable(2, 1, Map.of()).startSeconds());
  }

  /** Hundred requests of 1 to 100 ms in the first of two bins, none in the other. */
  @Test
  void latenciesOfTheSeries() {
    Recorder recorder = recorder(0);
    for (int i = 1; i <= 100; i++) {
      recorder.completed(0, i * MS);
    }
    recorder.failed(0, FailureReason.BREAKER_OPEN);
    recorder.advanceTo(2 * SECOND);
    recorder.finish();
    SeriesTable table = SeriesColumns.of(recorder, 3, 2 * SECOND, Map.of());
    // Steps are 4.4 % wide or less, and each is taken as its middle.
    assertEquals(50, table.column("latencyP50Ms")[0], 50 * 0.022);
    assertEquals(95, table.column("latencyP95Ms")[0], 95 * 0.022);
    assertEquals(99, table.column("latencyP99Ms")[0], 99 * 0.022);
    assertEquals(100, table.column("latencyMaxMs")[0]);
    assertEquals(Double.NaN, table.column("latencyP50Ms")[1]);
    assertEquals(1, table.column("failed." + FailureReason.BREAKER_OPEN.label())[0]);
    Intervals both = new Intervals(recorder, 0, 2 * SECOND, 1);
    assertEquals(50, both.latencyMs(0.5)[0], 50 * 0.022);
    assertEquals(50, new Intervals(recorder, 0, SECOND, 2).latencyMs(0.5)[0], 50 * 0.022);
  }
}
