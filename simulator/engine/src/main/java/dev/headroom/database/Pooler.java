package dev.headroom.database;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import java.util.Arrays;

/**
 * A pooler: many client connections, few server connections, a first-in first-out line between.
 *
 * <p>A client has a server connection for one transaction, or, pinned or in session mode, from its
 * first use until it disconnects; with every client pinned the pooler is no more than a line before
 * the server's connections.
 */
public final class Pooler implements ConnectionTarget {
  private final EventQueue queue;
  private final PoolerOptions options;
  private final Draws pinDraws;
  private final ServerPool[] pools;
  private final Links waiting = new Links();
  private final Lane borrowTimeouts;
  private final int onClient;
  private final int onTick;
  private final int onIdleClient;
  private final Slots slots = new Slots();
  private DatabaseListener meter;
  private int clients;
  private long clientsEver;

  // Per client connection.
  private ConnectionOwner[] owner = new ConnectionOwner[64];
  private int[] tag = new int[64];
  private int[] incarnation = new int[64];
  private int[] poolOf = new int[64];
  private boolean[] pinned = new boolean[64];
  private boolean[] gone = new boolean[64];
  private int[] serverOf = new int[64];
  private int[] attemptOf = new int[64];
  private DatabaseListener[] asker = new DatabaseListener[64];
  private int[] ticket = new int[64];
  private long[] sinceNs = new long[64];
  private boolean[] busy = new boolean[64];

  /** A pooler before {@code server}; {@code pinDraws} say which clients are pinned. */
  public Pooler(EventQueue queue, PoolerOptions options, ConnectionTarget server, Draws pinDraws) {
    this.queue = queue;
    this.options = options;
    this.pinDraws = pinDraws;
    this.pools = new ServerPool[options.poolers()];
    for (int p = 0; p < pools.length; p++) {
      pools[p] = new ServerPool(
          queue, options.servers(), server, () -> meter, waiting, this::serveWaiting);
    }
    this.onClient = queue.register(c -> clientArrived((int) c));
    this.onTick = queue.register(this::ticked);
    this.onIdleClient = queue.register(this::idleClientDue);
    this.borrowTimeouts = options.waits().timeoutNs() == Long.MAX_VALUE
        ? null
        : new Lane(queue, options.waits().timeoutNs(), this::timedOut, this::stillWaits);
  }

  /** Says whose books count its server connections; once, before the run. */
  public void meterBy(DatabaseListener listener) {
    meter = listener;
  }

  @Override
  public int open(ConnectionOwner newOwner, int newTag) {
    int client = allocate(newOwner, newTag);
    queue.schedule(queue.nowNs() + options.connectLatencyNs(), onClient, client);
    return client;
  }

  private void clientArrived(int client) {
    ServerPool pool = pools[poolOf[client]];
    if (clients >= options.clientLimit()) {
      refuse(client, Refusal.CLIENT_LIMIT);
    } else if (pool.loginFailing()) {
      pool.tryAgain();
      refuse(client, Refusal.LOGIN_FAILING);
    } else {
      clients++;
      owner[client].opened(client, tag[client]);
      watchIdle(client);
    }
  }

  private void refuse(int client, Refusal refusal) {
    ConnectionOwner who = owner[client];
    int whoTag = tag[client];
    incarnation[client]++;
    slots.free(client);
    who.listener().refused(refusal);
    who.refused(client, whoTag);
  }

  @Override
  public void close(int client) {
    if (!gone[client]) {
      disconnect(client);
    }
    incarnation[client]++;
    slots.free(client);
  }

  /** The client's connection ends: what it holds is free. */
  private void disconnect(int client) {
    clients--;
    gone[client] = true;
    if (serverOf[client] != Links.NONE) {
      int connection = serverOf[client];
      serverOf[client] = Links.NONE;
      pools[poolOf[client]].giveBack(connection);
    }
  }

  /**
   * Asks for a server connection; the listener hears {@code served} or {@code failed}, at once
   * where the pooler has ended the client while it was held and not used.
   */
  public void acquire(int client, int attempt, DatabaseListener listener) {
    if (gone[client]) {
      listener.failed(attempt, FailureReason.DB_CONNECTION_LOST);
      return;
    }
    attemptOf[client] = attempt;
    asker[client] = listener;
    sinceNs[client] = queue.nowNs();
    busy[client] = true;
    if (serverOf[client] != Links.NONE) {
      serve(client);
      return;
    }
    ServerPool pool = pools[poolOf[client]];
    int connection = pool.take();
    if (connection != Links.NONE) {
      serverOf[client] = connection;
      serve(client);
      return;
    }
    listener.poolerWaitingChanged(1);
    if (borrowTimeouts != null) {
      borrowTimeouts.start((long) ++ticket[client] << 32 | client);
    }
    pool.queueUp(client);
  }

