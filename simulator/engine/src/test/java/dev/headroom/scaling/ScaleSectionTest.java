package dev.headroom.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.scaling.KubernetesOptions.Measure;
import dev.headroom.scaling.KubernetesOptions.MetricTarget;
import dev.headroom.scaling.ScalingOptions.Metric;
import dev.headroom.scaling.aws.Schedule;
import dev.headroom.scaling.aws.ScheduledAction;
import dev.headroom.scaling.hpa.CalculatorOptions;
import dev.headroom.scaling.hpa.ContainerAppsOptions;
import dev.headroom.scaling.hpa.HpaBehavior;
import dev.headroom.scaling.hpa.HpaOptions;
import dev.headroom.scaling.hpa.KedaOptions;
import dev.headroom.scaling.hpa.RatePolicy;
import dev.headroom.scaling.hpa.ScalingRules;
import dev.headroom.scaling.hpa.SelectPolicy;
import dev.headroom.scaling.knative.DeciderSettings;
import dev.headroom.scaling.knative.ScalingMetric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scenario may write under {@code scale} for Kubernetes, Knative and Lambda. */
class ScaleSectionTest {
  private static final long S = 1_000_000_000L;

  private static ScalingOptions scale(String text, int concurrency) {
    return ScalingOptions.read(Section.root(ConfigNode.parse("test.yaml", text)), concurrency);
  }

  private static KubernetesOptions hpa(String rest) {
    return (KubernetesOptions) scale("{ policy: hpa, " + rest + " }", 10).numbers();
  }

  private static KnativeOptions knative(String rest, int concurrency) {
    return (KnativeOptions)
        scale("{ policy: knative, " + rest + " }", concurrency).numbers();
  }

  private static String refused(String text) {
    return assertThrows(UserError.class, () -> scale(text, 10)).getMessage();
  }

  @Test
  void anHpaHasItsDefaults() {
    ScalingOptions options = scale("{ policy: hpa, target: 60%, max: 9 }", 10);
    assertEquals(Metric.CPU, options.metric());
    KubernetesOptions hpa = (KubernetesOptions) options.numbers();
    assertEquals(new HpaOptions(0, 9, 300 * S, null), hpa.reconciler());
    assertEquals(CalculatorOptions.DEFAULT, hpa.calculator());
    assertEquals(List.of(new MetricTarget(Measure.CPU, 60)), hpa.metrics());
    assertEquals(0, hpa.cpuRequestMilli());
    assertEquals(15 * S, hpa.syncNs());
    assertEquals(15 * S, hpa.syncPhaseNs());
    assertEquals(15 * S, hpa.scrapePhaseNs());
    assertNull(hpa.keda());
  }

  @Test
  void anHpaTakesEveryKey() {
    KubernetesOptions hpa = hpa("min: 2, max: 9, metrics: [ { metric: concurrency, target: 2.5 },"
        + " { metric: requests, target: 4 }, { metric: cpu, target: 0.2% } ], tolerance: 5%,"
        + " cpuInitialization: 1min, initialReadinessDelay: 7s, cpuRequest: 250m, interval: 20s,"
        + " stabilisationDown: 40s, scrapeInterval: 10s, syncPhase: 3s, scrapePhase: 2s");
    assertEquals(
        List.of(
            new MetricTarget(Measure.CONCURRENCY, 2500),
            new MetricTarget(Measure.REQUESTS, 4000),
            new MetricTarget(Measure.CPU, 1)),
        hpa.metrics());
    assertEquals(new CalculatorOptions(0.05, 60 * S, 7 * S), hpa.calculator());
    assertEquals(new HpaOptions(2, 9, 40 * S, null), hpa.reconciler());
    assertEquals(250, hpa.cpuRequestMilli());
    assertEquals(20 * S, hpa.syncNs());
    assertEquals(3 * S, hpa.syncPhaseNs());
    assertEquals(10 * S, hpa.scrapeNs());
    assertEquals(2 * S, hpa.scrapePhaseNs());
    assertTrue(refused("{ policy: hpa, metrics: [] }").contains("needs at least one"));
  }

