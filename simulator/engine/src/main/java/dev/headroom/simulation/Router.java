package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.TokenBucket;
import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.BurstRule;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.OnNoSlot;
import dev.headroom.simulation.Attempt.Stage;

/**
 * The platform's front door: limits, choice of an instance, the waiting queue, and starts that an
 * arrival triggers.
 */
final class Router {
  private static final int NONE = Attempts.NONE;

  private final Revision revision;
  private final Attempts attempts;
  private final Dispatch dispatch;
  private final ScalingOptions scaling;
  private final PlatformModel.Queue rule;
  private final boolean bindsEarly;
  private final FailureReason refusal;
  private final TokenBucket requestRate;
  private final TokenBucket burstRate;
  private final Account.Share account;
  private final Throttles throttles;
  private final Draws proactiveDraws;
  private final int onQueueTimeout;
  private int head = NONE;
  private int tail = NONE;
  private int queued;
  private boolean timeoutArmed;
  private long arrivals;

  Router(Revision revision, Dispatch dispatch, Account.Share account) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.dispatch = dispatch;
    this.scaling = revision.spec.scaling();
    PlatformModel platform = revision.spec.platform();
    this.rule = platform.queue();
    this.bindsEarly = platform.binding() == Binding.EARLY && scaling.onNoSlot() == OnNoSlot.START;
    this.refusal = platform.refusal();
    this.account = account;
    this.throttles = new Throttles(revision);
    this.proactiveDraws =
        scaling.warm().proactiveShare() > 0 ? revision.draws(Purpose.PROACTIVE) : null;
    this.onQueueTimeout = revision.queue.register(unused -> queueTimeoutDue());
    long nowNs = revision.queue.nowNs();
    boolean synchronous = revision.service.spec.clients().messages() == null;
    double perSecond = synchronous ? requestsPerSecond(account) : 0;
    this.requestRate = perSecond > 0 ? new TokenBucket(perSecond, perSecond, nowNs) : null;
    double burst = scaling.burst().perSecond();
    this.burstRate = scaling.burst().kind() == BurstRule.Kind.PENDING_OVER_CONCURRENCY_CAPPED
        ? new TokenBucket(Math.max(1, burst), burst, nowNs)
        : null;
  }

  private double requestsPerSecond(Account.Share shared) {
    int limit = shared == null ? scaling.max() : Math.min(shared.limit(), scaling.max());
    return limit == Integer.MAX_VALUE ? 0 : scaling.requestRatePerConcurrency() * limit;
  }

  long arrivals() {
    return arrivals;
  }

  /** Lets an attempt in: to an instance, into the queue, or out with a reason. */
  void accept(int a) {
    arrivals++;
    long nowNs = revision.queue.nowNs();
    if (requestRate != null && !requestRate.take(nowNs)) {
      throttled(a, ThrottleLimit.REQUEST_RATE);
      return;
    }
    if (account != null && !account.take()) {
      throttled(a, account.refusing());
      return;
    }
    int instance = queued == 0 || rule == null ? pick(a) : NONE;
    revision.scaler.arriving(a, instance != NONE);
    if (instance != NONE) {
      revision.fleet.assign(instance, a);
      revision.scaler.arrived(a);
    } else if (!bindsEarly || !startBound(a)) {
      waitOrRefuse(a);
    }
  }

  private void throttled(int a, ThrottleLimit limit) {
    throttles.by(limit);
    revision.service.clients.attemptFailed(a, FailureReason.THROTTLED);
  }

  private int pick(int a) {
    int instance = dispatch.pick(attempts.at(a).entity);
    return instance == NONE && revision.fleet.parked() > 0 ? revision.sizing.unparkOne() : instance;
  }

  private boolean startBound(int a) {
    Attempt attempt = attempts.at(a);
    if (!revision.sizing.mayStart()) {
      return false;
    }
    attempt.stage = Stage.BOUND;
    revision.recorder.change(revision.row, Gauge.QUEUED, 1);
    if (proactiveDraws != null
        && proactiveDraws.uniform(attempt.entity, attempt.number)
            < scaling.warm().proactiveShare()) {
      revision.fleet.addInAdvance(a);
    } else {
      revision.fleet.start(a);
    }
    return true;
  }

  /** The instance an attempt is bound to is ready. */
  void boundReady(int a) {
    revision.recorder.change(revision.row, Gauge.QUEUED, -1);
  }

  private void waitOrRefuse(int a) {
    if (rule == null || scaling.onNoSlot() == OnNoSlot.REFUSE && revision.fleet.ready() == 0) {
      leaveAccount();
      if (bindsEarly) {
        throttles.by(revision.sizing.hit());
      }
      revision.service.clients.attemptFailed(a, refusal);
      return;
    }
    if (queued >= rule.limit()) {
      leaveAccount();
      revision.service.clients.attemptFailed(a, rule.overflow());
      return;
    }
    enqueue(a);
    revision.scaler.arrived(a);
    callForInstances();
  }

  /** Starts what those who wait need at once, or tells the autoscaler where nothing is there. */
  void callForInstances() {
    startForQueue();
    if (queued > 0 && revision.fleet.live() == 0) {
      revision.scaler.wake();
    }
  }

  private void enqueue(int a) {
    Attempt attempt = attempts.at(a);
    attempt.stage = Stage.QUEUED;
    attempt.previous = tail;
    attempt.next = NONE;
    if (tail == NONE) {
      head = a;
    } else {
      attempts.at(tail).next = a;
    }
    tail = a;
    queued++;
    revision.recorder.change(revision.row, Gauge.QUEUED, 1);
    if (!timeoutArmed && rule.timeoutNs() != Long.MAX_VALUE) {
      armTimeout();
    }
  }

  private void unlink(int a) {
    Attempt attempt = attempts.at(a);
    int up = attempt.previous;
    int down = attempt.next;
    if (up == NONE) {
      head = down;
    } else {
      attempts.at(up).next = down;
    }
    if (down == NONE) {
      tail = up;
    } else {
      attempts.at(down).previous = up;
    }
    queued--;
    revision.recorder.change(revision.row, Gauge.QUEUED, -1);
  }

  /** Takes a waiting attempt out because its client or its time limit gave up. */
  void leave(int a) {
    revision.scaler.gaveUp(a);
    if (attempts.at(a).stage == Stage.QUEUED) {
      unlink(a);
    } else {
      revision.recorder.change(revision.row, Gauge.QUEUED, -1);
      revision.sizing.unbind(a);
    }
    leaveAccount();
  }

  /** An attempt that was let in has ended. */
  void leaveAccount() {
    if (account != null) {
      account.give();
    }
  }

  /** Gives waiting attempts to an instance that has room. */
  void fill(int instance) {
    while (head != NONE && revision.fleet.hasSlot(instance)) {
      int a = head;
      unlink(a);
      revision.fleet.assign(instance, a);
    }
  }

  /** Gives waiting attempts to whatever instances have room. */
  void drainQueue() {
    while (head != NONE) {
      int a = head;
      int instance = pick(a);
      if (instance == NONE) {
        return;
      }
      unlink(a);
      revision.fleet.assign(instance, a);
    }
  }

  /** Sends everything that still waits here to the revisions that serve now. */
  void drainInto(ServiceRuntime service) {
    while (head != NONE) {
      int a = head;
      Attempt attempt = attempts.at(a);
      unlink(a);
      revision.scaler.gaveUp(a);
      leaveAccount();
      attempt.revision = service.revisionFor(attempt.entity);
      service.revisions[attempt.revision].router.accept(a);
    }
  }

  /** Starts what the platform's rule for pending requests asks for. */
  void startForQueue() {
    if (scaling.onNoSlot() != OnNoSlot.START || bindsEarly || queued == 0) {
      return;
    }
    int concurrency = revision.spec.platform().concurrency();
    int missing = scaling.burst().startingWanted(queued, concurrency) - revision.fleet.starting();
    long nowNs = revision.queue.nowNs();
    while (missing-- > 0
        && (burstRate == null || burstRate.nextNs(nowNs) <= nowNs)
        && revision.sizing.mayStart()) {
      if (burstRate != null) {
        burstRate.take(nowNs);
      }
      revision.fleet.start(Fleet.NONE);
    }
  }

  private void armTimeout() {
    timeoutArmed = true;
    long endNs = attempts.at(head).attemptNs + waitLimitNs();
    revision.queue.schedule(Math.max(endNs, revision.queue.nowNs()), onQueueTimeout, 0);
  }

  /** Longest wait now: constant, or so many mean start-ups where that is longer. */
  private long waitLimitNs() {
    return Math.max(rule.timeoutNs(), (long) (rule.startFactor() * revision.fleet.meanStartUpNs()));
  }

  private void queueTimeoutDue() {
    timeoutArmed = false;
    long nowNs = revision.queue.nowNs();
    while (head != NONE && attempts.at(head).attemptNs + waitLimitNs() <= nowNs) {
      int a = head;
      unlink(a);
      revision.scaler.gaveUp(a);
      leaveAccount();
      revision.service.clients.attemptFailed(a, rule.expired());
    }
    if (head != NONE) {
      armTimeout();
    }
  }
}
