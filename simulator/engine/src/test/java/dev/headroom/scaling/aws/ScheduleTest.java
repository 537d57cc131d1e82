package dev.headroom.scaling.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Scheduled actions on paper. */
final class ScheduleTest {
  private static final long HOUR = 3_600_000_000_000L;
  private static final int SAME = ScheduledAction.UNCHANGED;

  /** Daily at 8 at least ten, at 20 at least two again; the third day is like the first. */
  @Test
  void limitsChangeEveryDay() {
    Schedule schedule = new Schedule(
        2,
        40,
        List.of(
            new ScheduledAction(20 * HOUR, 24 * HOUR, 2, SAME, SAME),
            new ScheduledAction(8 * HOUR, 24 * HOUR, 10, SAME, SAME)));
    assertEquals(3, schedule.apply(0, 3));
    assertEquals(8 * HOUR, schedule.nextNs());
    assertEquals(3, schedule.apply(8 * HOUR - 1, 3));
    assertEquals(10, schedule.apply(8 * HOUR, 3));
    assertEquals(10, schedule.min());
    assertEquals(20 * HOUR, schedule.nextNs());
    assertEquals(10, schedule.apply(20 * HOUR, 10));
    assertEquals(2, schedule.min());
    assertEquals(32 * HOUR, schedule.nextNs());
    // Both of the second day and the first of the third are overdue: done in their order.
    assertEquals(10, schedule.apply(57 * HOUR, 4));
    assertEquals(68 * HOUR, schedule.nextNs());
  }

  @Test
  void aCapacityIsSetOnceWithinTheLimits() {
    Schedule schedule = new Schedule(
        1,
        10,
        List.of(
            new ScheduledAction(HOUR, 0, SAME, 30, 25),
            new ScheduledAction(2 * HOUR, 0, SAME, 20, SAME)));
    assertEquals(25, schedule.apply(HOUR, 5));
    assertEquals(6, schedule.apply(HOUR + 1, 6));
    assertEquals(20, schedule.apply(2 * HOUR, 25));
    assertEquals(Schedule.NEVER, schedule.nextNs());
  }

  @Test
  void ownersFollowTheScheduleAndThenTheirPolicies() {
    Schedule schedule = new Schedule(1, 20, List.of(new ScheduledAction(HOUR, 0, 6, SAME, SAME)));
    ScalableTarget target = new ScalableTarget(
        schedule, List.of(new TargetTracking(TargetTrackingOptions.ofService(60))));
    CapacityDecision decision = new CapacityDecision();
    target.scheduled(HOUR - 1, 4, decision);
    assertEquals(4, decision.capacity);
    assertEquals(CapacityReason.NO_ALARM, decision.reason);
    target.scheduled(HOUR, 4, decision);
    assertEquals(6, decision.capacity);
    assertEquals(CapacityReason.SCHEDULE, decision.reason);
    for (int minute = 1; minute <= 15; minute++) {
      target.decide(HOUR + minute * HOUR / 60, 8, new double[] {15}, decision);
    }
    // 8 x 0.25 = 2 is wanted, the new minimum is 6.
    assertEquals(2, decision.wanted);
    assertEquals(6, decision.capacity);
  }

  /** Two of one instant are done as they are listed, so that the last of them stays. */
  @Test
  void actionsOfOneInstantFollowTheList() {
    Schedule schedule = new Schedule(
        0,
        20,
        List.of(
            new ScheduledAction(HOUR, 0, SAME, SAME, 5),
            new ScheduledAction(HOUR, 0, SAME, SAME, 7)));
    assertEquals(7, schedule.apply(HOUR, 3));
    assertEquals(0, schedule.min());
    assertEquals(0, schedule.apply(HOUR + 1, 0));
    assertEquals(4, new Schedule(4, 4).apply(0, 9));
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(5, 4));
    Schedule schedule = new Schedule(1, 4, List.of(new ScheduledAction(HOUR, 0, 5, SAME, SAME)));
    assertThrows(IllegalArgumentException.class, () -> schedule.apply(HOUR, 3));
    assertThrows(IllegalArgumentException.class, () -> new ScheduledAction(0, 0, -2, SAME, SAME));
  }
}
