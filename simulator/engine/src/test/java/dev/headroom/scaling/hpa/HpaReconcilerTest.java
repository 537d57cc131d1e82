package dev.headroom.scaling.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reconciliation on paper: what the recorded sequences cannot show one at a time. */
final class HpaReconcilerTest {
  private static final long S = 1_000_000_000L;

  private final MetricProposals metrics = new MetricProposals();
  private final HpaResult result = new HpaResult();

  @Test
  void ofSeveralMetricsTheHighestWishWins() {
    HpaReconciler autoscaler = plain(1, 20);
    metrics.add(3);
    metrics.add(6);
    metrics.add(0);
    autoscaler.reconcile(0, 5, metrics, result);
    assertEquals(6, result.replicas);
    assertEquals(6, result.proposed);
  }

  @Test
  void aFailedMetricForbidsRemovingButNotAdding() {
    HpaReconciler autoscaler = new HpaReconciler(new HpaOptions(1, 20, 0, null));
    metrics.add(3);
    metrics.addFailure();
    autoscaler.reconcile(0, 5, metrics, result);
    assertEquals(5, result.replicas);
    assertEquals(AbleToScale.SUCCEEDED_GET_SCALE, result.ableToScale);
    assertEquals(-1, result.proposed);

    metrics.clear();
    metrics.add(7);
    metrics.addFailure();
    autoscaler.reconcile(15 * S, 5, metrics, result);
    assertEquals(7, result.replicas);

    // A wish for what there is removes nothing, and is taken.
    autoscaler.reconcile(20 * S, 7, metrics, result);
    assertEquals(7, result.proposed);
    metrics.clear();
    metrics.addFailure();
    autoscaler.reconcile(30 * S, 7, metrics, result);
    assertEquals(7, result.replicas);
    assertFalse(result.updated);
  }

  @Test
  void withoutBehaviorAWishIsHeldUpToAndIncludingTheWindow() {
    HpaReconciler autoscaler = plain(1, 20);
    assertEquals(10, wish(autoscaler, 0, 10, 10));
    assertEquals(10, wish(autoscaler, 300 * S, 10, 2));
    assertEquals(AbleToScale.SCALE_DOWN_STABILIZED, result.ableToScale);
    assertEquals(2, wish(autoscaler, 300 * S + 1, 10, 2));
  }

  @Test
  void withBehaviorAWishAsOldAsTheWindowNoLongerCounts() {
    HpaReconciler autoscaler = new HpaReconciler(
        new HpaOptions(1, 20, 300 * S, new HpaBehavior(ScalingRules.NONE, ScalingRules.NONE)));
    assertEquals(10, wish(autoscaler, 0, 10, 10));
    assertEquals(10, wish(autoscaler, 300 * S - 1, 10, 2));
    assertEquals(2, wish(autoscaler, 300 * S, 10, 2));
  }

  @Test
  void withoutBehaviorASyncDoublesOrReachesFour() {
    assertEquals(4, wish(plain(1, 99), 0, 1, 50));
    assertEquals(ScalingLimited.SCALE_UP_LIMIT, result.scalingLimited);
    assertTrue(result.limited);
    assertEquals(6, wish(plain(1, 99), 0, 3, 50));
    assertEquals(5, wish(plain(1, 5), 0, 3, 50));
    assertEquals(ScalingLimited.TOO_MANY_REPLICAS, result.scalingLimited);
  }

  @Test
  void aCountOutsideTheLimitsIsBroughtToThemAtOnce() {
    assertEquals(8, wish(plain(2, 8), 0, 30, 30));
    assertEquals(ScalingLimited.NONE, result.scalingLimited);
    assertEquals(2, wish(plain(2, 8), 0, 1, 8));
    assertEquals(0, wish(plain(2, 8), 0, 0, 8));
    assertFalse(result.updated);
  }

  /** 10 pods, two more per minute: at 0 s to 12, then nothing until 60 s have passed. */
  @Test
  void aRateLooksBackOverItsPeriod() {
    ScalingRules up = new ScalingRules(
        0, SelectPolicy.MAX, List.of(new RatePolicy(RatePolicy.Unit.PODS, 2, 60 * S)));
    HpaReconciler autoscaler =
        new HpaReconciler(new HpaOptions(1, 99, 0, new HpaBehavior(up, ScalingRules.NONE)));
    assertEquals(12, wish(autoscaler, 0, 10, 50));
    assertEquals(12, wish(autoscaler, 60 * S - 1, 12, 50));
    assertEquals(14, wish(autoscaler, 60 * S, 12, 50));
  }

