package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import dev.headroom.scaling.AwsOptions;
import dev.headroom.scaling.AwsOptions.MetricPolicy;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.AlarmState;
import dev.headroom.scaling.aws.CapacityPolicy;
import dev.headroom.scaling.aws.Comparison;
import dev.headroom.scaling.aws.StepScaling;
import dev.headroom.scaling.aws.TargetTracking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Watches one alarm and tells how it came about: since which datapoint its metric breached, and
 * after how many the alarm fired. Breaches that come to nothing are not told.
 */
final class AlarmWatch {
  private final Revision revision;
  private final String metric;
  private final Comparison comparison;
  private final double threshold;
  private final Supplier<AlarmState> alarm;
  private final int policy;
  /** What one datapoint covers. */
  private final long spanNs;

  private AlarmState before = AlarmState.INSUFFICIENT_DATA;
  private int breaches;
  private long firstFromNs;
  private long firstPublishedNs;
  private double first;
  private double last;
  private boolean told;

  private AlarmWatch(
      Revision revision,
      AwsOptions options,
      int policy,
      Comparison comparison,
      double threshold,
      Supplier<AlarmState> alarm) {
    this.revision = revision;
    Metric measured = options.policies().get(policy).metric();
    this.metric = measured.name().toLowerCase(Locale.ROOT);
    this.spanNs = measured == Metric.CPU ? options.sampleNs() : options.periodNs();
    this.comparison = comparison;
    this.threshold = threshold;
    this.alarm = alarm;
    this.policy = policy;
  }

  /** One for every alarm of the policies. */
  static List<AlarmWatch> of(Revision revision, AwsOptions options, List<CapacityPolicy> policies) {
    List<AlarmWatch> watches = new ArrayList<>();
    for (int p = 0; p < policies.size(); p++) {
      MetricPolicy one = options.policies().get(p);
      if (policies.get(p) instanceof TargetTracking tracking) {
        double high = one.tracking().target();
        double low = high * one.tracking().scaleInShare();
        watches.add(
            new AlarmWatch(revision, options, p, Comparison.GREATER, high, tracking::highAlarm));
        watches.add(new AlarmWatch(revision, options, p, Comparison.LESS, low, tracking::lowAlarm));
      } else if (policies.get(p) instanceof StepScaling steps) {
        watches.add(new AlarmWatch(
            revision, options, p, one.steps().comparison(), one.steps().threshold(), steps::alarm));
      }
    }
    return List.copyOf(watches);
  }

  /**
   * The policies have judged a period.
   *
   * @param endNs when the period ended
   */
  void judged(long nowNs, long endNs, double[] datapoints) {
    double datapoint = datapoints[policy];
    if (comparison.isBreach(datapoint, threshold)) {
      last = datapoint;
      if (breaches++ == 0) {
        firstFromNs = endNs - spanNs;
        firstPublishedNs = nowNs;
        first = datapoint;
        told = false;
      }
    } else if (!Double.isNaN(datapoint)) {
      breaches = 0;
    }
    if (alarm.get() == AlarmState.ALARM && before != AlarmState.ALARM) {
      tell(nowNs);
    }
    before = alarm.get();
  }

  private void tell(long nowNs) {
    boolean up = comparison == Comparison.GREATER || comparison == Comparison.GREATER_OR_EQUAL;
    String side = up ? " above " : " below ";
    if (!told) {
      told = true;
      StringBuilder since = new StringBuilder(100);
      number(since.append(metric).append(' '), first).append(side);
      number(since, threshold).append(" since ");
      seconds(since, firstFromNs).append(", by the datapoint published at ");
      seconds(since, firstPublishedNs);
      revision.events.add(firstPublishedNs, revision.label(), "metric", since.toString());
    }
    StringBuilder text = new StringBuilder(100);
    text.append(up ? "high" : "low")
        .append(" alarm after ")
        .append(breaches)
        .append(breaches == 1 ? " datapoint: " : " datapoints: ")
        .append(metric)
        .append(' ');
    number(number(text, last).append(side), threshold);
    revision.events.add(nowNs, revision.label(), "alarm", text.toString());
  }

  private static StringBuilder number(StringBuilder text, double value) {
    Decimals.append(text, value, 3);
    return text;
  }

  private static StringBuilder seconds(StringBuilder text, long ns) {
    Decimals.append(text, ns / 1e9, 0);
    return text.append(" s");
  }
}
