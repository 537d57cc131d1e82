package dev.headroom.scaling.aws;

import java.util.List;

/**
 * Step scaling: how far the metric is beyond an alarm's threshold chooses the change.
 *
 * <p>A percentage is cut towards zero, but to no less than one, and to no less than the policy's
 * least change. Source: EC2 Auto Scaling and Application Auto Scaling user guides, "Step scaling".
 */
public final class StepScaling implements CapacityPolicy {
  private static final int PERCENT = 100;

  private final StepScalingOptions options;
  private final MetricAlarm alarm;
  private double last = Double.NaN;

  /** A policy without data. */
  public StepScaling(StepScalingOptions options) {
    this.options = options;
    this.alarm = new MetricAlarm(
        options.comparison(), options.threshold(), options.periods(), options.datapointsToAlarm());
  }

  @Override
  public void observe(double datapoint) {
    alarm.add(datapoint);
    if (!Double.isNaN(datapoint)) {
      last = datapoint;
    }
  }

  @Override
  public Direction direction(int current) {
    int change = alarm.state() == AlarmState.ALARM ? wanted(current) - current : 0;
    return change > 0 ? Direction.OUT : change < 0 ? Direction.IN : Direction.NONE;
  }

  @Override
  public int wanted(int from) {
    StepAdjustment step = step();
    if (step == null) {
      return from;
    }
    return switch (options.unit()) {
      case CHANGE -> from + step.adjustment();
      case PERCENT -> from + percent(from, step.adjustment());
      case EXACT -> step.adjustment();
    };
  }

  @Override
  public boolean mustAgreeToScaleIn() {
    return false;
  }

  @Override
  public long cooldownNs(Direction direction) {
    return options.cooldownNs();
  }

  /** The alarm that the steps answer. */
  public AlarmState alarm() {
    return alarm.state();
  }

  private StepAdjustment step() {
    double breach = last - options.threshold();
    List<StepAdjustment> steps = options.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).covers(breach, options.comparison().isUpward())) {
        return steps.get(i);
      }
    }
    return null;
  }

  private int percent(int from, int percent) {
    if (percent == 0 || from == 0) {
      return 0;
    }
    // Whole-number division cuts towards zero.
    long cut = (long) from * Math.abs(percent) / PERCENT;
    int change = (int) Math.max(Math.max(1, options.magnitudeMin()), cut);
    return percent > 0 ? change : -change;
  }
}
