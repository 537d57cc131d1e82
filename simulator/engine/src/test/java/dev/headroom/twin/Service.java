package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.scenario.ClientRules;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.ServiceSpec.Deployment;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.traffic.Arrivals;
import dev.headroom.traffic.NoArrivals;
import dev.headroom.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A service: its callers, and the revisions among which its traffic is split. */
final class Service {
  private static final int COMPLETED = 64;
  private static final int AFTER_CLIENT_LEFT = 65;

  final World world;
  final ServiceSpec spec;
  final int index;
  final Job.Numbers numbers = new Job.Numbers();
  final List<Revision> revisions = new ArrayList<>();
  final double[] share;
  boolean ended;
  boolean deploying;

  private final ClientRules rules;
  private final Arrivals arrivals;
  private final Retries retries;
  private final Breaker breaker;
  /** Between the callers and the instances, or null. */
  private final Mailbox mailbox;
  /** Where its requests leave messages, or null. */
  Outlet outlet;

  private long open;

  Service(World world, ServiceSpec spec, int index) {
    this.world = world;
    this.spec = spec;
    this.index = index;
    this.rules = spec.clients();
    this.breaker = rules.breaker() == null ? null : new Breaker(world, rules.breaker());
    this.retries = new Retries(this);
    this.mailbox = Mailbox.of(this);
    long seed = world.scenario.seed();
    this.arrivals = spec.isFed()
        ? new NoArrivals(world.services.get(spec.fedBy()).arrivals)
        : Traffic.open(spec.traffic(), index == 0 ? seed : Draws.mix(seed + index), 0);
    Account.Share concurrency = concurrency();
    for (int r = 0; r < spec.revisions().size(); r++) {
      revisions.add(new Revision(this, r, concurrency));
    }
    this.share =
        spec.revisions().stream().mapToDouble(revision -> revision.share()).toArray();
    Rollout before = null;
    for (Deployment deployment : spec.deployments()) {
      before = new Rollout(this, deployment, before);
    }
  }

  private Account.Share concurrency() {
    if (spec.account() != null) {
      return world.accounts.get(spec.account()).share(spec.reservedConcurrency());
    }
    return spec.reservedConcurrency() < 0
        ? null
        : new Account(Integer.MAX_VALUE).share(spec.reservedConcurrency());
  }

  void begin() {
    for (Revision revision : revisions) {
      if (revision.spec.share() > 0) {
        revision.loop.begin();
      }
    }
    if (mailbox != null) {
      mailbox.begin();
    }
    scheduleNext();
  }

  long traceEndNs() {
    return arrivals.stats().endNs();
  }

  boolean calendar() {
    return arrivals.stats().calendar();
  }

  long zeroEpochNs() {
    return arrivals.stats().zeroEpochNs();
  }

  boolean settled() {
    return ended && open == 0 && revisions.stream().allMatch(Revision::settled);
  }

  double uniform(Purpose purpose, long entity) {
    return world.draws(purpose, index).uniform(entity);
  }

  Revision revisionFor(long entity) {
    if (revisions.size() == 1) {
      return revisions.get(0);
    }
    double left = uniform(Purpose.REVISION, entity);
    Revision last = null;
    for (int r = 0; r < share.length; r++) {
      if (share[r] > 0) {
        last = revisions.get(r);
        left -= share[r];
        if (left < 0) {
          return last;
        }
      }
    }
    return last == null ? revisions.get(0) : last;
  }

  private void scheduleNext() {
    if (arrivals.next()) {
      world.at(arrivals.timeNs(), Turn.ARRIVAL, this::arrived);
    } else {
      ended = true;
    }
  }

  private void arrived() {
    Job job = newRequest(arrivals.entity(), arrivals.classIndex());
    job.ownNs = arrivals.durationNs();
    scheduleNext();
    accept(job);
  }

  private Job newRequest(long entity, int classIndex) {
    Job job = new Job(numbers.take());
    job.requestNs = world.nowNs;
    job.entity = entity;
    job.classIndex = classIndex >= 0 ? classIndex : drawnClass(entity);
    job.ownNs = -1;
    job.attempt = 1;
    job.revision = revisionFor(entity);
    open++;
    return job;
  }

  private void accept(Job job) {
    job.durationNs = job.ownNs;
    if (mailbox != null) {
      mailbox.put(job);
      return;
    }
    if (rules.patience() != null) {
      waitFor(job);
    }
    submit(job);
  }

  /** The user of a request leaves for good when the whole of it takes too long. */
  private void waitFor(Job job) {
    Job.User user = new Job.User();
    user.job = job;
    job.user = user;
    Draws draws = world.draws(Purpose.PATIENCE, index);
    world.after(rules.patience().sampleNs(draws, job.entity, 0), () -> {
      if (!user.done) {
        lostPatience(user.job);
      }
    });
  }

  private void lostPatience(Job job) {
    if (job.place == Job.Place.BACKOFF) {
      tell(job, FailureReason.ABANDONED.ordinal());
      giveUp(job);
    } else {
      clientGoes(job, FailureReason.ABANDONED);
    }
  }

  private void giveUp(Job job) {
    resolved(job);
    gone(job);
  }

  /** The request has its outcome. */
  private void resolved(Job job) {
    open--;
    if (job.user != null) {
      job.user.done = true;
    }
  }

  private int drawnClass(long entity) {
    List<WorkloadClass> classes = spec.classes();
    double sum = 0;
    for (WorkloadClass c : classes) {
      sum += c.share();
    }
    double u = uniform(Purpose.CLASS, entity) * sum;
    double upTo = 0;
    for (int i = 0; i < classes.size() - 1; i++) {
      upTo += classes.get(i).share();
      if (u < upTo) {
        return i;
      }
    }
    return classes.size() - 1;
  }

