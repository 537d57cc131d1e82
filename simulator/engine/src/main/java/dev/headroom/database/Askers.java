package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import java.util.Arrays;

/** The attempts that ask pools for a connection, one row each, their lines and their time-outs. */
final class Askers {
  private final EventQueue queue;
  private final DatabaseListener listener;
  private final Exhaustion exhaustion;
  private final Lane timeouts;
  private final Links links = new Links();
  private InstancePool[] pool = new InstancePool[64];
  private int[] ticket = new int[64];
  private boolean[] asking = new boolean[64];
  private long[] sinceNs = new long[64];
  private int[] connection = new int[64];

  Askers(EventQueue queue, long timeoutNs, DatabaseListener listener, Exhaustion exhaustion) {
    this.queue = queue;
    this.listener = listener;
    this.exhaustion = exhaustion;
    this.timeouts = timeoutNs == Long.MAX_VALUE
        ? null
        : new Lane(queue, timeoutNs, this::timedOut, this::stillAsks);
  }

  /** An attempt comes to a pool. */
  void come(int attempt, InstancePool to) {
    ensure(attempt);
    pool[attempt] = to;
    sinceNs[attempt] = queue.nowNs();
  }

  /** It found no connection and asks for one from now on. */
  void ask(int attempt) {
    asking[attempt] = true;
    ticket[attempt]++;
    listener.waitingChanged(1);
    exhaustion.wantingChanged(1, queue.nowNs());
    if (timeouts != null) {
      timeouts.start(key(attempt));
    }
  }

  /** Puts an asking attempt at the end of its pool's line. */
  void queueUp(int attempt) {
    links.addLast(pool[attempt].waiters, attempt);
  }

  /** Puts an asking attempt at the head of its pool's line. */
  void queueUpFirst(int attempt) {
    links.addFirst(pool[attempt].waiters, attempt);
  }

  /** Takes the first attempt out of the pool's line; it still asks. */
  int next(InstancePool of) {
    return links.takeFirst(of.waiters);
  }

  /** The attempt has its connection, or gives up. */
  void stop(int attempt) {
    asking[attempt] = false;
    if (links.contains(attempt)) {
      links.remove(pool[attempt].waiters, attempt);
    }
    listener.waitingChanged(-1);
    exhaustion.wantingChanged(-1, queue.nowNs());
  }

  /** Stops one that came to a pool if it asks. */
  void cancel(int attempt) {
    if (asking[attempt]) {
      stop(attempt);
    }
  }

  /** Stops it, for the refusal of the connection that was opened for it. */
  void fail(int attempt) {
    fail(attempt, FailureReason.DB_REFUSED);
  }

  void fail(int attempt, FailureReason reason) {
    stop(attempt);
    listener.failed(attempt, reason);
  }

  /** It has this connection. */
  void lend(int attempt, int borrowed) {
    connection[attempt] = borrowed;
  }

  /** What it has borrowed last. */
  int connection(int attempt) {
    return connection[attempt];
  }

  InstancePool pool(int attempt) {
    return pool[attempt];
  }

  long waitedNs(int attempt) {
    return queue.nowNs() - sinceNs[attempt];
  }

  int ticket(int attempt) {
    return ticket[attempt];
  }

  boolean asks(int attempt, int itsTicket) {
    return asking[attempt] && ticket[attempt] == itsTicket;
  }

  /** What an event of this request for a connection carries. */
  long key(int attempt) {
    return (long) ticket[attempt] << 32 | attempt;
  }

  boolean stillAsks(long key) {
    return asks((int) key, (int) (key >>> 32));
  }

  private void timedOut(long key) {
    int attempt = (int) key;
    stop(attempt);
    listener.acquireTimedOut();
    listener.failed(attempt, FailureReason.DB_ACQUIRE_TIMEOUT);
  }

  private void ensure(int attempt) {
    if (attempt >= ticket.length) {
      int length = Math.max(attempt + 1, ticket.length * 2);
      pool = Arrays.copyOf(pool, length);
      ticket = Arrays.copyOf(ticket, length);
      asking = Arrays.copyOf(asking, length);
      sinceNs = Arrays.copyOf(sinceNs, length);
      connection = Arrays.copyOf(connection, length);
    }
  }
}
