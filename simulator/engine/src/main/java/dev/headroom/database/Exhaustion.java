package dev.headroom.database;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The intervals in which the server had no usable slot and somebody wanted one.
 *
 * <p>An interval begins at a refusal and ends at the next successful open, or, where nobody wants a
 * connection any more, when a slot became free. Gaps up to one second merge. Time in which slots
 * were free while everyone was still in back-off is counted apart.
 */
public final class Exhaustion {
  private static final long MERGE_NS = 1_000_000_000L;

  /** Most intervals kept; later ones still count in the total. */
  private static final int INTERVALS_MAX = 10_000;

  private static final long NONE = Long.MIN_VALUE;

  private final List<Interval> intervals = new ArrayList<>();
  private final Supplier<String> holders;
  private boolean inside;
  private long fromNs;
  private long freedNs = NONE;
  private long failed;
  private String heldBy;
  private long totalNs;
  private long backoffLagNs;
  private int wanting;

  /**
   * One exhausted interval.
   *
   * @param fromNs first refusal
   * @param toNs next successful open
   * @param failed requests that the database failed for good inside it
   * @param heldBy who held the connections when it began
   */
  public record Interval(long fromNs, long toNs, long failed, String heldBy) {}

  /** A tracker; {@code holders} describes who holds the slots, asked once per interval. */
  public Exhaustion(Supplier<String> holders) {
    this.holders = holders;
  }

  void refused(long nowNs) {
    if (inside) {
      freedNs = NONE;
      return;
    }
    inside = true;
    freedNs = NONE;
    int last = intervals.size() - 1;
    if (last >= 0 && nowNs - intervals.get(last).toNs() <= MERGE_NS) {
      Interval merged = intervals.remove(last);
      fromNs = merged.fromNs();
      failed = merged.failed();
      heldBy = merged.heldBy();
      totalNs -= merged.toNs() - merged.fromNs();
      return;
    }
    fromNs = nowNs;
    failed = 0;
    heldBy = holders.get();
  }

  void slotFree(long nowNs) {
    if (inside && freedNs == NONE) {
      freedNs = nowNs;
      if (wanting == 0) {
        end(nowNs);
      }
    }
  }

  void opened(long nowNs) {
    if (inside) {
      if (freedNs != NONE) {
        backoffLagNs += nowNs - freedNs;
      }
      end(nowNs);
    }
  }

  /** Attempts, users in back-off and pools that want a connection changed by {@code delta}. */
  public void wantingChanged(int delta, long nowNs) {
    wanting += delta;
    if (inside && wanting == 0 && freedNs != NONE) {
      backoffLagNs += nowNs - freedNs;
      end(nowNs);
    }
  }

  /** A request failed for good because of the database. */
  public void requestFailed() {
    if (inside) {
      failed++;
    }
  }

  /** Ends an open interval at the end of the run. */
  public void finish(long nowNs) {
    if (inside) {
      end(freedNs == NONE ? nowNs : freedNs);
    }
  }

  private void end(long nowNs) {
    inside = false;
    totalNs += nowNs - fromNs;
    if (intervals.size() < INTERVALS_MAX) {
      intervals.add(new Interval(fromNs, nowNs, failed, heldBy));
    }
  }

  /** The intervals in order. */
  public List<Interval> intervals() {
    return intervals;
  }

  /** Their total length in nanoseconds. */
  public long totalNs() {
    return totalNs;
  }

  /** Time in which slots were free but everyone was in back-off, in nanoseconds. */
  public long backoffLagNs() {
    return backoffLagNs;
  }
}
