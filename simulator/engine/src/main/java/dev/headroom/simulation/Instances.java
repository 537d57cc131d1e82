package dev.headroom.simulation;

import java.util.Arrays;

/** The instances of one service, one row each in parallel arrays; rows are used again. */
final class Instances {
  /** Where an instance is in its life. */
  enum State {
    NONE,
    STARTING,
    IDLE,
    BUSY,
    DRAINING
  }

  State[] state = new State[64];
  int[] load = new int[64];
  int[] ordinal = new int[64];
  int[] epoch = new int[64];
  int[] phase = new int[64];
  int[] node = new int[64];
  /** Processes of the instance that a probe has killed so far. */
  int[] killed = new int[64];

  int[] boundAttempt = new int[64];
  int[] idleNewer = new int[64];
  int[] idleOlder = new int[64];
  long[] startedNs = new long[64];
  long[] billedFromNs = new long[64];
  /** When requests inside are worked on: at its first traffic or later. */
  long[] readyNs = new long[64];
  /** Until when its work is slower. */
  long[] warmNs = new long[64];

  long[] busySinceNs = new long[64];
  long[] idleSinceNs = new long[64];
  /** Earliest end of an instance that left the rotation and has nothing inside. */
  long[] stayUntilNs = new long[64];
  /** Health checks failed in a row. */
  int[] failedChecks = new int[64];
  /** Its process was killed and the machine lives: the kernel closes its connections. */
  boolean[] closedByKernel = new boolean[64];

  boolean[] parked = new boolean[64];
  /** Kept ready, used or not. */
  boolean[] provisioned = new boolean[64];

  private int[] nextFree = new int[64];
  private int freeHead = -1;
  private int used;

  /** Rows ever used: every instance has a smaller index. */
  int used() {
    return used;
  }

  int allocate() {
    if (freeHead >= 0) {
      int i = freeHead;
      freeHead = nextFree[i];
      return i;
    }
    if (used == load.length) {
      grow();
    }
    return used++;
  }

  void free(int i) {
    state[i] = State.NONE;
    provisioned[i] = false;
    epoch[i]++;
    nextFree[i] = freeHead;
    freeHead = i;
  }

  long key(int i) {
    return (long) epoch[i] << 32 | i;
  }

  boolean isCurrent(long key) {
    return epoch[(int) key] == (int) (key >>> 32);
  }

  private void grow() {
    int length = used * 2;
    state = Arrays.copyOf(state, length);
    load = Arrays.copyOf(load, length);
    ordinal = Arrays.copyOf(ordinal, length);
    epoch = Arrays.copyOf(epoch, length);
    phase = Arrays.copyOf(phase, length);
    node = Arrays.copyOf(node, length);
    killed = Arrays.copyOf(killed, length);
    boundAttempt = Arrays.copyOf(boundAttempt, length);
    idleNewer = Arrays.copyOf(idleNewer, length);
    idleOlder = Arrays.copyOf(idleOlder, length);
    startedNs = Arrays.copyOf(startedNs, length);
    billedFromNs = Arrays.copyOf(billedFromNs, length);
    readyNs = Arrays.copyOf(readyNs, length);
    warmNs = Arrays.copyOf(warmNs, length);
    busySinceNs = Arrays.copyOf(busySinceNs, length);
    idleSinceNs = Arrays.copyOf(idleSinceNs, length);
    stayUntilNs = Arrays.copyOf(stayUntilNs, length);
    failedChecks = Arrays.copyOf(failedChecks, length);
    closedByKernel = Arrays.copyOf(closedByKernel, length);
    parked = Arrays.copyOf(parked, length);
    provisioned = Arrays.copyOf(provisioned, length);
    nextFree = Arrays.copyOf(nextFree, length);
  }
}