  /** As the API spells it; what is not written stays open. */
  @Test
  void anHpaTakesItsBehavior() {
    HpaBehavior behavior = hpa("target: 60%, max: 9, behavior: { scaleUp: {"
            + " stabilizationWindowSeconds: 30, selectPolicy: Min, policies: ["
            + " { type: Pods, value: 4, periodSeconds: 60 },"
            + " { type: Percent, value: 50, periodSeconds: 15 } ] },"
            + " scaleDown: { selectPolicy: Disabled } }")
        .reconciler()
        .behavior();
    assertEquals(
        new HpaBehavior(
            new ScalingRules(
                30 * S,
                SelectPolicy.MIN,
                List.of(
                    new RatePolicy(RatePolicy.Unit.PODS, 4, 60 * S),
                    new RatePolicy(RatePolicy.Unit.PERCENT, 50, 15 * S))),
            new ScalingRules(ScalingRules.NOT_SET, SelectPolicy.DISABLED, List.of())),
        behavior);
    assertEquals(
        new HpaBehavior(
            ScalingRules.NONE, new ScalingRules(ScalingRules.NOT_SET, SelectPolicy.MAX, List.of())),
        hpa("target: 60%, max: 9, behavior: { scaleDown: { selectPolicy: Max } }")
            .reconciler()
            .behavior());
  }

  /** Between nothing and one pod KEDA works, so the autoscaler itself stays at one. */
  @Test
  void kedaTakesItsKeys() {
    KubernetesOptions hpa = hpa("metric: requests, target: 4, max: 9, activation: keda,"
        + " pollingInterval: 10s, cooldown: 2min, initialCooldown: 5s, activationThreshold: 1.5,"
        + " activationPush: true");
    assertEquals(new KedaOptions(0, 9, 10 * S, 120 * S, 5 * S, 1500), hpa.keda());
    assertEquals(1, hpa.reconciler().min());
    assertTrue(hpa.activationPush());
    // Without KEDA its keys stand idle.
    KubernetesOptions none = hpa("metric: requests, target: 4, max: 9, activationPush: true");
    assertNull(none.keda());
    assertEquals(false, none.activationPush());
    assertEquals(
        3, hpa("target: 50%, min: 3, max: 9, activation: keda").reconciler().min());
    assertEquals(
        2,
        hpa("max: 9, activation: keda, metrics: [ { metric: cpu, target: 60% },"
                + " { metric: requests, target: 1 } ]")
            .metrics()
            .size());
    String alone = refused("{ policy: hpa, target: 60%, max: 9, activation: keda }");
    assertTrue(alone.contains("a processor that no pod uses cannot wake any"), alone);
  }

  @Test
  void knativeTakesItsKeys() {
    ScalingOptions options = scale(
        "{ policy: knative, min: 1, max: 7, target: 60%, window: 30s, panicWindow: 20%,"
            + " burstCapacity: 33, initialScale: 3, tickPhase: random, reportPhase: 300ms }",
        20);
    assertEquals(1, options.min());
    assertEquals(7, options.max());
    KnativeOptions knative = (KnativeOptions) options.numbers();
    DeciderSettings decider = knative.settings().decider();
    assertEquals(20, knative.settings().containerConcurrency());
    assertEquals(20, decider.totalValue());
    assertEquals(12, decider.targetValue(), 1e-12);
    assertEquals(30 * S, decider.stableWindowNs());
    assertEquals(6 * S, knative.settings().windows().panicWindowNs());
    assertEquals(33, decider.targetBurstCapacity());
    assertEquals(3, decider.initialScale());
    assertEquals(KnativeOptions.RANDOM, knative.tickPhaseNs());
    assertEquals(S * 3 / 10, knative.reportPhaseNs());
  }

  /** No limit on either side is 0 there; a number as target is the capacity that is aimed at. */
  @Test
  void knativeWithoutLimits() {
    ScalingOptions options = scale("{ policy: knative }", Integer.MAX_VALUE);
    assertEquals(Integer.MAX_VALUE, options.max());
    KnativeOptions knative = (KnativeOptions) options.numbers();
    assertEquals(0, knative.settings().containerConcurrency());
    assertEquals(100, knative.settings().decider().totalValue());
    assertEquals(0, knative.tickPhaseNs());
    assertEquals(
        40, knative("target: 40", Integer.MAX_VALUE).settings().decider().totalValue());
    DeciderSettings rps = knative("metric: requests, target: 50%", 5).settings().decider();
    assertEquals(ScalingMetric.RPS, rps.metric());
    assertEquals(200, rps.totalValue());
    assertEquals(100, rps.targetValue(), 1e-12);
  }

  /** Knative's own words go to Knative as they are, and win. */
  @Test
  void knativesOwnSettings() {
    ScalingOptions options = scale(
        "{ policy: knative, max: 7, window: 30s, config: { stable-window: 45s },"
            + " annotations: { autoscaling.knative.dev/max-scale: \"4\" } }",
        20);
    assertEquals(4, options.max());
    assertEquals(
        45 * S, ((KnativeOptions) options.numbers()).settings().decider().stableWindowNs());
  }

