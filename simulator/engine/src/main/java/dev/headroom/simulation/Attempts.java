package dev.headroom.simulation;

import dev.headroom.simulation.Attempt.Stage;
import java.util.Arrays;

/**
 * The attempts that are under way, one row each. Rows are used again, so a run allocates as many as
 * were ever under way at once.
 *
 * <p>A row's epoch moves on when the attempt ends, so that events and timers that still carry the
 * old epoch are recognised as stale.
 */
final class Attempts {
  static final int NONE = -1;

  private Attempt[] rows = new Attempt[256];
  private int freeHead = NONE;
  private int used;

  Attempt at(int a) {
    return rows[a];
  }

  /** Rows ever used: every attempt has a smaller index. */
  int used() {
    return used;
  }

  int allocate() {
    if (freeHead != NONE) {
      int a = freeHead;
      freeHead = rows[a].next;
      return a;
    }
    if (used == rows.length) {
      rows = Arrays.copyOf(rows, used * 2);
    }
    rows[used] = new Attempt();
    return used++;
  }

  void free(int a) {
    Attempt row = rows[a];
    row.epoch++;
    row.stage = Stage.FREE;
    row.next = freeHead;
    freeHead = a;
  }

  /** What an event or timer of this attempt carries. */
  long key(int a) {
    return (long) rows[a].epoch << 32 | a;
  }

  boolean isCurrent(long key) {
    return rows[(int) key].epoch == (int) (key >>> 32);
  }
}
