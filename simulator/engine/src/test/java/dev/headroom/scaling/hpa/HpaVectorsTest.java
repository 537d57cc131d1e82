package dev.headroom.scaling.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every recorded calculation and decision of the real controller comes out the same here. */
@Tag("vectors")
final class HpaVectorsTest {
  private static final Validation HELD = Validation.of(HpaVectorsTest.class, "headroom.vectors");

  private static final long NS_PER_MS = 1_000_000L;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final ReplicaProposal proposal = new ReplicaProposal();

  @Test
  void calculatesWhatWasRecorded() {
    List<String> differences = new ArrayList<>();
    int rows = 0;
    for (JsonNode file : VectorFiles.read("hpa_replica_calculator")) {
      PodMetrics pods = new PodMetrics();
      for (JsonNode row : file.get("rows")) {
        calculate(row, pods);
        compare(differences, row, "replicas", proposal.replicas);
        compare(differences, row, "usage", proposal.usageMilli);
        if (row.has("utilization")) {
          compare(differences, row, "utilization", proposal.utilizationPercent);
        }
        String error = proposal.error == null ? "" : proposal.error.text();
        if (!row.path("error").asText("").equals(error)) {
          differences.add(row.get("id").asText() + ": " + row.path("error") + ", got " + error);
        }
        rows++;
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(rows > 0, "no rows");
    HELD.count(Section.VECTORS, "hpa_replica_calculator: calculations", rows, rows, "Kubernetes");
  }

  @Test
  void decidesWhatWasRecorded() {
    List<String> differences = new ArrayList<>();
    int ticks = 0;
    int sequences = 0;
    for (JsonNode file : VectorFiles.read("hpa_reconcile_sequences")) {
      for (JsonNode sequence : file.get("sequences")) {
        ticks += replay(sequence, differences);
        sequences++;
      }
    }
    assertEquals(List.of(), differences);
    assertTrue(ticks > 0, "no ticks");
    HELD.count(
        Section.VECTORS,
        "hpa_reconcile_sequences: ticks",
        ticks,
        ticks,
        "Kubernetes, " + sequences + " sequences");
  }

  private void calculate(JsonNode row, PodMetrics pods) {
    ReplicaCalculator calculator = new ReplicaCalculator(new CalculatorOptions(
        row.get("tolerance").asDouble(),
        ns(row, "cpuInitializationPeriodMs"),
        ns(row, "initialReadinessDelayMs")));
    fill(pods, row.path("pods"));
    int current = row.get("currentReplicas").asInt();
    long target = row.get("target").asLong();
    long nowNs = ns(row, "nowMs");
    switch (row.get("function").asText()) {
      case "GetResourceReplicas" ->
        calculator.resourceUtilization(nowNs, Resource.CPU, pods, current, (int) target, proposal);
      case "GetRawResourceReplicas" ->
        calculator.resourceValue(nowNs, Resource.CPU, pods, current, target, proposal);
      case "GetMetricReplicas" -> calculator.podsMetric(pods, current, target, proposal);
      case "GetObjectMetricReplicas" ->
        calculator.objectValue(
            pods, current, target, row.get("objectMetricMilli").asLong(), proposal);
      case "GetObjectPerPodMetricReplicas" ->
        calculator.objectAverage(current, target, row.get("objectMetricMilli").asLong(), proposal);
      case "GetExternalMetricReplicas" ->
        calculator.externalValue(pods, current, target, series(row), proposal);
      case "GetExternalPerPodMetricReplicas" ->
        calculator.externalAverage(current, target, series(row), proposal);
      default -> throw new IllegalArgumentException("unknown function " + row.get("function"));
    }
  }

  private static void fill(PodMetrics pods, JsonNode rows) {
    pods.clear();
    for (JsonNode pod : rows) {
      PodPhase phase = PodPhase.valueOf(pod.get("phase").asText().toUpperCase(Locale.ROOT));
      int row =
          pods.add(phase, pod.has("startTimeMs") ? ns(pod, "startTimeMs") : PodMetrics.NO_START);
      if (pod.path("deleting").asBoolean()) {
        pods.delete(row);
      }
      String condition = pod.get("readyCondition").asText();
      pods.condition(
          row,
          ReadyCondition.valueOf(condition.toUpperCase(Locale.ROOT)),
          ns(pod, "readyTransitionMs"));
      pods.request(row, pod.get("cpuRequestMilli").asLong());
      if (pod.has("metricMilli")) {
        pods.sample(
            row,
            pod.get("metricMilli").asLong(),
            ns(pod, "metricTimestampMs"),
            ns(pod, "metricWindowMs"));
      }
    }
  }

  private static long[] series(JsonNode row) {
    JsonNode values = row.path("externalMetricsMilli");
    long[] series = new long[values.size()];
    for (int i = 0; i < series.length; i++) {
      series[i] = values.get(i).asLong();
    }
    return series;
  }

  private int replay(JsonNode sequence, List<String> differences) {
    HpaBehavior behavior = behavior(sequence.get("behavior"));
    if (behavior != null && sequence.has("behaviorAfterDefaulting")) {
      assertEquals(
          behavior(sequence.get("behaviorAfterDefaulting")),
          behavior.withDefaults(),
          sequence.get("id").asText());
    }
    HpaReconciler autoscaler = new HpaReconciler(new HpaOptions(
        sequence.path("minReplicas").asInt(1),
        sequence.get("maxReplicas").asInt(),
        ns(sequence, "downscaleStabilizationMs"),
        behavior));
    ReplicaCalculator calculator = new ReplicaCalculator(new CalculatorOptions(
        sequence.get("tolerance").asDouble(), 300 * NS_PER_SECOND, 30 * NS_PER_SECOND));
    MetricProposals metrics = new MetricProposals();
    HpaResult result = new HpaResult();
    int replicas = sequence.get("startReplicas").asInt();
    for (JsonNode tick : sequence.get("ticks")) {
      replicas = tick.path("externalSetReplicas").asInt(replicas);
      metrics.clear();
      if (tick.path("metricError").asBoolean()) {
        metrics.addFailure();
      } else if (tick.has("externalMetricMilli") && replicas > 0) {
        // The wish is computed here too, from the metric that KEDA serves. From zero it is not:
        // the recording gives 0 there, KEDA itself being the one that activates.
        calculator.externalAverage(
            replicas,
            sequence.get("targetAverageValueMilli").asLong(),
            new long[] {tick.get("externalMetricMilli").asLong()},
            proposal);
        metrics.add(proposal);
      } else {
        metrics.add(tick.get("metricProposal").asInt());
      }
      int before = replicas;
      autoscaler.reconcile(ns(tick, "t"), replicas, metrics, result);
      replicas = result.replicas;
      String expected = line(tick);
      String actual = line(before, result);
      if (!expected.equals(actual)) {
        differences.add(sequence.get("id").asText() + " at " + tick.get("t") + ": " + expected
            + ", got " + actual);
        replicas = tick.get("replicasAfter").asInt();
      }
      if (result.proposed >= 0) {
        assertEquals(tick.get("metricProposal").asInt(), result.proposed);
      }
    }
    return sequence.get("ticks").size();
  }

  private static String line(JsonNode tick) {
    return tick.get("replicasBefore").asInt() + "->" + tick.get("replicasAfter").asInt() + " "
        + tick.get("updated").asBoolean() + " " + tick.get("ableToScaleReason").asText() + " "
        + tick.path("scalingLimitedReason").asText("") + " "
        + tick.path("scalingLimitedStatus").asText("");
  }

  private static String line(int before, HpaResult result) {
    boolean none = result.scalingLimited == ScalingLimited.NONE;
    return before + "->" + result.replicas + " " + result.updated + " "
        + result.ableToScale.text() + " " + result.scalingLimited.text() + " "
        + (none ? "" : result.limited ? "True" : "False");
  }

  private static HpaBehavior behavior(JsonNode node) {
    return node == null || node.isNull()
        ? null
        : new HpaBehavior(rules(node.get("scaleUp")), rules(node.get("scaleDown")));
  }

  private static ScalingRules rules(JsonNode node) {
    if (node == null || node.isNull()) {
      return ScalingRules.NONE;
    }
    List<RatePolicy> policies = new ArrayList<>();
    for (JsonNode policy : node.path("policies")) {
      policies.add(new RatePolicy(
          RatePolicy.Unit.valueOf(policy.get("type").asText().toUpperCase(Locale.ROOT)),
          policy.get("value").asInt(),
          policy.get("periodSeconds").asLong() * NS_PER_SECOND));
    }
    return new ScalingRules(
        node.has("stabilizationWindowSeconds")
            ? node.get("stabilizationWindowSeconds").asLong() * NS_PER_SECOND
            : ScalingRules.NOT_SET,
        node.has("selectPolicy")
            ? SelectPolicy.valueOf(node.get("selectPolicy").asText().toUpperCase(Locale.ROOT))
            : null,
        policies);
  }

  private static void compare(List<String> differences, JsonNode row, String field, long actual) {
    if (row.get(field).asLong() != actual) {
      differences.add(row.get("id").asText() + " " + row.get("function").asText() + ": " + field
          + " " + row.get(field) + ", got " + actual);
    }
  }

  private static long ns(JsonNode node, String field) {
    return node.get(field).asLong() * NS_PER_MS;
  }
}
