package dev.headroom.database;

import dev.headroom.database.PoolCensus.Standing;

/** The pool of one instance slot. */
final class InstancePool {
  final int instance;
  /** Unused connections, the last used first. */
  final Links.Line idle = new Links.Line();
  /** Connections on their way to a waiter, the longest first. */
  final Links.Line inHand = new Links.Line();
  /** Attempts that wait for a connection. */
  final Links.Line waiters = new Links.Line();
  /** Connections open or being opened. */
  int total;
  /** Connections that are open. */
  int held;

  boolean open;
  /** Moves on when the pool is closed, so that what belongs to the old one is recognised. */
  int life;
  /** Whether the last try to open a connection was refused. */
  boolean refused;

  Standing standing = Standing.UNCOUNTED;
  /** Whether the adder opens a connection or pauses. */
  boolean adderBusy;
  /** Whether a look at the number of unused connections is due. */
  boolean lookArmed;
  /** Whether the adder, refused before, is counted as wanting a connection. */
  boolean wanting;

  long backoffNs;
  /** When the pool first looked. */
  long lookFromNs;

  InstancePool(int instance) {
    this.instance = instance;
  }

  /** What an event of this pool carries. */
  long key() {
    return (long) life << 32 | instance;
  }
}
