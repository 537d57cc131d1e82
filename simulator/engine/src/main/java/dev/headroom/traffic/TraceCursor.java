package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.io.IOException;

/**
 * An open trace in time order: rows (requests with exact stamps) or intervals with their counts,
 * at nanoseconds from the trace's start. The start is the first stamp where stamps are dates and
 * zero where they are seconds.
 */
final class TraceCursor implements AutoCloseable {
  private final String name;
  private final TraceInput in;
  private final TraceFormat format;
  private final ReadLog log;
  private TraceReader reader;
  private ReorderBuffer records;
  private long intervalNs;
  private boolean calendar;
  private long startNs;
  private boolean more;
  private boolean ended;
  private long timeNs;
  private long lengthNs;
  private long row;
  private long count;
  private long durationNs;
  private int classIndex;
  private long requests;
  private long endNs;
  private String sha256;

  private TraceCursor(String name, TraceInput in, TraceFormat format, ReadLog log) {
    this.name = name;
    this.in = in;
    this.format = format;
    this.log = log;
  }

  /** Opens the file of {@code spec} and reads as far as its first record. */
  static TraceCursor open(TrafficSpec spec) {
    TraceInput in = TraceInput.open(spec.name(), spec.file());
    try {
      TraceFormat format =
          spec.format() != null ? spec.format() : TraceFormat.detect(spec.name(), in.head());
      ReadLog log = new ReadLog(spec.name(), spec.damagedShareMax());
      TraceCursor cursor = new TraceCursor(spec.name(), in, format, log);
      cursor.start(spec);
      return cursor;
    } catch (RuntimeException e) {
      closeQuietly(in);
      throw e;
    }
  }

  private void start(TrafficSpec spec) {
    try {
      reader = format.open(in, log, spec);
      records = new ReorderBuffer(reader, log, reader.reorderNs(spec));
      intervalNs = reader.intervalNs();
      more = records.next();
    } catch (IOException e) {
      throw TraceInput.unreadable(name, e);
    }
    if (!more) {
      log.checkShare();
      throw UserError.input(name + ": no requests");
    }
    calendar = reader.calendar();
    startNs = calendar ? records.timeNs() : 0;
  }

  /** Moves to the next row or interval, false at the end. Intervals may be empty. */
  boolean next() {
    try {
      if (!more) {
        end();
        return false;
      }
      timeNs = records.timeNs() - startNs;
      row = records.row();
      count = records.count();
      durationNs = records.durationNs();
      classIndex = records.classIndex();
      more = records.next();
      if (intervalNs > 0) {
        join();
      } else {
        lengthNs = more ? records.timeNs() - startNs - timeNs : -1;
        endNs = timeNs;
      }
    } catch (IOException e) {
      throw TraceInput.unreadable(name, e);
    }
    requests += count;
    return true;
  }

  /** Adds what has the same stamp and ends the interval where the next begins. */
  private void join() throws IOException {
    while (more && records.timeNs() - startNs == timeNs) {
      count += records.count();
      more = records.next();
    }
    lengthNs = intervalNs;
    if (more) {
      lengthNs = Math.min(lengthNs, records.timeNs() - startNs - timeNs);
    }
    endNs = timeNs + lengthNs;
  }

  private void end() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    log.checkShare();
    if (requests == 0) {
      throw UserError.input(name + ": no requests: every interval counts 0");
    }
    finish();
  }

  /** Completes the checksum without reading more records, at the end of a window. */
  void finish() {
    if (sha256 == null) {
      try {
        sha256 = in.finish();
      } catch (IOException e) {
        throw TraceInput.unreadable(name, e);
      }
    }
  }

  String name() {
    return name;
  }

  TraceFormat format() {
    return format;
  }

  ReadLog log() {
    return log;
  }

  /** Whether records are counts of intervals and not requests with exact stamps. */
  boolean intervals() {
    return intervalNs > 0;
  }

  /** Whether requests have a stamp of their own, if only to the second. */
  boolean stamped() {
    return reader.stamped();
  }

  /** Nominal length of an interval; 0 for exact stamps. */
  long intervalNs() {
    return intervalNs;
  }

  boolean calendar() {
    return calendar;
  }

  /** The trace's start since 1970 with a calendar, else 0. */
  long startEpochNs() {
    return startNs;
  }

  int offsetSeconds() {
    return reader.offsetSeconds();
  }

  long timeNs() {
    return timeNs;
  }

  /** Length of this interval; for a row the gap to the next, -1 for the last. */
  long lengthNs() {
    return lengthNs;
  }

  /** Number of the row in the file, from 0. */
  long row() {
    return row;
  }

  long count() {
    return count;
  }

  long durationNs() {
    return durationNs;
  }

  int classIndex() {
    return classIndex;
  }

  /** End of what has been read, from the trace's start. */
  long endNs() {
    return endNs;
  }

  /** Checksum of the file as stored; null before the end. */
  String sha256() {
    return sha256;
  }

  @Override
  public void close() {
    closeQuietly(in);
  }

  private static void closeQuietly(TraceInput in) {
    try {
      in.close();
    } catch (IOException e) {
      // Nothing was written; what was read has been used.
    }
  }
}
