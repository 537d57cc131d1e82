package dev.headroom.scaling.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Calculations on paper, first of all those that no recording covers. */
final class ReplicaCalculatorTest {
  private static final long S = 1_000_000_000L;
  private static final long NOW = 10_000 * S;

  private final ReplicaCalculator calculator = new ReplicaCalculator(CalculatorOptions.DEFAULT);
  private final PodMetrics pods = new PodMetrics();
  private final ReplicaProposal out = new ReplicaProposal();

  /** 300, 500 and 700 thousandths, mean 500, target 400: ratio 1.25, 3.75 pods. */
  @Test
  void aPodsMetricIsAveragedOverThePods() {
    ready(300);
    ready(500);
    ready(700);
    calculator.podsMetric(pods, 3, 400, out);
    assertProposal(4, 500);
  }

  /** A pod that is new and not ready has its metric counted, unless the metric is processor use. */
  @Test
  void onlyProcessorUseIsDoubtedWhileAPodStarts() {
    ready(800);
    int row = pods.add(PodPhase.RUNNING, NOW - 10 * S);
    pods.condition(row, ReadyCondition.FALSE, NOW - 10 * S);
    pods.sample(row, 800, NOW, 15 * S);
    pods.request(row, 1000);
    calculator.podsMetric(pods, 2, 400, out);
    assertProposal(4, 800);
    // The ready one alone: ratio 2; with the starting one at nothing, 1; no change.
    calculator.resourceValue(NOW, Resource.CPU, pods, 2, 400, out);
    assertProposal(2, 800);
  }

