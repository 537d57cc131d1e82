package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import java.util.Arrays;

/**
 * The connection pools inside the instances of one service, one pool per instance slot.
 *
 * <p>A lazy pool opens a connection for the attempt that found none idle, and a refusal is that
 * attempt's failure (node-postgres, SQLAlchemy). An eager pool is filled by one adder that pauses
 * after each success and backs off after each refusal; attempts wait (HikariCP). Waiters are served
 * first in, first out.
 */
public final class InstancePools implements ConnectionOwner {
  private static final int NOBODY = -1;
  private static final int ADDER = -2;

  private final EventQueue queue;
  private final PoolOptions options;
  private final ConnectionTarget target;
  private final boolean direct;
  private final DatabaseListener listener;
  private final Exhaustion exhaustion;
  private final Lane acquireTimeouts;
  private final Lane idleTimeouts;
  private final int onAdder;
  private Pool[] pools = new Pool[16];

  // Per attempt.
  private int[] connectionOf = new int[64];
  private int[] poolOf = new int[64];
  private int[] ticket = new int[64];
  private boolean[] asking = new boolean[64];
  private long[] askedNs = new long[64];

  // Per connection.
  private int[] requester = new int[64];
  private int[] requesterTicket = new int[64];
  private int[] life = new int[64];
  private int[] instanceOf = new int[64];
  private int[] useCount = new int[64];

  private static final class Pool {
    int[] idle = new int[2];
    int idleCount;
    int total;
    final IntRing waiters = new IntRing();
    boolean open;
    int life;
    int refusals;
  }

  /**
   * The pools of one service.
   *
   * @param target what they connect to
   * @param direct whether that is the server itself, so that its connections are metered here
   */
  public InstancePools(
      EventQueue queue,
      PoolOptions options,
      ConnectionTarget target,
      boolean direct,
      DatabaseListener listener,
      Exhaustion exhaustion) {
    this.queue = queue;
    this.options = options;
    this.target = target;
    this.direct = direct;
    this.listener = listener;
    this.exhaustion = exhaustion;
    this.onAdder = queue.register(this::adderDue);
    this.acquireTimeouts =
        options.acquireTimeoutNs() == Long.MAX_VALUE
            ? null
            : new Lane(queue, options.acquireTimeoutNs(), this::timedOut, this::stillAsks);
    this.idleTimeouts =
        options.idleTimeoutNs() == Long.MAX_VALUE
                || options.open() == PoolOptions.Open.EAGER
                || options.size() == 0
            ? null
            : new Lane(queue, options.idleTimeoutNs(), this::idleEnded, this::stillIdle);
  }

  /** Opens the pool of an instance that became ready. */
  public void start(int instance) {
    if (instance >= pools.length) {
      pools = Arrays.copyOf(pools, Math.max(instance + 1, pools.length * 2));
    }
    if (pools[instance] == null) {
      pools[instance] = new Pool();
    }
    Pool pool = pools[instance];
    pool.open = true;
    pool.refusals = 0;
    if (options.open() == PoolOptions.Open.EAGER) {
      openFor(instance, pool, ADDER);
    }
  }

  /** Closes the pool of an instance that is gone; nobody uses its connections any more. */
  public void stop(int instance) {
    Pool pool = pools[instance];
    pool.open = false;
    pool.life++;
    pool.waiters.clear();
    while (pool.idleCount > 0) {
      close(pool.idle[--pool.idleCount]);
    }
    pool.total = 0;
  }

  /** Asks for a connection; the listener hears {@code borrowed} or {@code failed}. */
  public void borrow(int attempt, int instance) {
    ensureAttempt(attempt);
    Pool pool = pools[instance];
    poolOf[attempt] = instance;
    askedNs[attempt] = queue.nowNs();
    if (pool.idleCount > 0) {
      grant(attempt, pool.idle[--pool.idleCount]);
      return;
    }
    asking[attempt] = true;
    ticket[attempt]++;
    listener.waitingChanged(1);
    exhaustion.wantingChanged(1, queue.nowNs());
    if (acquireTimeouts != null) {
      acquireTimeouts.start((long) ticket[attempt] << 32 | attempt);
    }
    if (options.open() == PoolOptions.Open.LAZY && pool.total < options.most()) {
      openFor(instance, pool, attempt);
    } else {
      pool.waiters.add(attempt, ticket[attempt]);
    }
  }

  /** Gives the attempt's connection back. */
  public void release(int attempt) {
    int connection = connectionOf[attempt];
    if (direct) {
      listener.busyChanged(-1);
    }
    int instance = poolOf[attempt];
    Pool pool = pools[instance];
    if (!pool.open || options.size() == 0) {
      pool.total = Math.max(0, pool.total - 1);
      close(connection);
    } else {
      pass(pool, connection);
    }
  }

  /** Stops an attempt from waiting; no effect if it does not wait. */
  public void cancel(int attempt) {
    if (attempt < asking.length && asking[attempt]) {
      stopAsking(attempt);
    }
  }

  private void openFor(int instance, Pool pool, int who) {
    pool.total++;
    int connection = target.open(this, instance);
    ensureConnection(connection);
    requester[connection] = who;
    requesterTicket[connection] = who >= 0 ? ticket[who] : 0;
    life[connection] = pool.life;
    instanceOf[connection] = instance;
  }

