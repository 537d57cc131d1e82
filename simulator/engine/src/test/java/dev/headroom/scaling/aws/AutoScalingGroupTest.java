package dev.headroom.scaling.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** EC2 Auto Scaling on paper: the documents' own examples. */
final class AutoScalingGroupTest {
  private static final long MINUTE = 60_000_000_000L;

  private final CapacityDecision decision = new CapacityDecision();

  /**
   * Four instances, then a fifth that warms up: one more asked for again is that one; two more are
   * six.
   */
  @Test
  void aWarmingInstanceCountsAsAddedNotAsBase() {
    AutoScalingGroup group = tracking();
    decide(group, 4, 4, 60);
    decide(group, 4, 4, 60);
    assertEquals(5, decide(group, 4, 4, 60));
    assertEquals(5, decide(group, 5, 4, 60));
    assertEquals(CapacityReason.WARM_UP, decision.reason);
    assertEquals(6, decide(group, 5, 4, 70));
    assertEquals(6, decision.wanted);
    // All warm: 6 x 1.2 = 7.2.
    assertEquals(8, decide(group, 6, 6, 60));
  }

  /** Target 50: below 35 for fifteen minutes, but one of ten still warms up. */
  @Test
  void nothingIsRemovedWhileAnInstanceWarmsUp() {
    AutoScalingGroup group = tracking();
    for (int minute = 1; minute < 15; minute++) {
      assertEquals(10, decide(group, 10, 10, 25));
    }
    assertEquals(10, decide(group, 10, 9, 25));
    assertEquals(CapacityReason.WARM_UP, decision.reason);
    assertEquals(5, decide(group, 10, 10, 25));
  }

  @Test
  void theLowAlarmOfAGroupIsAtSeventyPercent() {
    AutoScalingGroup group = tracking();
    for (int minute = 1; minute <= 30; minute++) {
      assertEquals(10, decide(group, 10, 10, 35));
    }
    for (int minute = 1; minute < 15; minute++) {
      assertEquals(10, decide(group, 10, 10, 34));
    }
    assertEquals(7, decide(group, 10, 10, 34));
  }

  /**
   * The user guide's steps: from 60 add 10 %, from 70 add 30 %; to 40 remove 10 %, to 30 remove
   * 30 %. 10 -> 11; 30 % of 11 is 3.3 -> 14; 10 % of 14 is 1.4 -> 13; 30 % of 13 is 3.9 -> 10.
   */
  @Test
  void stepsAreChosenByTheSizeOfTheBreach() {
    AutoScalingGroup group = steps(0);
    assertEquals(11, decide(group, 10, 10, 60, 60));
    assertEquals(11, decide(group, 11, 11, 50, 50));
    assertEquals(14, decide(group, 11, 11, 70, 70));
    assertEquals(13, decide(group, 14, 14, 40, 40));
    assertEquals(10, decide(group, 13, 13, 30, 30));
  }

  /** 25 % of 4 is 1, the least change 2; 10 % of 4 is 0.4, which is 1 without a least change. */
  @Test
  void percentagesHaveALeastChange() {
    StepScaling policy = new StepScaling(percent(
        Comparison.GREATER_OR_EQUAL,
        60,
        List.of(new StepAdjustment(0, Double.POSITIVE_INFINITY, 25)),
        2));
    policy.observe(60);
    assertEquals(6, policy.wanted(4));
    assertEquals(5, decide(steps(0), 4, 4, 60, 60));
    assertEquals(3, decide(steps(0), 4, 4, 40, 40));
    assertEquals(6, decide(steps(2), 4, 4, 60, 60));
  }

  @Test
  void theLimitsStopBothWays() {
    AutoScalingGroup group = steps(2);
    assertEquals(20, decide(group, 20, 20, 70, 70));
    assertEquals(CapacityReason.LIMIT, decision.reason);
    assertEquals(26, decision.wanted);
    assertEquals(1, decide(group, 1, 1, 30, 30));
    assertEquals(CapacityReason.LIMIT, decision.reason);
    assertEquals(20, decide(group, 20, 15, 70, 70));
    assertEquals(CapacityReason.WARM_UP, decision.reason);
  }

  /** The first of two tracked metrics is low for fifteen minutes, the second never. */
  @Test
  void aPolicyThatMustAgreeIsNamedAsTheReason() {
    AutoScalingGroup group = new AutoScalingGroup(
        new Schedule(1, 20),
        List.of(
            new TargetTracking(TargetTrackingOptions.ofGroup(50)),
            new TargetTracking(TargetTrackingOptions.ofGroup(50))));
    for (int minute = 1; minute <= 14; minute++) {
      assertEquals(10, decide(group, 10, 10, 25, 45));
      assertEquals(CapacityReason.NO_ALARM, decision.reason);
    }
    assertEquals(10, decide(group, 10, 10, 25, 45));
    assertEquals(CapacityReason.OTHER_POLICY, decision.reason);
    assertEquals("other policy", decision.reason.text());
  }

