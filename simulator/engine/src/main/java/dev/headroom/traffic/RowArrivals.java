package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;

/**
 * Arrivals at the exact stamps of a trace. A further copy of a row lies at a place of its own
 * between the row and the next (for the last row, in a gap as long as the one before it).
 */
final class RowArrivals implements Arrivals {
  private final TraceCursor cursor;
  private final Frame frame;
  private final Copies copies;
  private final Draws offsets;
  /** Copies of the current row that have not been given away, by time. */
  private final long[] groupNs;

  private final int[] groupCopy;
  private int groupNext;
  private int groupSize;
  private long gapNs;
  private boolean open = true;
  private long timeNs;
  private long entity;

  RowArrivals(TraceCursor cursor, TrafficSpec spec, Frame frame, long seed, int run) {
    this.cursor = cursor;
    this.frame = frame;
    this.copies = new Copies(spec.rateScale(), seed, run);
    this.offsets = Draws.of(seed, run, Purpose.COPY_OFFSET);
    groupNs = new long[copies.count()];
    groupCopy = new int[groupNs.length];
  }

  @Override
  public boolean next() {
    while (open) {
      if (groupNext == groupSize) {
        open = cursor.next();
        if (open) {
          group();
        }
        continue;
      }
      long ns = groupNs[groupNext];
      if (frame.after(ns)) {
        open = false;
      } else {
        entity = cursor.row() + Entities.base(groupCopy[groupNext]);
        groupNext++;
        if (!frame.before(ns)) {
          timeNs = frame.arrive(ns);
          return true;
        }
      }
    }
    cursor.finish();
    frame.end(cursor.endNs());
    return false;
  }

  private void group() {
    groupNext = 0;
    groupSize = 0;
    gapNs = cursor.lengthNs() < 0 ? gapNs : cursor.lengthNs();
    for (int copy = 0; copy < groupNs.length; copy++) {
      if (copies.exists(cursor.row(), copy)) {
        long offset = copy == 0 ? 0 : (long) (offsets.uniform(cursor.row(), copy) * gapNs);
        insert(cursor.timeNs() + offset, copy);
      }
    }
  }

  private void insert(long ns, int copy) {
    int at = groupSize++;
    while (at > 0 && groupNs[at - 1] > ns) {
      groupNs[at] = groupNs[at - 1];
      groupCopy[at] = groupCopy[at - 1];
      at--;
    }
    groupNs[at] = ns;
    groupCopy[at] = copy;
  }

  @Override
  public long timeNs() {
    return timeNs;
  }

  @Override
  public long entity() {
    return entity;
  }

  @Override
  public long durationNs() {
    return cursor.durationNs();
  }

  @Override
  public int classIndex() {
    return cursor.classIndex();
  }

  @Override
  public TraceStats stats() {
    return frame.stats(cursor);
  }

  @Override
  public void close() {
    cursor.close();
  }
}
