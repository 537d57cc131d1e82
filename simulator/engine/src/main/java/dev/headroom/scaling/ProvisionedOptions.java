package dev.headroom.scaling;

import dev.headroom.config.Section;
import dev.headroom.scaling.aws.ScheduledAction;
import dev.headroom.scaling.aws.TargetTrackingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Environments of a function that are initialised before any request needs them.
 *
 * @param count kept ready from the beginning
 * @param min fewest that tracking or the schedule leaves
 * @param max most that tracking may ask for
 * @param delayNs from the request for more until they can be used, besides the time at the rate
 * @param perMinute environments allocated a minute
 * @param minimumNs time kept is billed in multiples of this
 * @param allocated whether those of the beginning are usable at time zero
 * @param schedule changes of the limits at set times
 * @param tracking holds the utilisation at a target, or null
 */
public record ProvisionedOptions(
    int count,
    int min,
    int max,
    long delayNs,
    double perMinute,
    long minimumNs,
    boolean allocated,
    List<ScheduledAction> schedule,
    TargetTrackingOptions tracking) {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final int MOST = 1_000_000;

  /** Lists are copied. */
  public ProvisionedOptions {
    schedule = List.copyOf(schedule);
  }

  /** Most environments that are ever kept ready. */
  public int most() {
    return Math.max(
        count, schedule.stream().mapToInt(ScheduledAction::max).max().orElse(0));
  }

  /** Reads the section; null where it keeps nothing ready, now or later. */
  static ProvisionedOptions read(Section section) {
    int count = section.integer("count", 0, MOST, 0);
    Section tracking = section.optionalSection("tracking");
    List<ScheduledAction> schedule = new ArrayList<>();
    if (section.has("schedule")) {
      section.sections("schedule").forEach(one -> schedule.add(action(one)));
    }
    int min = tracking == null ? count : tracking.integer("min", 0, count, count);
    int max = tracking == null ? count : tracking.integer("max", Math.max(1, count), MOST);
    ProvisionedOptions options = new ProvisionedOptions(
        count,
        min,
        max,
        section.durationNs("delay", 0, DAY),
        section.number("perMinute", 1, 1e9),
        section.durationNs("minimumBilled", 0, DAY),
        section.choice("initial", List.of("allocated", "empty"), "allocated").equals("allocated"),
        schedule,
        tracking == null ? null : tracking(tracking));
    return max == 0 && schedule.isEmpty() ? null : options;
  }

  private static ScheduledAction action(Section one) {
    long atNs = one.durationNs("at", 0, 366 * DAY);
    long everyNs = one.durationNs("every", SECOND, 366 * DAY, 0);
    if (one.has("count")) {
      int count = one.integer("count", 0, MOST);
      return new ScheduledAction(atNs, everyNs, count, count, ScheduledAction.UNCHANGED);
    }
    int unchanged = ScheduledAction.UNCHANGED;
    return new ScheduledAction(
        atNs,
        everyNs,
        one.integer("min", 0, MOST, unchanged),
        one.integer("max", 0, MOST, unchanged),
        unchanged);
  }

  private static TargetTrackingOptions tracking(Section section) {
    double target = section.share("target", 0.7);
    double inShare = section.share("scaleInShare", 0.9);
    if (!(target > 0) || !(inShare > 0)) {
      throw section.problem("target", "target and scaleInShare must be above 0 %");
    }
    return new TargetTrackingOptions(
        target,
        inShare,
        section.integer("highDatapoints", 1, 100, 3),
        section.integer("lowDatapoints", 1, 100, 15),
        section.bool("scaleIn", true),
        section.durationNs("cooldownOut", 0, DAY, 0),
        section.durationNs("cooldownIn", 0, DAY, 0));
  }
}
