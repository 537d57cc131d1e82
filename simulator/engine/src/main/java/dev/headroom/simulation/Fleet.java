package dev.headroom.simulation;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.simulation.Instances.State;
import java.util.List;

/**
 * The instances of one service and their lives: start-up phases, idle and busy, draining, gone.
 *
 * <p>How many there should be is {@link Scaler}'s and {@link Sizing}'s business; which one gets a
 * request is the {@link Dispatch}'s.
 */
final class Fleet {
  static final int NONE = -1;
  private static final Gauge[] PHASES = {
    Gauge.PLACING, Gauge.PULLING, Gauge.BOOTING, Gauge.PROBING
  };
  private static final int PULLING = 1;

  /** Outcome codes that instances fold into the fingerprint. */
  private static final long FOLD_READY = 101;

  private static final long FOLD_GONE = 102;

  final Instances rows = new Instances();
  final IdleList idle;
  /** Instances that start, idle or work, by age; those that stop are out of it. */
  final Seniority seniority;

  private final Revision revision;
  private final Dispatch dispatch;
  private final Billing billing;
  private final List<Distribution> phases;
  private final Draws phaseDraws;
  private final int onPhase;
  private final int onDrainEnd;
  private final int onAllReady;
  private boolean allReadyArmed;
  private final int concurrency;
  private int starting;
  private int ready;
  private int busy;
  private int draining;
  private int parkedCount;
  private int nextOrdinal;
  private long created;
  private long gone;
  private double startUpSumNs;
  private long startUpCount;

  Fleet(Revision revision, Dispatch dispatch, Seniority seniority) {
    this.revision = revision;
    this.dispatch = dispatch;
    this.seniority = seniority;
    this.onAllReady = revision.queue.register(Turn.ALL_READY, unused -> allReady());
    this.billing = new Billing(revision, this);
    this.concurrency = revision.spec.platform().concurrency();
    this.phases = revision.spec.platform().start().phases();
    this.phaseDraws = revision.draws(Purpose.START_PHASE);
    this.onPhase = revision.queue.register(Turn.READY, this::phaseEnded);
    this.onDrainEnd = revision.queue.register(this::drainEnded);
    this.idle = new IdleList(revision, this);
  }

  /** Instances that exist and are not stopping. */
  int live() {
    return starting + ready;
  }

  int starting() {
    return starting;
  }

  int ready() {
    return ready;
  }

  int busy() {
    return busy;
  }

  int draining() {
    return draining;
  }

  int parked() {
    return parkedCount;
  }

  /** Mean start-up seen so far, or the model's expectation before the first. */
  double meanStartUpNs() {
    return startUpCount == 0
        ? revision.spec.platform().start().meanNs()
        : startUpSumNs / startUpCount;
  }

  /** Puts an instance there that is ready before the run begins. */
  void addReady() {
    int i = create(NONE);
    rows.readyNs[i] = revision.queue.nowNs() - 1;
    rows.billedFromNs[i] = revision.queue.nowNs();
    becomeReady(i);
  }

  /** Starts an instance, for one waiting attempt or for all. */
  void start(int boundAttempt) {
    int i = create(boundAttempt);
    revision.recorder.count(revision.row, Count.STARTED, revision.queue.nowNs());
    rows.billedFromNs[i] = Long.MIN_VALUE;
    enterPhase(i, 0);
  }

  private int create(int boundAttempt) {
    int i = rows.allocate();
    rows.state[i] = State.STARTING;
    rows.load[i] = 0;
    rows.parked[i] = false;
    rows.ordinal[i] = nextOrdinal++;
    rows.boundAttempt[i] = boundAttempt;
    if (boundAttempt != NONE) {
      revision.attempts.instance[boundAttempt] = i;
    }
    rows.startedNs[i] = revision.queue.nowNs();
    seniority.add(i);
    starting++;
    created++;
    revision.recorder.liveChanged(revision.row, 1);
    return i;
  }

