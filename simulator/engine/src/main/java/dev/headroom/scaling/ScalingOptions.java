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
 * @param startsOf who shares that limit
 * @param startsPerMinute most starts within any minute, {@code Integer.MAX_VALUE} unlimited
 * @param requestRatePerConcurrency requests per second admitted per unit of concurrency limit, 0
 *     for no limit
 * @param target what the policy holds its metric at: a share, or requests
 * @param metric what is measured
 * @param intervalNs time between decisions
 * @param windowNs averaging window
 * @param deregistrationNs how long an instance stays after it left the rotation, before it is told
 *     to stop
 * @param deregistersWhenIdle whether that ends as soon as nothing is inside
 * @param drainNs longest a stopping instance may finish its requests after that
 * @param removal which instances a scale-in takes
 * @param warm what makes instances warm before they are needed, or ends them early
 * @param schedule limits that change at set times
 * @param numbers what only this policy reads
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
    StartsOf startsOf,
    int startsPerMinute,
    double requestRatePerConcurrency,
    double target,
    Metric metric,
    long intervalNs,
    long windowNs,
    long deregistrationNs,
    boolean deregistersWhenIdle,
    long drainNs,
    Removal removal,
    WarmOptions warm,
    ScheduleOptions schedule,
    PolicyNumbers numbers) {

  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private static final int INSTANCES_MAX = 1_000_000;

  /** Who shares a limit of starts. */
  public enum StartsOf {
    /** A revision's instances. */
    SERVICE,
    /** All services of one account on the same platform. */
    ACCOUNT
  }

  /** What an arrival that finds no free slot does. */
  public enum OnNoSlot {
    START,
    WAIT,
    REFUSE
  }

  /** Which instances go first when there are too many. */
  public enum Removal {
    /** Those that still start, then those idle longest, then the youngest busy ones. */
    IDLE_FIRST,
    /** The youngest, whatever they do; busy ones finish what they have. */
    YOUNGEST
  }

  /** What a policy measures. */
  public enum Metric {
    CONCURRENCY,
    CPU,
    REQUESTS
  }

  /**
   * Reads and checks the section; unknown keys are errors.
   *
   * @param concurrency requests an instance takes at once, {@code Integer.MAX_VALUE} unlimited
   */
  public static ScalingOptions read(Section scale, int concurrency) {
    PolicyKind policy = scale.choice("policy", PolicyKind.class);
    int min = scale.integer("min", 0, INSTANCES_MAX, 0);
    int max = scale.integerOrUnlimited("max", 1, INSTANCES_MAX, Integer.MAX_VALUE);
    OnNoSlot onNoSlot = scale.choice("onNoSlot", OnNoSlot.WAIT);
    if (scale.has("manual")) {
      // Somebody sets the number: nothing measures, and nothing starts or ends by itself.
      policy = PolicyKind.FIXED;
      onNoSlot = OnNoSlot.WAIT;
      min = scale.integer("manual", 1, INSTANCES_MAX);
      max = min;
    }
    if (min > max) {
      throw scale.error("min", Integer.toString(min), "at most scale.max = " + max);
    }
    PolicyNumbers numbers = numbers(policy, scale, concurrency, min, max);
    if (numbers instanceof KnativeOptions knative) {
      // Annotations may say otherwise.
      min = knative.settings().scale().minScale();
      int most = knative.settings().scale().maxScale();
      max = most == 0 ? Integer.MAX_VALUE : most;
    }
    int initial = scale.integer("initial", min, INSTANCES_MAX, min);
    ScalingOptions options = new ScalingOptions(
        policy,
        min,
        max,
        initial,
        onNoSlot,
        new BurstRule(
            scale.choice("burst", BurstRule.Kind.METRICS_ONLY), scale.rate("burstRate", 0)),
        scale.number("startBurst", 0, 1e9, 0),
        scale.number("startsPerSecond", 0, 1e9, 0),
        scale.choice("startsOf", StartsOf.SERVICE),
        scale.integerOrUnlimited("startsPerMinute", 1, INSTANCES_MAX, Integer.MAX_VALUE),
        scale.number("requestRatePerConcurrency", 0, 1e9, 0),
        readTarget(scale),
        policy == PolicyKind.HPA ? Metric.CPU : scale.choice("metric", Metric.CONCURRENCY),
        scale.durationNs("interval", SECOND / 10, HOUR, 5 * SECOND),
        scale.durationNs("window", SECOND, 24 * HOUR, 60 * SECOND),
        scale.durationNs("deregistration", 0, HOUR, 0),
        scale.bool("deregistersWhenIdle", true),
        scale.durationNs("drain", 0, HOUR, 10 * SECOND),
        scale.choice("removal", Removal.IDLE_FIRST),
        WarmOptions.read(scale),
        ScheduleOptions.read(scale, min, max),
        numbers);
    passOverModels(scale);
    scale.finish();
    return options;
  }

  /** Where a scenario has another policy, or none, what the model says for its own stands idle. */
  private static void passOverModels(Section scale) {
    if (!isModels(scale, "policy") || scale.has("manual")) {
      scale.keys().stream().filter(key -> isModels(scale, key)).forEach(scale::has);
    } else if (scale.has("metrics") && isModels(scale, "metric")) {
      scale.has("metric"); // several that a scenario names take the place of the model's one
    }
  }

  private static boolean isModels(Section scale, String key) {
    return scale.position(key).toString().startsWith("models/");
  }

  private static PolicyNumbers numbers(
      PolicyKind policy, Section scale, int concurrency, int min, int max) {
    return switch (policy) {
      case KNATIVE -> KnativeOptions.read(scale, concurrency, min, max);
      case HPA -> KubernetesOptions.read(scale, min, max);
      case TARGET_TRACKING -> AwsOptions.read(scale, AwsOptions.Owner.SERVICE);
      case EC2_ASG -> AwsOptions.read(scale, AwsOptions.Owner.GROUP);
      case CONTAINER_APPS -> ContainerAppsRule.read(scale, min, max);
      case FIXED, PER_REQUEST, CLOUD_RUN -> new PolicyNumbers.None();
    };
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
