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
}
