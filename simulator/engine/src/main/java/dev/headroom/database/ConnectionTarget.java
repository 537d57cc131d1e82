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

  /** Ends an established connection. */
  void close(int connection);
}
