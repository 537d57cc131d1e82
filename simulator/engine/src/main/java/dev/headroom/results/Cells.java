package dev.headroom.results;

import dev.headroom.core.FailureReason;

/**
 * Where the numbers of a run stand in one array, a block for each row: value and moment of each
 * gauge, counts, failures by reason, billed nanoseconds on top.
 *
 * <p>None is ever set back, so a copy of the array says everything about the time up to then, and
 * two copies everything about the time between. A gauge is
 * integrated by its moment, the sum of each change times when it came: up to time t it adds up to
 * value times t less the moment. That may leave the range of a long; the difference between two
 * times does not, so it is right all the same.
 */
final class Cells {
  private static final int GAUGES = Gauge.count();
  private static final int COUNTS = Count.count();
  private static final int REASONS = FailureReason.count();
  private static final int COUNT = 2 * GAUGES;
  private static final int FAILED = COUNT + COUNTS;
  private static final int EXTRA = FAILED + REASONS;

  /** Cells of a row. */
  static final int WIDTH = EXTRA + 1;

  private Cells() {}

  /** The value of a gauge; its moment is in the next cell. */
  static int value(int row, Gauge gauge) {
    return row * WIDTH + 2 * gauge.ordinal();
  }

  static int count(int row, Count what) {
    return row * WIDTH + COUNT + what.ordinal();
  }

  static int failed(int row, FailureReason reason) {
    return row * WIDTH + FAILED + reason.ordinal();
  }

  /** Billed nanoseconds that rounding and minimums added. */
  static int extra(int row) {
    return row * WIDTH + EXTRA;
  }

  /** Integral of a gauge from time zero to {@code toNs}, where the cells are those of then. */
  static long integral(long[] cells, int value, long toNs) {
    return cells[value] * toNs - cells[value + 1];
  }
}
