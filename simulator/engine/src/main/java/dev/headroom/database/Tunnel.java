package dev.headroom.database;

import dev.headroom.core.EventQueue;

/**
 * A proxy without a pool before one service: every client connection is a connection to the server,
 * which takes longer to set up.
 */
public final class Tunnel implements ConnectionTarget, ConnectionOwner {
  private final EventQueue queue;
  private final long latencyNs;
  private final ConnectionTarget server;
  private final DatabaseListener listener;
  private final int onOpened;
  private ConnectionOwner owner;

  /** A tunnel to {@code server} that adds so much to each set-up. */
  public Tunnel(
      EventQueue queue, long latencyNs, ConnectionTarget server, DatabaseListener listener) {
    this.queue = queue;
    this.latencyNs = latencyNs;
    this.server = server;
    this.listener = listener;
    this.onOpened = queue.register(key -> owner.opened((int) key, (int) (key >>> 32)));
  }

  @Override
  public int open(ConnectionOwner newOwner, int tag) {
    if (owner != null && owner != newOwner) {
      throw new IllegalStateException("a tunnel has one service");
    }
    owner = newOwner;
    return server.open(this, tag);
  }

  @Override
  public void close(int connection) {
    server.close(connection);
  }

  @Override
  public void cut(int connection) {
    server.cut(connection);
  }

  @Override
  public long idleCutNs() {
    return server.idleCutNs();
  }

  @Override
  public void opened(int connection, int tag) {
    queue.schedule(queue.nowNs() + latencyNs, onOpened, (long) tag << 32 | connection);
  }

  @Override
  public void refused(int connection, int tag) {
    // The server may give the id to another before this is heard, so nothing waits here.
    owner.refused(connection, tag);
  }

  @Override
  public void lost(int connection, int tag) {
    owner.lost(connection, tag);
  }

  @Override
  public DatabaseListener listener() {
    return listener;
  }
}
