package dev.headroom.properties;

import static dev.headroom.properties.Grammar.has;
import static dev.headroom.properties.Grammar.on;

import java.util.function.Predicate;

/**
 * Scenarios that say what others leave to the models: how autoscalers measure and decide, how
 * instances start, how machines are packed. They are long enough for autoscalers to act.
 */
final class TunedGrammar {
  private TunedGrammar() {}

  /** Scenarios of one service. */
  static Grammar oneService() {
    Grammar grammar = Grammar.oneService();
    traffic(grammar);
    kubernetes(grammar);
    knative(grammar);
    aws(grammar);
    others(grammar);
    starts(grammar);
    nodes(grammar);
    return grammar;
  }

  private static void traffic(Grammar grammar) {
    grammar
        .add(
            "workload.generate",
            0.8,
            "{ shape: constant, rate: 1..12/s, duration: 2..8min, arrivals: poisson }",
            "{ shape: ramp, from: 1..3/s, to: 10..25/s, duration: 1..4min, arrivals: poisson }",
            "{ shape: spike, base: 1..3/s, peak: 20..90/s, at: 20..90s, ramp: 0..20s, hold: 5..60s,"
                + " decay: 0..30s, duration: 3..6min }")
        .add("workload.classes[0].cpuWhileServing", 0.5, "50..900m", "1")
        .where(has("workload.classes[0].service.cpu").negate())
        .add("platform.keepAlive", 0.1, "5..60s")
        .add("platform.refusal", 0.1, "throttled-429", "queue-timeout")
        .add("platform.instance.baseMemory", 0.2, "50..200Mi")
        .add("run.tail", 0.8, "0s", "1..6min");
  }

  private static void kubernetes(Grammar grammar) {
    Predicate<Draft> hpa = on("kubernetes-hpa", "gke-autopilot");
    grammar
        .add(
            "platform.scale.metrics",
            0.3,
            "[{ metric: cpu, target: 20..90% }, { metric: requests, target: 1..9 }]",
            "[{ metric: concurrency, target: 1..5 }, { metric: cpu, target: 50% }]")
        .where(hpa)
        .add("platform.scale.metric", 0.3, "concurrency", "requests")
        .where(hpa.and(has("platform.scale.metrics").negate()))
        .add("platform.scale.target", 0.8, "1..9")
        .where(hpa.and(has("platform.scale.metric")))
        .add("platform.scale.target", 0.4, "20..90%")
        .where(hpa.and(
            has("platform.scale.metric").or(has("platform.scale.metrics")).negate()))
        .add("platform.scale.interval", 0.3, "3..30s")
        .where(hpa)
        .add("platform.scale.scrapeInterval", 0.3, "1..30s")
        .where(hpa)
        .add("platform.scale.scrapePhase", 0.3, "0..9s", "100..900ms")
        .where(hpa)
        .add("platform.scale.syncPhase", 0.3, "0..9s", "100..900ms")
        .where(hpa)
        .add("platform.scale.tolerance", 0.2, "0%", "5..40%")
        .where(hpa)
        .add("platform.scale.stabilisationDown", 0.5, "0s", "5..90s")
        .where(hpa)
        .add("platform.scale.cpuInitialization", 0.3, "0s", "5..60s")
        .where(hpa)
        .add("platform.scale.initialReadinessDelay", 0.3, "0s", "5..60s")
        .where(hpa)
        .add("platform.scale.cpuRequest", 0.2, "100..900m")
        .where(hpa)
        .add(
            "platform.scale.behavior",
            0.3,
            "{ scaleUp: { policies: [{ type: Pods, value: 1..3, periodSeconds: 5..60 }] } }",
            "{ scaleDown: { policies: [{ type: Percent, value: 10..60, periodSeconds: 15 },"
                + " { type: Pods, value: 1, periodSeconds: 5..30 }], selectPolicy: Min,"
                + " stabilizationWindowSeconds: 0..30 } }",
            "{ scaleUp: { stabilizationWindowSeconds: 5..60 }, scaleDown: { selectPolicy: Disabled"
                + " } }")
        .where(hpa)
        .add("platform.scale.activation", 0.5, "keda")
        .where(hpa.and(has("platform.scale.metric").or(has("platform.scale.metrics"))))
        .add("platform.scale.activationPush", 0.4, "true", "false")
        .where(has("platform.scale.activation"))
        .add("platform.scale.pollingInterval", 0.5, "1..30s")
        .where(has("platform.scale.activation"))
        .add("platform.scale.activationThreshold", 0.3, "0..5")
        .where(has("platform.scale.activation"))
        .add("platform.scale.cooldown", 0.7, "1..60s")
        .where(has("platform.scale.activation"))
        .add("platform.scale.initialCooldown", 0.3, "1..60s")
        .where(has("platform.scale.activation"))
        .add("platform.scale.min", 0.7, "0")
        .where(has("platform.scale.activation"));
  }

