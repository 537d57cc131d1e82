package dev.headroom.scaling.knative;

import static dev.headroom.scaling.knative.ClusterSettings.SECOND_NS;
import static dev.headroom.scaling.knative.ClusterSettings.WINDOW_MAX_NS;
import static dev.headroom.scaling.knative.ClusterSettings.WINDOW_MIN_NS;

import dev.headroom.core.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A revision's annotations over the cluster's settings.
 *
 * <p>Limits: knative/serving {@code pkg/apis/autoscaling/annotation_validation.go}; the target:
 * {@code pkg/reconciler/autoscaling/resources/target.go}.
 */
final class RevisionReader {
  private static final String DOMAIN = "autoscaling.knative.dev/";
  private static final String DEADLINE = "serving.knative.dev/progress-deadline";
  private static final long DEADLINE_NS = 600 * SECOND_NS;
  /** What the percentage for concurrency is by default, and for request rates always. */
  private static final double RPS_SHARE = 0.7;

  private static final String METRIC = "metric";
  private static final String ALGORITHM = "metric-aggregation-algorithm";
  private static final String TARGET = "target";
  private static final String SHARE = "target-utilization-percentage";
  private static final String BURST = "target-burst-capacity";
  private static final String WINDOW = "window";
  private static final String PANIC_WINDOW = "panic-window-percentage";
  private static final String PANIC_THRESHOLD = "panic-threshold-percentage";
  private static final String DELAY = "scale-down-delay";
  private static final String RETENTION = "scale-to-zero-pod-retention-period";
  private static final String ACTIVATION = "activation-scale";
  private static final String INITIAL = "initial-scale";
  private static final String MIN = "min-scale";
  private static final String MAX = "max-scale";
  private static final String CLASS = "class";

  private static final List<String> KEYS = List.of(
      METRIC,
      ALGORITHM,
      TARGET,
      SHARE,
      BURST,
      WINDOW,
      PANIC_WINDOW,
      PANIC_THRESHOLD,
      DELAY,
      RETENTION,
      ACTIVATION,
      INITIAL,
      MIN,
      MAX,
      CLASS);

  private final ClusterSettings cluster;
  private final Entries entries;
  private final Entries serving;

