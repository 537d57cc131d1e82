package dev.headroom.scaling;

/**
 * AWS target tracking: CloudWatch alarms on one-minute datapoints, proportional steps, cooldowns.
 *
 * <p>High alarm: {@code alarmHighDatapoints} datapoints in a row above target; low alarm: {@code
 * alarmLowDatapoints} in a row below {@code scaleInShare} of it (3 and 15, 90 % for ECS). The new
 * count is {@code ceil(current x metric / target)}. During the scale-out cooldown only a larger
 * scale-out happens; a scale-in waits for its own cooldown and a scale-out cancels that. Source:
 * Application Auto Scaling user guide; the proportional formula is customary, not published.
 */
final class TargetTrackingPolicy implements ScalingPolicy {
  private static final double NS_PER_MINUTE = 60e9;

  private final ScalingOptions options;
  private final ScalingOptions.RuleNumbers rule;
  private final double vcpus;
  private final Window window;
  private int above;
  private int below;
  private int desired = -1;
  private int base;
  private long outUntilNs = Long.MIN_VALUE;
  private long inUntilNs = Long.MIN_VALUE;

  TargetTrackingPolicy(ScalingOptions options, PolicyKind.Capacity capacity) {
    this.options = options;
    this.rule = (ScalingOptions.RuleNumbers) options.numbers();
    this.vcpus = capacity.vcpus();
    this.window = new Window(options.intervalNs(), options.intervalNs(), 4);
  }

  @Override
  public long intervalNs() {
    return options.intervalNs();
  }

  @Override
  public void decide(long nowNs, Observation seen, Decision out) {
    window.add(nowNs, seen.cpuNs, seen.readyNs, seen.arrivals, seen.concurrencyNs);
    if (desired < 0) {
      desired = seen.ready + seen.starting;
    }
    desired = Math.max(options.min(), Math.min(options.max(), desired));
    double metric = datapoint();
    out.observed = metric;
    out.target = options.target();
    out.windowNs = window.coveredNs();
    out.raw = desired;
    if (Double.isNaN(metric)) {
      above = 0;
      below = 0;
      out.clamp = "insufficient data";
      out.wanted = desired;
      return;
    }
    above = metric > options.target() ? above + 1 : 0;
    below = metric < options.target() * rule.scaleInShare() ? below + 1 : 0;
    out.clamp = "within";
    if (above >= rule.alarmHighDatapoints()) {
      scaleOut(nowNs, metric, out);
    } else if (below >= rule.alarmLowDatapoints()) {
      scaleIn(nowNs, metric, out);
    }
    out.wanted = desired;
  }

  private void scaleOut(long nowNs, double metric, Decision out) {
    boolean cooling = nowNs < outUntilNs;
    if (!cooling) {
      base = Math.max(1, desired);
    }
    // In the cooldown the metric still speaks of the old capacity: what was added counts as part
    // of the wish, so that only a larger one changes anything.
    out.raw = (int) Math.ceil(base * metric / options.target());
    int bounded = Math.min(out.raw, options.max());
    out.clamp = cooling ? "cooldown" : "high alarm";
    if (bounded > desired) {
      desired = bounded;
      outUntilNs = nowNs + rule.cooldownOutNs();
      inUntilNs = Long.MIN_VALUE;
    }
  }

  private void scaleIn(long nowNs, double metric, Decision out) {
    out.raw = (int) Math.ceil(desired * metric / options.target());
    if (nowNs < inUntilNs || nowNs < outUntilNs) {
      out.clamp = "cooldown";
      return;
    }
    out.clamp = "low alarm";
    int bounded = Math.max(out.raw, options.min());
    if (bounded < desired) {
      desired = bounded;
      inUntilNs = nowNs + rule.cooldownInNs();
    }
  }

  /** One datapoint: utilisation per ready instance, or requests per instance and minute. */
  private double datapoint() {
    double readyNs = window.growth(1);
    if (!(readyNs > 0)) {
      return Double.NaN;
    }
    return switch (options.metric()) {
      case CPU -> window.growth(0) / (readyNs * vcpus);
      case REQUESTS -> window.growth(2) * NS_PER_MINUTE / readyNs;
      case CONCURRENCY -> window.growth(3) / readyNs;
    };
  }
}
