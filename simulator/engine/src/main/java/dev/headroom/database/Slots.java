package dev.headroom.database;

import java.util.Arrays;

/** Hands out small ids and takes them back, so that tables stay as small as what is in use. */
final class Slots {
  private int[] nextFree = new int[64];
  private int freeHead = -1;
  private int used;

  int allocate() {
    if (freeHead >= 0) {
      int id = freeHead;
      freeHead = nextFree[id];
      return id;
    }
    if (used == nextFree.length) {
      nextFree = Arrays.copyOf(nextFree, used * 2);
    }
    return used++;
  }

  void free(int id) {
    nextFree[id] = freeHead;
    freeHead = id;
  }
}
