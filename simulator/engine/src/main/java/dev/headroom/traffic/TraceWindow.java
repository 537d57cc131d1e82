package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The part of a trace that a run replays; both ends as the user wrote them, null for the trace's
 * own.
 *
 * <p>An end is a time of day ({@code 16:30}: its first occurrence in the trace, for {@code to} the
 * first after {@code from}), a date-time ({@code 2026-05-22T16:30}, in the trace's zone unless it
 * names one), or a duration from the trace's start ({@code 90s}, {@code 2h}, {@code 3600}).
 */
public record TraceWindow(String from, String to) {
  private static final long DAY_NS = 86_400_000_000_000L;

  /** Rejects ends that are none of the three forms. */
  public TraceWindow {
    check("from", from);
    check("to", to);
  }

  private static void check(String end, String text) {
    if (text != null && clock(text) < 0 && !isDate(text)) {
      try {
        TimeText.durationNs(text);
      } catch (UserError e) {
        throw UserError.invalid("window." + end + ": '" + text + "' is not a time; a time of day "
            + "(16:30), a date-time (2026-05-22T16:30) or a duration from the start (90s)");
      }
    }
  }

  /** Start of the window in nanoseconds from the trace's start. */
  long fromNs(String name, boolean calendar, long startEpochNs, int offsetSeconds) {
    return from == null ? 0 : resolve("from", from, name, calendar, startEpochNs, offsetSeconds, 0);
  }

  /** End of the window in nanoseconds from the trace's start, {@code Long.MAX_VALUE} if open. */
  long toNs(String name, boolean calendar, long startEpochNs, int offsetSeconds, long fromNs) {
    if (to == null) {
      return Long.MAX_VALUE;
    }
    long end = resolve("to", to, name, calendar, startEpochNs, offsetSeconds, fromNs + 1);
    if (end <= fromNs) {
      throw UserError.invalid("window: to = " + to + " is not after from = " + from);
    }
    return end;
  }

  private static long resolve(
      String end,
      String text,
      String name,
      boolean calendar,
      long startEpochNs,
      int offsetSeconds,
      long notBeforeNs) {
    long clockNs = clock(text);
    boolean date = isDate(text);
    if ((clockNs >= 0 || date) && !calendar) {
      throw UserError.invalid("window." + end + " = " + text + ": " + name
          + " has no calendar; use a duration from its start, for example 90s");
    }
    if (clockNs >= 0) {
      long localNs = startEpochNs + notBeforeNs + offsetSeconds * 1_000_000_000L;
      long wait = Math.floorMod(clockNs - Math.floorMod(localNs, DAY_NS), DAY_NS);
      return notBeforeNs + wait;
    }
    if (date) {
      return dateNs(text, offsetSeconds) - startEpochNs;
    }
    return TimeText.durationNs(text);
  }

  private static boolean isDate(String text) {
    try {
      dateNs(text, 0);
      return true;
    } catch (DateTimeException | ArithmeticException e) {
      return false;
    }
  }

  private static long dateNs(String text, int offsetSeconds) {
    String iso = text.trim().replace(' ', 'T');
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    OffsetDateTime at = zoned
        ? OffsetDateTime.parse(iso)
        : LocalDateTime.parse(iso).atOffset(ZoneOffset.ofTotalSeconds(offsetSeconds));
    return Math.addExact(Math.multiplyExact(at.toEpochSecond(), 1_000_000_000L), at.getNano());
  }

  /** Nanoseconds of the day of {@code HH:mm[:ss[.fraction]]}, -1 if it is no time of day. */
  private static long clock(String text) {
    try {
      return LocalTime.parse(text.trim()).toNanoOfDay();
    } catch (DateTimeException e) {
      return -1;
    }
  }
}
