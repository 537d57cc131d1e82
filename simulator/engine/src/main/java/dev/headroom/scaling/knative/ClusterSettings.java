package dev.headroom.scaling.knative;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster's defaults and limits, from the config map {@code config-autoscaler}.
 *
 * <p>Keys, defaults and limits: knative/serving {@code pkg/autoscaler/config/config.go}.
 */
record ClusterSettings(
    double concurrencyShare,
    double concurrencyDefault,
    double rpsDefault,
    double targetBurstCapacity,
    long stableWindowNs,
    double panicWindowPercent,
    double panicThresholdPercent,
    double maxScaleUpRate,
    double maxScaleDownRate,
    boolean enableScaleToZero,
    long gracePeriodNs,
    long podRetentionNs,
    long scaleDownDelayNs,
    double activatorCapacity,
    int initialScale,
    boolean allowZeroInitialScale,
    int minScale,
    int maxScale,
    int maxScaleLimit) {
  static final String KPA = "kpa.autoscaling.knative.dev";
  static final long SECOND_NS = 1_000_000_000L;
  static final long WINDOW_MIN_NS = 6 * SECOND_NS;
  static final long WINDOW_MAX_NS = 3_600 * SECOND_NS;
  static final double TARGET_MIN = 0.01;

  private static final String SHARE = "container-concurrency-target-percentage";
  private static final String CONCURRENCY = "container-concurrency-target-default";
  private static final String RPS = "requests-per-second-target-default";
  private static final String BURST = "target-burst-capacity";
  private static final String STABLE = "stable-window";
  private static final String PANIC_WINDOW = "panic-window-percentage";
  private static final String PANIC_THRESHOLD = "panic-threshold-percentage";
  private static final String UP = "max-scale-up-rate";
  private static final String DOWN = "max-scale-down-rate";
  private static final String TO_ZERO = "enable-scale-to-zero";
  private static final String GRACE = "scale-to-zero-grace-period";
  private static final String RETENTION = "scale-to-zero-pod-retention-period";
  private static final String DELAY = "scale-down-delay";
  private static final String ACTIVATOR = "activator-capacity";
  private static final String INITIAL = "initial-scale";
  private static final String ALLOW_ZERO = "allow-zero-initial-scale";
  private static final String MIN = "min-scale";
  private static final String MAX = "max-scale";
  private static final String LIMIT = "max-scale-limit";
  private static final String CLASS = "pod-autoscaler-class";

  private static final List<String> KEYS = List.of(
      SHARE,
      CONCURRENCY,
      RPS,
      BURST,
      STABLE,
      PANIC_WINDOW,
      PANIC_THRESHOLD,
      UP,
      DOWN,
      TO_ZERO,
      GRACE,
      RETENTION,
      DELAY,
      ACTIVATOR,
      INITIAL,
      ALLOW_ZERO,
      MIN,
      MAX,
      LIMIT,
      CLASS);

  static ClusterSettings read(Map<String, String> configAutoscaler) {
    Map<String, String> data = new LinkedHashMap<>(configAutoscaler);
    // The map that Knative installs documents itself under this key.
    data.remove("_example");
    Entries entries = new Entries("config-autoscaler", data, KEYS);
    entries.check(entries.text(CLASS, KPA).equals(KPA), CLASS, "must be " + KPA);
    double share = entries.number(SHARE, 0.7);
    ClusterSettings settings = new ClusterSettings(
        // Values up to 1 have always been taken as fractions; 1.5 is one and a half percent.
        share > 1 ? share / 100 : share,
        entries.number(CONCURRENCY, 100),
        entries.number(RPS, 200),
        entries.number(BURST, 211),
        entries.durationNs(STABLE, 60 * SECOND_NS),
        entries.number(PANIC_WINDOW, 10),
        entries.number(PANIC_THRESHOLD, 200),
        entries.number(UP, 1000),
        entries.number(DOWN, 2),
        entries.flag(TO_ZERO, true),
        entries.durationNs(GRACE, 30 * SECOND_NS),
        entries.durationNs(RETENTION, 0),
        entries.durationNs(DELAY, 0),
        entries.number(ACTIVATOR, 100),
        entries.integer(INITIAL, 1),
        entries.flag(ALLOW_ZERO, false),
        entries.integer(MIN, 0),
        entries.integer(MAX, 0),
        entries.integer(LIMIT, 0));
    settings.check(entries);
    return settings;
  }

  /** In Knative's order, so that of several mistakes the same one is told. */
  private void check(Entries entries) {
    entries.check(gracePeriodNs > 0, GRACE, "must be above 0s");
    entries.check(scaleDownDelayNs >= 0, DELAY, "must be 0s or more");
    entries.check(scaleDownDelayNs % SECOND_NS == 0, DELAY, "must be whole seconds");
    entries.check(podRetentionNs >= 0, RETENTION, "must be 0s or more");
    entries.check(
        targetBurstCapacity >= 0 || targetBurstCapacity == -1,
        BURST,
        "must be 0 or more, or -1 for unlimited");
    entries.check(
        concurrencyShare > 0 && concurrencyShare <= 1,
        SHARE,
        "must be above 0 and at most 100; values up to 1 are fractions");
    String target = entries.has(CONCURRENCY) ? CONCURRENCY : SHARE;
    entries.check(
        concurrencyShare * concurrencyDefault >= TARGET_MIN,
        target,
        SHARE + " of " + CONCURRENCY + " must be at least 0.01");
    entries.check(rpsDefault >= TARGET_MIN, RPS, "must be at least 0.01");
    entries.check(activatorCapacity >= 1, ACTIVATOR, "must be at least 1");
    entries.check(maxScaleUpRate > 1, UP, "must be above 1");
    entries.check(maxScaleDownRate > 1, DOWN, "must be above 1");
    entries.check(
        stableWindowNs >= WINDOW_MIN_NS && stableWindowNs <= WINDOW_MAX_NS,
        STABLE,
        "must be between 6s and 1h");
    entries.check(stableWindowNs % SECOND_NS == 0, STABLE, "must be whole seconds");
    entries.check(
        panicWindowPercent >= 1 && panicWindowPercent <= 100,
        PANIC_WINDOW,
        "must be between 1 and 100");
    entries.check(
        initialScale > 0 || initialScale == 0 && allowZeroInitialScale,
        INITIAL,
        "must be at least 1, or 0 where " + ALLOW_ZERO + " is true");
    entries.check(minScale >= 0, MIN, "must be 0 or more");
    entries.check(maxScaleLimit >= 0, LIMIT, "must be 0 (no limit) or more");
    entries.check(maxScale >= 0, MAX, "must be 0 (no limit) or more");
    entries.check(
        maxScaleLimit == 0 || maxScale >= 1 && maxScale <= maxScaleLimit,
        MAX,
        "must be between 1 and " + LIMIT + ", " + maxScaleLimit);
  }
}
