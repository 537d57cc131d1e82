package dev.headroom.scaling.aws;

import java.util.Arrays;

/**
 * A CloudWatch alarm on one metric: M of the last N datapoints breach a threshold.
 *
 * <p>Missing datapoints are looked past, as far as a range a little longer than N; only if that
 * holds none at all is there insufficient data. If it holds breaching ones alone, the oldest of
 * them at least M periods old, the alarm fires though they are fewer than M.
 *
 * <p>Source: Amazon CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data",
 * treatment "missing". The range's length is not published: N + 2, as in that page's tables.
 */
public final class MetricAlarm {
  private static final int LOOK_FURTHER = 2;

  private final Comparison comparison;
  private final double threshold;
  private final int periods;
  private final int datapointsToAlarm;

  /** The last datapoints, a ring; NaN is a missing one, and so is what was never filled. */
  private final double[] range;

  private int next;
  private AlarmState state = AlarmState.INSUFFICIENT_DATA;

  /** An alarm without data: {@code datapointsToAlarm} of {@code periods} must breach. */
  public MetricAlarm(Comparison comparison, double threshold, int periods, int datapointsToAlarm) {
    if (datapointsToAlarm < 1 || periods < datapointsToAlarm) {
      throw new IllegalArgumentException(datapointsToAlarm + " datapoints of " + periods
          + " periods: must be at least 1 and at most all");
    }
    this.comparison = comparison;
    this.threshold = threshold;
    this.periods = periods;
    this.datapointsToAlarm = datapointsToAlarm;
    this.range = new double[periods + LOOK_FURTHER];
    Arrays.fill(range, Double.NaN);
  }

  /** Takes the next period's datapoint, NaN if there was none, and judges. */
  public AlarmState add(double datapoint) {
    range[next] = datapoint;
    next = next + 1 == range.length ? 0 : next + 1;
    state = judge();
    return state;
  }

  /** The state since the last datapoint. */
  public AlarmState state() {
    return state;
  }

  private AlarmState judge() {
    int found = 0;
    int breaching = 0;
    boolean breachingOnly = true;
    int oldestBreach = 0;
    for (int age = 1; age <= range.length; age++) {
      double datapoint = range[Math.floorMod(next - age, range.length)];
      if (Double.isNaN(datapoint)) {
        continue;
      }
      boolean breach = comparison.isBreach(datapoint, threshold);
      if (found < periods) {
        found++;
        breaching += breach ? 1 : 0;
      }
      breachingOnly &= breach;
      oldestBreach = breach ? age : oldestBreach;
    }
    if (found == 0) {
      return AlarmState.INSUFFICIENT_DATA;
    }
    boolean early = breachingOnly && oldestBreach >= datapointsToAlarm;
    return breaching >= datapointsToAlarm || early ? AlarmState.ALARM : AlarmState.OK;
  }
}
