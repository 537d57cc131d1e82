package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.AwsOptions.Owner;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.AutoScalingGroup;
import dev.headroom.scaling.aws.CapacityDecision;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.CapacityReason;
import dev.headroom.scaling.aws.Direction;
import dev.headroom.scaling.aws.InstanceWarmUp;
import dev.headroom.scaling.aws.ScalableTarget;
import java.util.ArrayList;
import java.util.List;

/**
 * AWS's loop around one service: at the end of every minute CloudWatch closes its datapoints, some
 * time later they are published, the alarms judge them and the owner of the capacity acts.
 *
 * <p>Minutes begin at multiples of the period from time zero.
 */
final class AwsScaler extends Scaler {
  private final AwsOptions options;
  private final AwsMetrics metrics;
  private final List<CapacityPolicy> policies = new ArrayList<>();
  private final List<AlarmWatch> watches;

  /** The owner is one of the two. */
  private final ScalableTarget target;

  private final AutoScalingGroup group;
  private final InstanceWarmUp warmUp;
  private final CapacityDecision decision = new CapacityDecision();
  private final Decision told = new Decision();

  /** Datapoints that are closed and not published yet, a ring of periods. */
  private final double[][] datapoints;

  private final double[] lastKnown;
  private final int onPeriodEnd;
  private final int onPublished;
  private int next;
  private boolean begun;
  private CapacityReason toldReason = CapacityReason.NO_ALARM;

  AwsScaler(Revision revision, AwsOptions options) {
    super(revision);
    this.options = options;
    this.metrics = new AwsMetrics(revision, options);
    options.policies().forEach(policy -> policies.add(policy.create()));
    this.watches = AlarmWatch.of(revision, options, policies);
    boolean service = options.owner() == Owner.SERVICE;
    this.target = service ? new ScalableTarget(schedule, policies) : null;
    this.group = service ? null : new AutoScalingGroup(schedule, policies);
    this.warmUp = new InstanceWarmUp(options.warmUpNs());
    int inFlight = (int) (options.publishNs() / options.periodNs()) + 2;
    this.datapoints = new double[inFlight][policies.size()];
    this.lastKnown = new double[policies.size()];
    this.onPeriodEnd = revision.queue.register(Turn.OBSERVE, unused -> periodEnded());
    this.onPublished = revision.queue.register(Turn.OBSERVE, this::published);
  }

  @Override
  void decideFromNow(boolean running) {
    long nowNs = revision.queue.nowNs();
    begun = true;
    metrics.begin(nowNs);
    long periodNs = options.periodNs();
    revision.queue.schedule((Math.floorDiv(nowNs, periodNs) + 1) * periodNs, onPeriodEnd, 0);
  }

  @Override
  void ready(int instance) {
    long nowNs = revision.queue.nowNs();
    metrics.instanceReady(instance, nowNs);
    if (begun && group != null) {
      warmUp.inService(nowNs);
    }
  }

  @Override
  void entered(int attempt, int instance) {
    metrics.requestEntered();
  }

  private void periodEnded() {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + options.periodNs(), onPeriodEnd, 0);
    metrics.close(nowNs, datapoints[next]);
    revision.queue.schedule(nowNs + options.publishNs(), onPublished, next);
    next = next + 1 == datapoints.length ? 0 : next + 1;
  }

  private void published(long slot) {
    if (stopped()) {
      return;
    }
    long nowNs = revision.queue.nowNs();
    double[] values = datapoints[(int) slot];
    if (revision.rollout != null) {
      adopt(revision.fleet.live()); // what the deployment has brought up is the capacity
    }
    int capacity = wanted();
    int base = capacity;
    if (target != null) {
      target.deploying(revision.service.deploying);
      target.decide(nowNs, capacity, values, decision);
    } else {
      int warm = Math.max(0, revision.fleet.ready() - warmUp.warming(nowNs));
      group.decide(nowNs, capacity, warm, values, decision);
      base = Math.min(capacity, warm);
    }
    for (int w = 0; w < watches.size(); w++) {
      watches.get(w).judged(nowNs, nowNs - options.publishNs(), values);
    }
    for (int p = 0; p < values.length; p++) {
      lastKnown[p] = Double.isNaN(values[p]) ? lastKnown[p] : values[p];
    }
    explain(base);
    tellWaiting(nowNs, capacity);
    apply(nowNs, told);
  }

  /** Says what the policy that asks for most saw. */
  private void explain(int base) {
    told.wanted = decision.capacity;
    told.raw = decision.wanted;
    told.clamp = decision.reason.text();
    int most = -1;
    for (int p = 0; p < policies.size(); p++) {
      CapacityPolicy policy = policies.get(p);
      boolean asks = policy.direction(base) != Direction.NONE;
      int wish = asks ? policy.wanted(base) : -1;
      if (p == 0 || wish > most) {
        most = wish;
        AwsOptions.MetricPolicy measured = options.policies().get(p);
        told.windowNs = measured.metric() == Metric.CPU ? options.sampleNs() : options.periodNs();
        told.observed = lastKnown[p];
        told.target = measured.tracking() != null
            ? measured.tracking().target()
            : measured.steps().threshold();
      }
    }
  }

  /** An alarm that changes nothing says why once, until the reason is another. */
  private void tellWaiting(long nowNs, int capacity) {
    boolean waits =
        switch (decision.reason) {
          case SCALE_OUT_COOLDOWN, SCALE_IN_COOLDOWN, WARM_UP, OTHER_POLICY, DEPLOYMENT -> true;
          case LIMIT -> decision.wanted != capacity;
          case NO_ALARM, SCALE_OUT, SCALE_IN, SCHEDULE -> false;
        };
    if (waits && decision.reason != toldReason) {
      StringBuilder text = new StringBuilder(60);
      text.append("stays at ")
          .append(capacity)
          .append(" instances: ")
          .append(decision.reason.text());
      if (decision.wanted >= 0) {
        text.append(", alarm asks for ").append(decision.wanted);
      }
      revision.events.add(nowNs, revision.label(), "scale", text.toString());
    }
    toldReason = decision.reason;
  }
}
