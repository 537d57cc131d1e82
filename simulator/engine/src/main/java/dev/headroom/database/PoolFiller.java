package dev.headroom.database;

import dev.headroom.core.EventQueue;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Opens the connections of eager pools: one adder per pool, one connection after the other, a pause
 * after each, and after a refusal a back-off that doubles without jitter, for as long as a waiter
 * or the wanted number of unused connections asks for more.
 *
 * <p>Source: HikariCP 5.1.0, {@code HikariPool.PoolEntryCreator} and {@code fillPool}.
 */
final class PoolFiller {
  private final EventQueue queue;
  private final PoolOptions options;
  private final Exhaustion exhaustion;
  private final Consumer<InstancePool> opener;
  private final LongFunction<InstancePool> current;
  private final int onAdder;
  private final int onLook;

  /**
   * A filler.
   *
   * @param opener opens one connection for the adder
   * @param current the pool of an event's key, or null where it was closed since
   */
  PoolFiller(
      EventQueue queue,
      PoolOptions options,
      Exhaustion exhaustion,
      Consumer<InstancePool> opener,
      LongFunction<InstancePool> current) {
    this.queue = queue;
    this.options = options;
    this.exhaustion = exhaustion;
    this.opener = opener;
    this.current = current;
    this.onAdder = queue.register(this::adderDue);
    this.onLook = queue.register(this::look);
  }

  /** Begins to look after a pool that was opened. */
  void begin(InstancePool pool, long delayNs) {
    pool.backoffNs = options.fill().retryFirstNs();
    pool.lookFromNs = queue.nowNs() + delayNs;
    pool.lookArmed = true;
    queue.schedule(pool.lookFromNs, onLook, pool.key());
  }

  /** The pool is closed. */
  void end(InstancePool pool) {
    stopWanting(pool);
    pool.adderBusy = false;
    pool.lookArmed = false;
  }

  /** Somebody waits, or a connection has gone. */
  void wake(InstancePool pool) {
    if (!pool.adderBusy && wants(pool)) {
      pool.adderBusy = true;
      opener.accept(pool);
    }
  }

  /** An unused connection was taken: the next regular look makes good, not this moment. */
  void taken(InstancePool pool) {
    if (!pool.lookArmed && !pool.adderBusy && wants(pool)) {
      pool.lookArmed = true;
      long everyNs = options.fill().everyNs();
      long periods = Math.max(0, queue.nowNs() - pool.lookFromNs) / everyNs + 1;
      queue.schedule(pool.lookFromNs + periods * everyNs, onLook, pool.key());
    }
  }

  /** The adder's connection is up. */
  void added(InstancePool pool) {
    stopWanting(pool);
    pool.backoffNs = options.fill().retryFirstNs();
    queue.schedule(queue.nowNs() + options.fill().delayNs(), onAdder, pool.key());
  }

  /** The adder's connection was refused. */
  void refused(InstancePool pool) {
    long pauseNs = pool.backoffNs;
    pool.backoffNs = Math.min(2 * pauseNs, options.fill().retryMaxNs());
    if (!pool.wanting) {
      pool.wanting = true;
      exhaustion.wantingChanged(1, queue.nowNs());
    }
    queue.schedule(queue.nowNs() + pauseNs, onAdder, pool.key());
  }

  private void adderDue(long key) {
    InstancePool pool = current.apply(key);
    if (pool == null) {
      return;
    }
    if (wants(pool)) {
      opener.accept(pool);
      return;
    }
    pool.adderBusy = false;
    pool.backoffNs = options.fill().retryFirstNs();
    stopWanting(pool);
  }

  private void look(long key) {
    InstancePool pool = current.apply(key);
    if (pool != null) {
      pool.lookArmed = false;
      wake(pool);
    }
  }

  private boolean wants(InstancePool pool) {
    return pool.total < options.most()
        && (pool.waiters.size() > 0 || pool.idle.size() < options.minIdle());
  }

  private void stopWanting(InstancePool pool) {
    if (pool.wanting) {
      pool.wanting = false;
      exhaustion.wantingChanged(-1, queue.nowNs());
    }
  }
}
