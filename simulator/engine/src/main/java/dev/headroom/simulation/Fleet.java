package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.platform.PlatformModel.NodeShare;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.simulation.Instance.State;

/**
 * The instances of one service and their lives: starting, idle and busy, draining, gone.
 *
 * <p>How they start is the business of {@link StartUp}, how many there should be that of {@link
 * Scaler} and {@link Sizing}; which one gets a request is the {@link Dispatch}'s.
 */
final class Fleet {
  static final int NONE = -1;
  /** Outcome code that an instance which ends folds into the fingerprint. */
  private static final long FOLD_GONE = 102;

  final Instances rows = new Instances();
  final IdleList idle;
  final Draining drain;
  /** Instances that start, idle or work, by age; those that stop are out of it. */
  final Seniority seniority;

  private final Revision revision;
  private final Dispatch dispatch;
  final Billing billing;
  final StartUp startUp;
  private final int onAllReady;
  private boolean allReadyArmed;
  private final int concurrency;
  private int starting;
  private int ready;
  private int busy;
  private int draining;
  private int parkedCount;
  private int created;
  private int gone;

  Fleet(Revision revision, Dispatch dispatch, Seniority seniority) {
    this.revision = revision;
    this.dispatch = dispatch;
    this.seniority = seniority;
    this.onAllReady = revision.queue.register(Turn.ALL_READY, unused -> allReady());
    this.billing = new Billing(revision, this);
    this.drain = new Draining(revision, this);
    this.concurrency = revision.spec.platform().concurrency();
    this.startUp = new StartUp(revision, this);
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
    return startUp.meanNs();
  }

  /** Puts an instance there that is ready before the run begins. */
  void addReady() {
    addReady(create(NONE));
  }

  /** Puts an environment there that is ready and kept so. */
  void addProvisioned() {
    int i = create(NONE);
    rows.at(i).provisioned = true;
    addReady(i);
  }

  /** Puts an instance there that was started in advance and is ready as an attempt needs it. */
  void addInAdvance(int boundAttempt) {
    if (addReady(create(boundAttempt))) {
      revision.recorder.count(revision.row, Count.STARTED);
    }
  }

  /** False where there is no machine for it: it has to start like any other. */
  private boolean addReady(int i) {
    Instance instance = rows.at(i);
    if (revision.nodes != null) {
      NodeShare asked = revision.spec.platform().requests();
      instance.node = revision.nodes.placeAtBegin(asked.vcpus(), asked.memoryBytes());
      if (instance.node == NONE) {
        startUp.begin(i);
        return false;
      }
    }
    instance.readyNs = revision.queue.nowNs() - 1;
    instance.billedFromNs = revision.queue.nowNs();
    becomeReady(i);
    return true;
  }

  /** Asks for a node with room; -1 where the instance has to wait for one. */
  int place(int i) {
    NodeShare asked = revision.spec.platform().requests();
    return revision.nodes.place(revision, rows.key(i), asked.vcpus(), asked.memoryBytes());
  }

  /** Starts an instance, for one waiting attempt or for all. */
  void start(int boundAttempt) {
    startUp.begin(create(boundAttempt));
  }

  private int create(int boundAttempt) {
    int i = rows.allocate();
    rows.at(i).begin(created++, boundAttempt, revision.queue.nowNs());
    if (boundAttempt != NONE) {
      revision.attempts.at(boundAttempt).instance = i;
    }
    seniority.add(i);
    starting++;
    revision.recorder.liveChanged(revision.row, 1);
    return i;
  }

  /** The platform sends traffic to an instance from now on. */
  void becomeReady(int i) {
    Instance instance = rows.at(i);
    starting--;
    ready++;
    instance.state = State.IDLE;
    revision.recorder.change(revision.row, Gauge.IDLE, 1);
    idle.add(i);
    revision.scaler.becameReady(i);
    dispatch.add(i, 0);
    if (revision.pools != null) {
      revision.pools.start(i);
    }
    if (revision.interruptions != null) {
      revision.interruptions.ready(i);
    }
    int bound = instance.boundAttempt;
    instance.boundAttempt = NONE;
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
    revision.idleMakesRoom();
    revision.scaler.allReady();
    if (revision.rollout != null) {
      revision.rollout.instanceReady();
    }
  }

  /** Whether the instance can take another request. */
  boolean hasSlot(int i) {
    Instance instance = rows.at(i);
    return instance.load < concurrency && instance.state != State.DRAINING;
  }

  /** Puts an attempt into an instance with a free slot and starts its work. */
  void assign(int i, int a) {
    Instance instance = rows.at(i);
    long nowNs = revision.queue.nowNs();
    int load = instance.load++;
    if (instance.state == State.IDLE) {
      becomeBusy(i, nowNs);
    } else if (billing.perInvocation()) {
      instance.busySinceNs = nowNs;
    }
    if (load + 1 == concurrency) {
      dispatch.remove(i, load);
    } else {
      dispatch.loadChanged(i, load, load + 1);
    }
    revision.recorder.change(revision.row, Gauge.IN_SERVICE, 1);
    revision.recorder.count(revision.row, Count.INVOCATIONS);
    Attempt attempt = revision.attempts.at(a);
    attempt.instance = i;
    if (instance.readyNs >= attempt.requestNs) {
      attempt.set(Attempt.AFFECTED);
    }
    revision.scaler.entered(a, i);
    revision.work.enter(a);
    startUp.work(i, a);
  }