  private void enterPhase(int i, int first) {
    long nowNs = revision.queue.nowNs();
    for (int p = first; p < PHASES.length; p++) {
      if (p >= PULLING && rows.billedFromNs[i] == Long.MIN_VALUE) {
        rows.billedFromNs[i] = nowNs;
      }
      long lengthNs = phases.get(p).sampleNs(phaseDraws, rows.ordinal[i], p);
      if (lengthNs > 0) {
        rows.phase[i] = p;
        revision.recorder.change(revision.row, PHASES[p], 1, nowNs);
        revision.queue.schedule(nowNs + lengthNs, onPhase, rows.key(i));
        return;
      }
    }
    rows.readyNs[i] = nowNs;
    long startUpNs = nowNs - rows.startedNs[i];
    startUpSumNs += startUpNs;
    startUpCount++;
    revision.recorder.booted(revision.row, startUpNs);
    revision.recorder.fold(rows.ordinal[i], FOLD_READY, nowNs);
    becomeReady(i);
  }

  private void phaseEnded(long key) {
    if (rows.isCurrent(key)) {
      int i = (int) key;
      int phase = rows.phase[i];
      revision.recorder.change(revision.row, PHASES[phase], -1, revision.queue.nowNs());
      revision.scaler.phaseEnded(i, phase);
      enterPhase(i, phase + 1);
    }
  }

  private void becomeReady(int i) {
    starting--;
    ready++;
    rows.state[i] = State.IDLE;
    revision.recorder.change(revision.row, Gauge.IDLE, 1, revision.queue.nowNs());
    idle.add(i);
    revision.scaler.becameReady(i);
    dispatch.add(i, 0);
    if (revision.pools != null) {
      revision.pools.start(i);
    }
    int bound = rows.boundAttempt[i];
    rows.boundAttempt[i] = NONE;
    if (bound != NONE) {
      revision.router.boundReady(bound);
      assign(i, bound);
    }
    billing.idleChanged();
    if (!allReadyArmed) {
      allReadyArmed = true;
      revision.queue.schedule(revision.queue.nowNs(), onAllReady, 0);
    }
  }

  /** Every instance that became ready at this instant is: now the waiting are shared out. */
  private void allReady() {
    allReadyArmed = false;
    revision.router.drainQueue();
    revision.scaler.allReady();
    if (revision.rollout != null) {
      revision.rollout.instanceReady();
    }
  }

  /** Whether the instance can take another request. */
  boolean hasSlot(int i) {
    return rows.load[i] < concurrency && rows.state[i] != State.DRAINING;
  }

  /** Puts an attempt into an instance with a free slot and starts its work. */
  void assign(int i, int attempt) {
    long nowNs = revision.queue.nowNs();
    if (rows.parked[i]) {
      unpark(i);
    }
    int load = rows.load[i]++;
    if (rows.state[i] == State.IDLE) {
      idle.remove(i);
      rows.state[i] = State.BUSY;
      rows.busySinceNs[i] = nowNs;
      busy++;
      revision.recorder.change(revision.row, Gauge.IDLE, -1, nowNs);
      revision.recorder.change(revision.row, Gauge.BUSY, 1, nowNs);
      billing.idleChanged();
    } else if (billing.perInvocation()) {
      rows.busySinceNs[i] = nowNs;
    }
    if (load + 1 == concurrency) {
      dispatch.remove(i, load);
    } else {
      dispatch.loadChanged(i, load, load + 1);
    }
    revision.recorder.change(revision.row, Gauge.IN_SERVICE, 1, nowNs);
    revision.recorder.count(revision.row, Count.INVOCATIONS, nowNs);
    revision.attempts.instance[attempt] = i;
    if (rows.readyNs[i] >= revision.attempts.requestNs[attempt]) {
      revision.attempts.set(attempt, Attempts.AFFECTED);
    }
    revision.scaler.entered(attempt, i);
    revision.work.start(attempt);
  }

  /** A request has left the instance. */
  void release(int i) {
    long nowNs = revision.queue.nowNs();
    revision.recorder.change(revision.row, Gauge.IN_SERVICE, -1, nowNs);
    int load = --rows.load[i];
    billing.requestEnded(i, nowNs);
    if (rows.state[i] == State.DRAINING) {
      if (load == 0) {
        revision.recorder.change(revision.row, Gauge.DRAINING, -1, nowNs);
        draining--;
        billing.becameIdle(i, nowNs);
        end(i);
      }
      return;
    }
    if (load + 1 == concurrency) {
      dispatch.add(i, load);
    } else {
      dispatch.loadChanged(i, load + 1, load);
    }
    revision.router.fill(i);
    if (rows.load[i] == 0) {
      becomeIdle(i, nowNs);
    }
  }

