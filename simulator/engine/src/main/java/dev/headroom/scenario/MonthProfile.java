package dev.headroom.scenario;

import dev.headroom.config.Section;
import java.util.List;

/**
 * What a month consists of, from the trace alone: either the trace over and over, or ordinary
 * traffic with some events like the traced one on top.
 *
 * @param base what stands for ordinary traffic
 * @param events how often the traced event happens in a month, beside ordinary traffic
 * @param days length of the month
 * @param freeTier whether the account still has its monthly free amounts and tiers start at zero
 */
public record MonthProfile(Base base, int events, double days, boolean freeTier) {
  /** 730 hours, as providers count a month. */
  public static final double DAYS = 730.0 / 24;

  private static final int EVENTS_MAX = 100_000;

  /** Where the cost rate of ordinary traffic comes from. */
  public enum Base {
    /** The trace repeats all month. */
    REPEAT,
    /** Its mean over the trace. */
    TRACE_MEAN,
    /** Its median over the trace, which a short spike does not move. */
    TRACE_MEDIAN
  }

  static MonthProfile read(Section cost) {
    boolean freeTier = cost.bool("freeTier", false);
    if (!cost.has("monthProfile")) {
      if (freeTier) {
        throw cost.problem("freeTier", "needs cost.monthProfile: free amounts are a month's");
      }
      return null;
    }
    Section profile = cost.section("monthProfile");
    double days = profile.number("days", 1, 366, DAYS);
    if (profile.has("repeat") == profile.has("baseline")) {
      throw profile.problem(
          profile.has("repeat") ? "repeat" : "baseline",
          "give either repeat: trace, or baseline: trace-mean or trace-median with events");
    }
    if (profile.has("repeat")) {
      profile.choice("repeat", List.of("trace"));
      return new MonthProfile(Base.REPEAT, 0, days, freeTier);
    }
    String base = profile.choice("baseline", List.of("trace-mean", "trace-median"));
    if (freeTier && base.equals("trace-median")) {
      throw profile.error(
          "baseline", base, "trace-mean where freeTier is true: meters have no" + " median");
    }
    return new MonthProfile(
        base.equals("trace-mean") ? Base.TRACE_MEAN : Base.TRACE_MEDIAN,
        profile.integer("events", 0, EVENTS_MAX, 0),
        days,
        freeTier);
  }
}
