package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.Observation;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingPolicy;

/** Asks a policy at its interval, with integrals over the whole revision as its view. */
final class PolicyScaler extends Scaler {
  private final ScalingPolicy policy;
  private final Observation seen = new Observation();
  private final Decision decision = new Decision();
  private final int onTick;

  /**
   * A scaler.
   *
   * @param policy who decides, or null where nobody does
   */
  PolicyScaler(Revision revision, ScalingPolicy policy) {
    super(revision);
    this.policy = policy;
    this.onTick = revision.queue.register(Turn.OBSERVE, unused -> tick());
  }

  @Override
  void decideFromNow(boolean running) {
    if (policy != null) {
      revision.queue.schedule(revision.queue.nowNs() + policy.intervalNs(), onTick, 0);
    }
  }

  private void tick() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + policy.intervalNs(), onTick, 0);
    observe(nowNs);
    decision.reset();
    policy.decide(nowNs, seen, decision);
    follow(nowNs);
    revision.router.startForQueue();
  }

  /** Where arrivals start instances nobody counts them: only a minimum has to be filled up. */
  @Override
  void limitsChanged(long nowNs, int capacity, boolean numbered) {
    if (scaling.policy() == PolicyKind.PER_REQUEST) {
      revision.sizing.fillToFloor();
    } else {
      super.limitsChanged(nowNs, capacity, numbered);
    }
  }

  private void follow(long nowNs) {
    if (decision.wanted >= 0) {
      apply(nowNs, decision);
      revision.router.drainQueue();
    }
  }

  private void observe(long nowNs) {
    seen.concurrencyNs = integral(Gauge.QUEUED) + integral(Gauge.IN_SERVICE);
    seen.cpuNs = revision.work.cpuUsedNs(nowNs);
  }

  private long integral(Gauge gauge) {
    return revision.recorder.integral(revision.row, gauge);
  }
}
