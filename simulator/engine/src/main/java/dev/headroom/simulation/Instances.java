package dev.headroom.simulation;

import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/** The instances of one service, one row each; rows are used again. */
final class Instances {
  private Instance[] rows = new Instance[64];
  private int freeHead = -1;
  private int used;

  Instance at(int i) {
    return rows[i];
  }

  /** Rows ever used: every instance has a smaller index. */
  int used() {
    return used;
  }

  int allocate() {
    if (freeHead >= 0) {
      int i = freeHead;
      freeHead = rows[i].nextFree;
      return i;
    }
    if (used == rows.length) {
      rows = Arrays.copyOf(rows, used * 2);
    }
    rows[used] = new Instance();
    return used++;
  }

  void free(int i) {
    Instance row = rows[i];
    row.state = State.NONE;
    row.provisioned = false;
    row.epoch++;
    row.nextFree = freeHead;
    freeHead = i;
  }

  long key(int i) {
    return (long) rows[i].epoch << 32 | i;
  }

  boolean isCurrent(long key) {
    return rows[(int) key].epoch == (int) (key >>> 32);
  }
}
