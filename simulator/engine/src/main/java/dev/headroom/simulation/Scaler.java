package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.ContainerAppsRule;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.aws.Schedule;
import java.util.Locale;

/**
 * Lets an autoscaler see what the real one could see, carries out what it decides and writes down
 * why. The algorithms themselves are in {@link dev.headroom.scaling} and know nothing of a run.
 *
 * <p>The methods that tell of requests do nothing here: only an autoscaler that counts them itself
 * listens.
 */
abstract class Scaler {
  final Revision revision;
  final ScalingOptions scaling;
  /** The limits as the schedule sets them. */
  final Schedule schedule;

  final Reaction reaction;
  private final int initial;
  private final int onSchedule;
  /** What was last asked for, before limits. */
  private int wish;

  private int wanted;
  private boolean stopped;

  Scaler(Revision revision) {
    this.revision = revision;
    this.scaling = revision.spec.scaling();
    this.schedule = scaling
        .schedule()
        .begin(
            scaling.min(),
            scaling.max(),
            revision.queue.nowNs(),
            revision.service.traffic.calendar(),
            revision.service.traffic.zeroEpochNs());
    revision.sizing.setLimits(schedule.min(), schedule.max());
    this.reaction = new Reaction(revision);
    this.onSchedule = revision.queue.register(unused -> scheduleDue());
    this.initial = revision.sizing.bound(scaling.initial());
    this.wish = scaling.initial();
    this.wanted = initial;
  }

  static Scaler of(Revision revision) {
    ScalingOptions scaling = revision.spec.scaling();
    return switch (scaling.policy()) {
      case FIXED, PER_REQUEST, CLOUD_RUN ->
        new PolicyScaler(
            revision,
            scaling
                .policy()
                .create(
                    scaling,
                    new PolicyKind.Capacity(
                        revision.spec.platform().concurrency(),
                        revision.spec.platform().instance().vcpus())));
      case KNATIVE -> new KnativeScaler(revision, (KnativeOptions) scaling.numbers());
      case HPA -> new HpaScaler(revision, (KubernetesOptions) scaling.numbers());
      case TARGET_TRACKING, EC2_ASG -> new AwsScaler(revision, (AwsOptions) scaling.numbers());
      case CONTAINER_APPS ->
        new ContainerAppsLoop(revision, ((ContainerAppsRule) scaling.numbers()).options());
    };
  }

  /** Puts the instances of a running service there and begins to decide. */
  final void begin() {
    for (int i = 0; i < initial; i++) {
      revision.fleet.addReady();
    }
    if (revision.provisioned != null) {
      revision.provisioned.begin(true);
    }
    revision.recorder.set(revision.row, Gauge.WANTED, wanted);
    followSchedule();
    decideFromNow(true);
  }

  /** Begins to decide for a revision that has just been created. */
  final void beginDeployed() {
    // The initial number is that of the run's beginning: a deployment brings up what there is now.
    wish = schedule.min();
    wanted = revision.sizing.bound(wish);
    revision.recorder.set(revision.row, Gauge.WANTED, wanted);
    followSchedule();
    decideFromNow(false);
  }

  /**
   * Begins to decide.
   *
   * @param running whether the service has been there for long, with its initial instances; else
   *     it has just been created and has none yet
   */
  abstract void decideFromNow(boolean running);

  /** No decision any more. */
  final void stop() {
    stopped = true;
    wanted = 0;
    revision.recorder.set(revision.row, Gauge.WANTED, 0);
  }

  final boolean stopped() {
    return stopped;
  }

  /** Instances wanted since the last change. */
  final int wanted() {
    return wanted;
  }

  /** Instances at the beginning of the run. */
  final int initial() {
    return initial;
  }

  private void followSchedule() {
    if (schedule.nextNs() != Schedule.NEVER) {
      revision.queue.schedule(Math.max(schedule.nextNs(), revision.queue.nowNs()), onSchedule, 0);
    }
  }

