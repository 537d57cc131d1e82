package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.database.PoolConnections.State;
import java.util.function.IntPredicate;

/**
 * The connection pools inside the instances of one service, one pool per instance slot.
 *
 * <p>A lazy pool opens a connection for the attempt that found none unused, and a refusal is that
 * attempt's failure (node-postgres, SQLAlchemy, Prisma). An eager pool is filled by its {@link
 * PoolFiller} and its attempts wait (HikariCP). Waiters are served first in, first out; where the
 * library lets newcomers barge, see {@link HandOvers}.
 */
public final class InstancePools implements ConnectionOwner {
  private static final int ADDER = -2;
  private static final int FIRST = -3;

  private final EventQueue queue;
  private final PoolOptions options;
  private final PoolPlace place;
  private final DatabaseListener listener;
  private final PoolFiller filler;
  private final PoolConnections connections;
  private final Askers askers;
  /** Null where waiters are served strictly first in, first out. */
  private final HandOvers handOvers;

  private final int onStartFailed;
  private final int onLimited;
  private final int onBroken;
  private final Links unused = new Links();
  private final PoolRows rows = new PoolRows();

  /** The pools of one service. */
  public InstancePools(EventQueue queue, PoolOptions options, PoolPlace place) {
    this.queue = queue;
    this.options = options;
    this.place = place;
    this.listener = place.listener();
    this.filler = new PoolFiller(
        queue, options, place.exhaustion(), pool -> openFor(pool, ADDER), rows::current);
    this.connections = new PoolConnections(
        queue,
        options,
        place.lifetimeDraws(),
        c -> poolOf(c).idle.size() > options.minIdle(),
        this::closeUnused,
        this::tooOld,
        place.target());
    this.askers = new Askers(queue, options.acquireTimeoutNs(), listener, place.exhaustion());
    this.handOvers = options.bargingNs() == 0
        ? null
        : new HandOvers(queue, options.bargingNs(), connections, askers, unused, this::landed);
    this.onStartFailed = queue.register(this::startFailed);
    this.onLimited = queue.register(this::limited);
    this.onBroken = queue.register(this::foundBroken);
  }

  /** Says when an instance is frozen, so that its idle time-outs do not run; before the run. */
  public void freezeWhen(IntPredicate isFrozen) {
    connections.freezeWhen(isFrozen);
  }

  /** Whether a starting instance waits for {@link #connectFirst}. */
  public boolean connectsFirst() {
    return options.connectsFirst();
  }

  /** Opens the first connection of an instance whose application is starting. */
  public void connectFirst(int instance) {
    openFor(rows.open(instance), FIRST);
  }

  /** Opens the pool of an instance that became ready, unless its start has done so. */
  public void start(int instance) {
    if (rows.isOpen(instance)) {
      return;
    }
    InstancePool pool = rows.open(instance);
    if (options.eager()) {
      filler.begin(pool, options.connectsFirst() ? 0 : options.fill().startNs());
    }
  }

  /**
   * Ends the pool of an instance that is gone; nobody uses its connections any more.
   *
   * @param closes whether it still closes its connections; otherwise the server learns it late
   */
  public void stop(int instance, boolean closes) {
    if (!rows.isOpen(instance)) {
      return;
    }
    InstancePool pool = rows.at(instance);
    pool.open = false;
    pool.life++;
    filler.end(pool);
    while (pool.waiters.size() > 0) {
      askers.next(pool);
    }
    while (pool.idle.size() > 0) {
      end(unused.takeFirst(pool.idle), closes);
    }
    while (pool.inHand.size() > 0) {
      end(unused.takeFirst(pool.inHand), closes);
    }
    pool.total = 0;
    pool.held = 0;
    count(pool);
  }

