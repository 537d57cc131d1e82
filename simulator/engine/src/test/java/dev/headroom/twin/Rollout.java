package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scenario.ServiceSpec.Deployment;
import dev.headroom.twin.Box.State;

/** A new revision takes over from another, step by step. */
final class Rollout {
  private final Service service;
  private final Deployment deployment;
  private final Revision from;
  private final Revision to;
  private final Rollout before;
  private int total;
  private int wanted;
  private boolean waiting;
  private boolean finished;
  private Rollout next;

  Rollout(Service service, Deployment deployment, Rollout before) {
    this.service = service;
    this.deployment = deployment;
    this.before = before;
    this.from = service.revisions.get(deployment.replaces());
    this.to = service.revisions.get(deployment.revision());
    service.world.at(deployment.atNs(), Turn.WORK, this::begin);
  }

  private void begin() {
    if (before != null && !before.finished) {
      before.next = this;
      return;
    }
    total = from.onDemand() - from.parked();
    to.rollout = this;
    service.deploying = true;
    if (to.kept != null) {
      to.kept.begin(false);
    }
    to.loop.beginDeployed();
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
    to.sizing.bound(wanted, to.loop.schedule.max());
    to.sizing.scaleTo(wanted);
    instanceReady();
  }

  /** An instance of the new revision takes traffic now. */
  void instanceReady() {
    if (!waiting || to.onDemand() - to.count(State.STARTING) < wanted) {
      return;
    }
    waiting = false;
    if (wanted == total) {
      finish();
      return;
    }
    share((double) wanted / total);
    from.sizing.bound(0, total - wanted);
    from.sizing.scaleTo(total - wanted);
    step();
  }

  private void finish() {
    share(1);
    to.rollout = null;
    service.deploying = false;
    to.sizing.unbound();
    to.loop.adopt(to.onDemand() - to.parked());
    from.retire();
    finished = true;
    if (next != null) {
      next.begin();
    }
  }

  private void share(double toNew) {
    double both = service.share[from.number] + service.share[to.number];
    service.share[to.number] = both * toNew;
    service.share[from.number] = both - both * toNew;
  }
}