  /**
   * Two changes of +1 at 0 and 20 s, growth looking back 15 s and removal 60 s. The second takes
   * the slot of the first, so at 30 s the removal starts from 12 - 1 pods instead of 12 - 2.
   */
  @Test
  void anEventTooOldForItsOwnDirectionIsOverwritten() {
    ScalingRules up = new ScalingRules(
        0, SelectPolicy.MAX, List.of(new RatePolicy(RatePolicy.Unit.PODS, 1, 15 * S)));
    ScalingRules down = new ScalingRules(
        0, SelectPolicy.MAX, List.of(new RatePolicy(RatePolicy.Unit.PODS, 3, 60 * S)));
    HpaReconciler autoscaler =
        new HpaReconciler(new HpaOptions(1, 99, 0, new HpaBehavior(up, down)));
    assertEquals(11, wish(autoscaler, 0, 10, 50));
    assertEquals(12, wish(autoscaler, 20 * S, 11, 50));
    assertEquals(8, wish(autoscaler, 30 * S, 12, 1));
    assertEquals(ScalingLimited.SCALE_DOWN_LIMIT, result.scalingLimited);
  }

  /** Twenty of +1 in ten minutes; of the thirty that these allow ten are left, from 30 to 40. */
  @Test
  void manyChangesAreRemembered() {
    ScalingRules up = new ScalingRules(
        0, SelectPolicy.MAX, List.of(new RatePolicy(RatePolicy.Unit.PODS, 30, 600 * S)));
    HpaReconciler autoscaler =
        new HpaReconciler(new HpaOptions(1, 99, 0, new HpaBehavior(up, ScalingRules.NONE)));
    for (int i = 0; i < 20; i++) {
      assertEquals(11 + i, wish(autoscaler, 15L * i * S, 10 + i, 11 + i));
    }
    assertEquals(40, wish(autoscaler, 300 * S, 30, 99));
    // The first ones are older than ten minutes: at 615 s those of 0 and 15 s.
    assertEquals(42, wish(autoscaler, 615 * S, 40, 99));
  }

  /** A proposal that failed counts as a failure, one that did not as a wish. */
  @Test
  void proposalsAreWishesOrFailures() {
    ReplicaProposal proposal = new ReplicaProposal();
    proposal.set(6, 0, 0);
    metrics.add(proposal);
    proposal.fail(CalculatorError.NO_PODS, 0);
    metrics.add(proposal);
    metrics.addFailure();
    assertEquals(2, metrics.failures());
    HpaReconciler autoscaler = new HpaReconciler(new HpaOptions(1, 20, 0, null));
    autoscaler.reconcile(0, 5, metrics, result);
    assertEquals(6, result.replicas);
  }

  /** 5 % of 10 pods is half a pod: rounded up when adding, and 9.5 is cut to 9 when removing. */
  @Test
  void percentagesAreRoundedTowardsChange() {
    RatePolicy rate = new RatePolicy(RatePolicy.Unit.PERCENT, 5, 15 * S);
    assertEquals(11, rate.highest(10));
    assertEquals(9, rate.lowest(10));
  }

  @Test
  void anEmptyBehaviorGetsAllDefaults() {
    HpaBehavior filled = new HpaBehavior(ScalingRules.NONE, ScalingRules.NONE).withDefaults();
    assertEquals(
        List.of(
            new RatePolicy(RatePolicy.Unit.PODS, 4, 15 * S),
            new RatePolicy(RatePolicy.Unit.PERCENT, 100, 15 * S)),
        filled.scaleUp().policies());
    assertEquals(0, filled.scaleUp().stabilisationNs());
    assertEquals(
        List.of(new RatePolicy(RatePolicy.Unit.PERCENT, 100, 15 * S)),
        filled.scaleDown().policies());
    assertEquals(ScalingRules.NOT_SET, filled.scaleDown().stabilisationNs());
    assertEquals(SelectPolicy.MAX, filled.scaleDown().select());
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new HpaOptions(5, 4, 0, null));
    assertThrows(IllegalArgumentException.class, () -> new HpaOptions(0, 0, 0, null));
    assertThrows(
        IllegalArgumentException.class, () -> new RatePolicy(RatePolicy.Unit.PODS, 0, 15 * S));
    assertThrows(IllegalArgumentException.class, () -> new RatePolicy(RatePolicy.Unit.PODS, 1, 0));
    assertEquals(1, wish(plain(0, 1), 0, 1, 30));
    assertEquals(3, wish(plain(3, 3), 0, 3, 30));
  }

  private int wish(HpaReconciler autoscaler, long nowNs, int current, int wish) {
    metrics.clear();
    metrics.add(wish);
    autoscaler.reconcile(nowNs, current, metrics, result);
    return result.replicas;
  }

  private static HpaReconciler plain(int min, int max) {
    return new HpaReconciler(new HpaOptions(min, max, 300 * S, null));
  }
}
