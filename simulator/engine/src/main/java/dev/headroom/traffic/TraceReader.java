package dev.headroom.traffic;

import java.io.IOException;

/**
 * One format's way from bytes to records, in file order. A record is a request (a row format) or
 * the count of an interval; {@code TraceCursor} puts records in time order.
 *
 * <p>A line that cannot be read is told to the {@link ReadLog} and skipped; a reader throws only
 * where going on would be wrong.
 */
abstract class TraceReader {
  protected final ReadLog log;
  protected long timeNs;
  protected long count = 1;
  protected long durationNs = -1;
  protected int classIndex = -1;
  protected boolean calendar;
  protected int offsetSeconds;

  protected TraceReader(ReadLog log) {
    this.log = log;
  }

  /** Moves to the next record, false at the end of the file. */
  abstract boolean next() throws IOException;

  /** Length of an interval; 0 where a record is one request with an exact stamp. */
  abstract long intervalNs();

  /** The line of the current record, from 1. */
  abstract long line();

  /** Whether requests have a stamp of their own, if only to the second. */
  boolean stamped() {
    return intervalNs() == 0;
  }

  /** How far records may go back in time before it is an error. */
  long reorderNs(TrafficSpec spec) {
    return spec.reorderNs() < 0 ? 10 * TimeText.SECOND_NS : spec.reorderNs();
  }

  /** Time of the record: since 1970 with a calendar, else since the trace's own zero. */
  final long timeNs() {
    return timeNs;
  }

  /** Requests in the record. */
  final long count() {
    return count;
  }

  /** Service time in nanoseconds, -1 without. */
  final long durationNs() {
    return durationNs;
  }

  /** Index of the class, -1 without. */
  final int classIndex() {
    return classIndex;
  }

  /** Whether times are dates; known after the first record. */
  final boolean calendar() {
    return calendar;
  }

  /** Offset from UTC that the first record names, in seconds. */
  final int offsetSeconds() {
    return offsetSeconds;
  }
}
