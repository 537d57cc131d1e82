package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.core.Turn;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.Observation;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingPolicy;

/** Asks a service's policy at its interval, bounds its wish and writes down why. */
final class Scaler {
  private final Revision revision;
  private final ScalingOptions scaling;
  private final ScalingPolicy policy;
  private final Observation seen = new Observation();
  private final Decision decision = new Decision();
  private final int onTick;
  private int wanted;
  private boolean stopped;

  Scaler(Revision revision) {
    this.revision = revision;
    this.scaling = revision.spec.scaling();
    this.policy =
        scaling
            .policy()
            .create(
                scaling,
                new PolicyKind.Capacity(
                    revision.spec.platform().concurrency(),
                    revision.spec.platform().instance().vcpus()));
    this.onTick = revision.queue.register(Turn.OBSERVE, unused -> tick());
    this.wanted = scaling.initial();
  }

  /** Puts the instances of a running service there and schedules the first decision. */
  void begin() {
    for (int i = 0; i < scaling.initial(); i++) {
      revision.fleet.addReady();
    }
    decideFromNow();
  }

  /** Schedules the first decision. */
  void decideFromNow() {
    revision.recorder.set(revision.row, Gauge.WANTED, wanted, revision.queue.nowNs());
    if (policy != null) {
      revision.queue.schedule(revision.queue.nowNs() + policy.intervalNs(), onTick, 0);
    }
  }

  /** No decision any more. */
  void stop() {
    stopped = true;
    wanted = 0;
    revision.recorder.set(revision.row, Gauge.WANTED, 0, revision.queue.nowNs());
  }

  private void tick() {
    if (stopped) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + policy.intervalNs(), onTick, 0);
    observe(nowNs);
    decision.reset();
    policy.decide(nowNs, seen, decision);
    apply(nowNs);
    revision.router.startForQueue();
  }

  /** A request waits and no instance is there or starting. */
  void wake() {
    if (policy == null || stopped) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    observe(nowNs);
    decision.reset();
    if (policy.wake(nowNs, seen, decision)) {
      apply(nowNs);
    }
  }

  private void observe(long nowNs) {
    seen.ready = revision.fleet.ready();
    seen.starting = revision.fleet.starting();
    seen.queued = revision.router.queued();
    seen.inService = (int) revision.recorder.value(revision.row, Gauge.IN_SERVICE);
    seen.concurrencyNs = integral(Gauge.QUEUED, nowNs) + integral(Gauge.IN_SERVICE, nowNs);
    seen.readyNs = integral(Gauge.IDLE, nowNs) + integral(Gauge.BUSY, nowNs);
    seen.cpuNs = revision.work.cpuUsedNs(nowNs);
    seen.arrivals = revision.router.arrivals();
  }

  private double integral(Gauge gauge, long nowNs) {
    return revision.recorder.integral(revision.row, gauge, nowNs);
  }

  private void apply(long nowNs) {
    if (decision.wanted < 0) {
      return;
    }
    int bounded = revision.sizing.bound(decision.wanted);
    if (bounded != wanted) {
      revision.events.add(nowNs, revision.label(), "scale", describe(bounded));
      wanted = bounded;
      revision.recorder.set(revision.row, Gauge.WANTED, wanted, nowNs);
    }
    revision.sizing.scaleTo(bounded);
    revision.router.drainQueue();
  }

  private String describe(int bounded) {
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
      text.append(bounded == scaling.max() ? ", at the maximum" : ", at the minimum");
    }
    return text.toString();
  }
}
