package dev.headroom.simulation;

import java.util.Arrays;

/**
 * The attempts that are under way, one row each in parallel arrays.
 *
 * <p>A row's epoch moves on when the attempt ends, so that events and timers that still carry the
 * old epoch are recognised as stale.
 */
final class Attempts {
  /** Where an attempt is. */
  enum Stage {
    FREE,
    BACKOFF,
    QUEUED,
    BOUND,
    SERVICE,
    CPU_FIRST,
    BORROW,
    POOLER,
    QUERY,
    WAIT,
    CPU_LAST,
    /** Not an attempt any more: what one left to do after its reply. */
    BACKGROUND
  }

  static final int NONE = -1;
  static final byte COUNTED = 1;
  static final byte AFFECTED = 2;
  static final byte CLIENT_GONE = 4;
  static final byte HAS_CONNECTION = 8;
  static final byte HAS_SERVER = 16;
  /** Came through an activator, which counts it too. */
  static final byte PROXIED = 32;
  /** Its service is one block, so its processor use is metered by time. */
  static final byte IN_BLOCK = 64;
  /** Its times below, those of its queries, are its own. */
  static final byte HAS_QUERIES = (byte) 128;

  long[] requestNs = new long[256];
  long[] attemptNs = new long[256];
  /** When its work inside an instance began. */
  long[] startedNs = new long[256];

  long[] entity = new long[256];
  long[] durationNs = new long[256];
  long[] cpuNs = new long[256];
  /** The pause before, where the next one is drawn from it. */
  long[] pauseNs = new long[256];
  /** When it began what it now waits for, of the waits below. */
  long[] sinceNs = new long[256];
  /** Of an attempt with queries: waits for a pool's connection, for a pooler's, and queries. */
  long[] connectionNs = new long[256];

  long[] poolerNs = new long[256];
  long[] queriesNs = new long[256];

  int[] number = new int[256];
  int[] classIndex = new int[256];
  int[] instance = new int[256];
  int[] query = new int[256];
  int[] revision = new int[256];
  int[] epoch = new int[256];
  /** What the clients' circuit breaker gave, where there is one. */
  int[] permit = new int[256];
  /** Neighbours in the queue, and once inside, among the attempts of the same instance. */
  int[] next = new int[256];

  int[] previous = new int[256];
  byte[] flags = new byte[256];
  Stage[] stage = new Stage[256];
  private int freeHead = NONE;
  private int used;

  /** Rows ever used: every attempt has a smaller index. */
  int used() {
    return used;
  }

  int allocate() {
    if (freeHead != NONE) {
      int a = freeHead;
      freeHead = next[a];
      return a;
    }
    if (used == epoch.length) {
      grow();
    }
    return used++;
  }

  void free(int a) {
    epoch[a]++;
    stage[a] = Stage.FREE;
    next[a] = freeHead;
    freeHead = a;
  }

  /** What an event or timer of this attempt carries. */
  long key(int a) {
    return (long) epoch[a] << 32 | a;
  }

  boolean isCurrent(long key) {
    return epoch[(int) key] == (int) (key >>> 32);
  }

  boolean has(int a, byte flag) {
    return (flags[a] & flag) != 0;
  }

  void set(int a, byte flag) {
    flags[a] |= flag;
  }

  void clear(int a, byte flag) {
    flags[a] &= (byte) ~flag;
  }

  /** Copies what belongs to the request, not to the attempt. */
  void copyRequest(int from, int to) {
    requestNs[to] = requestNs[from];
    entity[to] = entity[from];
    durationNs[to] = durationNs[from];
    classIndex[to] = classIndex[from];
    number[to] = number[from];
    pauseNs[to] = pauseNs[from];
    permit[to] = permit[from];
    revision[to] = revision[from];
    flags[to] = (byte) (flags[from] & COUNTED);
  }

  private void grow() {
    int length = used * 2;
    requestNs = Arrays.copyOf(requestNs, length);
    attemptNs = Arrays.copyOf(attemptNs, length);
    startedNs = Arrays.copyOf(startedNs, length);
    entity = Arrays.copyOf(entity, length);
    durationNs = Arrays.copyOf(durationNs, length);
    cpuNs = Arrays.copyOf(cpuNs, length);
    pauseNs = Arrays.copyOf(pauseNs, length);
    sinceNs = Arrays.copyOf(sinceNs, length);
    connectionNs = Arrays.copyOf(connectionNs, length);
    poolerNs = Arrays.copyOf(poolerNs, length);
    queriesNs = Arrays.copyOf(queriesNs, length);
    number = Arrays.copyOf(number, length);
    classIndex = Arrays.copyOf(classIndex, length);
    instance = Arrays.copyOf(instance, length);
    query = Arrays.copyOf(query, length);
    revision = Arrays.copyOf(revision, length);
    epoch = Arrays.copyOf(epoch, length);
    permit = Arrays.copyOf(permit, length);
    next = Arrays.copyOf(next, length);
    previous = Arrays.copyOf(previous, length);
    flags = Arrays.copyOf(flags, length);
    stage = Arrays.copyOf(stage, length);
  }
}
