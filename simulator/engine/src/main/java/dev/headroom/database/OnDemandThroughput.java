package dev.headroom.database;

/**
 * How much an on-demand table serves in a second: a multiple of the busiest second that lies long
 * enough back, at least what a new table serves.
 *
 * <p>AWS writes that such a table takes up to double its previous peak at once, that more than
 * double within 30 minutes may be throttled, and that a new table begins at 4,000 write units a
 * second. Read here as: a second becomes the previous peak 30 minutes after it, more is always
 * refused, only served units count, and a peak is never forgotten. The real table may be more
 * generous within the 30 minutes, since it splits partitions while it is under load.
 *
 * <p>Units are on one scale, on which the table's limit for any mix of reads and writes is a
 * straight line. Seconds are whole seconds of the run. Memory is constant: of the seconds that are
 * not old enough only those are kept that beat all before them, at most one a second.
 */
public final class OnDemandThroughput {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Absorbs the rounding of thirds, so that the last unit of a second is never an ulp too much. */
  private static final double SLACK = 1e-6;

  private final double initial;
  private final double growth;
  private final long growAfterSeconds;
  private double[] peak = new double[16];
  private long[] peakSecond = new long[16];
  private int head;
  private int size;
  private double previousPeak;
  private double highest;
  private long second = Long.MIN_VALUE;
  private double used;

  /**
   * A table that has not served anything yet.
   *
   * @param initial units per second of a new table, above 0
   * @param growth what of a previous peak is served at once, such as 2
   * @param growAfterNs until a busy second counts as previous peak, from its beginning
   */
  public OnDemandThroughput(double initial, double growth, long growAfterNs) {
    this.initial = initial;
    this.growth = growth;
    this.growAfterSeconds = growAfterNs / SECOND_NS;
  }

  /** Serves so many units in this second if they still fit. */
  public boolean take(double units, long nowNs) {
    if (units > capacity(nowNs) - used + SLACK) {
      return false;
    }
    used += units;
    return true;
  }

  /** Units that this second can serve in all. */
  public double capacity(long nowNs) {
    long now = Math.floorDiv(nowNs, SECOND_NS);
    if (now != second) {
      secondOver();
      second = now;
    }
    while (size > 0 && peakSecond[head] <= now - growAfterSeconds) {
      previousPeak = peak[head];
      head = (head + 1) % peak.length;
      size--;
    }
    return Math.max(initial, growth * previousPeak);
  }

  private void secondOver() {
    if (used > highest) {
      highest = used;
      remember();
    }
    used = 0;
  }

  private void remember() {
    if (size == peak.length) {
      double[] peaks = new double[size * 2];
      long[] seconds = new long[size * 2];
      for (int i = 0; i < size; i++) {
        peaks[i] = peak[(head + i) % size];
        seconds[i] = peakSecond[(head + i) % size];
      }
      peak = peaks;
      peakSecond = seconds;
      head = 0;
    }
    int tail = (head + size++) % peak.length;
    peak[tail] = used;
    peakSecond[tail] = second;
  }
}
