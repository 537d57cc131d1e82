package dev.headroom.database;

/** What a pool connects to: the server, or a pooler before it. */
interface ConnectionTarget {
  /**
   * Starts to set a connection up; the owner hears the outcome later.
   *
   * @param tag passed back to the owner
   * @return the connection's id
   */
  int open(ConnectionOwner owner, int tag);

  /** Ends an established connection; the owner speaks of it no more. */
  void close(int connection);

  /**
   * The way to an established connection is cut, or its client gone without a word: the server
   * learns it late. The owner may find out later, and closes it then.
   */
  default void cut(int connection) {}

  /** Idle time after which the way to a connection is cut, {@code Long.MAX_VALUE} never. */
  default long idleCutNs() {
    return Long.MAX_VALUE;
  }
}
