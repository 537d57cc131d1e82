package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingOptions;

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
  private int wanted;
  private boolean stopped;

  Scaler(Revision revision) {
    this.revision = revision;
    this.scaling = revision.spec.scaling();
    this.wanted = scaling.initial();
  }

  static Scaler of(Revision revision) {
    ScalingOptions scaling = revision.spec.scaling();
    return switch (scaling.policy()) {
      case FIXED, PER_REQUEST, CLOUD_RUN, TARGET_TRACKING, CONTAINER_APPS ->
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
    };
  }

  /** Puts the instances of a running service there and begins to decide. */
  final void begin() {
    for (int i = 0; i < scaling.initial(); i++) {
      revision.fleet.addReady();
    }
    if (revision.provisioned != null) {
      revision.provisioned.begin(true);
    }
    revision.recorder.set(revision.row, Gauge.WANTED, wanted, revision.queue.nowNs());
    decideFromNow(true);
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
    revision.recorder.set(revision.row, Gauge.WANTED, 0, revision.queue.nowNs());
  }

  final boolean stopped() {
    return stopped;
  }

  /** Instances wanted since the last change. */
  final int wanted() {
    return wanted;
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
    int bounded = revision.sizing.bound(decision.wanted);
    if (bounded != wanted) {
      revision.events.add(nowNs, revision.label(), "scale", describe(decision, bounded));
      wanted = bounded;
      revision.recorder.set(revision.row, Gauge.WANTED, wanted, nowNs);
    }
    revision.sizing.scaleTo(bounded);
  }

  private String describe(Decision decision, int bounded) {
    StringBuilder text = new StringBuilder(80);
    text.append(wanted).append(" -> ").append(bounded).append(" instances: observed ");
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
