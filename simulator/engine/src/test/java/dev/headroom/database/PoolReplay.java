package dev.headroom.database;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.Scenario;
import java.util.Arrays;

/** Recorded arrivals before one simulated pool, and before a pooler where there is one. */
final class PoolReplay extends DeafListener {
  private static final double MILLI = 1e6;

  /** Given to the pool to fill before the first arrival; the measurements began with it full. */
  private static final double FILL_MS = 2000;

  private static final int POOL = 0;

  /** What one replay gives: waits of those served in the window, in order, and time-outs. */
  record Seen(double[] poolWaitMs, double[] poolerWaitMs, int timeouts) {}

  private final EventQueue queue = new EventQueue(0);
  private final Pooler pooler;
  private final InstancePools pools;
  private final double fromMs;
  private final double toMs;
  private final double[] holdMs;
  private final boolean closed;
  private final int onArrival;
  private final int onDone;
  private final double[] cameMs;
  private final double[] poolWait;
  private final double[] poolerWait;
  private int pooled;
  private int served;
  private int timeouts;
  private int asking;
  private int uses;

  /**
   * A replay.
   *
   * @param fromMs from when arrivals count
   * @param toMs until when a closed loop asks
   * @param attempts how many may ask at the same time
   * @param holdMs how long each attempt keeps what it got; in a closed loop, each use in turn
   * @param closed whether each attempt asks again when it has given back or failed
   */
  private PoolReplay(
      String database,
      long seed,
      double fromMs,
      double toMs,
      int attempts,
      double[] holdMs,
      boolean closed) {
    Scenario scenario = PoolRig.scenario(database);
    Exhaustion exhaustion = new Exhaustion(() -> "");
    DatabaseServer server = new DatabaseServer(queue, scenario.server(), exhaustion);
    this.pooler = scenario.pooler() == null
        ? null
        : new Pooler(queue, scenario.pooler(), server, Draws.of(seed, 0, Purpose.PINNED_CLIENT));
    if (pooler != null) {
      pooler.meterBy(this);
    }
    this.pools = new InstancePools(
        queue,
        scenario.services().get(0).pool(),
        new PoolPlace(
            pooler == null ? server : pooler,
            pooler == null,
            this,
            exhaustion,
            new PoolCensus(),
            Draws.of(seed, 0, Purpose.CONNECTION_LIFE)));
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.holdMs = holdMs;
    this.closed = closed;
    this.cameMs = new double[attempts];
    this.poolWait = new double[holdMs.length];
    this.poolerWait = new double[poolWait.length];
    this.onArrival = queue.register(a -> ask((int) a));
    this.onDone = queue.register(a -> done((int) a));
  }

  /** Open arrivals: each asks once. */
  static Seen open(String database, long seed, double[] arrivalMs, double[] holdMs, double fromMs) {
    PoolReplay replay =
        new PoolReplay(database, seed, fromMs, Double.MAX_VALUE, arrivalMs.length, holdMs, false);
    return replay.run(arrivalMs);
  }

  /** So many who ask again at once, until a time. */
  static Seen closed(
      String database, long seed, int threads, double[] holdMs, double fromMs, double toMs) {
    return new PoolReplay(database, seed, fromMs, toMs, threads, holdMs, true)
        .run(new double[threads]);
  }

  private Seen run(double[] arrivalMs) {
    pools.start(POOL);
    for (int a = 0; a < arrivalMs.length; a++) {
      queue.schedule((long) ((FILL_MS + arrivalMs[a]) * MILLI), onArrival, a);
    }
    asking = arrivalMs.length;
    while (asking > 0 && queue.runNext()) {
      // Until everybody has an answer.
    }
    double[] poolMs = Arrays.copyOf(poolWait, pooled);
    double[] poolerMs = Arrays.copyOf(poolerWait, served);
    Arrays.sort(poolMs);
    Arrays.sort(poolerMs);
    return new Seen(poolMs, poolerMs, timeouts);
  }

  private double nowMs() {
    return queue.nowNs() / MILLI - FILL_MS;
  }

  private void ask(int attempt) {
    cameMs[attempt] = nowMs();
    pools.borrow(attempt, POOL);
  }

  private boolean counts(int attempt) {
    return cameMs[attempt] >= fromMs;
  }

  @Override
  public void borrowed(int attempt) {
    if (counts(attempt)) {
      poolWait[pooled++] = nowMs() - cameMs[attempt];
    }
    if (pooler == null) {
      hold(attempt);
    } else {
      pooler.acquire(pools.connection(attempt), attempt, this);
    }
  }

  private long poolerWaitNs;

  @Override
  public void poolerWaited(long waitNs) {
    poolerWaitNs = waitNs;
  }

  @Override
  public void served(int attempt) {
    if (counts(attempt)) {
      poolerWait[served++] = poolerWaitNs / MILLI;
    }
    hold(attempt);
  }

  private void hold(int attempt) {
    double forMs = holdMs[closed ? uses++ : attempt];
    queue.schedule(queue.nowNs() + (long) (forMs * MILLI), onDone, attempt);
  }

  private void done(int attempt) {
    if (pooler != null) {
      pooler.release(pools.connection(attempt));
    }
    pools.release(attempt);
    again(attempt);
  }

  private void again(int attempt) {
    if (closed && nowMs() < toMs) {
      queue.schedule(queue.nowNs(), onArrival, attempt);
    } else {
      asking--;
    }
  }

  @Override
  public void failed(int attempt, FailureReason reason) {
    if (counts(attempt)) {
      timeouts++;
    }
    if (reason == FailureReason.POOLER_TIMEOUT) {
      pools.release(attempt);
    }
    again(attempt);
  }

  @Override
  public void refused(Refusal refusal) {
    throw new IllegalStateException("refused: " + refusal);
  }

  @Override
  public void poolStarted(int instance) {
    throw new IllegalStateException("the pool was there already");
  }

  @Override
  public void poolStartFailed(int instance) {
    throw new IllegalStateException("the pool was there already");
  }
}
