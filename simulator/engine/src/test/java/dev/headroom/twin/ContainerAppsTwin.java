package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.hpa.ContainerAppsOptions;
import dev.headroom.scaling.hpa.ContainerAppsScaler;
import dev.headroom.scaling.hpa.HpaResult;

/** Azure Container Apps: counts requests and asks its rule every fifteen seconds. */
final class ContainerAppsTwin extends Loop {
  private final ContainerAppsOptions options;
  private ContainerAppsScaler rule;
  private int replicas;
  private long arrivals;

  ContainerAppsTwin(Revision revision, ContainerAppsOptions options) {
    super(revision);
    this.options = options;
  }

  @Override
  void decideFromNow(boolean running) {
    rule = new ContainerAppsScaler(options, world.nowNs);
    rule.limit(schedule.min(), schedule.max());
    replicas = running ? initial : Math.max(1, schedule.min());
    if (!running) {
      revision.sizing.scaleTo(replicas);
    }
    plan();
  }

  private void plan() {
    world.at(world.nowNs + ContainerAppsOptions.INTERVAL_NS, Turn.OBSERVE, this::tick);
  }

  @Override
  void limitsChanged(int capacity, boolean numbered) {
    rule.limit(schedule.min(), schedule.max());
    if (numbered) {
      replicas = capacity;
      bring(capacity);
    }
  }

  @Override
  void deployed(int count) {
    replicas = Math.max(replicas, count);
  }

  @Override
  void wake() {
    if (stopped) {
      return;
    }
    int activated = rule.wake(world.nowNs, replicas);
    if (activated != replicas) {
      replicas = activated;
      apply(replicas);
      revision.front.drainQueue();
    }
  }

  private void tick() {
    if (stopped) {
      return;
    }
    plan();
    HpaResult result = new HpaResult();
    rule.decide(world.nowNs, replicas, revision.front.arrivals - arrivals, result);
    arrivals = revision.front.arrivals;
    replicas = result.replicas;
    apply(replicas);
    revision.front.drainQueue();
  }
}
