package dev.headroom.database;

/** Who asked for a connection and hears what became of it. */
public interface ConnectionOwner {
  /** The connection is up. */
  void opened(int connection, int tag);

  /** The connection was refused; its id is free again. */
  void refused(int connection, int tag);

  /** The other side ended the connection; its id stays taken until the owner closes it. */
  void lost(int connection, int tag);

  /** Where to meter it. */
  DatabaseListener listener();
}