  /** Asks for a connection; the listener hears {@code borrowed} or {@code failed}. */
  public void borrow(int attempt, int instance) {
    InstancePool pool = rows.at(instance);
    askers.come(attempt, pool);
    while (pool.idle.size() > 0) {
      int connection = unused.takeFirst(pool.idle);
      if (!connections.isCut[connection]) {
        grant(attempt, connection);
        if (options.eager()) {
          filler.taken(pool);
        }
        return;
      }
      discard(pool, connection);
      if (!options.validates()) {
        askers.ask(attempt);
        // At this instant, but not in the midst of whoever hands out requests.
        queue.schedule(queue.nowNs(), onBroken, askers.key(attempt));
        return;
      }
    }
    if (pool.inHand.size() > 0) {
      grant(attempt, handOvers.rob(pool));
      return;
    }
    askers.ask(attempt);
    if (!options.eager() && pool.total < options.most()) {
      openFor(pool, attempt);
      return;
    }
    askers.queueUp(attempt);
    if (options.eager()) {
      filler.wake(pool);
    }
  }

  /** The attempt's statement ran into a connection that was cut while it was unused. */
  private void foundBroken(long key) {
    if (askers.stillAsks(key)) {
      askers.fail((int) key, FailureReason.DB_CONNECTION_LOST);
    }
  }

  /** Gives the attempt's connection back. */
  public void release(int attempt) {
    int connection = askers.connection(attempt);
    if (place.direct()) {
      listener.busyChanged(-1);
    }
    InstancePool pool = askers.pool(attempt);
    if (options.size() == 0) {
      discard(pool, connection);
    } else {
      pass(pool, connection);
    }
  }

  /** The connection that an attempt has borrowed. */
  public int connection(int attempt) {
    return askers.connection(attempt);
  }

  /** Open connections of an instance's pool. */
  public int held(int instance) {
    return rows.isOpen(instance) ? rows.at(instance).held : 0;
  }

  /** Stops an attempt from waiting; no effect if it does not wait. */
  public void cancel(int attempt) {
    askers.cancel(attempt);
  }

  private void openFor(InstancePool pool, int who) {
    if (pool.total >= options.instanceLimit()) {
      listener.refused(Refusal.INSTANCE_LIMIT);
      queue.schedule(queue.nowNs(), onLimited, who < 0 ? -1 - pool.key() : askers.key(who));
      return;
    }
    if (pool.total >= options.most()) {
      throw new IllegalStateException("pool of instance " + pool.instance + " is full");
    }
    pool.total++;
    int connection = place.target().open(this, pool.instance);
    connections.begin(connection, who, who >= 0 ? askers.ticket(who) : 0, pool);
  }

  /** The platform lets the instance have no more connections. */
  private void limited(long key) {
    if (key < 0) {
      InstancePool pool = rows.current(-1 - key);
      if (pool != null) {
        filler.refused(pool);
      }
    } else if (askers.stillAsks(key)) {
      askers.fail((int) key);
    }
  }

  @Override
  public void opened(int connection, int instance) {
    InstancePool pool = rows.at(instance);
    if (connections.poolLife[connection] != pool.life) {
      close(connection);
      return;
    }
    pool.held++;
    pool.refused = false;
    count(pool);
    connections.up(connection);
    int who = connections.requester[connection];
    if (who >= 0 && askers.asks(who, connections.requesterTicket[connection])) {
      if (connections.doomed[connection]) { // lost inside a tunnel, before it was passed on
        askers.fail(who, FailureReason.DB_CONNECTION_LOST);
        discard(pool, connection);
      } else {
        answer(who, connection);
      }
      return;
    }
    pass(pool, connection);
    if (who == ADDER) {
      filler.added(pool);
    } else if (who == FIRST) {
      filler.begin(pool, options.fill().startNs());
      listener.poolStarted(instance);
    }
  }

  @Override
  public void refused(int connection, int instance) {
    InstancePool pool = rows.at(instance);
    if (connections.poolLife[connection] != pool.life) {
      return;
    }
    pool.total--;
    pool.refused = true;
    count(pool);
    int who = connections.requester[connection];
    if (who == ADDER) {
      filler.refused(pool);
    } else if (who == FIRST) {
      queue.schedule(queue.nowNs() + options.fill().failureDelayNs(), onStartFailed, pool.key());
    } else {
      if (askers.asks(who, connections.requesterTicket[connection])) {
        askers.fail(who);
      }
      openForWaiter(pool);
    }
  }