  private static void knative(Grammar grammar) {
    Predicate<Draft> knative = on("knative");
    grammar
        .add("platform.scale.metric", 0.3, "concurrency", "requests")
        .where(knative)
        .add("platform.scale.target", 0.3, "30..90%", "1..9")
        .where(knative)
        .add("platform.scale.interval", 0.2, "1..5s")
        .where(knative)
        .add("platform.scale.window", 0.5, "6..60s")
        .where(knative)
        .add("platform.scale.panicWindow", 0.3, "5..50%")
        .where(knative)
        .add("platform.scale.panicThreshold", 0.3, "110..400%")
        .where(knative)
        .add("platform.scale.maxScaleUpRate", 0.3, "2..10")
        .where(knative)
        .add("platform.scale.maxScaleDownRate", 0.3, "2..5")
        .where(knative)
        .add("platform.scale.burstCapacity", 0.4, "-1", "0", "5..90")
        .where(knative)
        .add("platform.scale.activatorCapacity", 0.2, "5..100")
        .where(knative)
        .add("platform.scale.gracePeriod", 0.3, "6..30s")
        .where(knative)
        .add("platform.scale.podRetention", 0.3, "5..60s")
        .where(knative)
        .add("platform.scale.scaleDownDelay", 0.3, "5..60s")
        .where(knative)
        .add("platform.scale.initialScale", 0.3, "1..5")
        .where(knative)
        .add("platform.scale.activationScale", 0.3, "1..5")
        .where(knative)
        .add("platform.scale.scaleToZero", 0.2, "false")
        .where(knative)
        .add("platform.scale.scrapeSample", 0.3, "false")
        .where(knative)
        .add("platform.scale.algorithm", 0.3, "linear", "weighted-exponential")
        .where(knative)
        .add("platform.scale.release", 0.3, "v1-12")
        .where(knative)
        .add("platform.scale.reportPhase", 0.4, "random", "100..900ms")
        .where(knative)
        .add("platform.scale.tickPhase", 0.3, "0s", "100..900ms")
        .where(knative);
  }

  private static void aws(Grammar grammar) {
    Predicate<Draft> aws = on("aws-fargate", "ec2-asg");
    grammar
        .add("platform.scale.target", 0.5, "20..90%")
        .where(aws.and(has("platform.scale.policies").negate()))
        .add("platform.scale.interval", 0.4, "10..60s")
        .where(aws)
        .add("platform.scale.metricDelay", 0.4, "0s", "1..90s")
        .where(aws)
        .add("platform.scale.alarmHighDatapoints", 0.5, "1..3")
        .where(aws)
        .add("platform.scale.alarmLowDatapoints", 0.6, "1..5")
        .where(aws)
        .add("platform.scale.scaleInShare", 0.3, "30..99%")
        .where(aws)
        .add("platform.scale.cooldownOut", 0.4, "0s", "5..90s")
        .where(on("aws-fargate"))
        .add("platform.scale.cooldownIn", 0.4, "0s", "5..90s")
        .where(on("aws-fargate"))
        .add("platform.scale.scaleIn", 0.1, "false")
        .where(aws)
        .add("platform.scale.monitoring", 0.6, "detailed", "basic")
        .where(on("ec2-asg"))
        .add("platform.scale.warmUp", 0.4, "0s", "5..120s")
        .where(on("ec2-asg"))
        .add(
            "platform.scale.policies",
            0.4,
            "[{ kind: step, metric: cpu, above: 20..70%, unit: percent, leastChange: 1..2,"
                + " steps: [{ from: 0, by: 50 }, { from: 20%, by: 100 }] }, { kind: step,"
                + " metric: cpu, below: 15%, datapoints: 2, periods: 3, cooldown: 30s,"
                + " steps: [{ from: 0, by: -1 }] }]",
            "[{ kind: step, metric: requests, above: 10..200, unit: exact, cooldown: 5..60s,"
                + " steps: [{ from: 0, by: 4 }] }, { metric: concurrency, target: 1..5 }]",
            "[{ metric: requests, target: 20..300, alarmHighDatapoints: 1, alarmLowDatapoints: 2,"
                + " cooldownIn: 10s, scaleInShare: 60% }]")
        .where(on("aws-fargate", "ec2-asg"));
  }

