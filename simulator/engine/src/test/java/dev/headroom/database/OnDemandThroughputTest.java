package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The previous peak of an on-demand table, second by second on paper. */
class OnDemandThroughputTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTES_30 = 1800 * SECOND;

  private final OnDemandThroughput table = new OnDemandThroughput(4000, 2, MINUTES_30);

  /** How many of so many single units that are asked for in one second are served. */
  private int served(int asked, long second) {
    int served = 0;
    for (int i = 0; i < asked; i++) {
      served += table.take(1, second * SECOND + i) ? 1 : 0;
    }
    return served;
  }

  /**
   * A new table serves 4,000. 29 minutes later it still does; 30 minutes after a second of 4,000 it
   * serves twice that, so of 9,000 there are 1,000 too many; the 8,000 double it again 30 minutes
   * later, to 16,000.
   */
  @Test
  void doublesHalfAnHourAfterEachPeak() {
    assertEquals(4000, served(4000, 0));
    assertEquals(4000, served(9000, 1));
    assertEquals(4000, served(9000, 29 * 60));
    assertEquals(4000, served(9000, 1799));
    assertEquals(8000, served(9000, 1800));
    assertEquals(8000, served(9000, 3599));
    assertEquals(16_000, served(20_000, 3600));
    assertEquals(32_000, table.capacity(5400 * SECOND), 1e-9);
  }

  /** What was refused is no peak: 3,000 served are doubled, whatever is asked later. */
  @Test
  void onlyWhatWasServedCounts() {
    assertEquals(3000, served(3000, 0));
    assertEquals(6000, served(50_000, 1800));
  }

  /** A small peak never makes the table smaller than a new one, and a peak is not forgotten. */
  @Test
  void neverShrinks() {
    assertEquals(100, served(100, 0));
    assertEquals(4000, table.capacity(MINUTES_30), 1e-9);
    assertEquals(4000, served(4000, 4000));
    assertEquals(10, served(10, 90_000));
    assertEquals(8000, table.capacity(900_000 * SECOND), 1e-9);
  }

  /** A steady climb of 1 a second: at any second twice what was served half an hour before. */
  @Test
  void followsAClimb() {
    for (int second = 0; second < 6000; second++) {
      assertEquals(2000 + second, served(2000 + second, second), "at " + second);
    }
    assertEquals(2 * (2000 + 5999 - 1800), table.capacity(5999 * SECOND), 1e-9);
  }

  @Test
  void secondsBeforeTheRunAreSecondsToo() {
    assertEquals(4000, served(9000, -1800));
    assertEquals(4000, served(9000, -1));
    assertEquals(8000, served(9000, 0));
  }
}