  @Override
  public void opened(int connection, int instance) {
    Pool pool = pools[instance];
    if (life[connection] != pool.life) {
      close(connection);
      return;
    }
    int who = requester[connection];
    if (who == ADDER) {
      pool.refusals = 0;
      scheduleAdder(instance, pool, options.fillDelayNs());
    }
    if (who >= 0 && asking[who] && ticket[who] == requesterTicket[connection]) {
      stopAsking(who);
      grant(who, connection);
    } else {
      pass(pool, connection);
    }
  }

  @Override
  public void refused(int connection, int instance) {
    Pool pool = pools[instance];
    if (life[connection] != pool.life) {
      return;
    }
    pool.total--;
    int who = requester[connection];
    if (who == ADDER) {
      long pauseNs = options.backoffFirstNs() << Math.min(pool.refusals++, 30);
      scheduleAdder(instance, pool, Math.min(pauseNs, options.backoffMaxNs()));
      return;
    }
    if (who >= 0 && asking[who] && ticket[who] == requesterTicket[connection]) {
      stopAsking(who);
      listener.failed(who, FailureReason.DB_REFUSED);
    }
    openForWaiter(instance, pool);
  }

  /** After a refusal the next waiter gets its own try; the refused one has left room. */
  private void openForWaiter(int instance, Pool pool) {
    int next = nextWaiter(pool);
    if (next != NOBODY) {
      openFor(instance, pool, next);
    }
  }

  private void scheduleAdder(int instance, Pool pool, long pauseNs) {
    if (pool.total < options.most()) {
      queue.schedule(queue.nowNs() + pauseNs, onAdder, (long) pool.life << 32 | instance);
    }
  }

  private void adderDue(long arg) {
    int instance = (int) arg;
    Pool pool = pools[instance];
    if (pool.life == (int) (arg >>> 32) && pool.total < options.most()) {
      openFor(instance, pool, ADDER);
    }
  }

  /** A connection is free: for the first waiter, or idle. */
  private void pass(Pool pool, int connection) {
    int attempt = nextWaiter(pool);
    if (attempt != NOBODY) {
      stopAsking(attempt);
      grant(attempt, connection);
      return;
    }
    if (pool.idleCount == pool.idle.length) {
      pool.idle = Arrays.copyOf(pool.idle, pool.idleCount * 2);
    }
    pool.idle[pool.idleCount++] = connection;
    if (idleTimeouts != null) {
      idleTimeouts.start((long) useCount[connection] << 32 | connection);
    }
  }

  private int nextWaiter(Pool pool) {
    while (pool.waiters.size() > 0) {
      int attempt = pool.waiters.headId();
      boolean valid = asking[attempt] && pool.waiters.headTicket() == ticket[attempt];
      pool.waiters.removeHead();
      if (valid) {
        return attempt;
      }
    }
    return NOBODY;
  }

  private void grant(int attempt, int connection) {
    connectionOf[attempt] = connection;
    useCount[connection]++;
    listener.waited(queue.nowNs() - askedNs[attempt]);
    if (direct) {
      listener.busyChanged(1);
    }
    listener.borrowed(attempt);
  }

  private void stopAsking(int attempt) {
    asking[attempt] = false;
    listener.waitingChanged(-1);
    exhaustion.wantingChanged(-1, queue.nowNs());
  }

  private boolean stillAsks(long arg) {
    int attempt = (int) arg;
    return asking[attempt] && ticket[attempt] == (int) (arg >>> 32);
  }

  private void timedOut(long arg) {
    int attempt = (int) arg;
    stopAsking(attempt);
    listener.acquireTimedOut();
    listener.failed(attempt, FailureReason.DB_ACQUIRE_TIMEOUT);
  }

  private boolean stillIdle(long arg) {
    return useCount[(int) arg] == (int) (arg >>> 32);
  }

  private void idleEnded(long arg) {
    int connection = (int) arg;
    // Its use count moves on with the next hand-over and with its end.
    Pool pool = poolHolding(connection);
    if (pool != null) {
      pool.total--;
      close(connection);
    }
  }

  /** Takes an idle connection out of its pool; the oldest idle one lies at the bottom. */
  private Pool poolHolding(int connection) {
    Pool pool = pools[instanceOf[connection]];
    for (int i = 0; i < pool.idleCount; i++) {
      if (pool.idle[i] == connection) {
        System.arraycopy(pool.idle, i + 1, pool.idle, i, --pool.idleCount - i);
        return pool;
      }
    }
    return null;
  }

  private void close(int connection) {
    useCount[connection]++;
    target.close(connection);
  }

  @Override
  public DatabaseListener listener() {
    return listener;
  }

  private void ensureAttempt(int attempt) {
    if (attempt >= ticket.length) {
      int length = Math.max(attempt + 1, ticket.length * 2);
      connectionOf = Arrays.copyOf(connectionOf, length);
      poolOf = Arrays.copyOf(poolOf, length);
      ticket = Arrays.copyOf(ticket, length);
      asking = Arrays.copyOf(asking, length);
      askedNs = Arrays.copyOf(askedNs, length);
    }
  }

  private void ensureConnection(int connection) {
    if (connection >= life.length) {
      int length = Math.max(connection + 1, life.length * 2);
      requester = Arrays.copyOf(requester, length);
      requesterTicket = Arrays.copyOf(requesterTicket, length);
      life = Arrays.copyOf(life, length);
      instanceOf = Arrays.copyOf(instanceOf, length);
      useCount = Arrays.copyOf(useCount, length);
    }
  }
}