  private void becomeIdle(int i, long nowNs) {
    rows.state[i] = State.IDLE;
    busy--;
    revision.recorder.change(revision.row, Gauge.BUSY, -1, nowNs);
    revision.recorder.change(revision.row, Gauge.IDLE, 1, nowNs);
    billing.becameIdle(i, nowNs);
    idle.add(i);
    billing.idleChanged();
  }

  /** Takes an idle instance out of dispatch: it stays warm until needed or its keep-alive ends. */
  void park(int i) {
    rows.parked[i] = true;
    parkedCount++;
    dispatch.remove(i, rows.load[i]);
  }

  /** Puts a parked instance back into dispatch. */
  void unpark(int i) {
    rows.parked[i] = false;
    parkedCount--;
    dispatch.add(i, rows.load[i]);
  }

  /** Stops an instance: at once where it is idle or starting, after its requests where busy. */
  void stop(int i) {
    long nowNs = revision.queue.nowNs();
    seniority.remove(i);
    switch (rows.state[i]) {
      case STARTING -> {
        revision.recorder.change(revision.row, PHASES[rows.phase[i]], -1, nowNs);
        starting--;
        end(i);
      }
      case IDLE -> {
        idle.remove(i);
        leaveDispatch(i);
        ready--;
        revision.recorder.change(revision.row, Gauge.IDLE, -1, nowNs);
        end(i);
        billing.idleChanged();
      }
      case BUSY -> {
        if (rows.load[i] < concurrency) {
          leaveDispatch(i);
        }
        ready--;
        busy--;
        draining++;
        rows.state[i] = State.DRAINING;
        revision.recorder.change(revision.row, Gauge.BUSY, -1, nowNs);
        revision.recorder.change(revision.row, Gauge.DRAINING, 1, nowNs);
        billing.idleChanged();
        revision.queue.schedule(nowNs + revision.spec.scaling().drainNs(), onDrainEnd, rows.key(i));
      }
      case DRAINING, NONE -> throw new IllegalStateException("instance is already stopping");
    }
  }

  private void leaveDispatch(int i) {
    if (rows.parked[i]) {
      rows.parked[i] = false;
      parkedCount--;
    } else {
      dispatch.remove(i, rows.load[i]);
    }
  }

  private void drainEnded(long key) {
    if (rows.isCurrent(key) && rows.state[(int) key] == State.DRAINING) {
      revision.work.killAll((int) key);
    }
  }

  private void end(int i) {
    long nowNs = revision.queue.nowNs();
    if (revision.pools != null && rows.state[i] != State.STARTING) {
      revision.pools.stop(i);
    }
    billing.ended(i, nowNs);
    revision.recorder.liveChanged(revision.row, -1);
    revision.recorder.ended(revision.row, nowNs - rows.startedNs[i]);
    revision.recorder.fold(rows.ordinal[i], FOLD_GONE, nowNs);
    rows.free(i);
    gone++;
  }

  /** Checks that every instance created is there or gone, and that the gauges say the same. */
  void checkConservation() {
    requireGauge(Gauge.IDLE, idle.size());
    requireGauge(Gauge.BUSY, busy);
    requireGauge(Gauge.DRAINING, draining);
    if (idle.size() + busy != ready) {
      throw new IllegalStateException(revision.label() + ": " + idle.size() + " idle and "
          + busy + " busy instances do not make " + ready + " ready ones");
    }
    if (created != gone + starting + ready + draining) {
      throw new IllegalStateException(
          revision.label() + ": instances created " + created + ", gone " + gone
              + ", starting " + starting + ", ready " + ready + ", draining " + draining);
    }
  }

  private void requireGauge(Gauge gauge, int counted) {
    long metered = revision.recorder.value(revision.row, gauge);
    if (metered != counted) {
      throw new IllegalStateException(revision.label() + ": " + counted + " instances are "
          + gauge.column() + ", metered " + metered);
    }
  }
}
