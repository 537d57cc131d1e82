package dev.headroom.simulation;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;
import dev.headroom.core.Lane;
import dev.headroom.core.Purpose;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Users who leave when their whole request takes too long: one timer for each request, whichever
 * of its attempts runs or waits when it ends.
 */
final class Patience {
  private static final int NONE = Attempts.NONE;

  private final ServiceRuntime service;
  private final Distribution patience;
  private final Draws draws;
  private final IntConsumer onLeave;
  /** Where all users are equally patient, else null. */
  private final Lane lane;

  private final int onTimer;
  /** User of an attempt's row. */
  private int[] userOf = new int[256];

  /** By user: the row of the attempt, epoch, next free user. */
  private int[] rowOf = new int[256];

  private int[] epoch = new int[256];
  private int[] nextFree = new int[256];
  private int freeHead = NONE;
  private int used;

  private Patience(ServiceRuntime service, Distribution patience, IntConsumer onLeave) {
    this.service = service;
    this.patience = patience;
    this.onLeave = onLeave;
    this.draws = service.draws(Purpose.PATIENCE);
    this.onTimer = service.queue.register(this::timer);
    this.lane = patience.isConstant()
        ? new Lane(service.queue, patience.sampleNs(draws, 0, 0), this::timer, this::isCurrent)
        : null;
  }

  /**
   * The patience of a service's users, or null where they wait for as long as it takes.
   *
   * @param onLeave told the row of the attempt whose user leaves
   */
  static Patience of(ServiceRuntime service, IntConsumer onLeave) {
    Distribution patience = service.spec.clients().patience();
    return patience == null ? null : new Patience(service, patience, onLeave);
  }

  /** A request begins. */
  void begins(int a) {
    int user = allocate();
    bind(user, a);
    if (lane != null) {
      lane.start(key(user));
    } else {
      long leavesNs = patience.sampleNs(draws, service.attempts.at(a).entity, 0);
      service.queue.schedule(service.queue.nowNs() + leavesNs, onTimer, key(user));
    }
  }

  /** A request goes on in another row. */
  void moved(int from, int to) {
    bind(userOf[from], to);
  }

  /** A request has its outcome. */
  void ends(int a) {
    int user = userOf[a];
    epoch[user]++;
    nextFree[user] = freeHead;
    freeHead = user;
  }

  private void timer(long key) {
    if (isCurrent(key)) {
      onLeave.accept(rowOf[(int) key]);
    }
  }

  private boolean isCurrent(long key) {
    return epoch[(int) key] == (int) (key >>> 32);
  }

  private long key(int user) {
    return (long) epoch[user] << 32 | user;
  }

  private void bind(int user, int a) {
    if (a >= userOf.length) {
      userOf = Arrays.copyOf(userOf, Math.max(a + 1, userOf.length * 2));
    }
    userOf[a] = user;
    rowOf[user] = a;
  }

  private int allocate() {
    if (freeHead != NONE) {
      int user = freeHead;
      freeHead = nextFree[user];
      return user;
    }
    if (used == rowOf.length) {
      rowOf = Arrays.copyOf(rowOf, used * 2);
      epoch = Arrays.copyOf(epoch, used * 2);
      nextFree = Arrays.copyOf(nextFree, used * 2);
    }
    return used++;
  }
}
