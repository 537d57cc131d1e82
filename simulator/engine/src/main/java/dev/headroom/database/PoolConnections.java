package dev.headroom.database;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * The connections of all pools of a service, one row each in parallel arrays, and the two clocks
 * that end them: unused for too long, and too old. Each connection has at most one timer of either
 * kind under way, so that timers do not grow with requests.
 */
final class PoolConnections {
  /** What a connection is doing. */
  enum State {
    OPENING,
    IDLE,
    IN_HAND,
    BUSY
  }

  private final EventQueue queue;
  private final PoolOptions.Life life;
  private final Draws lifetimeDraws;
  private final IntPredicate mayEndIdle;
  private final IntConsumer endIdle;
  private final IntConsumer tooOld;
  private final int onIdle;
  private final int onOld;
  private final int onCut;
  private final ConnectionTarget target;
  /** Whether nothing runs in an instance now, timers included. */
  private IntPredicate frozen = i -> false;

  private long opened;

  State[] state = new State[64];
  /** The attempt it was opened for, or who else. */
  int[] requester = new int[64];

  int[] requesterTicket = new int[64];
  int[] poolLife = new int[64];
  int[] instance = new int[64];
  /** Moves on whenever it is handed to a waiter. */
  int[] hand = new int[64];
  /** The waiter it was handed to last. */
  int[] handedTo = new int[64];

  int[] handedTicket = new int[64];
  /** Whether it is closed instead of used again. */
  boolean[] doomed = new boolean[64];

  private int[] incarnation = new int[64];
  private long[] idleSinceNs = new long[64];
  private boolean[] idleArmed = new boolean[64];
  private boolean[] cutArmed = new boolean[64];
  /** Whether its way is cut, which nobody in the instance knows before it is used. */
  boolean[] isCut = new boolean[64];

  private boolean[] late = new boolean[64];
  /** Unused connections whose time-out has passed while their instance was frozen. */
  int overdue;

  /**
   * A table.
   *
   * @param mayEndIdle whether the pool can do without an unused connection
   * @param endIdle closes an unused connection
   * @param tooOld hears that a connection has reached its greatest age
   * @param target what they lead to
   */
  PoolConnections(
      EventQueue queue,
      PoolOptions options,
      Draws lifetimeDraws,
      IntPredicate mayEndIdle,
      IntConsumer endIdle,
      IntConsumer tooOld,
      ConnectionTarget target) {
    this.queue = queue;
    this.life = options.life();
    this.lifetimeDraws = lifetimeDraws;
    this.mayEndIdle = mayEndIdle;
    this.endIdle = endIdle;
    this.tooOld = tooOld;
    this.target = target;
    this.onIdle = queue.register(this::idleDue);
    this.onOld = queue.register(this::oldDue);
    this.onCut = queue.register(this::cutDue);
  }

  /** Says when an instance is frozen, so that its idle time-outs do not run. */
  void freezeWhen(IntPredicate isFrozen) {
    frozen = isFrozen;
  }

  void begin(int c, int who, int ticket, InstancePool pool) {
    ensure(c);
    state[c] = State.OPENING;
    requester[c] = who;
    requesterTicket[c] = ticket;
    poolLife[c] = pool.life;
    instance[c] = pool.instance;
    doomed[c] = false;
    idleArmed[c] = false;
    cutArmed[c] = false;
    isCut[c] = false;
  }

  /** The connection is up: its age counts from now. */
  void up(int c) {
    if (life.maxLifetimeNs() != Long.MAX_VALUE) {
      double younger = life.jitter() * lifetimeDraws.uniform(opened++);
      long ageNs = life.maxLifetimeNs() - (long) (younger * life.maxLifetimeNs());
      queue.schedule(queue.nowNs() + ageNs, onOld, key(c));
    }
  }

  /** The connection is unused from now on. */
  void idle(int c) {
    state[c] = State.IDLE;
    idleSinceNs[c] = queue.nowNs();
    if (life.idleTimeoutNs() != Long.MAX_VALUE && !idleArmed[c]) {
      arm(c, queue.nowNs());
    }
    if (target.idleCutNs() != Long.MAX_VALUE && !cutArmed[c]) {
      armCut(c);
    }
  }

  /** The connection is used. */
  void busy(int c) {
    state[c] = State.BUSY;
    punctual(c);
  }

  /** Whether an unused connection should have been closed while its instance was frozen. */
  boolean isOverdue(int c) {
    return late[c];
  }

  private void punctual(int c) {
    if (late[c]) {
      late[c] = false;
      overdue--;
    }
  }

  /** The connection is closed. */
  void end(int c) {
    punctual(c);
    incarnation[c]++;
    hand[c]++;
  }

  private void arm(int c, long sinceNs) {
    idleArmed[c] = true;
    queue.schedule(sinceNs + life.idleTimeoutNs(), onIdle, key(c));
  }

  private void idleDue(long key) {
    int c = (int) key;
    if (incarnation[c] != (int) (key >>> 32)) {
      return;
    }
    idleArmed[c] = false;
    if (state[c] != State.IDLE) {
      return; // armed again when it is next unused
    }
    long nowNs = queue.nowNs();
    if (idleSinceNs[c] + life.idleTimeoutNs() > nowNs) {
      arm(c, idleSinceNs[c]);
    } else if (frozen.test(instance[c])) {
      late[c] = true;
      overdue++;
    } else if (mayEndIdle.test(c)) {
      endIdle.accept(c);
    } else {
      arm(c, nowNs);
    }
  }

  private void armCut(int c) {
    cutArmed[c] = true;
    queue.schedule(idleSinceNs[c] + target.idleCutNs(), onCut, key(c));
  }

  /** Whatever stands in between has no timer that an instance could stop. */
  private void cutDue(long key) {
    int c = (int) key;
    if (incarnation[c] != (int) (key >>> 32)) {
      return;
    }
    cutArmed[c] = false;
    if (state[c] != State.IDLE) {
      return; // armed again when it is next unused
    }
    if (idleSinceNs[c] + target.idleCutNs() > queue.nowNs()) {
      armCut(c);
    } else {
      isCut[c] = true;
      target.cut(c);
    }
  }

  private void oldDue(long key) {
    int c = (int) key;
    if (incarnation[c] == (int) (key >>> 32)) {
      tooOld.accept(c);
    }
  }

  private long key(int c) {
    return (long) incarnation[c] << 32 | c;
  }

  private void ensure(int c) {
    if (c >= state.length) {
      int length = Math.max(c + 1, state.length * 2);
      state = Arrays.copyOf(state, length);
      requester = Arrays.copyOf(requester, length);
      requesterTicket = Arrays.copyOf(requesterTicket, length);
      poolLife = Arrays.copyOf(poolLife, length);
      instance = Arrays.copyOf(instance, length);
      hand = Arrays.copyOf(hand, length);
      handedTo = Arrays.copyOf(handedTo, length);
      handedTicket = Arrays.copyOf(handedTicket, length);
      doomed = Arrays.copyOf(doomed, length);
      incarnation = Arrays.copyOf(incarnation, length);
      idleSinceNs = Arrays.copyOf(idleSinceNs, length);
      idleArmed = Arrays.copyOf(idleArmed, length);
      cutArmed = Arrays.copyOf(cutArmed, length);
      isCut = Arrays.copyOf(isCut, length);
      late = Arrays.copyOf(late, length);
    }
  }
}
