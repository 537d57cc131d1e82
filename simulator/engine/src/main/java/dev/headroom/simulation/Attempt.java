package dev.headroom.simulation;

/**
 * One attempt under way: what events, timers and queues know by its row in {@link Attempts}.
 *
 * <p>One object holds all of it, so that an event touches two or three lines of the cache and not a
 * line of each of twenty arrays. It is used again for another attempt after this one's end.
 */
final class Attempt {
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

  long requestNs;
  long attemptNs;
  /** When its work inside an instance began. */
  long startedNs;

  long entity;
  long durationNs;
  long cpuNs;
  /** The pause before, where the next one is drawn from it. */
  long pauseNs;
  /** When it began what it now waits for, of the waits below. */
  long sinceNs;
  /** Of an attempt with queries: waits for a pool's connection, for a pooler's, and queries. */
  long connectionNs;

  long poolerNs;
  long queriesNs;

  int number;
  int classIndex;
  int instance;
  int query;
  int revision;
  int epoch;
  /** What the clients' circuit breaker gave, where there is one. */
  int permit;
  /** Neighbours in the queue, and once inside, among the attempts of the same instance. */
  int next;

  int previous;
  byte flags;
  Stage stage;

  boolean has(byte flag) {
    return (flags & flag) != 0;
  }

  void set(byte flag) {
    flags |= flag;
  }

  /** Whether it had the flag, which it has no more. */
  boolean clear(byte flag) {
    boolean had = has(flag);
    flags &= (byte) ~flag;
    return had;
  }

  /** Waits, or is served by the database, from {@code nowNs} on. */
  void begin(Stage what, long nowNs) {
    stage = what;
    sinceNs = nowNs;
  }

  /** Failed and is to be tried again: nothing that is under way for it counts any more. */
  void beginBackoff() {
    epoch++;
    stage = Stage.BACKOFF;
    flags &= COUNTED;
  }

  /** Takes over what belongs to the request, not to the attempt. */
  void copyRequest(Attempt from) {
    requestNs = from.requestNs;
    entity = from.entity;
    durationNs = from.durationNs;
    classIndex = from.classIndex;
    number = from.number;
    pauseNs = from.pauseNs;
    permit = from.permit;
    revision = from.revision;
    flags = (byte) (from.flags & COUNTED);
  }
}
