package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.util.List;

/** The window of a run over its trace: what is inside, and run time of trace time. */
final class Frame {
  private static final long PRE_ROLL_MAX_NS = 1L << 62;

  private final String name;
  private final TraceWindow window;
  private final double timeScale;
  private final long zeroNs;
  private final long fromNs;
  private final long toNs;
  private final boolean calendar;
  private final long startEpochNs;
  private long requests;
  private long preRollRequests;
  private long endNs;

  private Frame(TrafficSpec spec, boolean calendar, long startEpochNs, int offsetSeconds) {
    this.name = spec.name();
    this.window = spec.window();
    this.timeScale = spec.timeScale();
    this.calendar = calendar;
    this.startEpochNs = startEpochNs;
    boolean cut = window != null;
    zeroNs = cut ? window.fromNs(name, calendar, startEpochNs, offsetSeconds) : 0;
    toNs = cut ? window.toNs(name, calendar, startEpochNs, offsetSeconds, zeroNs) : Long.MAX_VALUE;
    fromNs = zeroNs - Math.min(PRE_ROLL_MAX_NS, Math.round(spec.preRollNs() / timeScale));
  }

  static Frame ofFile(TrafficSpec spec, TraceCursor cursor) {
    return new Frame(spec, cursor.calendar(), cursor.startEpochNs(), cursor.offsetSeconds());
  }

  static Frame ofGenerator(TrafficSpec spec) {
    return new Frame(spec, false, 0, 0);
  }

  /** Whether trace time {@code ns} lies before everything that is replayed. */
  boolean before(long ns) {
    return ns < fromNs;
  }

  /** Whether it lies at or after the window's end. */
  boolean after(long ns) {
    return ns >= toNs;
  }

  /** Run time of trace time, and one more arrival. */
  long arrive(long ns) {
    if (ns < zeroNs) {
      preRollRequests++;
    } else {
      requests++;
    }
    return runNs(ns);
  }

  private long runNs(long ns) {
    long since = ns - zeroNs;
    return timeScale == 1 ? since : Math.round(since * timeScale);
  }

  /** Notes that traffic has ended; {@code traceEndNs} is how far the trace was read. */
  void end(long traceEndNs) {
    endNs = Math.max(0, runNs(Math.min(traceEndNs, toNs)));
    if (window != null && requests == 0) {
      throw UserError.input(name + ": no requests in the window from " + at(zeroNs)
          + (toNs == Long.MAX_VALUE ? "" : " to " + at(toNs)) + "; the trace was read from " + at(0)
          + " to " + at(traceEndNs));
    }
  }

  private String at(long ns) {
    return calendar ? TimeText.iso(startEpochNs + ns) : TimeText.seconds(ns);
  }

  /** What a run says at its end; {@code cursor} is null for a generator. */
  TraceStats stats(TraceCursor cursor) {
    long zero = calendar ? startEpochNs + zeroNs : 0;
    if (cursor == null) {
      return new TraceStats(
          null, requests, preRollRequests, endNs, false, 0, 0, List.of(), 0, List.of());
    }
    ReadLog log = cursor.log();
    return new TraceStats(
        cursor.sha256(),
        requests,
        preRollRequests,
        endNs,
        calendar,
        zero,
        log.damagedLines(),
        log.examples(),
        log.reorderedLines(),
        log.warnings());
  }
}