  /** One instance kept ready at 8:00 and none from 20:00, or by its use. */
  @Test
  void provisionedConcurrency() {
    String common = " delay: 1min, perMinute: 60, minimumBilled: 5min";
    ProvisionedOptions options = scale(
            "{ policy: per-request, provisioned: { count: 0, schedule: ["
                + " { at: 8h, every: 24h, count: 5 }, { at: 20h, every: 24h, min: 1, max: 3 } ],"
                + common + " } }",
            1)
        .warm()
        .provisioned();
    int same = ScheduledAction.UNCHANGED;
    assertEquals(
        List.of(
            new ScheduledAction(8 * 3600 * S, 24 * 3600 * S, 5, 5, same),
            new ScheduledAction(20 * 3600 * S, 24 * 3600 * S, 1, 3, same)),
        options.schedule());
    assertEquals(5, options.most());
    assertNull(scale("{ policy: per-request, provisioned: { count: 0," + common + " } }", 1)
        .warm()
        .provisioned());
    String tracking = "{ policy: per-request, provisioned: { count: 2, tracking: { max: 9, %s },"
        + common + " } }";
    assertEquals(
        9, scale(tracking.formatted("target: 50%"), 1).warm().provisioned().max());
    for (String zero : List.of("target: 0%", "scaleInShare: 0%")) {
      String message = refused(tracking.formatted(zero));
      assertTrue(message.contains("must be above 0 %"), message);
    }
  }

  /**
   * At 8:00 at least five, from 20:00 at least one and nine wanted. A run from 9:00 on begins with
   * what holds since 8:00 and sees 20:00 after eleven hours; what is wanted is no limit of before.
   */
  @Test
  void limitsByTheTimeOfDay() {
    ScheduleOptions options = scale(
            "{ policy: per-request, min: 0, max: 20, schedule: [ { at: \"08:00\", min: 5 },"
                + " { at: \"20:00\", min: 1, desired: 9 } ] }",
            1)
        .schedule();
    long hour = 3600 * S;
    // Time zero is 10:00, and the run begins an hour before.
    Schedule schedule = options.begin(0, 20, -hour, true, 10 * hour);
    assertEquals(5, schedule.min());
    assertEquals(10 * hour, schedule.nextNs());
    assertEquals(9, schedule.apply(10 * hour, 5));
    assertEquals(1, schedule.min());
    assertEquals(22 * hour, schedule.nextNs());
    String message =
        assertThrows(UserError.class, () -> options.begin(0, 20, 0, false, 0)).getMessage();
    assertTrue(message.contains("needs a trace with a calendar"), message);
    for (String change : List.of("min: 0", "max: 3", "desired: 0")) {
      scale("{ policy: per-request, schedule: [ { at: 1h, " + change + " } ] }", 1);
    }
    scale("{ policy: per-request, schedule: [ { at: 1h, every: 2h, max: 3 } ] }", 1);
    String order =
        refused("{ policy: per-request, schedule: [ { at: 2h, min: 5 }, { at: 1h, max: 3 } ] }");
    assertTrue(order.contains("in its order of time it sets capacity 5 to 3"), order);
    String nothing = refused("{ policy: per-request, schedule: [ { at: 1h } ] }");
    assertTrue(nothing.contains("changes nothing"), nothing);
  }

  @Test
  void containerApps() {
    ContainerAppsRule rule = (ContainerAppsRule)
        scale("{ policy: container-apps, max: 5, target: 30, cooldown: 1min }", 1)
            .numbers();
    assertEquals(new ContainerAppsOptions(0, 5, 30, 300 * S, 60 * S), rule.options());
    assertEquals(3, scale("{ policy: fixed, min: 3, max: 3 }", 1).initial());
  }

  @Test
  void targets() {
    assertEquals(1, scale("{ policy: cloud-run }", 1).target());
    assertEquals(0.6, scale("{ policy: cloud-run, target: 60% }", 1).target(), 1e-12);
    assertEquals(12, scale("{ policy: cloud-run, target: 12 }", 1).target());
    assertTrue(refused("{ policy: cloud-run, target: 0% }").endsWith("allowed: above 0"));
    assertEquals(Metric.CONCURRENCY, scale("{ policy: cloud-run }", 1).metric());
  }
}