  @Test
  void aWarmUpOfNoTimeIsOverAtOnce() {
    InstanceWarmUp warmUp = new InstanceWarmUp(0);
    warmUp.inService(MINUTE);
    assertEquals(0, warmUp.warming(MINUTE));
    assertThrows(IllegalArgumentException.class, () -> new InstanceWarmUp(-1));
  }

  @Test
  void aScheduleSaysThatItChangedTheCapacity() {
    AutoScalingGroup group = tracking();
    group.scheduled(0, 25, decision);
    assertEquals(20, decision.capacity);
    assertEquals(CapacityReason.SCHEDULE, decision.reason);
    group.scheduled(0, 20, decision);
    assertEquals(CapacityReason.NO_ALARM, decision.reason);
  }

  /** The ring grows in the midst of it, with its first place not the array's. */
  @Test
  void warmingInstancesAreKeptInOrderAsTheirRingGrows() {
    InstanceWarmUp warmUp = new InstanceWarmUp(10);
    for (int i = 0; i < 16; i++) {
      warmUp.inService(i);
    }
    assertEquals(10, warmUp.warming(15));
    for (int i = 16; i < 60; i++) {
      warmUp.inService(16);
    }
    assertEquals(45, warmUp.warming(24));
    assertEquals(44, warmUp.warming(25));
    assertEquals(0, warmUp.warming(26));
  }

  @Test
  void anExactCapacityIsSetWhateverTheBase() {
    StepScaling policy = new StepScaling(new StepScalingOptions(
        Comparison.GREATER,
        100,
        1,
        1,
        StepScalingOptions.Unit.EXACT,
        List.of(new StepAdjustment(0, Double.POSITIVE_INFINITY, 7)),
        0,
        0));
    AutoScalingGroup group = new AutoScalingGroup(new Schedule(1, 20), List.of(policy));
    assertEquals(4, decide(group, 4, 4, 100));
    assertEquals(7, decide(group, 4, 2, 101));
    assertEquals(7, decide(group, 9, 9, 101));
  }

  @Test
  void instancesAreWarmAfterTheirTime() {
    InstanceWarmUp warmUp = new InstanceWarmUp(InstanceWarmUp.DEFAULT_NS);
    assertEquals(0, warmUp.warming(0));
    for (int i = 0; i < 40; i++) {
      warmUp.inService(i * MINUTE);
    }
    // At minute 39 those of the minutes 35 to 39 are warming.
    assertEquals(5, warmUp.warming(39 * MINUTE));
    assertEquals(1, warmUp.warming(43 * MINUTE));
    assertEquals(1, warmUp.warming(44 * MINUTE - 1));
    assertEquals(0, warmUp.warming(44 * MINUTE));
  }

  /** Two steps that meet at 10 belong, upward, to the second, and downward to the first. */
  @Test
  void theBoundBelongsToTheNearerStep() {
    assertEquals(false, new StepAdjustment(0, 10, 1).covers(10, true));
    assertEquals(true, new StepAdjustment(0, 10, 1).covers(0, true));
    assertEquals(true, new StepAdjustment(-10, 0, -1).covers(0, false));
    assertEquals(false, new StepAdjustment(-10, 0, -1).covers(-10, false));
  }

  private int decide(AutoScalingGroup group, int capacity, int warm, double... datapoints) {
    group.decide(0, capacity, warm, datapoints, decision);
    return decision.capacity;
  }

  private static AutoScalingGroup tracking() {
    return new AutoScalingGroup(
        new Schedule(1, 20), List.of(new TargetTracking(TargetTrackingOptions.ofGroup(50))));
  }

  private static AutoScalingGroup steps(int magnitudeMin) {
    StepScaling out = new StepScaling(percent(
        Comparison.GREATER_OR_EQUAL,
        60,
        List.of(
            new StepAdjustment(0, 10, 10), new StepAdjustment(10, Double.POSITIVE_INFINITY, 30)),
        magnitudeMin));
    StepScaling in = new StepScaling(percent(
        Comparison.LESS_OR_EQUAL,
        40,
        List.of(
            new StepAdjustment(Double.NEGATIVE_INFINITY, -10, -30),
            new StepAdjustment(-10, 0, -10)),
        magnitudeMin));
    return new AutoScalingGroup(new Schedule(1, 20), List.of(out, in));
  }

  private static StepScalingOptions percent(
      Comparison comparison, double threshold, List<StepAdjustment> steps, int magnitudeMin) {
    return new StepScalingOptions(
        comparison, threshold, 1, 1, StepScalingOptions.Unit.PERCENT, steps, magnitudeMin, 0);
  }
}
