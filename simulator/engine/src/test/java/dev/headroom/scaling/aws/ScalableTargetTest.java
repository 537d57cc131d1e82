package dev.headroom.scaling.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Application Auto Scaling on paper, a datapoint a minute. */
final class ScalableTargetTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final double NONE = Double.NaN;

  private final CapacityDecision decision = new CapacityDecision();
  private long nowNs;
  private int capacity;

  /** The target of 30 has its low alarm below 27. */
  @Test
  void alarmsNeedThreeHighAndFifteenLowDatapoints() {
    ScalableTarget target = tracking(30);
    capacity = 10;
    run(target, 2, 60);
    assertEquals(10, capacity);
    run(target, 1, 60);
    assertEquals(20, capacity);

    target = tracking(30);
    capacity = 10;
    run(target, 20, 27);
    assertEquals(10, capacity);
    run(target, 14, 26.9);
    assertEquals(10, capacity);
    assertEquals(CapacityReason.NO_ALARM, decision.reason);
    run(target, 1, 15);
    assertEquals(5, capacity);
    assertEquals(CapacityReason.SCALE_IN, decision.reason);
  }

  /**
   * Target 60. Minute 3: 4 x 1.5 = 6. Minute 4: the same wish, counted from 4, changes nothing.
   * Minute 5: 4 x 1.75 = 7, so one more. Its cooldown ends at minute 10: 7 x 1.1 = 7.7.
   */
  @Test
  void inTheScaleOutCooldownOnlyALargerWishAdds() {
    ScalableTarget target = tracking(60);
    capacity = 4;
    run(target, 3, 90);
    assertEquals(6, capacity);
    run(target, 1, 90);
    assertEquals(6, capacity);
    assertEquals(CapacityReason.SCALE_OUT_COOLDOWN, decision.reason);
    run(target, 1, 105);
    assertEquals(7, capacity);
    run(target, 4, 66);
    assertEquals(7, capacity);
    run(target, 1, 66);
    assertEquals(8, capacity);
  }

  /** The documents' example: plus two, then in the cooldown plus three, of which one is new. */
  @Test
  void aStepCountsWhatTheLastOneAdded() {
    ScalableTarget target = target(List.of(out()));
    capacity = 10;
    run(target, 1, 65);
    assertEquals(12, capacity);
    run(target, 1, 75);
    assertEquals(13, capacity);
    run(target, 1, 75);
    assertEquals(13, capacity);
  }

  /**
   * Two removals wanted within the cooldown of 300 s: the second waits for minute 6. An addition
   * at minute 8 does not wait, and ends the cooldown, so that minute 9 may remove again.
   */
  @Test
  void theScaleInCooldownBlocksRemovalsAndAnAdditionEndsIt() {
    ScalableTarget target = target(List.of(out(), in()));
    capacity = 10;
    run(target, 1, 30, 30);
    assertEquals(8, capacity);
    run(target, 4, 30, 30);
    assertEquals(8, capacity);
    assertEquals(CapacityReason.SCALE_IN_COOLDOWN, decision.reason);
    run(target, 1, 30, 30);
    assertEquals(6, capacity);
    run(target, 1, 50, 50);
    run(target, 1, 60, 60);
    assertEquals(8, capacity);
    run(target, 1, 30, 30);
    assertEquals(6, capacity);
  }

  /** What was added and taken away again is not counted against the next addition. */
  @Test
  void aRemovalTakesBackWhatTheCooldownCounts() {
    ScalableTarget target = target(List.of(out(), in()));
    capacity = 10;
    run(target, 1, 65, 65);
    assertEquals(12, capacity);
    run(target, 1, 30, 30);
    assertEquals(10, capacity);
    run(target, 1, 65, 65);
    assertEquals(12, capacity);
  }

  /** Plus three, minus two leaves one counted: the next three start from 10, not from 11. */
  @Test
  void aSmallerRemovalTakesBackOnlySoMuch() {
    ScalableTarget target = target(List.of(out(), in()));
    capacity = 10;
    run(target, 1, 75, 75);
    assertEquals(13, capacity);
    run(target, 1, 30, 30);
    assertEquals(11, capacity);
    run(target, 1, 75, 75);
    assertEquals(13, capacity);
  }

  @Test
  void theMinimumStopsRemovals() {
    ScalableTarget target = target(List.of(out(), in()));
    capacity = 2;
    run(target, 1, 30, 30);
    assertEquals(1, capacity);
    assertEquals(CapacityReason.SCALE_IN, decision.reason);
    run(target, 1, 30, 30);
    assertEquals(1, capacity);
    assertEquals(CapacityReason.LIMIT, decision.reason);
    assertEquals(-1, decision.wanted);
  }

  /** Between the alarms' breaches there is no step: nothing is added. */
  @Test
  void withoutAStepNothingChanges() {
    StepScaling policy = new StepScaling(new StepScalingOptions(
        Comparison.GREATER_OR_EQUAL,
        60,
        1,
        1,
        StepScalingOptions.Unit.CHANGE,
        List.of(new StepAdjustment(10, 20, 2)),
        0,
        0));
    assertEquals(AlarmState.INSUFFICIENT_DATA, policy.alarm());
    policy.observe(65);
    assertEquals(AlarmState.ALARM, policy.alarm());
    assertEquals(5, policy.wanted(5));
    policy.observe(75);
    assertEquals(7, policy.wanted(5));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> TargetTrackingOptions.ofService(0));
    assertThrows(
        IllegalArgumentException.class, () -> new TargetTrackingOptions(60, 0, 3, 15, true, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TargetTrackingOptions(60, 0.9, 3, 15, true, -1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TargetTrackingOptions(60, 0.9, 3, 15, true, 0, -1));
    assertEquals(1, new TargetTrackingOptions(60, 1, 3, 15, true, 0, 0).scaleInShare());
    assertThrows(IllegalArgumentException.class, () -> new StepAdjustment(5, 5, 1));
    IllegalArgumentException gap = assertThrows(
        IllegalArgumentException.class,
        () -> new StepScalingOptions(
            Comparison.GREATER,
            60,
            1,
            1,
            StepScalingOptions.Unit.CHANGE,
            List.of(new StepAdjustment(0, 10, 1), new StepAdjustment(12, 20, 2)),
            0,
            0));
    assertEquals("step 2 begins at 12.0, the one before ends at 10.0", gap.getMessage());
  }

  @Test
  void withoutDataNothingIsRemoved() {
    ScalableTarget target = tracking(60);
    capacity = 10;
    run(target, 60, NONE);
    assertEquals(10, capacity);
    assertEquals(CapacityReason.NO_ALARM, decision.reason);
    TargetTracking policy = new TargetTracking(TargetTrackingOptions.ofService(60));
    policy.observe(NONE);
    assertEquals(AlarmState.INSUFFICIENT_DATA, policy.lowAlarm());
    assertEquals(AlarmState.INSUFFICIENT_DATA, policy.highAlarm());
  }

  /** Outward the larger of 10 x 1.5 and 10 x 1.2; inward only when both are low: to 8, not 5. */
  @Test
  void ofSeveralPoliciesAnyAddsAndAllRemove() {
    ScalableTarget target = two(TargetTrackingOptions.ofService(50));
    capacity = 10;
    run(target, 3, 90, 60);
    assertEquals(15, capacity);

    target = two(TargetTrackingOptions.ofService(50));
    capacity = 10;
    run(target, 15, 30, 45);
    assertEquals(10, capacity);
    assertEquals(CapacityReason.OTHER_POLICY, decision.reason);
    run(target, 15, 30, NONE);
    assertEquals(10, capacity);

    target = two(TargetTrackingOptions.ofService(50));
    capacity = 10;
    run(target, 15, 30, 40);
    assertEquals(8, capacity);

    target = two(new TargetTrackingOptions(50, 0.9, 3, 15, false, 0, 0));
    capacity = 10;
    run(target, 15, 30, 45);
    assertEquals(5, capacity);
  }

  @Test
  void aDeploymentStopsRemovalsOnly() {
    ScalableTarget target = target(List.of(out(), in()));
    target.deploying(true);
    capacity = 10;
    run(target, 1, 30, 30);
    assertEquals(10, capacity);
    assertEquals(CapacityReason.DEPLOYMENT, decision.reason);
    run(target, 1, 65, 65);
    assertEquals(12, capacity);
    target.deploying(false);
    run(target, 1, 30, 30);
    assertEquals(10, capacity);
  }

  @Test
  void theLimitsHold() {
    ScalableTarget target = tracking(60);
    capacity = 15;
    run(target, 3, 120);
    assertEquals(20, capacity);
    assertEquals(30, decision.wanted);
    run(target, 1, 120);
    assertEquals(CapacityReason.LIMIT, decision.reason);
    capacity = 25;
    run(tracking(60), 1, 60);
    assertEquals(20, capacity);
    assertEquals(CapacityReason.SCHEDULE, decision.reason);
  }

  /** 10 x 0.9 / 0.3 is a little more than 30 in doubles. */
  @Test
  void anExactResultIsNotRoundedUp() {
    TargetTracking policy = new TargetTracking(TargetTrackingOptions.ofService(0.3));
    policy.observe(0.9);
    assertEquals(30, policy.wanted(10));
    policy.observe(0.901);
    assertEquals(31, policy.wanted(10));
  }

  /** 1,000,002 x 0.9 / 0.3 is 3,000,006.0000000005 in doubles. */
  @Test
  void roundingGrowsWithTheResult() {
    TargetTracking policy = new TargetTracking(TargetTrackingOptions.ofService(0.3));
    policy.observe(0.9);
    assertEquals(3_000_006, policy.wanted(1_000_002));
  }

  /** Out for one minute, in for two: 4 x 1.5 = 6, then 6 x 1.5 = 9 a minute later. */
  @Test
  void eachDirectionHasItsCooldown() {
    ScalableTarget target = target(List.of(
        new TargetTracking(new TargetTrackingOptions(60, 0.9, 1, 1, true, MINUTE, 2 * MINUTE))));
    capacity = 4;
    run(target, 1, 90);
    assertEquals(6, capacity);
    run(target, 1, 90);
    assertEquals(9, capacity);
    // 9 x 0.5 = 4.5, then 5 x 0.5 = 2.5 only when two minutes have passed.
    run(target, 1, 30);
    assertEquals(5, capacity);
    run(target, 1, 30);
    assertEquals(5, capacity);
    assertEquals(CapacityReason.SCALE_IN_COOLDOWN, decision.reason);
    run(target, 1, 30);
    assertEquals(3, capacity);
  }

  /** Both want 15; the cooldown is the first's minute, not the second's hour. */
  @Test
  void ofEqualWishesTheFirstPolicysCountsAsTheWinner() {
    ScalableTarget target = target(List.of(
        new TargetTracking(new TargetTrackingOptions(60, 0.9, 1, 1, true, MINUTE, MINUTE)),
        new TargetTracking(
            new TargetTrackingOptions(60, 0.9, 1, 1, true, 60 * MINUTE, 60 * MINUTE))));
    capacity = 10;
    run(target, 1, 90, 90);
    assertEquals(15, capacity);
    run(target, 1, 72, 72);
    assertEquals(18, capacity);
  }

  private static ScalableTarget tracking(double target) {
    return target(List.of(new TargetTracking(TargetTrackingOptions.ofService(target))));
  }

  private static ScalableTarget two(TargetTrackingOptions second) {
    return target(List.of(
        new TargetTracking(TargetTrackingOptions.ofService(60)), new TargetTracking(second)));
  }

  private static ScalableTarget target(List<CapacityPolicy> policies) {
    return new ScalableTarget(new Schedule(1, 20), policies);
  }

  /** From 60 two more, from 70 three. */
  private static StepScaling out() {
    return new StepScaling(new StepScalingOptions(
        Comparison.GREATER_OR_EQUAL,
        60,
        1,
        1,
        StepScalingOptions.Unit.CHANGE,
        List.of(new StepAdjustment(0, 10, 2), new StepAdjustment(10, Double.POSITIVE_INFINITY, 3)),
        0,
        5 * MINUTE));
  }

  /** Up to 40 two less. */
  private static StepScaling in() {
    return new StepScaling(new StepScalingOptions(
        Comparison.LESS_OR_EQUAL,
        40,
        1,
        1,
        StepScalingOptions.Unit.CHANGE,
        List.of(new StepAdjustment(Double.NEGATIVE_INFINITY, 0, -2)),
        0,
        5 * MINUTE));
  }

  /** A number of minutes with the same datapoints, one for each policy. */
  private void run(ScalableTarget target, int minutes, double... datapoints) {
    for (int i = 0; i < minutes; i++) {
      nowNs += MINUTE;
      target.decide(nowNs, capacity, datapoints, decision);
      capacity = decision.capacity;
    }
  }
}
