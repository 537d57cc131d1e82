package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.ContainerAppsRule;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.Observation;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingPolicy;
import dev.headroom.scaling.aws.Schedule;

/** What an autoscaler sees, when it is asked, and what becomes of its decision. */
abstract class Loop {
  final Revision revision;
  final World world;
  final ScalingOptions scaling;
  final Schedule schedule;
  final int initial;
  private int wish;
  private int wanted;
  boolean stopped;

  Loop(Revision revision) {
    this.revision = revision;
    this.world = revision.world;
    this.scaling = revision.spec.scaling();
    this.schedule = scaling
        .schedule()
        .begin(
            scaling.min(),
            scaling.max(),
            world.nowNs,
            revision.service.calendar(),
            revision.service.zeroEpochNs());
    revision.sizing.limits(schedule.min(), schedule.max());
    this.initial = revision.sizing.within(scaling.initial());
    this.wish = scaling.initial();
    this.wanted = initial;
  }

  static Loop of(Revision revision) {
    ScalingOptions scaling = revision.spec.scaling();
    return switch (scaling.policy()) {
      case FIXED, PER_REQUEST, CLOUD_RUN -> new Plain(revision);
      case CONTAINER_APPS ->
        new ContainerAppsTwin(revision, ((ContainerAppsRule) scaling.numbers()).options());
      case HPA -> new HpaTwin(revision, (KubernetesOptions) scaling.numbers());
      case KNATIVE -> new KnativeTwin(revision, (KnativeOptions) scaling.numbers());
      case TARGET_TRACKING, EC2_ASG -> new AwsTwin(revision, (AwsOptions) scaling.numbers());
    };
  }

  final void begin() {
    for (int i = 0; i < initial; i++) {
      revision.addReady((Job) null);
    }
    if (revision.kept != null) {
      revision.kept.begin(true);
    }
    followSchedule();
    decideFromNow(true);
  }

  final void beginDeployed() {
    // The initial number is of the run's beginning alone.
    wish = schedule.min();
    wanted = revision.sizing.within(wish);
    followSchedule();
    decideFromNow(false);
  }

  abstract void decideFromNow(boolean running);

  final void stop() {
    stopped = true;
    wanted = 0;
  }

  final int wanted() {
    return wanted;
  }

  private void followSchedule() {
    if (schedule.nextNs() != Schedule.NEVER) {
      world.at(Math.max(schedule.nextNs(), world.nowNs), Turn.WORK, this::scheduleDue);
    }
  }

  private void scheduleDue() {
    if (stopped) {
      return;
    }
    int capacity = schedule.apply(world.nowNs, wish);
    followSchedule();
    boolean numbered = capacity != Math.max(schedule.min(), Math.min(schedule.max(), wish));
    if (numbered) {
      wish = capacity;
    }
    revision.sizing.limits(schedule.min(), schedule.max());
    limitsChanged(capacity, numbered);
    revision.idleMakesRoom();
    revision.front.drainQueue();
    revision.front.startForQueue();
  }

  void limitsChanged(int capacity, boolean numbered) {
    bring(capacity);
  }

  void wake() {}

  void arriving(Job job, boolean atOnce) {}

  void arrived(Job job) {}

  void gaveUp(Job job) {}

  void entered(Job job, Box box) {}

  void exited(Job job, Box box) {}

  void becameReady(Box box) {}

  void allReady() {}

  final void apply(int count) {
    wish = count;
    bring(count);
  }

  final void bring(int count) {
    wanted = revision.sizing.within(count);
    revision.sizing.scaleTo(wanted);
  }

  final void adopt(int count) {
    if (count > wanted) {
      wish = count;
      wanted = count;
    }
    deployed(count);
  }

  void deployed(int count) {}

  /** Nobody, or a policy that sees integrals of the whole revision. */
  private static final class Plain extends Loop {
    private final ScalingPolicy policy;

    Plain(Revision revision) {
      super(revision);
      this.policy = scaling
          .policy()
          .create(
              scaling,
              new PolicyKind.Capacity(
                  revision.spec.platform().concurrency(),
                  revision.spec.platform().instance().vcpus()));
    }

    @Override
    void decideFromNow(boolean running) {
      if (policy != null) {
        world.at(world.nowNs + policy.intervalNs(), Turn.OBSERVE, this::tick);
      }
    }

    private void tick() {
      if (stopped) {
        return;
      }
      world.at(world.nowNs + policy.intervalNs(), Turn.OBSERVE, this::tick);
      Decision decision = new Decision();
      decision.reset();
      policy.decide(world.nowNs, seen(), decision);
      follow(decision);
      revision.front.startForQueue();
    }

    @Override
    void limitsChanged(int capacity, boolean numbered) {
      if (scaling.policy() == PolicyKind.PER_REQUEST) {
        revision.sizing.fillToFloor();
      } else {
        super.limitsChanged(capacity, numbered);
      }
    }

    private void follow(Decision decision) {
      if (decision.wanted >= 0) {
        apply(decision.wanted);
        revision.front.drainQueue();
      }
    }

    private Observation seen() {
      Observation seen = new Observation();
      seen.concurrencyNs = revision.queuedMeter.integral() + revision.insideMeter.integral();
      seen.cpuNs = revision.usedNs();
      return seen;
    }
  }
}
