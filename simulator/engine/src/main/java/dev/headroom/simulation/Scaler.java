package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.Observation;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingPolicy;

/** Asks a service's policy at its interval, bounds its wish and writes down why. */
final class Scaler {
  private final ServiceRuntime service;
  private final ScalingOptions scaling;
  private final ScalingPolicy policy;
  private final Observation seen = new Observation();
  private final Decision decision = new Decision();
  private final int onTick;
  private int wanted;

  Scaler(ServiceRuntime service) {
    this.service = service;
    this.scaling = service.spec.scaling();
    this.policy =
        scaling
            .policy()
            .create(
                scaling,
                new PolicyKind.Capacity(
                    service.spec.platform().concurrency(),
                    service.spec.platform().instance().vcpus()));
    this.onTick = service.queue.register(unused -> tick());
    this.wanted = scaling.initial();
  }

  /** Puts the first instances there and schedules the first decision. */
  void begin() {
    for (int i = 0; i < scaling.initial(); i++) {
      service.fleet.addReady();
    }
    service.recorder.set(service.index, Gauge.WANTED, wanted, service.queue.nowNs());
    if (policy != null) {
      service.queue.schedule(service.queue.nowNs() + policy.intervalNs(), onTick, 0);
    }
  }

  private void tick() {
    long nowNs = service.queue.nowNs();
    service.queue.schedule(nowNs + policy.intervalNs(), onTick, 0);
    observe(nowNs);
    decision.reset();
    policy.decide(nowNs, seen, decision);
    apply(nowNs);
    service.router.startForQueue();
  }

  /** A request waits and no instance is there or starting. */
  void wake() {
    if (policy == null) {
      return;
    }
    long nowNs = service.queue.nowNs();
    observe(nowNs);
    decision.reset();
    if (policy.wake(nowNs, seen, decision)) {
      apply(nowNs);
    }
  }

  private void observe(long nowNs) {
    seen.ready = service.fleet.ready();
    seen.starting = service.fleet.starting();
    seen.queued = service.router.queued();
    seen.inService = (int) service.recorder.value(service.index, Gauge.IN_SERVICE);
    seen.concurrencyNs = integral(Gauge.QUEUED, nowNs) + integral(Gauge.IN_SERVICE, nowNs);
    seen.readyNs = integral(Gauge.IDLE, nowNs) + integral(Gauge.BUSY, nowNs);
    seen.cpuNs = service.work.cpuUsedNs(nowNs);
    seen.arrivals = service.router.arrivals();
  }

  private double integral(Gauge gauge, long nowNs) {
    return service.recorder.integral(service.index, gauge, nowNs);
  }

  private void apply(long nowNs) {
    if (decision.wanted < 0) {
      return;
    }
    int bounded = Math.max(scaling.min(), Math.min(scaling.max(), decision.wanted));
    if (bounded != wanted) {
      service.events.add(nowNs, service.spec.name(), "scale", describe(bounded));
      wanted = bounded;
      service.recorder.set(service.index, Gauge.WANTED, wanted, nowNs);
    }
    service.sizing.scaleTo(bounded);
    service.router.drainQueue();
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
