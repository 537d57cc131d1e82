package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.database.Exhaustion.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intervals without a slot, on paper. */
class ExhaustionTest {
  private static final long S = 1_000_000_000L;

  private int asked;
  private final Exhaustion exhaustion = new Exhaustion(() -> "holders " + ++asked);

  /** From the first refusal to the next open; a slot was free for the last second of it. */
  @Test
  void fromARefusalToTheNextOpen() {
    exhaustion.requestFailed();
    exhaustion.opened(5 * S);
    exhaustion.slotFree(6 * S);
    assertEquals(List.of(), exhaustion.intervals(), "nobody was refused");
    exhaustion.wantingChanged(2, 10 * S);
    exhaustion.refused(10 * S);
    exhaustion.refused(11 * S);
    exhaustion.requestFailed();
    exhaustion.requestFailed();
    exhaustion.wantingChanged(-1, 11 * S);
    exhaustion.slotFree(12 * S);
    exhaustion.slotFree(12 * S + S / 2);
    exhaustion.opened(13 * S);
    exhaustion.opened(14 * S);
    exhaustion.requestFailed();
    assertEquals(List.of(new Interval(10 * S, 13 * S, 2, "holders 1")), exhaustion.intervals());
    assertEquals(3 * S, exhaustion.totalNs());
    assertEquals(1 * S, exhaustion.backoffLagNs());
  }

  /** A slot that is taken again before anybody of them came is no end. */
  @Test
  void aSlotThatWasTakenAgainIsNoEnd() {
    exhaustion.wantingChanged(1, 0);
    exhaustion.refused(10 * S);
    exhaustion.slotFree(11 * S);
    exhaustion.refused(12 * S);
    exhaustion.opened(15 * S);
    assertEquals(5 * S, exhaustion.totalNs());
    assertEquals(0, exhaustion.backoffLagNs());
  }

  /** Without anybody who wants one, it is over as soon as there is a slot, or nobody any more. */
  @Test
  void whereNobodyWantsOneAnyMore() {
    exhaustion.refused(10 * S);
    exhaustion.wantingChanged(1, 10 * S);
    exhaustion.wantingChanged(-1, 11 * S);
    assertEquals(List.of(), exhaustion.intervals(), "there is no slot yet");
    exhaustion.slotFree(12 * S);
    exhaustion.wantingChanged(1, 20 * S);
    exhaustion.refused(20 * S);
    exhaustion.slotFree(23 * S);
    exhaustion.wantingChanged(-1, 27 * S);
    assertEquals(
        List.of(
            new Interval(10 * S, 12 * S, 0, "holders 1"),
            new Interval(20 * S, 27 * S, 0, "holders 2")),
        exhaustion.intervals());
    assertEquals(2 * S + 7 * S, exhaustion.totalNs());
    assertEquals(4 * S, exhaustion.backoffLagNs());
  }

  /** A gap of a second is none; one more nanosecond is. */
  @Test
  void shortGapsMerge() {
    exhaustion.refused(10 * S);
    exhaustion.requestFailed();
    exhaustion.opened(12 * S);
    exhaustion.refused(13 * S);
    exhaustion.requestFailed();
    exhaustion.opened(14 * S);
    assertEquals(List.of(new Interval(10 * S, 14 * S, 2, "holders 1")), exhaustion.intervals());
    assertEquals(4 * S, exhaustion.totalNs());
    exhaustion.refused(15 * S + 1);
    exhaustion.opened(16 * S);
    assertEquals(
        new Interval(15 * S + 1, 16 * S, 0, "holders 2"), exhaustion.intervals().get(1));
    assertEquals(5 * S - 1, exhaustion.totalNs());
  }

  /** What is open when the run ends, ends then, or where a slot was free, there. */
  @Test
  void theEndOfTheRun() {
    exhaustion.finish(5 * S);
    exhaustion.wantingChanged(1, 10 * S);
    exhaustion.refused(10 * S);
    exhaustion.finish(14 * S);
    exhaustion.refused(20 * S);
    exhaustion.slotFree(21 * S);
    exhaustion.finish(24 * S);
    assertEquals(
        List.of(
            new Interval(10 * S, 14 * S, 0, "holders 1"),
            new Interval(20 * S, 21 * S, 0, "holders 2")),
        exhaustion.intervals());
    assertEquals(5 * S, exhaustion.totalNs());
  }

  /** Ten thousand are kept; the total goes on. */
  @Test
  void manyIntervals() {
    for (long i = 0; i < 10_010; i++) {
      exhaustion.refused(10 * i * S);
      exhaustion.opened((10 * i + 2) * S);
    }
    assertEquals(10_000, exhaustion.intervals().size());
    assertEquals(20_020 * S, exhaustion.totalNs());
  }
}
