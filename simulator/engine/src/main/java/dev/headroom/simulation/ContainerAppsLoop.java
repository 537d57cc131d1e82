package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.hpa.ContainerAppsOptions;
import dev.headroom.scaling.hpa.ContainerAppsScaler;
import dev.headroom.scaling.hpa.HpaResult;

/** Counts an app's requests and evaluates its HTTP rule every fifteen seconds. */
final class ContainerAppsLoop extends Scaler {
  private final ContainerAppsOptions options;
  private final HpaResult result = new HpaResult();
  private final Decision told = new Decision();
  private final int onTick;
  private ContainerAppsScaler rule;
  private int replicas;
  private long arrivals;

  ContainerAppsLoop(Revision revision, ContainerAppsOptions options) {
    super(revision);
    this.options = options;
    this.onTick = revision.queue.register(Turn.OBSERVE, unused -> tick());
  }

  @Override
  void decideFromNow(boolean running) {
    long nowNs = revision.queue.nowNs();
    rule = new ContainerAppsScaler(options, nowNs);
    rule.limit(schedule.min(), schedule.max());
    replicas = running ? initial() : Math.max(1, schedule.min());
    if (!running) {
      revision.sizing.scaleTo(replicas);
    }
    revision.queue.schedule(nowNs + ContainerAppsOptions.INTERVAL_NS, onTick, 0);
  }

  /** The next evaluation brings the replicas to new limits, as it would after an edit. */
  @Override
  void limitsChanged(long nowNs, int capacity, boolean numbered) {
    rule.limit(schedule.min(), schedule.max());
    if (numbered) {
      replicas = capacity;
      bring(nowNs, capacity, "scheduled");
    }
  }

  @Override
  void deployed(int count) {
    replicas = Math.max(replicas, count);
  }

  @Override
  void wake() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    int activated = rule.wake(nowNs, replicas);
    if (activated != replicas) {
      replicas = activated;
      tell(1, activated, "activation");
      apply(nowNs, told);
    }
  }

  private void tick() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + ContainerAppsOptions.INTERVAL_NS, onTick, 0);
    long requests = revision.router.arrivals() - arrivals;
    arrivals = revision.router.arrivals();
    final int before = replicas;
    rule.decide(nowNs, replicas, requests, result);
    replicas = result.replicas;
    int raw = result.proposed < 0 ? replicas : result.proposed;
    String clamp = word(result.limited ? result.scalingLimited : result.ableToScale);
    if (before == 0) {
      clamp = "activation";
    } else if (replicas == 0) {
      clamp = "cooldown over";
    }
    tell(requests, raw, clamp);
    apply(nowNs, told);
  }

  private void tell(long requests, int proposed, String clamp) {
    told.wanted = replicas;
    told.observed = requests * 1e9 / ContainerAppsOptions.INTERVAL_NS;
    told.target = options.target();
    told.windowNs = ContainerAppsOptions.INTERVAL_NS;
    told.raw = proposed;
    told.clamp = clamp;
  }
}