  private void serveWaiting(int client, int connection) {
    stopWaiting(client);
    serverOf[client] = connection;
    serve(client);
  }

  private void serve(int client) {
    asker[client].poolerWaited(queue.nowNs() - sinceNs[client]);
    meter.busyChanged(1);
    asker[client].served(attemptOf[client]);
  }

  /** The client's transaction has ended. */
  public void release(int client) {
    meter.busyChanged(-1);
    busy[client] = false;
    sinceNs[client] = queue.nowNs();
    if (!pinned[client]) {
      int connection = serverOf[client];
      serverOf[client] = Links.NONE;
      pools[poolOf[client]].giveBack(connection);
    }
  }

  /** Takes a waiting client out; no effect if it does not wait. */
  public void cancel(int client) {
    if (waiting.contains(client)) {
      pools[poolOf[client]].leave(client);
      stopWaiting(client);
      busy[client] = false;
      sinceNs[client] = queue.nowNs();
    }
  }

  private void stopWaiting(int client) {
    ticket[client]++;
    asker[client].poolerWaitingChanged(-1);
  }

  private boolean stillWaits(long key) {
    return ticket[(int) key] == (int) (key >>> 32);
  }

  /** The wait is over; where waits are looked at only so often, at the next look. */
  private void timedOut(long key) {
    long tickNs = options.waits().tickNs();
    if (tickNs == 0) {
      expire((int) key);
    } else {
      long nextNs = Math.floorDiv(queue.nowNs() + tickNs - 1, tickNs) * tickNs;
      queue.schedule(nextNs, onTick, key);
    }
  }

  private void ticked(long key) {
    if (stillWaits(key)) {
      expire((int) key);
    }
  }

  private void expire(int client) {
    cancel(client);
    DatabaseListener listener = asker[client];
    if (options.waits().disconnects()) {
      disconnect(client);
      owner[client].lost(client, tag[client]);
    }
    listener.poolerTimedOut();
    listener.failed(attemptOf[client], FailureReason.POOLER_TIMEOUT);
  }

  private void watchIdle(int client) {
    if (options.clientIdleTimeoutNs() != Long.MAX_VALUE) {
      queue.schedule(
          queue.nowNs() + options.clientIdleTimeoutNs(),
          onIdleClient,
          (long) incarnation[client] << 32 | client);
    }
  }

  /** One timer a client: looks whether it was used since, and comes again when it was. */
  private void idleClientDue(long key) {
    int client = (int) key;
    if (incarnation[client] != (int) (key >>> 32) || gone[client]) {
      return;
    }
    long sinceUseNs = busy[client] ? 0 : queue.nowNs() - sinceNs[client];
    if (sinceUseNs < options.clientIdleTimeoutNs()) {
      queue.schedule(queue.nowNs() + options.clientIdleTimeoutNs() - sinceUseNs, onIdleClient, key);
      return;
    }
    disconnect(client);
    owner[client].lost(client, tag[client]);
  }

  /** The server went down: clients that keep a connection to it, though unused, lose their own. */
  public void serverFailed() {
    for (int c = 0; c < owner.length; c++) {
      if (owner[c] != null && serverOf[c] != Links.NONE && !busy[c]) {
        disconnect(c);
        owner[c].lost(c, tag[c]);
      }
    }
  }

  private int allocate(ConnectionOwner who, int whoTag) {
    int c = slots.allocate();
    ensure(c);
    owner[c] = who;
    tag[c] = whoTag;
    poolOf[c] = (int) (clientsEver % pools.length);
    pinned[c] = options.pins(pinDraws.uniform(clientsEver++));
    gone[c] = false;
    busy[c] = false;
    serverOf[c] = Links.NONE;
    sinceNs[c] = queue.nowNs();
    return c;
  }

  private void ensure(int c) {
    if (c >= tag.length) {
      int length = tag.length * 2;
      owner = Arrays.copyOf(owner, length);
      tag = Arrays.copyOf(tag, length);
      incarnation = Arrays.copyOf(incarnation, length);
      poolOf = Arrays.copyOf(poolOf, length);
      pinned = Arrays.copyOf(pinned, length);
      gone = Arrays.copyOf(gone, length);
      serverOf = Arrays.copyOf(serverOf, length);
      attemptOf = Arrays.copyOf(attemptOf, length);
      asker = Arrays.copyOf(asker, length);
      ticket = Arrays.copyOf(ticket, length);
      sinceNs = Arrays.copyOf(sinceNs, length);
      busy = Arrays.copyOf(busy, length);
    }
  }
}