  RevisionReader(ClusterSettings cluster, Map<String, String> annotations) {
    this.cluster = cluster;
    Map<String, String> ours = new TreeMap<>();
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      String key = annotation.getKey();
      if (key.startsWith(DOMAIN)) {
        String name = key.substring(DOMAIN.length());
        String today = todaysSpelling(name);
        if (name.equals(today) || !annotations.containsKey(DOMAIN + today)) {
          ours.put(today, annotation.getValue());
        }
      }
    }
    this.entries = new Entries("annotations", ours, KEYS);
    Map<String, String> deadline = new TreeMap<>();
    if (annotations.containsKey(DEADLINE)) {
      deadline.put(DEADLINE, annotations.get(DEADLINE));
    }
    this.serving = new Entries("annotations", deadline, List.of(DEADLINE));
  }

  /** Keys were once written like {@code minScale}; Knative still takes them. */
  private static String todaysSpelling(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  KnativeSettings read(int containerConcurrency, Reachability reachability) {
    if (containerConcurrency < 0) {
      throw UserError.invalid(
          "containerConcurrency = " + containerConcurrency + ", must be 0 (no limit) or more");
    }
    entries.check(
        entries.text(CLASS, ClusterSettings.KPA).equals(ClusterSettings.KPA),
        CLASS,
        "must be " + ClusterSettings.KPA);
    long windowNs = wholeSeconds(WINDOW, cluster.stableWindowNs(), WINDOW_MIN_NS, "6s");
    DeciderSettings decider = decider(containerConcurrency, reachability, windowNs);
    return new KnativeSettings(
        containerConcurrency, decider, windows(decider), scale(decider, reachability));
  }

  private DeciderSettings decider(int limit, Reachability reachability, long windowNs) {
    ScalingMetric metric = metric();
    double total = total(metric, limit);
    double share = metric == ScalingMetric.RPS ? RPS_SHARE : cluster.concurrencyShare();
    if (entries.has(SHARE)) {
      share = between(SHARE, 0, 1, 100) / 100;
    }
    double burst = entries.number(BURST, cluster.targetBurstCapacity());
    entries.check(burst >= 0 || burst == -1, BURST, "must be 0 or more, or -1 for unlimited");
    int activation = atLeast(ACTIVATION, 0, 1);
    double threshold = between(PANIC_THRESHOLD, cluster.panicThresholdPercent(), 110, 1000) / 100;
    return new DeciderSettings(
        metric,
        Math.max(ClusterSettings.TARGET_MIN, total * share),
        total,
        burst,
        threshold,
        cluster.maxScaleUpRate(),
        cluster.maxScaleDownRate(),
        windowNs,
        wholeSeconds(DELAY, cluster.scaleDownDelayNs(), 0, "0s"),
        activation,
        reachability.reachable(),
        initialScale(),
        cluster.activatorCapacity());
  }

  private ScalingMetric metric() {
    String word = entries.text(METRIC, ScalingMetric.CONCURRENCY.word());
    for (ScalingMetric metric : ScalingMetric.values()) {
      if (metric.word().equals(word)) {
        return metric;
      }
    }
    entries.check(false, METRIC, "must be concurrency or rps");
    return ScalingMetric.CONCURRENCY;
  }

  private double total(ScalingMetric metric, int limit) {
    boolean rps = metric == ScalingMetric.RPS;
    double total = rps ? cluster.rpsDefault() : limit == 0 ? cluster.concurrencyDefault() : limit;
    if (!entries.has(TARGET)) {
      return total;
    }
    double target = entries.number(TARGET, total);
    entries.check(target >= ClusterSettings.TARGET_MIN, TARGET, "must be at least 0.01");
    return rps || limit == 0 ? target : Math.min(target, limit);
  }

  private WindowSettings windows(DeciderSettings decider) {
    double percent = between(PANIC_WINDOW, cluster.panicWindowPercent(), 1, 100);
    long panicNs = (long) (decider.stableWindowNs() * percent / 100);
    long panicSeconds = (panicNs + SECOND_NS / 2) / SECOND_NS;
    Aggregation aggregation =
        switch (entries.text(ALGORITHM, "")) {
          case "", "linear" -> Aggregation.LINEAR;
          case "weighted-exponential", "weightedExponential" -> Aggregation.WEIGHTED_EXPONENTIAL;
          default -> null;
        };
    entries.check(aggregation != null, ALGORITHM, "must be linear or weighted-exponential");
    return new WindowSettings(
        decider.metric(),
        aggregation,
        decider.stableWindowNs(),
        Math.max(1, panicSeconds) * SECOND_NS,
        decider.scraped());
  }

  private ScaleSettings scale(DeciderSettings decider, Reachability reachability) {
    int min = atLeast(MIN, cluster.minScale(), 0);
    int max = atLeast(MAX, cluster.maxScale(), 0);
    boolean both = entries.has(MIN) && entries.has(MAX);
    entries.check(!both || max == 0 || max >= min, MAX, "must not be below min-scale");
    int limit = cluster.maxScaleLimit();
    entries.check(
        limit == 0 || !entries.has(MAX) || max >= 1 && max <= limit,
        MAX,
        "must be between 1 and the cluster's max-scale-limit, " + limit);
    long retentionNs = retentionNs();
    long deadlineNs = serving.durationNs(DEADLINE, DEADLINE_NS);
    serving.check(deadlineNs > 0, DEADLINE, "must be above 0s");
    return new ScaleSettings(
        min,
        max,
        decider.initialScale(),
        reachability,
        cluster.enableScaleToZero(),
        cluster.gracePeriodNs(),
        retentionNs,
        decider.stableWindowNs(),
        deadlineNs,
        !decider.scraped());
  }

  private long retentionNs() {
    long retentionNs = entries.durationNs(RETENTION, cluster.podRetentionNs());
    entries.check(
        !entries.has(RETENTION) || retentionNs >= 0 && retentionNs <= WINDOW_MAX_NS,
        RETENTION,
        "must be between 0s and 1h");
    return retentionNs;
  }

  private int initialScale() {
    int initial = atLeast(INITIAL, cluster.initialScale(), 0);
    return initial == 0 && !cluster.allowZeroInitialScale() ? cluster.initialScale() : initial;
  }

  private int atLeast(String key, int otherwise, int least) {
    int value = entries.integer(key, otherwise);
    entries.check(!entries.has(key) || value >= least, key, "must be at least " + least);
    return value;
  }

  private double between(String key, double otherwise, int least, int most) {
    double value = entries.number(key, otherwise);
    entries.check(
        !entries.has(key) || value >= least && value <= most,
        key,
        "must be between " + least + " and " + most);
    return value;
  }

  private long wholeSeconds(String key, long otherwise, long leastNs, String least) {
    long ns = entries.durationNs(key, otherwise);
    entries.check(
        !entries.has(key) || ns >= leastNs && ns <= WINDOW_MAX_NS,
        key,
        "must be between " + least + " and 1h");
    entries.check(!entries.has(key) || ns % SECOND_NS == 0, key, "must be whole seconds");
    return ns;
  }
}
