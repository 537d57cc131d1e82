package dev.headroom.explain;

import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import dev.headroom.traffic.TimeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments of a result as people name and read them. */
public final class Moments {
  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,6}):([0-5]\\d)(?::([0-5]\\d(?:\\.\\d{1,9})?))?");
  private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
  private static final List<String> WORDS = List.of("start", "end", "peak", "worst");
  private static final int DAY = 86_400;

  private final SeriesTable series;
  private final double endSeconds;
  /** Null where the trace has no calendar. */
  private final OffsetDateTime start;

  private Moments(SeriesTable series, double endSeconds, OffsetDateTime start) {
    this.series = series;
    this.endSeconds = endSeconds;
    this.start = start;
  }

  /** Those of a result. */
  public static Moments of(SavedResult result) {
    SeriesTable series = result.series();
    double end = Math.max(
        result.run().at("/time/simulatedSeconds").asDouble(0), series.secondsAt(series.bins()));
    return new Moments(series, end, start(result.run().at("/time/start").asText("")));
  }

  private static OffsetDateTime start(String text) {
    if (!ISO.matcher(text).matches()) {
      return null;
    }
    try {
      return instant(text);
    } catch (DateTimeException e) {
      return null; // a start that cannot be read only costs the clock times
    }
  }

  /** An instant of ISO-8601; without an offset it is in UTC. */
  private static OffsetDateTime instant(String text) {
    if (text.endsWith("Z")) {
      return Instant.parse(text).atOffset(ZoneOffset.UTC);
    }
    boolean offset = text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
    return offset ? OffsetDateTime.parse(text) : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
  }

  /** Whether the trace has a calendar. */
  public boolean hasCalendar() {
    return start != null;
  }

  /** When the run starts, in seconds since 1970; 0 without a calendar. */
  public double epochSeconds() {
    return start == null ? 0 : start.toEpochSecond() + start.getNano() / 1e9;
  }

  /**
   * Seconds from the start of the run.
   *
   * @param option that asks, for messages
   * @param text seconds, {@code 1m30s}, {@code h:mm:ss}, ISO-8601 where the trace has a calendar,
   *     or start, end, peak, worst
   * @throws UserError for anything else, and outside the run (exit 2)
   */
  public double parse(String option, String text) {
    String given = text.strip();
    double seconds = WORDS.contains(given) ? named(given) : written(option, given);
    if (seconds < 0 || seconds > endSeconds) {
      throw UserError.invalid(option + ": " + given + "; is outside the run, which goes from "
          + say(0) + " to " + say(endSeconds));
    }
    return seconds;
  }

  private double written(String option, String given) {
    Matcher clock = CLOCK.matcher(given);
    if (clock.matches()) {
      return clock(clock);
    }
    if (ISO.matcher(given).matches()) {
      if (start == null) {
        throw UserError.invalid(option + ": " + given + "; the trace has no calendar; allowed:"
            + " seconds or h:mm:ss from the start of the run");
      }
      try {
        return Duration.between(start, instant(given.replace(' ', 'T'))).toNanos() / 1e9;
      } catch (DateTimeException | ArithmeticException e) {
        throw wrong(option, given);
      }
    }
    try {
      return TimeText.durationNs(given) / 1e9;
    } catch (UserError e) {
      throw wrong(option, given);
    }
  }

  private UserError wrong(String option, String given) {
    return UserError.invalid(option + ": " + given + "; " + Suggestions.hint(given, WORDS)
        + "allowed: seconds, 1m30s, h:mm:ss, " + (start == null ? "" : "ISO-8601, ")
        + String.join(", ", WORDS));
  }

  /** On the clock where there is one; else from the start, where two parts are m:ss. */
  private double clock(Matcher parts) {
    double first = Double.parseDouble(parts.group(1));
    double second = Double.parseDouble(parts.group(2));
    boolean three = parts.group(3) != null;
    double third = three ? Double.parseDouble(parts.group(3)) : 0;
    if (start == null) {
      return three ? first * 3600 + second * 60 + third : first * 60 + second;
    }
    double ofDay = first * 3600 + second * 60 + third;
    double offset = ofDay - start.toLocalTime().toNanoOfDay() / 1e9;
    // The first time that the clock shows it; ten past midnight may be the next day.
    return offset < 0 && ofDay < DAY ? offset + DAY : offset;
  }

  private double named(String word) {
    return switch (word) {
      case "start" -> 0;
      case "end" -> endSeconds;
      case "peak" -> greatest("offered");
      default ->
        series.bins() > 0 && max("failed") > 0 ? greatest("failed") : greatest("latencyP99Ms");
    };
  }

  private double max(String column) {
    double max = 0;
    for (double value : series.column(column)) {
      max = value > max ? value : max;
    }
    return max;
  }

  private double greatest(String column) {
    double[] values = series.column(column);
    int at = 0;
    for (int i = 1; i < values.length; i++) {
      at = values[i] > values[at] || Double.isNaN(values[at]) ? i : at;
    }
    return series.secondsAt(at);
  }

  /** A moment to the second: h:mm:ss from the start, or the clock's where there is one. */
  public String say(double seconds) {
    return say(seconds, 0);
  }

  /** The same to a tenth of a second. */
  String sayTenths(double seconds) {
    return say(seconds, 1);
  }

  private String say(double seconds, int places) {
    double unit = places == 0 ? 1 : 10;
    double floor = Math.floor(seconds * unit + 1e-6) / unit;
    if (start == null) {
      long whole = (long) Math.floor(floor + 1e-6);
      String text =
          String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
      return places == 0 ? text : text + "." + Math.round((floor - whole) * 10) % 10;
    }
    String pattern =
        (endSeconds > DAY ? "yyyy-MM-dd " : "") + "HH:mm:ss" + (places == 0 ? "" : ".S");
    return start
        .plusNanos(Math.round(floor * 1e9))
        .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }
}