  /** Two at 20 %, one without a sample: 60 % target; assumed all of its request, (40 + 100) / 3. */
  @Test
  void aMissingSampleDampsRemoving() {
    ready(200);
    ready(200);
    int row = pods.add(PodPhase.RUNNING, 0);
    pods.condition(row, ReadyCondition.TRUE, S);
    pods.request(row, 1000);
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 3, 60, out);
    // 1400 / 3000 = 46 %, cut; 46 / 60 of 3 pods = 2.3.
    assertProposal(3, 200);
    assertEquals(20, out.utilizationPercent);
    // With a target above 100 % "all" means the target: 300 and 300 of 1500, and 1500.
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 3, 150, out);
    // (200 + 200 + 1500) / 3000 = 63 %; 63 / 150 of 3 = 1.26.
    assertProposal(2, 200);
  }

  @Test
  void aShareNeedsEveryRequest() {
    ready(200);
    int row = pods.add(PodPhase.RUNNING, 0);
    pods.condition(row, ReadyCondition.TRUE, S);
    pods.sample(row, 200, NOW, 15 * S);
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 2, 60, out);
    assertEquals(CalculatorError.NO_REQUEST, out.error);
    pods.request(0, 0);
    pods.request(row, 0);
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 2, 60, out);
    assertEquals(CalculatorError.ZERO_REQUEST, out.error);
  }

  /** 2,350 over 1,000 each: 2.35 replicas; of 2 it is a ratio of 1.175, of 9 one of 0.26. */
  @Test
  void anAverageOfAnOutsideValueDividesByTheReplicas() {
    calculator.externalAverage(2, 1000, new long[] {2000, 350}, out);
    assertProposal(3, 1175);
    calculator.objectAverage(9, 1000, 2350, out);
    assertProposal(3, 262);
    calculator.objectAverage(2, 1000, 2198, out);
    assertProposal(2, 1099);
    // A ratio of 1.1 is outside a tolerance of 0.1: in doubles the difference is a little more.
    calculator.objectAverage(2, 1000, 2200, out);
    assertProposal(3, 1100);
  }

  @Test
  void anAverageFromNothingStartsWhatTheValueNeeds() {
    calculator.externalAverage(0, 1000, new long[] {2350}, out);
    assertEquals(3, out.replicas);
    calculator.externalAverage(0, 1000, new long[] {0}, out);
    assertEquals(0, out.replicas);
  }

  @Test
  void theTableGrowsAndForgets() {
    for (int i = 0; i < 100; i++) {
      ready(1000);
    }
    calculator.podsMetric(pods, 100, 500, out);
    assertProposal(200, 1000);
    pods.clear();
    int row = pods.add(PodPhase.RUNNING, 0);
    calculator.podsMetric(pods, 1, 500, out);
    assertEquals(CalculatorError.NO_METRICS, out.error);
    assertEquals(0, row);
  }

  /**
   * 480 over a target of 400 is a ratio of 1.2, but three more are pending: as if they used nothing
   * it would be 0.3, and a change must not turn around.
   */
  @Test
  void pendingPodsUseNothingWhenAdding() {
    ready(480);
    for (int i = 0; i < 3; i++) {
      pods.add(PodPhase.PENDING, PodMetrics.NO_START);
    }
    calculator.podsMetric(pods, 4, 400, out);
    assertProposal(4, 480);
  }

  /** Exactly at the target, two of four without a sample: nothing is assumed of them. */
  @Test
  void atTheTargetNothingIsAssumed() {
    ready(400);
    ready(400);
    pods.add(PodPhase.RUNNING, 0);
    pods.add(PodPhase.RUNNING, 0);
    calculator.podsMetric(pods, 4, 400, out);
    assertProposal(4, 400);
  }

  /** Two pods at twice the target are four, although ten are asked for and none is in doubt. */
  @Test
  void withEverySampleTheRatioCountsAlone() {
    ready(800);
    ready(800);
    calculator.podsMetric(pods, 10, 400, out);
    assertProposal(4, 800);
  }

  /** A tolerance of a quarter includes a ratio of exactly 1.25. */
  @Test
  void theToleranceIncludesItsEnds() {
    ReplicaCalculator tolerant = new ReplicaCalculator(new CalculatorOptions(0.25, 0, 0));
    tolerant.objectAverage(2, 1000, 2500, out);
    assertProposal(2, 1250);
    tolerant.objectAverage(2, 1000, 2501, out);
    assertProposal(3, 1251);
    assertThrows(IllegalArgumentException.class, () -> new CalculatorOptions(0.1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new CalculatorOptions(0.1, 0, -1));
  }

  /**
   * A second pod at 800 beside one at 400 of 400: believed, it makes a mean of 600 and three pods;
   * doubted, one and so no change. Doubt ends as soon as its time has passed.
   */
  @Test
  void doubtEndsOnTime() {
    // In the first five minutes: a whole window since it became ready.
    long start = NOW - 100 * S;
    assertEquals(2, besideANewPod(start, ReadyCondition.TRUE, NOW - 15 * S + 1));
    assertEquals(3, besideANewPod(start, ReadyCondition.TRUE, NOW - 15 * S));
    assertEquals(2, besideANewPod(start, ReadyCondition.FALSE, NOW - 15 * S));
    // After exactly five minutes a ready one is believed, whenever it became ready.
    assertEquals(2, besideANewPod(NOW - 300 * S + 1, ReadyCondition.TRUE, NOW));
    assertEquals(3, besideANewPod(NOW - 300 * S, ReadyCondition.TRUE, NOW));
    // Unready since less than 30 s after its start, it has never been ready; later it has.
    start = NOW - 400 * S;
    assertEquals(2, besideANewPod(start, ReadyCondition.FALSE, start + 30 * S - 1));
    assertEquals(3, besideANewPod(start, ReadyCondition.FALSE, start + 30 * S));
  }

  private int besideANewPod(long startNs, ReadyCondition condition, long sinceNs) {
    pods.clear();
    ready(400);
    int row = pods.add(PodPhase.RUNNING, startNs);
    pods.condition(row, condition, sinceNs);
    pods.sample(row, 800, NOW, 15 * S);
    calculator.resourceValue(NOW, Resource.CPU, pods, 2, 400, out);
    return out.replicas;
  }

  /** What rows beyond the last were for an earlier sync counts no more. */
  @Test
  void rowsOfAnEarlierSyncAreForgotten() {
    ready(200);
    ready(200);
    pods.request(pods.add(PodPhase.RUNNING, 0), 1000);
    calculator.podsMetric(pods, 3, 100, out);
    pods.clear();
    ready(200);
    pods.request(pods.add(PodPhase.RUNNING, 0), 1000);
    // The missing one at nothing: 100 of 64, twice 1.56. A third would make it 66, near enough.
    calculator.podsMetric(pods, 2, 64, out);
    assertProposal(4, 200);
    // (200 + 1000) / 2000 = 60 % of 70 %, twice 0.86. A third would make it 73 %.
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 3, 70, out);
    assertProposal(2, 200);
    pods.clear();
    ready(200);
    pods.add(PodPhase.RUNNING, 0);
    pods.clear();
    ready(200);
    calculator.resourceUtilization(NOW, Resource.CPU, pods, 1, 10, out);
    assertProposal(2, 200);
  }

  private void ready(long milli) {
    int row = pods.add(PodPhase.RUNNING, 0);
    pods.condition(row, ReadyCondition.TRUE, S);
    pods.request(row, 1000);
    pods.sample(row, milli, NOW, 15 * S);
  }

  private void assertProposal(int replicas, long usage) {
    assertNull(out.error);
    assertEquals(replicas, out.replicas);
    assertEquals(usage, out.usageMilli);
  }
}
