package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.database.PoolerOptions.Servers;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A pooler's connections to the server, and the line of clients that wait for one. It opens them
 * while somebody waits, uses the last used first, and closes those that are unused or too old.
 *
 * <p>Source: PgBouncer 1.18, {@code objects.c} (one connection is set up at a time; LIFO reuse) and
 * {@code janitor.c}.
 */
final class ServerPool implements ConnectionOwner {
  private final EventQueue queue;
  private final Servers options;
  private final ConnectionTarget server;
  private final Supplier<DatabaseListener> meter;
  private final Links waiting;
  private final ServeClient serve;
  private final int onRetry;
  private final int onIdle;
  private final Links unused = new Links();
  private final Links.Line idle = new Links.Line();
  final Links.Line waiters = new Links.Line();
  private long[] openedNs = new long[16];
  private long[] idleSinceNs = new long[16];
  private boolean[] doomed = new boolean[16];
  private int open;
  private int opening;
  private boolean backingOff;
  private boolean failed;
  private boolean idleArmed;

  /** Gives a server connection to a client. */
  @FunctionalInterface
  interface ServeClient {
    void serve(int client, int connection);
  }

  /**
   * A pool.
   *
   * @param waiting the lists that clients are in
   * @param serve told which waiting client has which connection
   */
  ServerPool(
      EventQueue queue,
      Servers options,
      ConnectionTarget server,
      Supplier<DatabaseListener> meter,
      Links waiting,
      ServeClient serve) {
    this.queue = queue;
    this.options = options;
    this.server = server;
    this.meter = meter;
    this.waiting = waiting;
    this.serve = serve;
    this.onRetry = queue.register(unusedArg -> retry());
    this.onIdle = queue.register(unusedArg -> idleDue());
  }

  /** Takes an unused connection, {@link Links#NONE} where there is none. */
  int take() {
    return unused.takeFirst(idle);
  }

  /** A client waits from now on. */
  void queueUp(int client) {
    waiting.addLast(waiters, client);
    openMore();
  }

  /** A client waits no more. */
  void leave(int client) {
    waiting.remove(waiters, client);
  }

  /** Whether the server refused the last try and there is no connection to it. */
  boolean loginFailing() {
    return failed && open == 0;
  }

  /** Tries again, though nobody waits, unless it is too early. */
  void tryAgain() {
    if (opening == 0 && !backingOff) {
      openOne();
    }
  }

  /** A connection is free again. */
  void giveBack(int connection) {
    boolean tooOld = queue.nowNs() - openedNs[connection] >= options.maxLifetimeNs();
    if (tooOld || doomed[connection]) {
      close(connection);
    } else {
      pass(connection);
    }
  }

  private void pass(int connection) {
    int client = waiting.takeFirst(waiters);
    if (client != Links.NONE) {
      serve.serve(client, connection);
      return;
    }
    unused.addFirst(idle, connection);
    idleSinceNs[connection] = queue.nowNs();
    armIdle();
  }

  private void armIdle() {
    if (!idleArmed
        && options.idleTimeoutNs() != Long.MAX_VALUE
        && idle.size() > options.idleMin()) {
      idleArmed = true;
      long endNs = idleSinceNs[idle.tail()] + options.idleTimeoutNs();
      queue.schedule(Math.max(queue.nowNs(), endNs), onIdle, 0);
    }
  }

  /** The longest unused lies at the end. */
  private void idleDue() {
    idleArmed = false;
    long nowNs = queue.nowNs();
    while (idle.size() > options.idleMin()
        && idleSinceNs[idle.tail()] + options.idleTimeoutNs() <= nowNs) {
      int connection = idle.tail();
      unused.remove(idle, connection);
      close(connection);
    }
    armIdle();
  }

  private void close(int connection) {
    open--;
    server.close(connection);
    openMore();
  }

  private void openMore() {
    while (!backingOff
        && opening < options.opensAtOnce()
        && opening < waiters.size()
        && open + opening < options.most()) {
      openOne();
    }
  }

  private void openOne() {
    opening++;
    server.open(this, 0);
  }

  @Override
  public void opened(int connection, int tag) {
    opening--;
    open++;
    failed = false;
    if (connection >= openedNs.length) {
      int length = Math.max(connection + 1, openedNs.length * 2);
      openedNs = Arrays.copyOf(openedNs, length);
      idleSinceNs = Arrays.copyOf(idleSinceNs, length);
      doomed = Arrays.copyOf(doomed, length);
    }
    openedNs[connection] = queue.nowNs();
    doomed[connection] = false;
    pass(connection);
    openMore();
  }

  @Override
  public void refused(int connection, int tag) {
    opening--;
    failed = true;
    if (!backingOff) {
      backingOff = true;
      queue.schedule(queue.nowNs() + options.loginRetryNs(), onRetry, 0);
    }
  }

  private void retry() {
    backingOff = false;
    openMore();
  }

  @Override
  public void lost(int connection, int tag) {
    if (unused.contains(connection)) {
      unused.remove(idle, connection);
      close(connection);
    } else {
      doomed[connection] = true;
    }
  }

  @Override
  public DatabaseListener listener() {
    return meter.get();
  }
}
