package dev.headroom.traffic;

/** Intervals in time order that do not overlap, each with a number of requests. */
interface IntervalSource extends AutoCloseable {
  /** Moves to the next interval, false at the end. */
  boolean next();

  /** Start in nanoseconds from the start of the trace. */
  long startNs();

  /** Length in nanoseconds, more than 0. */
  long lengthNs();

  /** Requests in the interval. */
  long count();

  /** Requests that are expected in it: the count, where it was measured. */
  double mean();

  /** End of what has been given, from the trace's start. */
  long endNs();

  /** The file behind it; null for a generator. */
  TraceCursor file();

  @Override
  void close();
}
