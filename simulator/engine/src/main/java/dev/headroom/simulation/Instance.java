package dev.headroom.simulation;

/** One instance: what events and lists know by its row in {@link Instances}; used again. */
final class Instance {
  /** Where an instance is in its life. */
  enum State {
    NONE,
    STARTING,
    IDLE,
    BUSY,
    DRAINING
  }

  State state;
  int load;
  int ordinal;
  int epoch;
  int phase;
  int node;
  /** Processes of the instance that a probe has killed so far. */
  int killed;

  int boundAttempt;
  int idleNewer;
  int idleOlder;
  long startedNs;
  long billedFromNs;
  /** When requests inside are worked on: at its first traffic or later. */
  long readyNs;
  /** Until when its work is slower. */
  long warmNs;

  long busySinceNs;
  long idleSinceNs;
  /** Earliest end of an instance that left the rotation and has nothing inside. */
  long stayUntilNs;
  /** Health checks failed in a row. */
  int failedChecks;
  /** Its process was killed and the machine lives: the kernel closes its connections. */
  boolean closedByKernel;

  boolean parked;
  /** Kept ready, used or not. */
  boolean provisioned;
  /** The next row that is free, of a free one. */
  int nextFree;
  /** The attempt that came in last, of those inside. */
  int newestInside = Attempts.NONE;

  /** The row is another instance from now on, one that starts. */
  void begin(int number, int forAttempt, long nowNs) {
    state = State.STARTING;
    load = 0;
    node = Fleet.NONE;
    parked = false;
    killed = 0;
    closedByKernel = false;
    warmNs = Long.MIN_VALUE;
    failedChecks = 0;
    ordinal = number;
    boundAttempt = forAttempt;
    startedNs = nowNs;
  }

  /** Whether it is ready and in the rotation. */
  boolean serves() {
    return state == State.IDLE || state == State.BUSY;
  }
}
