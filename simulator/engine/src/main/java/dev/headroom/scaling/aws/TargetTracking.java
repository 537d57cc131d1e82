package dev.headroom.scaling.aws;

/**
 * Target tracking: capacity in proportion to the metric, outward fast, inward slowly.
 *
 * <p>The new capacity is {@code ceil(capacity x metric / target)}. The user guides say only that it
 * is proportional and rounded so as not to add too little or remove too much; the formula is the
 * customary reading of that, not a published one.
 *
 * <p>Source: Application Auto Scaling and EC2 Auto Scaling user guides, "Target tracking".
 */
public final class TargetTracking implements CapacityPolicy {
  /** Share of a result that counts as rounding: 10 x 0.9 / 0.3 must be 30, not 31. */
  private static final double ROUNDING = 1e-9;

  private final TargetTrackingOptions options;
  private final MetricAlarm high;
  private final MetricAlarm low;
  private double last = Double.NaN;

  /** A policy without data. */
  public TargetTracking(TargetTrackingOptions options) {
    this.options = options;
    this.high = new MetricAlarm(
        Comparison.GREATER, options.target(), options.highDatapoints(), options.highDatapoints());
    this.low = new MetricAlarm(
        Comparison.LESS,
        options.target() * options.scaleInShare(),
        options.lowDatapoints(),
        options.lowDatapoints());
  }

  @Override
  public void observe(double datapoint) {
    high.add(datapoint);
    low.add(datapoint);
    if (!Double.isNaN(datapoint)) {
      last = datapoint;
    }
  }

  @Override
  public Direction direction(int current) {
    if (high.state() == AlarmState.ALARM) {
      return Direction.OUT;
    }
    boolean removes = options.scaleIn() && low.state() == AlarmState.ALARM;
    return removes ? Direction.IN : Direction.NONE;
  }

  @Override
  public int wanted(int from) {
    double wanted = Math.max(1, from) * last / options.target();
    return (int) Math.ceil(wanted - ROUNDING * wanted);
  }

  @Override
  public boolean mustAgreeToScaleIn() {
    return options.scaleIn();
  }

  @Override
  public long cooldownNs(Direction direction) {
    return direction == Direction.OUT ? options.cooldownOutNs() : options.cooldownInNs();
  }

  /** The alarm above the target. */
  public AlarmState highAlarm() {
    return high.state();
  }

  /** The alarm below the share of the target. */
  public AlarmState lowAlarm() {
    return low.state();
  }
}
