package dev.headroom.traffic;

/**
 * Arrivals of one run in time order: a cursor that allocates nothing per arrival.
 *
 * <p>The accessors describe the arrival that the last {@link #next} moved to and are undefined
 * before it or after it returned false.
 */
public interface Arrivals extends AutoCloseable {
  /** Moves to the next arrival; false at the end. Throws a user error where the trace is bad. */
  boolean next();

  /** Nanoseconds from the start of the run; negative in the pre-roll of a window. */
  long timeNs();

  /**
   * Identity of the request, unique in the run and the same in every variant of a scenario over
   * the same trace: the key of all its draws. Not negative; {@code Entities} has the layout.
   */
  long entity();

  /** Service time that the trace states, in nanoseconds; -1 where it states none. */
  long durationNs();

  /** Index into {@link TrafficSpec#classNames}; -1 where the trace has no class. */
  int classIndex();

  /** What is known so far; complete once {@link #next} returned false. */
  TraceStats stats();

  @Override
  void close();
}
