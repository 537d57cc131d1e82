package dev.headroom.database;

/** What a pool connects to: the server, or a pooler before it. */
public interface ConnectionTarget {
  /**
   * Starts to set a connection up; the owner hears the outcome later, never before this returns.
   *
   * @param tag passed back to the owner
   * @return the connection's id
   */
  int open(ConnectionOwner owner, int tag);

  /** Ends a connection that was opened. */
  void close(int connection);

  /**
   * The way to an established connection is cut, or its client gone without a word: the other side
   * learns it late. The owner closes it when it finds out, which may be later still.
   */
  default void cut(int connection) {}

  /** Idle time after which the way to a connection is cut, {@code Long.MAX_VALUE} never. */
  default long idleCutNs() {
    return Long.MAX_VALUE;
  }
}