  private void scheduleDue() {
    if (stopped) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    int min = schedule.min();
    int max = schedule.max();
    int capacity = schedule.apply(nowNs, wish);
    followSchedule();
    revision.events.add(
        nowNs,
        revision.label(),
        "schedule",
        "minimum " + min + " -> " + schedule.min() + ", maximum " + limit(max) + " -> "
            + limit(schedule.max()));
    boolean numbered = capacity != Math.max(schedule.min(), Math.min(schedule.max(), wish));
    if (numbered) {
      wish = capacity;
    }
    revision.sizing.setLimits(schedule.min(), schedule.max());
    limitsChanged(nowNs, capacity, numbered);
    revision.idleMakesRoom();
    // A higher maximum lets start what those who wait could not have before.
    revision.router.drainQueue();
    revision.router.startForQueue();
  }

  private static String limit(int count) {
    return count == Integer.MAX_VALUE ? "unlimited" : Integer.toString(count);
  }

  /**
   * The schedule has set limits, which {@link #schedule} has, or asks for a number of instances.
   *
   * @param capacity what was last wished or is now asked for, within the limits
   * @param numbered whether it is now asked for
   */
  void limitsChanged(long nowNs, int capacity, boolean numbered) {
    bring(nowNs, capacity, "scheduled");
  }

  /** A request waits and no instance is there or starting. */
  void wake() {}

  /** Before an attempt is let in; {@code atOnce}: it does not have to wait for a slot. */
  void arriving(int attempt, boolean atOnce) {}

  /** The attempt is in an instance or waits. */
  void arrived(int attempt) {}

  /** A waiting attempt has given up. */
  void gaveUp(int attempt) {}

  /** An attempt begins to use an instance. */
  void entered(int attempt, int instance) {}

  /** An attempt has left an instance. */
  void exited(int attempt, int instance) {}

  /** A phase of a start is over. */
  final void phaseEnded(int instance, int phase) {
    reaction.phaseEnded(instance, phase);
  }

  /** An instance takes traffic from now on. */
  final void becameReady(int instance) {
    ready(instance);
    reaction.ready(instance);
  }

  /** An instance is ready and empty. */
  void ready(int instance) {}

  /** All instances that became ready at this instant have taken what waited. */
  void allReady() {}

  /** Whether the run may end as far as the autoscaler is concerned. */
  boolean settled() {
    return true;
  }

  /** Brings the revision to a wish within its bounds and writes down why it changed. */
  final void apply(long nowNs, Decision decision) {
    wish = decision.wanted;
    int bounded = revision.sizing.bound(wish);
    bring(nowNs, bounded, bounded == wanted ? "" : reason(decision, bounded));
  }

  /** Brings the revision to a number within its bounds. */
  final void bring(long nowNs, int count, String why) {
    int bounded = revision.sizing.bound(count);
    if (bounded != wanted) {
      revision.events.add(
          nowNs, revision.label(), "scale", wanted + " -> " + bounded + " instances: " + why);
      reaction.scaled(nowNs, wanted, bounded);
      wanted = bounded;
      revision.recorder.set(revision.row, Gauge.WANTED, wanted);
    }
    revision.sizing.scaleTo(bounded);
  }

  /** A deployment has brought up so many instances, which are what is wanted from now on. */
  final void adopt(int count) {
    if (count > wanted) {
      wish = count;
      wanted = count;
      revision.recorder.set(revision.row, Gauge.WANTED, wanted);
    }
    deployed(count);
  }

  /** As {@link #adopt}, for an autoscaler that keeps a count of its own. */
  void deployed(int count) {}

  /** How a word of an autoscaler is written for people. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String reason(Decision decision, int bounded) {
    StringBuilder text = new StringBuilder(80);
    text.append("observed ");
    Decimals.append(text, decision.observed, 3);
    text.append(" against ");
    Decimals.append(text, decision.target, 3);
    text.append(" over ");
    Decimals.append(text, decision.windowNs / 1e9, 1);
    text.append(" s, raw ").append(decision.raw);
    if (!decision.clamp.isEmpty()) {
      text.append(", ").append(decision.clamp);
    }
    if (bounded != decision.wanted) {
      text.append(bounded < decision.wanted ? ", at the maximum" : ", at the minimum");
    }
    return text.toString();
  }
}
