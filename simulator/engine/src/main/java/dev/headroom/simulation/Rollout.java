package dev.headroom.simulation;

import dev.headroom.scenario.ServiceSpec.Deployment;

/**
 * Replaces the revision that serves by a new one, step by step: so many new instances start; when
 * all of them are ready, as much of the traffic moves to them and as many old ones stop. With a
 * surge of 100 % both revisions stand side by side with everything they hold, connections included.
 *
 * <p>Both autoscalers go on deciding, the new one not below what has been brought up, the old one
 * not above what is left.
 */
final class Rollout {
  private final ServiceRuntime service;
  private final Deployment deployment;
  private final Revision from;
  private final Revision to;
  private final Rollout before;
  private int total;
  private int wanted;
  private boolean waiting;
  private boolean finished;
  private Rollout next;
  private EventLog.Entry begun;

  /**
   * Schedules a deployment.
   *
   * @param before the deployment before it, which must have ended first, or null
   */
  Rollout(ServiceRuntime service, Deployment deployment, Rollout before) {
    this.service = service;
    this.deployment = deployment;
    this.before = before;
    this.from = service.revisions[deployment.replaces()];
    this.to = service.revisions[deployment.revision()];
    service.queue.schedule(deployment.atNs(), service.queue.register(unused -> begin()), 0);
  }

  private void begin() {
    if (before != null && !before.finished) {
      before.next = this;
      return;
    }
    total = from.onDemand() - from.fleet.parked();
    to.rollout = this;
    service.deploying = true;
    begun = service.events.begins(
        service.queue.nowNs(),
        service.spec.name(),
        "deploy",
        "revision " + to.spec.name() + " replaces " + from.spec.name() + ", " + total
            + " instances, surge " + Math.round(deployment.surge() * 100) + " %");
    if (to.provisioned != null) {
      to.provisioned.begin(false);
    }
    to.scaler.beginDeployed();
    if (total == 0) {
      finish();
    } else {
      step();
    }
  }

  private void step() {
    int surge = Math.max(1, (int) Math.ceil(deployment.surge() * total));
    wanted = Math.min(total, wanted + surge);
    waiting = true;
    to.sizing.setBounds(wanted, to.scaler.schedule.max());
    to.sizing.scaleTo(wanted);
    instanceReady();
  }

  /** An instance of the new revision takes traffic now. */
  void instanceReady() {
    if (!waiting || to.onDemand() - to.fleet.starting() < wanted) {
      return;
    }
    waiting = false;
    if (wanted == total) {
      finish();
      return;
    }
    share((double) wanted / total);
    from.sizing.setBounds(0, total - wanted);
    from.sizing.scaleTo(total - wanted);
    step();
  }

  private void finish() {
    share(1);
    to.rollout = null;
    service.deploying = false;
    to.sizing.clearBounds();
    to.scaler.adopt(to.onDemand() - to.fleet.parked());
    from.retire();
    service.events.ends(
        begun,
        service.queue.nowNs(),
        "revision " + to.spec.name() + " serves instead of " + from.spec.name());
    finished = true;
    if (next != null) {
      next.begin();
    }
  }

  private void share(double toNew) {
    double both = service.share(from.number) + service.share(to.number);
    service.setShare(to.number, both * toNew);
    service.setShare(from.number, both - both * toNew);
  }
}
