package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.AwsOptions.Owner;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.AutoScalingGroup;
import dev.headroom.scaling.aws.CapacityDecision;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.InstanceWarmUp;
import dev.headroom.scaling.aws.ScalableTarget;
import java.util.List;

/** AWS: datapoints at the end of each minute, published later, judged by alarms. */
final class AwsTwin extends Loop {
  private final AwsOptions options;
  private final ScalableTarget target;
  private final AutoScalingGroup group;
  private final InstanceWarmUp warmUp;
  private boolean begun;
  private long beginNs;
  private long sampledNs;
  private long entered;
  private long enteredBefore;
  private double readyBeforeNs;
  private double insideBeforeNs;

  AwsTwin(Revision revision, AwsOptions options) {
    super(revision);
    this.options = options;
    List<CapacityPolicy> policies =
        options.policies().stream().map(AwsOptions.MetricPolicy::create).toList();
    boolean service = options.owner() == Owner.SERVICE;
    this.target = service ? new ScalableTarget(schedule, policies) : null;
    this.group = service ? null : new AutoScalingGroup(schedule, policies);
    this.warmUp = new InstanceWarmUp(options.warmUpNs());
  }

  @Override
  void decideFromNow(boolean running) {
    begun = true;
    beginNs = world.nowNs;
    sampledNs = world.nowNs;
    readyBeforeNs = readyNs();
    insideBeforeNs = insideNs();
    long periodNs = options.periodNs();
    world.at((Math.floorDiv(world.nowNs, periodNs) + 1) * periodNs, Turn.OBSERVE, this::minute);
  }

  @Override
  void becameReady(Box box) {
    box.seenUsedNs = box.usedNs();
    if (begun && group != null) {
      warmUp.inService(world.nowNs);
    }
  }

  @Override
  void entered(Job job, Box box) {
    entered++;
  }

  private double readyNs() {
    return revision.idleMeter.integral() + revision.busyMeter.integral();
  }

  private double insideNs() {
    return revision.queuedMeter.integral() + revision.insideMeter.integral();
  }

  private void minute() {
    if (stopped) {
      return;
    }
    world.at(world.nowNs + options.periodNs(), Turn.OBSERVE, this::minute);
    double[] datapoints = datapoints();
    world.at(world.nowNs + options.publishNs(), Turn.OBSERVE, () -> published(datapoints));
  }

  private double[] datapoints() {
    double use = Math.floorMod(world.nowNs, options.sampleNs()) == 0 ? processorUse() : Double.NaN;
    double readyNs = readyNs() - readyBeforeNs;
    double requests = (entered - enteredBefore) * 60e9 / readyNs;
    double inside = (insideNs() - insideBeforeNs) / readyNs;
    readyBeforeNs = readyNs();
    insideBeforeNs = insideNs();
    enteredBefore = entered;
    double[] datapoints = new double[options.policies().size()];
    for (int p = 0; p < datapoints.length; p++) {
      Metric metric = options.policies().get(p).metric();
      double perInstance = metric == Metric.REQUESTS ? requests : inside;
      datapoints[p] = metric == Metric.CPU ? use : readyNs > 0 ? perInstance : Double.NaN;
    }
    return datapoints;
  }

  private double processorUse() {
    double usedNs = 0;
    double timeNs = 0;
    for (Box box : revision.boxes) {
      if (!box.serving()) {
        continue;
      }
      boolean warm = box.answersNs < beginNs || box.answersNs + options.warmUpNs() <= sampledNs;
      if (warm || options.owner() == Owner.SERVICE) {
        usedNs += box.usedNs() - box.seenUsedNs;
        timeNs += world.nowNs - Math.max(sampledNs, box.answersNs);
      }
      box.seenUsedNs = box.usedNs();
    }
    sampledNs = world.nowNs;
    double vcpus = revision.spec.platform().instance().vcpus();
    return timeNs > 0 ? usedNs / (timeNs * vcpus) : Double.NaN;
  }

  private void published(double[] datapoints) {
    if (stopped) {
      return;
    }
    int capacity = wanted();
    if (revision.rollout != null) {
      capacity = Math.max(capacity, revision.live());
    }
    CapacityDecision decision = new CapacityDecision();
    if (target != null) {
      target.deploying(revision.service.deploying);
      target.decide(world.nowNs, capacity, datapoints, decision);
    } else {
      int warm = Math.max(0, revision.ready() - warmUp.warming(world.nowNs));
      group.decide(world.nowNs, capacity, warm, datapoints, decision);
    }
    apply(decision.capacity);
    revision.front.drainQueue();
  }
}