  void submit(Job job) {
    job.attemptNs = world.nowNs;
    if (job.attempt == 1) {
      retries.first();
    }
    if (breaker != null) {
      job.phase = breaker.ask();
      if (job.phase == null) {
        failed(job, FailureReason.BREAKER_OPEN);
        return;
      }
    }
    int life = job.life;
    timer(rules.timeoutNs(), job, life, () -> clientTimedOut(job));
    timer(job.revision.spec.platform().requestTimeoutNs(), job, life, () -> requestTimedOut(job));
    job.revision.front.accept(job);
  }

  private void timer(long ns, Job job, int life, Runnable due) {
    if (ns != Long.MAX_VALUE) {
      world.after(ns, () -> {
        if (job.life == life && job.place != Job.Place.GONE) {
          due.run();
        }
      });
    }
  }

  /** The attempt's work is done. */
  void succeeded(Job job) {
    if (Stream.concat(Stream.of(job), job.riders.stream()).anyMatch(this::codeFails)) {
      failed(job, FailureReason.FUNCTION_ERROR);
    } else if (outlet != null && outlet.fails(job)) {
      failed(job, FailureReason.ENQUEUE_FAILED);
    } else {
      over(job, null).forEach(this::done);
    }
  }

  private boolean codeFails(Job job) {
    double share = spec.classes().get(job.classIndex).failureShare();
    return world.draws(Purpose.FUNCTION_ERROR, index).uniform(job.entity, job.attempt) < share;
  }

  /** Everybody whom an attempt that is over was for. */
  private List<Job> over(Job job, FailureReason reason) {
    if (mailbox != null) {
      mailbox.over(reason);
    }
    List<Job> all = new ArrayList<>(List.of(job));
    all.addAll(job.riders);
    job.riders = List.of();
    return all;
  }

  private void done(Job job) {
    if (outlet != null) {
      outlet.receiver().accept(outlet.receiver().newRequest(job.entity, -1));
    }
    if (breaker != null && !job.clientGone) {
      breaker.ended(job.phase, false);
    }
    tell(job, job.clientGone ? AFTER_CLIENT_LEFT : COMPLETED);
    if (!job.clientGone) {
      resolved(job);
    }
    gone(job);
  }

  /** The attempt is over without a good reply. */
  void failed(Job job, FailureReason reason) {
    for (Job each : over(job, reason)) {
      tell(each, reason.ordinal());
      if (each.clientGone) {
        gone(each);
      } else {
        retryOrGiveUp(each, reason);
      }
    }
  }

  /** Requests from before time zero do not count, whenever they end. */
  private void tell(Job job, int outcome) {
    if (job.requestNs >= 0) {
      world.tell(job.entity, ((long) index << 32) + ((long) job.attempt << 8) + outcome);
    }
  }

  private void gone(Job job) {
    job.life++;
    job.place = Job.Place.GONE;
    numbers.give(job.rank);
  }

  private void retryOrGiveUp(Job job, FailureReason reason) {
    if (breaker != null && reason == FailureReason.ABANDONED) {
      breaker.withdrawn(job.phase);
    } else if (breaker != null) {
      breaker.ended(job.phase, true);
    }
    if (mailbox != null) {
      long pauseNs = mailbox.pauseNs(job, reason);
      if (pauseNs < 0) {
        giveUp(job);
      } else {
        pause(job, pauseNs, () -> mailbox.again(job));
      }
      return;
    }
    if (retries.allowed(job, reason)) {
      job.pauseNs = retries.pauseNs(job, job.attempt);
      pause(job, job.pauseNs, () -> submit(job));
    } else {
      giveUp(job);
    }
  }

  private void pause(Job job, long pauseNs, Runnable then) {
    job.attempt++;
    int life = ++job.life;
    job.place = Job.Place.BACKOFF;
    job.proxied = false;
    job.inBlock = false;
    world.after(pauseNs, () -> {
      if (job.life == life) {
        job.revision = revisionFor(job.entity);
        then.run();
      }
    });
  }

  private void clientTimedOut(Job job) {
    if (!job.clientGone) {
      clientGoes(job, FailureReason.CLIENT_TIMEOUT);
    }
  }

  private void clientGoes(Job job, FailureReason reason) {
    if (job.place != Job.Place.INSIDE) {
      job.revision.front.leave(job);
      failed(job, reason);
    } else if (rules.cancel()) {
      job.revision.work.abort(job, reason);
    } else {
      leaveBehind(job, reason);
    }
  }

  private void requestTimedOut(Job job) {
    FailureReason reason = job.revision.spec.platform().limits().timeoutReason();
    if (job.place != Job.Place.INSIDE) {
      job.revision.front.leave(job);
      failed(job, reason);
    } else if (job.revision.spec.platform().limits().timeoutKills() || rules.cancel()) {
      job.revision.work.abort(job, reason);
    } else if (!job.clientGone) {
      leaveBehind(job, reason);
    }
  }

  /** The caller goes; the server works on. What the caller does next is another attempt. */
  private void leaveBehind(Job job, FailureReason reason) {
    Job next = new Job(numbers.take());
    next.requestNs = job.requestNs;
    next.entity = job.entity;
    next.durationNs = job.durationNs;
    next.classIndex = job.classIndex;
    next.attempt = job.attempt;
    next.pauseNs = job.pauseNs;
    next.revision = job.revision;
    next.phase = job.phase;
    next.user = job.user;
    if (next.user != null) {
      next.user.job = next;
    }
    job.clientGone = true;
    retryOrGiveUp(next, reason);
  }
}
