package dev.headroom.database;

/** A connection to the server that belongs to neither pool nor pooler. */
final class Occupant implements ConnectionOwner {
  private final PoolRig rig;
  private final int connection;

  Occupant(PoolRig rig) {
    this.rig = rig;
    this.connection = rig.server.open(this, 0);
  }

  void leave() {
    rig.server.close(connection);
  }

  @Override
  public void opened(int id, int tag) {
    // Nobody waits for it.
  }

  @Override
  public void refused(int id, int tag) {
    throw new IllegalStateException("refused");
  }

  @Override
  public void lost(int id, int tag) {
    throw new IllegalStateException("lost");
  }

  @Override
  public DatabaseListener listener() {
    return rig;
  }
}
