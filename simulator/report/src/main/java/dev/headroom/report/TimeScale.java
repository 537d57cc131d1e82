package dev.headroom.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The time axis that all panels of a result share. */
final class TimeScale {
  private static final int[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400
  };
  private static final int DAY = 86_400;

  private final double from;
  private final double to;
  private final LocalDateTime start;
  private final String zone;

  private TimeScale(double from, double to, LocalDateTime start, String zone) {
    this.from = from;
    this.to = to;
    this.start = start;
    this.zone = zone;
  }

  /** A place on an axis and what stands there. */
  record Tick(double value, String label) {}

  /**
   * From and to in seconds from the start of the run.
   *
   * @param startText ISO-8601 if the trace has a calendar; anything else means that it has none
   */
  static TimeScale of(double from, double to, String startText) {
    try {
      if (startText.length() > 10 && startText.charAt(10) == 'T') {
        boolean zoned = startText.endsWith("Z")
            || startText.lastIndexOf('+') > 10
            || startText.lastIndexOf('-') > 10;
        if (zoned) {
          OffsetDateTime at = startText.endsWith("Z")
              ? Instant.parse(startText).atOffset(ZoneOffset.UTC)
              : OffsetDateTime.parse(startText);
          String zone =
              at.getOffset().equals(ZoneOffset.UTC) ? "UTC" : at.getOffset().getId();
          return new TimeScale(from, to, at.toLocalDateTime(), zone);
        }
        return new TimeScale(from, to, LocalDateTime.parse(startText), "");
      }
    } catch (DateTimeException e) {
      // A start that cannot be read only costs the clock times.
    }
    return new TimeScale(from, to, null, "");
  }

  /** The start as if it were in UTC, in milliseconds since 1970; null without a calendar. */
  Long clockMs() {
    return start == null ? null : start.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** The zone of the clock; empty where there is none or it is not told. */
  String zone() {
    return zone;
  }

  double from() {
    return from;
  }

  double to() {
    return to;
  }

  /** What the axis shows and in which notation. */
  String title(int maxTicks) {
    if (start != null) {
      return "time of day" + (zone.isEmpty() ? "" : ", " + zone);
    }
    return "time from start (" + notation(step(maxTicks)) + ")";
  }

  List<Tick> ticks(int maxTicks) {
    int step = step(maxTicks);
    // Ticks fall on round clock times even where the run starts at 16:43:07.
    int offset = start == null ? 0 : start.toLocalTime().toSecondOfDay() % Math.min(step, DAY);
    List<Tick> ticks = new ArrayList<>();
    double first = Math.ceil((from + offset) / step) * step - offset;
    for (double at = first; at <= to + 1e-9; at += step) {
      ticks.add(new Tick(at, label(at, step)));
    }
    return ticks;
  }

  /** A moment to the second, on the clock if there is one. */
  String moment(double seconds) {
    if (start == null) {
      return elapsed(seconds, 1);
    }
    return start.plusNanos(Math.round(seconds * 1e9)).format(formatter("HH:mm:ss"));
  }

  private int step(int maxTicks) {
    double span = to - from;
    for (int step : STEPS) {
      if (span / step <= maxTicks) {
        return step;
      }
    }
    return DAY * (int) Math.ceil(span / DAY / maxTicks);
  }

  private String label(double seconds, int step) {
    if (start == null) {
      return elapsed(seconds, step);
    }
    String pattern = step >= DAY
        ? "MM-dd"
        : to - from > DAY ? "MM-dd HH:mm" : step % 60 == 0 ? "HH:mm" : "HH:mm:ss";
    return start.plusNanos(Math.round(seconds * 1e9)).format(formatter(pattern));
  }

  /** The same for all labels of an axis, so that 0:30 never stands beside 1:00:00. */
  private String notation(int step) {
    if (to >= 2 * DAY) {
      return "d h:mm";
    }
    return to < 3600 ? "m:ss" : step % 60 == 0 ? "h:mm" : "h:mm:ss";
  }

  private String elapsed(double seconds, int step) {
    long s = (long) Math.floor(seconds);
    long hours = s / 3600;
    long minutes = s / 60 % 60;
    return switch (notation(step)) {
      case "d h:mm" -> String.format(Locale.ROOT, "%dd %d:%02d", s / DAY, hours % 24, minutes);
      case "m:ss" -> String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
      case "h:mm" -> String.format(Locale.ROOT, "%d:%02d", hours, minutes);
      default -> String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, s % 60);
    };
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
