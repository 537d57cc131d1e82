package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.platform.PlatformModel.Queue;
import dev.headroom.scaling.BurstRule;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.OnNoSlot;
import dev.headroom.twin.Box.State;
import java.util.ArrayList;
import java.util.List;

/** The platform's front door: limits, the queue, and starts that an arrival causes. */
final class Front {
  private final Revision revision;
  private final World world;
  private final ScalingOptions scaling;
  private final Queue rule;
  private final boolean bindsEarly;
  private final Account.Share account;
  private final Tokens requestRate;
  private final Tokens burstRate;
  private final List<Job> queue = new ArrayList<>();
  private boolean timeoutPlanned;
  long arrivals;

  Front(Revision revision, Account.Share account) {
    this.revision = revision;
    this.world = revision.world;
    this.scaling = revision.spec.scaling();
    this.rule = revision.spec.platform().queue();
    this.account = account;
    this.bindsEarly =
        revision.spec.platform().binding() == Binding.EARLY && scaling.onNoSlot() == OnNoSlot.START;
    int limit = account == null ? scaling.max() : Math.min(account.limit(), scaling.max());
    boolean waitedFor = revision.service.spec.clients().messages() == null;
    double perSecond =
        limit == Integer.MAX_VALUE || !waitedFor ? 0 : scaling.requestRatePerConcurrency() * limit;
    this.requestRate = perSecond > 0 ? new Tokens(perSecond, perSecond, world.nowNs) : null;
    double burst = scaling.burst().perSecond();
    this.burstRate = scaling.burst().kind() == BurstRule.Kind.PENDING_OVER_CONCURRENCY_CAPPED
        ? new Tokens(Math.max(1, burst), burst, world.nowNs)
        : null;
  }

  int queued() {
    return queue.size();
  }

  void accept(Job job) {
    arrivals++;
    if (requestRate != null && !requestRate.take(world.nowNs)
        || account != null && !account.take()) {
      revision.service.failed(job, FailureReason.THROTTLED);
      return;
    }
    Box box = queue.isEmpty() || rule == null ? pick(job) : null;
    revision.loop.arriving(job, box != null);
    if (box != null) {
      revision.assign(box, job);
      revision.loop.arrived(job);
    } else if (!bindsEarly || !startBound(job)) {
      waitOrRefuse(job);
    }
  }

  private Box pick(Job job) {
    Box box = revision.pick(job.entity);
    return box == null && revision.parked() > 0 ? revision.sizing.unparkOne() : box;
  }

  private boolean startBound(Job job) {
    if (!revision.sizing.mayStart()) {
      return false;
    }
    job.place = Job.Place.BOUND;
    revision.queuedMeter.change(1);
    double proactive = scaling.warm().proactiveShare();
    if (proactive > 0
        && revision.draws(Purpose.PROACTIVE).uniform(job.entity, job.attempt) < proactive) {
      revision.addReady(job);
    } else {
      revision.start(job);
    }
    return true;
  }

  private void waitOrRefuse(Job job) {
    boolean refused =
        rule == null || scaling.onNoSlot() == OnNoSlot.REFUSE && revision.ready() == 0;
    if (refused || queue.size() >= rule.limit()) {
      leaveAccount();
      revision.service.failed(job, refused ? revision.spec.platform().refusal() : rule.overflow());
      return;
    }
    job.place = Job.Place.QUEUE;
    queue.add(job);
    revision.queuedMeter.change(1);
    planTimeout();
    revision.loop.arrived(job);
    startForQueue();
    if (revision.live() == 0) {
      revision.loop.wake();
    }
  }

  private Job takeFirst() {
    Job job = queue.remove(0);
    revision.queuedMeter.change(-1);
    return job;
  }

  /** Takes out a waiting attempt whose client or time limit gave up. */
  void leave(Job job) {
    revision.loop.gaveUp(job);
    revision.queuedMeter.change(-1);
    if (job.place == Job.Place.QUEUE) {
      queue.remove(job);
    } else {
      job.box.bound = null;
    }
    leaveAccount();
  }

  void leaveAccount() {
    if (account != null) {
      account.give();
    }
  }

  void fill(Box box) {
    while (!queue.isEmpty() && box.hasRoom()) {
      revision.assign(box, takeFirst());
    }
  }

  void drainQueue() {
    while (!queue.isEmpty()) {
      Box box = pick(queue.get(0));
      if (box == null) {
        return;
      }
      revision.assign(box, takeFirst());
    }
  }

  void moveQueueTo(Service service) {
    while (!queue.isEmpty()) {
      Job job = takeFirst();
      revision.loop.gaveUp(job);
      leaveAccount();
      job.revision = service.revisionFor(job.entity);
      job.revision.front.accept(job);
    }
  }

  void startForQueue() {
    if (scaling.onNoSlot() != OnNoSlot.START || bindsEarly || queue.isEmpty()) {
      return;
    }
    int wanted =
        scaling.burst().startingWanted(queue.size(), revision.spec.platform().concurrency());
    for (int missing = wanted - revision.count(State.STARTING); missing > 0; missing--) {
      boolean held = burstRate != null && burstRate.nextNs(world.nowNs) > world.nowNs;
      if (held || !revision.sizing.mayStart()) {
        return;
      }
      if (burstRate != null) {
        burstRate.take(world.nowNs);
      }
      revision.start(null);
    }
  }

  private long limitNs() {
    return Math.max(rule.timeoutNs(), (long) (rule.startFactor() * revision.starter.meanNs()));
  }

  private void planTimeout() {
    if (!timeoutPlanned && rule.timeoutNs() != Long.MAX_VALUE && !queue.isEmpty()) {
      timeoutPlanned = true;
      long endNs = queue.get(0).attemptNs + limitNs();
      world.at(Math.max(endNs, world.nowNs), Turn.WORK, this::timeoutDue);
    }
  }

  private void timeoutDue() {
    timeoutPlanned = false;
    while (!queue.isEmpty() && queue.get(0).attemptNs + limitNs() <= world.nowNs) {
      Job job = takeFirst();
      revision.loop.gaveUp(job);
      leaveAccount();
      revision.service.failed(job, rule.expired());
    }
    planTimeout();
  }
}
