package dev.headroom.database;

/** Who asked for a connection and hears what became of it. */
interface ConnectionOwner {
  /** The connection is up. */
  void opened(int connection, int tag);

  /** The connection was refused; its id is free again. */
  void refused(int connection, int tag);

  /** The server ended an established connection; its id is free again. */
  void dropped(int connection, int tag);

  /** Where to meter it. */
  DatabaseListener listener();
}
