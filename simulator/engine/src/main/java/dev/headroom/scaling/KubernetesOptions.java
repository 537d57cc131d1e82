package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.scaling.hpa.CalculatorOptions;
import dev.headroom.scaling.hpa.HpaBehavior;
import dev.headroom.scaling.hpa.HpaOptions;
import dev.headroom.scaling.hpa.KedaOptions;
import dev.headroom.scaling.hpa.RatePolicy;
import dev.headroom.scaling.hpa.ScalingRules;
import dev.headroom.scaling.hpa.SelectPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kubernetes horizontal pod autoscaler and what it can see.
 *
 * @param reconciler limits and behaviour
 * @param calculator the controller's flags
 * @param metrics what is held at which target, at least one
 * @param cpuRequestMilli what a pod asks for; 0 stands for the instance's vCPUs
 * @param syncNs time between two decisions
 * @param syncPhaseNs when the first one falls
 * @param scrapeNs time between two samples of a pod, also the span each stands for
 * @param scrapePhaseNs when the first one falls
 * @param keda who works between nothing and the first pod, or null where nobody does
 * @param activationPush whether a waiting request activates at once, not at the next poll
 */
public record KubernetesOptions(
    HpaOptions reconciler,
    CalculatorOptions calculator,
    List<MetricTarget> metrics,
    long cpuRequestMilli,
    long syncNs,
    long syncPhaseNs,
    long scrapeNs,
    long scrapePhaseNs,
    KedaOptions keda,
    boolean activationPush)
    implements PolicyNumbers {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;

  /** What one metric measures. */
  public enum Measure {
    /** Processor time, as a percentage of what pods ask for. */
    CPU,
    /** Requests in pods and waiting, per pod. */
    CONCURRENCY,
    /** Requests that arrive per second, per pod. */
    REQUESTS
  }

  /**
   * A metric and its target.
   *
   * @param measure what
   * @param target percent for the processor, thousandths of a request per pod otherwise
   */
  public record MetricTarget(Measure measure, long target) {}

  static KubernetesOptions read(Section scale, int min, int max) {
    long scrapeNs = scale.durationNs("scrapeInterval", SECOND, HOUR, 15 * SECOND);
    long syncNs = scale.durationNs("interval", SECOND, HOUR, HpaOptions.SYNC_PERIOD_NS);
    CalculatorOptions flags = CalculatorOptions.DEFAULT;
    KedaOptions keda = keda(scale, min, max);
    List<MetricTarget> metrics = metrics(scale);
    if (keda != null && min == 0 && metrics.stream().allMatch(m -> m.measure() == Measure.CPU)) {
      throw scale.problem(
          "activation", "keda; a processor that no pod uses cannot wake any: add another metric");
    }
    return new KubernetesOptions(
        new HpaOptions(
            keda == null ? min : Math.max(1, min),
            max,
            scale.durationNs("stabilisationDown", 0, HOUR, HpaOptions.DOWNSCALE_STABILISATION_NS),
            behavior(scale.optionalSection("behavior"))),
        new CalculatorOptions(
            scale.has("tolerance") ? scale.share("tolerance") : flags.tolerance(),
            scale.durationNs("cpuInitialization", 0, HOUR, flags.cpuInitializationPeriodNs()),
            scale.durationNs("initialReadinessDelay", 0, HOUR, flags.initialReadinessDelayNs())),
        metrics,
        scale.has("cpuRequest") ? Math.round(1000 * scale.cpu("cpuRequest")) : 0,
        syncNs,
        scale.durationNs("syncPhase", 0, HOUR, syncNs),
        scrapeNs,
        scale.durationNs("scrapePhase", 0, HOUR, scrapeNs),
        keda,
        scale.bool("activationPush", false) && keda != null);
  }

  /** A model may say what KEDA would do while nothing activates by it. */
  private static KedaOptions keda(Section scale, int min, int max) {
    KedaOptions usual = KedaOptions.DEFAULT;
    KedaOptions keda = new KedaOptions(
        min,
        max,
        scale.durationNs("pollingInterval", SECOND, HOUR, usual.pollingNs()),
        scale.durationNs("cooldown", 0, 24 * HOUR, usual.cooldownNs()),
        scale.durationNs("initialCooldown", 0, 24 * HOUR, usual.initialCooldownNs()),
        Math.round(1000 * scale.number("activationThreshold", 0, 1e9, 0)));
    return scale.choice("activation", List.of("none", "keda"), "none").equals("none") ? null : keda;
  }

  private static List<MetricTarget> metrics(Section scale) {
    List<MetricTarget> metrics = new ArrayList<>();
    if (!scale.has("metrics")) {
      Measure measure = scale.choice("metric", Measure.CPU);
      return List.of(new MetricTarget(measure, target(scale, measure)));
    }
    for (Section one : scale.sections("metrics")) {
      Measure measure = one.choice("metric", Measure.class);
      metrics.add(new MetricTarget(measure, target(one, measure)));
    }
    if (metrics.isEmpty()) {
      throw scale.problem("metrics", "is empty; needs at least one");
    }
    return List.copyOf(metrics);
  }

  private static long target(Section section, Measure measure) {
    return measure == Measure.CPU
        ? Math.max(1, Math.round(100 * section.share("target")))
        : Math.max(1, Math.round(1000 * section.number("target", 0.001, 1e9)));
  }

  private static HpaBehavior behavior(Section behavior) {
    return behavior == null
        ? null
        : new HpaBehavior(
            rules(behavior.optionalSection("scaleUp")),
            rules(behavior.optionalSection("scaleDown")));
  }

  /** As the API spells them: {@code stabilizationWindowSeconds}, {@code selectPolicy}, ... */
  private static ScalingRules rules(Section rules) {
    if (rules == null) {
      return ScalingRules.NONE;
    }
    List<RatePolicy> policies = new ArrayList<>();
    if (rules.has("policies")) {
      for (Section policy : rules.sections("policies")) {
        policies.add(new RatePolicy(
            policy.choice("type", List.of("Pods", "Percent")).equals("Pods")
                ? RatePolicy.Unit.PODS
                : RatePolicy.Unit.PERCENT,
            policy.integer("value", 1, 1_000_000),
            policy.integer("periodSeconds", 1, 1800) * SECOND));
      }
    }
    return new ScalingRules(
        rules.has("stabilizationWindowSeconds")
            ? rules.integer("stabilizationWindowSeconds", 0, 3600) * SECOND
            : ScalingRules.NOT_SET,
        select(rules),
        policies);
  }

  private static SelectPolicy select(Section rules) {
    if (!rules.has("selectPolicy")) {
      return null;
    }
    return switch (rules.choice("selectPolicy", List.of("Max", "Min", "Disabled"))) {
      case "Min" -> SelectPolicy.MIN;
      case "Disabled" -> SelectPolicy.DISABLED;
      default -> SelectPolicy.MAX;
    };
  }
}
