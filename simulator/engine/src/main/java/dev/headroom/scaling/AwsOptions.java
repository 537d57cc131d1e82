package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.Comparison;
import dev.headroom.scaling.aws.InstanceWarmUp;
import dev.headroom.scaling.aws.StepAdjustment;
import dev.headroom.scaling.aws.StepScaling;
import dev.headroom.scaling.aws.StepScalingOptions;
import dev.headroom.scaling.aws.TargetTracking;
import dev.headroom.scaling.aws.TargetTrackingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * How an ECS service or an EC2 Auto Scaling group scales, and what CloudWatch shows of it.
 *
 * <p>The section's own {@code metric}, {@code target}, ... are one target tracking policy; with
 * {@code policies} they are the defaults of those listed there.
 *
 * @param owner who waits, and how, for new capacity to take effect
 * @param policies what is held at which value, at least one
 * @param periodNs the alarms' period
 * @param sampleNs span of one datapoint of processor use: five minutes with basic monitoring
 * @param publishNs from the end of a period until its datapoint is judged
 * @param warmUpNs how long a new instance of a group counts as warming up
 */
public record AwsOptions(
    Owner owner,
    List<MetricPolicy> policies,
    long periodNs,
    long sampleNs,
    long publishNs,
    long warmUpNs)
    implements PolicyNumbers {
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long DAY = 1440 * MINUTE;
  private static final int CAPACITY_MAX = 1_000_000;

  /** Whose capacity it is. */
  public enum Owner {
    /** A service of ECS, scaled by Application Auto Scaling. */
    SERVICE,
    /** An EC2 Auto Scaling group. */
    GROUP
  }

  /** How often EC2 measures an instance. */
  private enum Monitoring {
    BASIC,
    DETAILED
  }

  private enum Kind {
    TARGET_TRACKING,
    STEP
  }

  /**
   * A policy and what it looks at; one of the two kinds is null.
   *
   * @param metric share of the processors, requests per minute and instance, or requests inside
   * @param tracking holds the metric at a target
   * @param steps answers an alarm in steps
   */
  public record MetricPolicy(
      Metric metric, TargetTrackingOptions tracking, StepScalingOptions steps) {
    /** A policy without data. */
    public CapacityPolicy create() {
      return tracking != null ? new TargetTracking(tracking) : new StepScaling(steps);
    }
  }

  static AwsOptions read(Section scale, Owner owner) {
    MetricPolicy usual = tracking(scale, owner, null);
    List<MetricPolicy> policies = new ArrayList<>();
    if (!scale.has("policies")) {
      policies.add(usual);
    } else {
      for (Section one : scale.sections("policies")) {
        Kind kind = one.choice("kind", Kind.TARGET_TRACKING);
        policies.add(kind == Kind.STEP ? steps(one, owner) : tracking(one, owner, usual));
      }
      if (policies.isEmpty()) {
        throw scale.problem("policies", "is empty; needs at least one");
      }
    }
    long periodNs = scale.durationNs("interval", 10 * SECOND, DAY, MINUTE);
    boolean group = owner == Owner.GROUP;
    boolean basic = group && scale.choice("monitoring", Monitoring.BASIC) == Monitoring.BASIC;
    return new AwsOptions(
        owner,
        List.copyOf(policies),
        periodNs,
        basic ? Math.max(periodNs, 5 * MINUTE / periodNs * periodNs) : periodNs,
        scale.durationNs("metricDelay", 0, DAY, 0),
        group ? scale.durationNs("warmUp", 0, DAY, InstanceWarmUp.DEFAULT_NS) : 0);
  }

  private static MetricPolicy tracking(Section from, Owner owner, MetricPolicy usual) {
    Metric metric = from.choice("metric", usual == null ? Metric.CPU : usual.metric());
    boolean same = usual != null && usual.metric() == metric;
    TargetTrackingOptions base = usual != null
        ? usual.tracking()
        : owner == Owner.GROUP
            ? TargetTrackingOptions.ofGroup(1)
            : TargetTrackingOptions.ofService(1);
    double target = same && !from.has("target") ? base.target() : amount(from, "target", metric);
    if (!(target > 0)) {
      throw from.error("target", from.text("target"), "above 0");
    }
    double scaleInShare = from.share("scaleInShare", base.scaleInShare());
    if (!(scaleInShare > 0)) {
      throw from.error("scaleInShare", from.text("scaleInShare"), "above 0 %, at most 100 %");
    }
    boolean cools = owner == Owner.SERVICE;
    return new MetricPolicy(
        metric,
        new TargetTrackingOptions(
            target,
            scaleInShare,
            from.integer("alarmHighDatapoints", 1, 100, base.highDatapoints()),
            from.integer("alarmLowDatapoints", 1, 100, base.lowDatapoints()),
            from.bool("scaleIn", base.scaleIn()),
            cools ? from.durationNs("cooldownOut", 0, DAY, base.cooldownOutNs()) : 0,
            cools ? from.durationNs("cooldownIn", 0, DAY, base.cooldownInNs()) : 0),
        null);
  }

  /** The alarm's side is in the key: {@code above} or {@code below}, each with the value itself. */
  private static MetricPolicy steps(Section from, Owner owner) {
    Metric metric = from.choice("metric", Metric.CPU);
    boolean upward = from.has("above");
    if (upward == from.has("below")) {
      throw from.problem(upward ? "below" : "above", "a step policy needs one of above and below");
    }
    int datapoints = from.integer("datapoints", 1, 100, 1);
    StepScalingOptions.Unit unit = from.choice("unit", StepScalingOptions.Unit.CHANGE);
    return new MetricPolicy(
        metric,
        null,
        new StepScalingOptions(
            upward ? Comparison.GREATER_OR_EQUAL : Comparison.LESS_OR_EQUAL,
            amount(from, upward ? "above" : "below", metric),
            from.integer("periods", datapoints, 100, datapoints),
            datapoints,
            unit,
            adjustments(from, metric, upward, unit),
            from.integer("leastChange", 0, CAPACITY_MAX, 0),
            owner == Owner.SERVICE ? from.durationNs("cooldown", 0, DAY, 300 * SECOND) : 0));
  }

  /** Each step begins so far beyond the threshold and ends where the next begins. */
  private static List<StepAdjustment> adjustments(
      Section policy, Metric metric, boolean upward, StepScalingOptions.Unit unit) {
    List<StepAdjustment> steps = new ArrayList<>();
    List<Section> written = policy.sections("steps");
    double beforeFrom = Double.POSITIVE_INFINITY;
    for (int i = written.size() - 1; i >= 0; i--) {
      Section step = written.get(i);
      double begin = step.has("from") ? amount(step, "from", metric) : 0;
      if (!(begin < beforeFrom)) {
        throw step.error("from", step.text("from", "0"), "ascending from step to step");
      }
      int least = unit == StepScalingOptions.Unit.EXACT ? 0 : -CAPACITY_MAX;
      int by = step.integer("by", least, CAPACITY_MAX);
      if (upward) {
        steps.add(0, new StepAdjustment(begin, beforeFrom, by));
      } else {
        steps.add(new StepAdjustment(-beforeFrom, -begin, by));
      }
      beforeFrom = begin;
    }
    if (steps.isEmpty()) {
      throw policy.problem("steps", "is empty; needs at least one");
    }
    return steps;
  }

  /** Processor use is written as a share, all else as a number. */
  private static double amount(Section from, String key, Metric metric) {
    return metric == Metric.CPU ? from.share(key) : from.number(key, 0, 1e9);
  }
}
