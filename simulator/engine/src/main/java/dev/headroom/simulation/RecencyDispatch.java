package dev.headroom.simulation;

import java.util.Arrays;

/** Most or least recently used first: a doubly linked list in order of use. */
final class RecencyDispatch extends Dispatch {
  private static final int NONE = -1;

  private final boolean mostRecent;
  /** Of each instance, side by side: the next more recently and the next less recently used. */
  private int[] links = new int[128];

  private int newest = NONE;
  private int oldest = NONE;

  RecencyDispatch(boolean mostRecent) {
    this.mostRecent = mostRecent;
  }

  @Override
  void add(int instance, int load) {
    if (2 * instance >= links.length) {
      links = Arrays.copyOf(links, 4 * instance);
    }
    links[2 * instance] = NONE;
    links[2 * instance + 1] = newest;
    if (newest == NONE) {
      oldest = instance;
    } else {
      links[2 * newest] = instance;
    }
    newest = instance;
  }

  @Override
  void remove(int instance, int load) {
    int up = links[2 * instance];
    int down = links[2 * instance + 1];
    if (up == NONE) {
      newest = down;
    } else {
      links[2 * up + 1] = down;
    }
    if (down == NONE) {
      oldest = up;
    } else {
      links[2 * down] = up;
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