  private static void others(Grammar grammar) {
    grammar
        .add("platform.scale.target", 0.4, "1..20")
        .where(on("azure-container-apps"))
        .add("platform.scale.cooldown", 0.6, "0s", "5..90s")
        .where(on("azure-container-apps"))
        .add("platform.scale.stabilisationDown", 0.6, "0s", "5..90s")
        .where(on("azure-container-apps"))
        .add("platform.scale.target", 0.5, "30..90%")
        .where(on("cloud-run"))
        .add("platform.scale.interval", 0.4, "1..20s")
        .where(on("cloud-run"))
        .add("platform.scale.window", 0.4, "5..60s")
        .where(on("cloud-run"))
        .add("platform.scale.burst", 0.5, "pending-over-concurrency-capped")
        .where(on("cloud-run", "generic"))
        .add("platform.scale.burstRate", 0.5, "1..9/s")
        .where(has("platform.scale.burst"));
  }

  private static void starts(Grammar grammar) {
    grammar
        .add("platform.coldStart.runtime", 0.3, "java", "go", "python", "spring-boot")
        .where(on("aws-fargate", "azure-container-apps", "cloud-run", "ec2-asg", "knative")
            .and(has("platform.coldStart.boot").negate()))
        .add("platform.coldStart.probing", 0.2, "100..900ms")
        .add("platform.coldStart.cpuBoost", 0.3, "true", "false")
        .where(on("cloud-run"))
        .add("platform.coldStart.cpuBoostAfter", 0.5, "1..9s")
        .where(has("platform.coldStart.cpuBoost"))
        .add("platform.coldStart.image", 0.3, "50..900Mi")
        .add("platform.coldStart.imageNeeded", 0.2, "10..90%")
        .where(has("platform.coldStart.image"))
        .add(
            "platform.coldStart.startupProbe",
            0.2,
            "{ kind: tcp, initialDelay: 1..3s, period: 1..2s, window: 2..9s, onFailure: replace }",
            "{ kind: http, period: 1s, failureThreshold: 3..9, successThreshold: 1..2 }");
  }

  private static void nodes(Grammar grammar) {
    grammar
        .add("platform.nodes.cpu", 0.5, "1..4")
        .where(has("platform.nodes"))
        .add("platform.nodes.memory", 0.4, "2..8Gi")
        .where(has("platform.nodes"))
        .add("platform.nodes.scaleDownBelow", 0.6, "20..90%")
        .where(has("platform.nodes.scaleDownAfter"))
        .add("platform.nodes.batchIdle", 0.4, "0s", "100..900ms", "1..5s")
        .where(draft -> draft.textAt("platform.nodes.use").equals("karpenter"))
        .add("platform.nodes.batchMax", 0.4, "1..9s")
        .where(draft -> draft.textAt("platform.nodes.use").equals("karpenter"))
        .add("platform.nodes.scanInterval", 0.5, "1..20s")
        .where(draft -> draft.textAt("platform.nodes.use").equals("cluster-autoscaler"));
  }
}
