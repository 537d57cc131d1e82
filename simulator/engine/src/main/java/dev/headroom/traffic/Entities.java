package dev.headroom.traffic;

/**
 * Identities of arrivals: combinations that are unique without hashing, never negative.
 *
 * <pre>
 * bit 62      61..55   54..24     23..0
 * 0           copy     interval   ordinal by time in the interval     counts
 * 0           copy     row of the file, or ordinal (55 bits)          rows, constant rates
 * 1           copy     running number (55 bits)                       intervals above 2^22
 *                                                                     requests, or beyond 2^31
 * </pre>
 *
 * <p>Intervals are numbered as they come, empty ones left out. Copy 0 is the request itself; the
 * others exist where the rate is scaled up.
 */
final class Entities {
  static final int COPIES_MAX = 100;
  static final int COPY_SHIFT = 55;

  private static final int ORDINAL_BITS = 24;
  private static final long ORDINALS = 1L << ORDINAL_BITS;
  private static final long INTERVALS = 1L << 31;
  private static final long MEAN_MAX = 1L << 22;
  private static final long RUNNING = 1L << 62;

  private Entities() {}

  /** The first entity of a copy of rows or of a constant rate; the n-th is n more. */
  static long base(int copy) {
    return (long) copy << COPY_SHIFT;
  }

  /** Whether an interval's requests need running numbers. */
  static boolean running(long interval, double mean) {
    return interval >= INTERVALS || mean > MEAN_MAX;
  }

  /** How many running numbers such an interval takes; four times its mean is never reached. */
  static long reserved(double mean) {
    return (long) (4 * mean) + 64;
  }

  /** The first entity of an interval with running numbers. */
  static long runningBase(long used) {
    return RUNNING | used;
  }

  /** The first entity of any other interval. */
  static long intervalBase(long interval) {
    return interval * ORDINALS;
  }
}
