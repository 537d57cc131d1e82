package dev.headroom.scaling;

import dev.headroom.config.Section;

/**
 * The {@code scale} section of a platform: limits, and the numbers its policy works with.
 *
 * @param policy which rule decides
 * @param min instances never go below
 * @param max instances never go above; {@code Integer.MAX_VALUE} is unlimited
 * @param initial instances ready at time zero
 * @param onNoSlot what an arrival that finds no free slot does
 * @param burst how many instances pending requests start
 * @param startBurst tokens of the start-rate limit, 0 for no limit
 * @param startsPerSecond its refill
 * @param requestRatePerConcurrency requests per second admitted per unit of concurrency limit, 0
 *     for no limit
 * @param target what the policy holds its metric at: a share, or requests
 * @param targetDefault concurrency an unlimited instance is aimed at (Knative)
 * @param metric what is measured
 * @param intervalNs time between decisions
 * @param windowNs averaging window
 * @param deregistrationNs how long an instance stays after it left the rotation, before it is told
 *     to stop
 * @param deregistersWhenIdle whether that ends as soon as nothing is inside
 * @param drainNs longest a stopping instance may finish its requests after that
 * @param rule numbers of one policy only
 */
public record ScalingOptions(
    PolicyKind policy,
    int min,
    int max,
    int initial,
    OnNoSlot onNoSlot,
    BurstRule burst,
    double startBurst,
    double startsPerSecond,
    double requestRatePerConcurrency,
    double target,
    double targetDefault,
    Metric metric,
    long intervalNs,
    long windowNs,
    long deregistrationNs,
    boolean deregistersWhenIdle,
    long drainNs,
    RuleNumbers rule) {

  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final int INSTANCES_MAX = 1_000_000;

  /** What an arrival that finds no free slot does. */
  public enum OnNoSlot {
    START,
    WAIT,
    REFUSE
  }

  /** What a policy measures. */
  public enum Metric {
    CONCURRENCY,
    CPU,
    REQUESTS
  }

  /**
   * Numbers that only one policy reads; the others leave them at their defaults.
   *
   * @param alarmHighDatapoints datapoints above target before scaling out (target tracking)
   * @param alarmLowDatapoints datapoints below the lower threshold before scaling in
   * @param scaleInShare lower threshold as a share of target
   * @param cooldownOutNs time after a scale-out in which only a larger one happens
   * @param cooldownInNs time between scale-ins
   * @param cooldownNs idle time before the last instance goes (Container Apps)
   * @param stabilisationDownNs a scale-in uses the highest wish of this time
   * @param firstStep first step up from zero
   * @param secondStep smallest later step up
   * @param panicWindowNs short window (Knative)
   * @param panicThreshold share of ready capacity at which panic starts
   * @param maxScaleUpRate growth per decision
   * @param maxScaleDownRate shrinkage per decision
   */
  public record RuleNumbers(
      int alarmHighDatapoints,
      int alarmLowDatapoints,
      double scaleInShare,
      long cooldownOutNs,
      long cooldownInNs,
      long cooldownNs,
      long stabilisationDownNs,
      int firstStep,
      int secondStep,
      long panicWindowNs,
      double panicThreshold,
      double maxScaleUpRate,
      double maxScaleDownRate) {

    static RuleNumbers read(Section scale) {
      return new RuleNumbers(
          scale.integer("alarmHighDatapoints", 1, 100, 3),
          scale.integer("alarmLowDatapoints", 1, 100, 15),
          scale.share("scaleInShare", 0.9),
          scale.durationNs("cooldownOut", 0, 24 * HOUR, 300 * SECOND),
          scale.durationNs("cooldownIn", 0, 24 * HOUR, 300 * SECOND),
          scale.durationNs("cooldown", 0, 24 * HOUR, 300 * SECOND),
          scale.durationNs("stabilisationDown", 0, 24 * HOUR, 300 * SECOND),
          scale.integer("firstStep", 1, INSTANCES_MAX, 1),
          scale.integer("secondStep", 1, INSTANCES_MAX, 4),
          scale.durationNs("panicWindow", SECOND, HOUR, 6 * SECOND),
          scale.number("panicThreshold", 1.1, 10, 2.0),
          scale.number("maxScaleUpRate", 1, 1e9, 1000),
          scale.number("maxScaleDownRate", 1, 1e9, 2));
    }
  }

  /** Reads and checks the section; unknown keys are errors. */
  public static ScalingOptions read(Section scale) {
    PolicyKind policy = scale.choice("policy", PolicyKind.class);
    int min = scale.integer("min", 0, INSTANCES_MAX, 0);
    int max = scale.integerOrUnlimited("max", 1, INSTANCES_MAX, Integer.MAX_VALUE);
    if (min > max) {
      throw scale.error("min", Integer.toString(min), "at most scale.max = " + max);
    }
    int initial = scale.integer("initial", min, INSTANCES_MAX, min);
    ScalingOptions options =
        new ScalingOptions(
            policy,
            min,
            max,
            initial,
            scale.choice("onNoSlot", OnNoSlot.WAIT),
            new BurstRule(
                scale.choice("burst", BurstRule.Kind.METRICS_ONLY),
                scale.rate("burstRate", 0)),
            scale.number("startBurst", 0, 1e9, 0),
            scale.number("startsPerSecond", 0, 1e9, 0),
            scale.number("requestRatePerConcurrency", 0, 1e9, 0),
            readTarget(scale),
            scale.number("targetDefault", 0.01, 1e9, 100),
            scale.choice("metric", Metric.CONCURRENCY),
            scale.durationNs("interval", SECOND / 10, HOUR, 5 * SECOND),
            scale.durationNs("window", SECOND, 24 * HOUR, 60 * SECOND),
            scale.durationNs("deregistration", 0, HOUR, 0),
            scale.bool("deregistersWhenIdle", true),
            scale.durationNs("drain", 0, HOUR, 10 * SECOND),
            RuleNumbers.read(scale));
    scale.finish();
    return options;
  }

  private static double readTarget(Section scale) {
    if (!scale.has("target")) {
      return 1;
    }
    String text = scale.text("target");
    double target =
        text.endsWith("%") ? scale.share("target", 1) : scale.number("target", 0.01, 1e9, 1);
    if (!(target > 0)) {
      throw scale.error("target", text, "above 0");
    }
    return target;
  }
}