  private void startFailed(long key) {
    InstancePool pool = rows.current(key);
    if (pool != null) {
      stop(pool.instance, true);
      listener.poolStartFailed(pool.instance);
    }
  }

  @Override
  public void lost(int connection, int instance) {
    InstancePool pool = rows.at(instance);
    if (connections.poolLife[connection] != pool.life) {
      return;
    }
    if (connections.state[connection] == State.IN_HAND) {
      handOvers.recall(pool, connection);
      discard(pool, connection);
    } else {
      tooOld(connection);
    }
  }

  /** An unused connection is closed, another when it is given back. */
  private void tooOld(int connection) {
    if (connections.state[connection] == State.IDLE) {
      closeUnused(connection);
    } else {
      connections.doomed[connection] = true;
    }
  }

  private void closeUnused(int connection) {
    InstancePool pool = poolOf(connection);
    unused.remove(pool.idle, connection);
    discard(pool, connection);
  }

  /** Closes a connection of an open pool, which may want another instead. */
  private void discard(InstancePool pool, int connection) {
    pool.total--;
    pool.held--;
    count(pool);
    close(connection);
    openForWaiter(pool);
  }

  /**
   * A connection has gone: the first waiter of a lazy pool opens one for itself, unless the same
   * failure has let somebody in who was quicker.
   */
  private void openForWaiter(InstancePool pool) {
    if (options.eager()) {
      filler.wake(pool);
    } else if (pool.waiters.size() > 0 && pool.total < options.most()) {
      openFor(pool, askers.next(pool));
    }
  }

  /** A connection is free: for the first waiter, or unused. */
  private void pass(InstancePool pool, int connection) {
    if (connections.doomed[connection]) {
      discard(pool, connection);
    } else if (pool.waiters.size() > 0 && handOvers != null) {
      handOvers.send(pool, connection, askers.next(pool));
    } else if (pool.waiters.size() > 0) {
      answer(askers.next(pool), connection);
    } else if (pool.idle.size() >= options.size()) {
      discard(pool, connection);
    } else {
      closeOverdue(pool);
      unused.addFirst(pool.idle, connection);
      connections.idle(connection);
    }
  }

  /** An instance that runs again closes what should have been closed while it was frozen. */
  private void closeOverdue(InstancePool pool) {
    while (connections.overdue > 0
        && pool.idle.size() > options.minIdle()
        && connections.isOverdue(pool.idle.tail())) {
      closeUnused(pool.idle.tail());
    }
  }

  /** Nobody took the connection on its way. */
  private void landed(int connection) {
    InstancePool pool = poolOf(connection);
    int attempt = handOvers.take(pool, connection);
    if (attempt == Links.NONE) {
      pass(pool, connection);
    } else {
      answer(attempt, connection);
    }
  }

  private void answer(int attempt, int connection) {
    askers.stop(attempt);
    grant(attempt, connection);
  }

  private void grant(int attempt, int connection) {
    askers.lend(attempt, connection);
    connections.busy(connection);
    listener.waited(askers.waitedNs(attempt));
    if (place.direct()) {
      listener.busyChanged(1);
    }
    listener.borrowed(attempt);
  }

  private void end(int connection, boolean closes) {
    if (!closes) {
      place.target().cut(connection);
    }
    close(connection);
  }

  private void close(int connection) {
    connections.end(connection);
    place.target().close(connection);
  }

  private InstancePool poolOf(int connection) {
    return rows.at(connections.instance[connection]);
  }

  private void count(InstancePool pool) {
    place.census().count(pool, options.most(), queue.nowNs());
  }

  @Override
  public DatabaseListener listener() {
    return listener;
  }
}
