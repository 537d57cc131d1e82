package dev.headroom.simulation;

import java.util.Arrays;

/** Most or least recently used first: a doubly linked list in order of use. */
final class RecencyDispatch extends Dispatch {
  private static final int NONE = -1;

  private final boolean mostRecent;
  private int[] newer = new int[64];
  private int[] older = new int[64];
  private int newest = NONE;
  private int oldest = NONE;

  RecencyDispatch(boolean mostRecent) {
    this.mostRecent = mostRecent;
  }

  @Override
  void add(int instance, int load) {
    if (instance >= newer.length) {
      int length = Math.max(instance + 1, newer.length * 2);
      newer = Arrays.copyOf(newer, length);
      older = Arrays.copyOf(older, length);
    }
    older[instance] = newest;
    newer[instance] = NONE;
    if (newest == NONE) {
      oldest = instance;
    } else {
      newer[newest] = instance;
    }
    newest = instance;
  }

  @Override
  void remove(int instance, int load) {
    int up = newer[instance];
    int down = older[instance];
    if (up == NONE) {
      newest = down;
    } else {
      older[up] = down;
    }
    if (down == NONE) {
      oldest = up;
    } else {
      newer[down] = up;
    }
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    if (newest != instance) {
      remove(instance, oldLoad);
      add(instance, newLoad);
    }
  }

  @Override
  int pick(long entity) {
    return mostRecent ? newest : oldest;
  }
}
