package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.scaling.aws.Schedule;
import dev.headroom.scaling.aws.ScheduledAction;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits that change at set times, on any platform: {@code schedule} of the {@code scale} section.
 *
 * <p>A time of day repeats daily, in UTC like the platforms' own schedules, and needs a trace with
 * a calendar; what it asked for the day before holds when a run begins. A duration counts from time
 * zero and happens once, or again {@code every} so long.
 *
 * @param actions in the order written
 */
public record ScheduleOptions(List<Action> actions) {
  private static final long DAY_NS = 86_400_000_000_000L;
  private static final long YEAR_NS = 365 * DAY_NS;
  private static final int INSTANCES_MAX = 1_000_000;

  /** Times that a trial of the schedule looks ahead, per action. */
  private static final int TRIAL_TURNS = 4;

  /**
   * One change.
   *
   * @param daily whether {@code atNs} is a time of day
   * @param atNs of the day, or from time zero
   * @param everyNs time between repetitions, 0 for once
   * @param min new minimum, or {@link ScheduledAction#UNCHANGED}
   * @param max new maximum, likewise
   * @param desired new number of instances, likewise
   */
  public record Action(boolean daily, long atNs, long everyNs, int min, int max, int desired) {
    private ScheduledAction at(long ns, long repeatNs, int wanted) {
      return new ScheduledAction(ns, repeatNs, min, max, wanted);
    }
  }

  static ScheduleOptions read(Section scale, int min, int max) {
    List<Action> actions = new ArrayList<>();
    if (scale.has("schedule")) {
      for (Section one : scale.sections("schedule")) {
        actions.add(action(one));
      }
    }
    ScheduleOptions options = new ScheduleOptions(List.copyOf(actions));
    try {
      options.begin(min, max, 0, true, 0);
    } catch (UserError e) {
      throw scale.problem("schedule", e.getMessage());
    }
    return options;
  }

  private static Action action(Section one) {
    String text = one.text("at");
    boolean daily = false;
    long atNs;
    try {
      atNs = LocalTime.parse(text).toNanoOfDay();
      daily = true;
    } catch (DateTimeException notAClock) {
      try {
        atNs = Units.durationNs(text);
      } catch (IllegalArgumentException e) {
        throw one.error("at", text, "a time of day such as 08:00, or a time such as 10min");
      }
    }
    Action action = new Action(
        daily,
        atNs,
        daily ? DAY_NS : one.has("every") ? one.durationNs("every", 1, YEAR_NS) : 0,
        count(one, "min", 0),
        one.has("max")
            ? one.integerOrUnlimited("max", 1, INSTANCES_MAX)
            : ScheduledAction.UNCHANGED,
        count(one, "desired", 0));
    if (action.min < 0 && action.max < 0 && action.desired < 0) {
      throw one.problem("at", text + ": changes nothing; needs min, max or desired");
    }
    return action;
  }

  private static int count(Section one, String key, int least) {
    return one.has(key) ? one.integer(key, least, INSTANCES_MAX) : ScheduledAction.UNCHANGED;
  }

  /**
   * The limits of a run, everything due by its beginning done.
   *
   * @param startNs when the run begins, 0 or before
   * @param calendar whether time zero has a date
   * @param zeroEpochNs time zero since 1970 in UTC
   */
  public Schedule begin(int min, int max, long startNs, boolean calendar, long zeroEpochNs) {
    List<ScheduledAction> resolved = new ArrayList<>();
    for (Action action : actions) {
      if (action.daily && !calendar) {
        throw UserError.invalid("a schedule by time of day needs a trace with a calendar; write a"
            + " time from its start instead, for example at: 10min");
      }
      if (action.daily) {
        long sinceNs = Math.floorMod(zeroEpochNs + startNs - action.atNs, DAY_NS);
        // Yesterday's limits still hold; the number it asked for has long been scaled.
        resolved.add(action.at(startNs - sinceNs, 0, ScheduledAction.UNCHANGED));
        resolved.add(action.at(startNs - sinceNs + DAY_NS, DAY_NS, action.desired));
      } else {
        resolved.add(action.at(action.atNs, action.everyNs, action.desired));
      }
    }
    try {
      Schedule trial = new Schedule(min, max, resolved);
      for (int i = 0; i < TRIAL_TURNS * resolved.size() && trial.nextNs() != Schedule.NEVER; i++) {
        trial.apply(trial.nextNs(), 0);
      }
    } catch (IllegalArgumentException e) {
      throw UserError.invalid("in its order of time it sets " + e.getMessage());
    }
    Schedule schedule = new Schedule(min, max, resolved);
    schedule.apply(startNs, 0);
    return schedule;
  }
}