  private void becomeBusy(int i, long nowNs) {
    Instance instance = rows.at(i);
    idle.remove(i);
    instance.state = State.BUSY;
    instance.busySinceNs = nowNs;
    busy++;
    revision.recorder.change(revision.row, Gauge.IDLE, -1);
    revision.recorder.change(revision.row, Gauge.BUSY, 1);
    billing.idleChanged();
  }

  /** A request has left the instance. */
  void release(int i) {
    Instance instance = rows.at(i);
    long nowNs = revision.queue.nowNs();
    revision.recorder.change(revision.row, Gauge.IN_SERVICE, -1);
    int load = --instance.load;
    billing.requestEnded(i, nowNs);
    if (instance.state == State.DRAINING) {
      if (load == 0) {
        billing.becameIdle(i, nowNs);
        if (drain.mayEnd(i)) {
          endDraining(i);
        }
      }
      return;
    }
    if (load + 1 == concurrency) {
      dispatch.add(i, load);
    } else {
      dispatch.loadChanged(i, load + 1, load);
    }
    revision.router.fill(i);
    if (instance.load == 0) {
      becomeIdle(i, nowNs);
    }
  }

  private void becomeIdle(int i, long nowNs) {
    rows.at(i).state = State.IDLE;
    busy--;
    revision.recorder.change(revision.row, Gauge.BUSY, -1);
    revision.recorder.change(revision.row, Gauge.IDLE, 1);
    billing.becameIdle(i, nowNs);
    idle.add(i);
    billing.idleChanged();
  }

  /** Takes an idle instance out of dispatch: it stays warm until needed or its keep-alive ends. */
  void park(int i) {
    Instance instance = rows.at(i);
    instance.parked = true;
    parkedCount++;
    dispatch.remove(i, instance.load);
  }

  /** Puts a parked instance back into dispatch. */
  void unpark(int i) {
    Instance instance = rows.at(i);
    instance.parked = false;
    parkedCount--;
    dispatch.add(i, instance.load);
  }

  /** Stops an instance: at once where it is idle or starting, after its requests where busy. */
  void stop(int i) {
    Instance instance = rows.at(i);
    if (instance.state != State.STARTING) {
      seniority.remove(i);
    }
    switch (instance.state) {
      case STARTING -> {
        startUp.abandon(i);
        lose(i);
      }
      case IDLE -> {
        idle.remove(i);
        leaveDispatch(i);
        ready--;
        revision.recorder.change(revision.row, Gauge.IDLE, -1);
        if (drain.holdsIdle()) {
          beginDraining(i);
        } else {
          end(i);
        }
        billing.idleChanged();
      }
      case BUSY -> {
        if (instance.load < concurrency) {
          leaveDispatch(i);
        }
        ready--;
        busy--;
        revision.recorder.change(revision.row, Gauge.BUSY, -1);
        beginDraining(i);
        billing.idleChanged();
      }
      case DRAINING, NONE -> throw new IllegalStateException("instance is already stopping");
    }
  }

  /** A starting instance is gone. */
  void lose(int i) {
    seniority.remove(i);
    starting--;
    end(i);
  }

  private void leaveDispatch(int i) {
    Instance instance = rows.at(i);
    if (instance.parked) {
      instance.parked = false;
      parkedCount--;
    } else {
      dispatch.remove(i, instance.load);
    }
  }

  private void beginDraining(int i) {
    draining++;
    rows.at(i).state = State.DRAINING;
    revision.recorder.change(revision.row, Gauge.DRAINING, 1);
    drain.begin(i);
  }

  /** Ends an instance that left the rotation and has nothing inside any more. */
  void endDraining(int i) {
    revision.recorder.change(revision.row, Gauge.DRAINING, -1);
    draining--;
    end(i);
  }

  private void end(int i) {
    Instance instance = rows.at(i);
    long nowNs = revision.queue.nowNs();
    revision.work.instanceEnded(i);
    if (revision.pools != null) {
      boolean told = revision.spec.platform().limits().closesConnections();
      revision.pools.stop(i, told || instance.closedByKernel);
    }
    billing.ended(i, nowNs);
    int node = instance.node;
    revision.recorder.liveChanged(revision.row, -1);
    revision.recorder.ended(revision.row, nowNs - instance.startedNs);
    revision.recorder.fold(instance.ordinal, FOLD_GONE);
    rows.free(i);
    gone++;
    if (node != NONE) {
      NodeShare asked = revision.spec.platform().requests();
      revision.nodes.release(node, asked.vcpus(), asked.memoryBytes());
    }
  }

  /** Checks that every instance created is there or gone, and that the gauges say the same. */
  void checkConservation() {
    requireGauge(Gauge.IDLE, idle.size());
    requireGauge(Gauge.BUSY, busy);
    requireGauge(Gauge.DRAINING, draining);
    requireGauge(Gauge.IN_SERVICE, revision.work.inside.count());
    if (idle.size() + busy != ready) {
      throw new IllegalStateException(revision.label() + ": " + idle.size() + " idle and " + busy
          + " busy instances do not make " + ready + " ready ones");
    }
    if (created != gone + starting + ready + draining) {
      throw new IllegalStateException(
          revision.label() + ": instances created " + created + ", gone " + gone + ", starting "
              + starting + ", ready " + ready + ", draining " + draining);
    }
  }

  private void requireGauge(Gauge gauge, int counted) {
    long metered = revision.recorder.value(revision.row, gauge);
    if (metered != counted) {
      throw new IllegalStateException(revision.label() + ": " + counted + " counted as "
          + gauge.column() + ", metered " + metered);
    }
  }
}
