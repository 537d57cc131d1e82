package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import java.util.Arrays;

/**
 * A pooler in transaction mode: many client connections, few server connections, a first-in
 * first-out queue between. It opens server connections one at a time while somebody waits
 * (PgBouncer: {@code launch_new_connection}).
 */
public final class Pooler implements ConnectionTarget, ConnectionOwner {
  private final EventQueue queue;
  private final PoolerOptions options;
  private final DatabaseServer server;
  private DatabaseListener meter;
  private final Lane borrowTimeouts;
  private final int onClient;
  private final int onRetry;
  private final IntRing waiting = new IntRing();
  private ConnectionOwner[] clientOwner = new ConnectionOwner[64];
  private int[] clientTag = new int[64];
  private final Slots slots = new Slots();
  private int clients;
  private DatabaseListener[] asker = new DatabaseListener[64];
  private int[] ticket = new int[64];
  private boolean[] isWaiting = new boolean[64];
  private int waitingCount;
  private int idleServers;
  private int openServers;
  private boolean opening;

  /** A pooler before {@code server}. */
  public Pooler(EventQueue queue, PoolerOptions options, DatabaseServer server) {
    this.queue = queue;
    this.options = options;
    this.server = server;
    this.onClient = queue.register(c -> clientArrived((int) c));
    this.onRetry = queue.register(c -> retry());
    this.borrowTimeouts =
        options.borrowTimeoutNs() == Long.MAX_VALUE
            ? null
            : new Lane(queue, options.borrowTimeoutNs(), this::timedOut, this::stillWaits);
  }

  /** Says whose books count its server connections; once, before the run. */
  public void meterBy(DatabaseListener listener) {
    meter = listener;
  }

  @Override
  public int open(ConnectionOwner owner, int tag) {
    int client = allocate(owner, tag);
    queue.schedule(queue.nowNs() + options.connectLatencyNs(), onClient, client);
    return client;
  }

  private void clientArrived(int client) {
    ConnectionOwner owner = clientOwner[client];
    if (clients >= options.clientLimit()) {
      int tag = clientTag[client];
      slots.free(client);
      owner.listener().refused();
      owner.refused(client, tag);
      return;
    }
    clients++;
    owner.opened(client, clientTag[client]);
  }

  @Override
  public void close(int client) {
    clients--;
    slots.free(client);
  }

  /** Time added to each use of a server connection, in nanoseconds. */
  public long overheadNs() {
    return options.overheadNs();
  }

  /** Asks for a server connection; the listener hears {@code served} or {@code failed}. */
  public void acquire(int attempt, DatabaseListener listener) {
    if (idleServers > 0) {
      idleServers--;
      meter.busyChanged(1);
      listener.served(attempt);
      return;
    }
    ensure(attempt);
    asker[attempt] = listener;
    isWaiting[attempt] = true;
    waitingCount++;
    waiting.add(attempt, ++ticket[attempt]);
    listener.poolerWaitingChanged(1);
    if (borrowTimeouts != null) {
      borrowTimeouts.start((long) ticket[attempt] << 32 | attempt);
    }
    openMore();
  }

  /** Gives a server connection back. */
  public void release() {
    meter.busyChanged(-1);
    handOver();
  }

  /** Takes a waiting attempt out; no effect if it does not wait. */
  public void cancel(int attempt) {
    if (attempt < isWaiting.length && isWaiting[attempt]) {
      leave(attempt);
    }
  }

  private void leave(int attempt) {
    isWaiting[attempt] = false;
    ticket[attempt]++;
    waitingCount--;
    asker[attempt].poolerWaitingChanged(-1);
  }

  private void handOver() {
    while (waiting.size() > 0) {
      int attempt = waiting.headId();
      boolean valid = waiting.headTicket() == ticket[attempt] && isWaiting[attempt];
      waiting.removeHead();
      if (valid) {
        leave(attempt);
        meter.busyChanged(1);
        asker[attempt].served(attempt);
        return;
      }
    }
    idleServers++;
  }

  private void openMore() {
    if (!opening && waitingCount > 0 && openServers < options.serverPool()) {
      opening = true;
      server.open(this, 0);
    }
  }

  @Override
  public void opened(int connection, int tag) {
    opening = false;
    openServers++;
    handOver();
    openMore();
  }

  @Override
  public void refused(int connection, int tag) {
    queue.schedule(queue.nowNs() + options.loginRetryNs(), onRetry, 0);
  }

  private void retry() {
    opening = false;
    openMore();
  }

  private boolean stillWaits(long arg) {
    int attempt = (int) arg;
    return isWaiting[attempt] && ticket[attempt] == (int) (arg >>> 32);
  }

  private void timedOut(long arg) {
    int attempt = (int) arg;
    leave(attempt);
    asker[attempt].acquireTimedOut();
    asker[attempt].failed(attempt, FailureReason.POOLER_TIMEOUT);
  }

  @Override
  public DatabaseListener listener() {
    return meter;
  }

  private void ensure(int attempt) {
    if (attempt >= ticket.length) {
      int length = Math.max(attempt + 1, ticket.length * 2);
      ticket = Arrays.copyOf(ticket, length);
      asker = Arrays.copyOf(asker, length);
      isWaiting = Arrays.copyOf(isWaiting, length);
    }
  }

  private int allocate(ConnectionOwner who, int whoTag) {
    int id = slots.allocate();
    if (id >= clientTag.length) {
      clientOwner = Arrays.copyOf(clientOwner, id * 2);
      clientTag = Arrays.copyOf(clientTag, id * 2);
    }
    clientOwner[id] = who;
    clientTag[id] = whoTag;
    return id;
  }
}
