package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Durations and instants as people write them. */
public final class TimeText {
  static final long SECOND_NS = 1_000_000_000L;

  private static final String[] UNITS = {"ns", "us", "ms", "s", "m", "min", "h", "d"};
  private static final long[] UNIT_NS = {
    1,
    1_000,
    1_000_000,
    SECOND_NS,
    60 * SECOND_NS,
    60 * SECOND_NS,
    3_600 * SECOND_NS,
    86_400 * SECOND_NS
  };

  private TimeText() {}

  /**
   * Nanoseconds of {@code 250ms}, {@code 30s}, {@code 1h30m}, {@code 2d}; a bare number is in
   * seconds. Not negative, at most about 290 years; anything else is a user error.
   */
  public static long durationNs(String text) {
    String rest = text.trim();
    if (rest.isEmpty()) {
      throw wrong(text);
    }
    long total = 0;
    try {
      while (!rest.isEmpty()) {
        int digits = span(rest, 0, true);
        int unitEnd = span(rest, digits, false);
        String unit = rest.substring(digits, unitEnd);
        boolean bare = unit.isEmpty() && unitEnd == text.trim().length();
        BigDecimal scale = BigDecimal.valueOf(bare ? SECOND_NS : unitNs(unit, text));
        BigDecimal ns = new BigDecimal(rest.substring(0, digits)).multiply(scale);
        total = Math.addExact(total, ns.setScale(0, RoundingMode.HALF_UP).longValueExact());
        rest = rest.substring(unitEnd);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(text);
    }
    return total;
  }

  /**
   * Nanoseconds of a stamp as traces have it: since 1970 for a date-time (UTC where it names no
   * zone), else decimal seconds of whatever begins at 0; {@code Long.MIN_VALUE} if it is neither.
   */
  public static long stampNs(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    return StampParser.isDate(bytes, 0, bytes.length)
        ? new StampParser().iso(bytes, 0, bytes.length)
        : StampParser.seconds(bytes, 0, bytes.length);
  }

  /** Whether a stamp names a moment of the calendar: numbers do from March 1973 on. */
  public static boolean isCalendar(long stampNs) {
    return stampNs >= StampParser.EPOCH_FROM_NS;
  }

  /** The instant as ISO-8601 in UTC, with as many decimals as it needs (0, 3, 6 or 9). */
  public static String iso(long epochNs) {
    return Instant.ofEpochSecond(
            Math.floorDiv(epochNs, SECOND_NS), Math.floorMod(epochNs, SECOND_NS))
        .toString();
  }

  /** Seconds with an {@code s}, no trailing zeros: {@code 40.2s}. */
  static String seconds(long ns) {
    return BigDecimal.valueOf(ns, 9).stripTrailingZeros().toPlainString() + "s";
  }

  private static int span(String text, int from, boolean number) {
    int i = from;
    while (i < text.length()
        && number == (Character.isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
      i++;
    }
    return i;
  }

  private static long unitNs(String unit, String text) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return UNIT_NS[i];
      }
    }
    throw wrong(text);
  }

  private static UserError wrong(String text) {
    return UserError.invalid(
        "'" + text + "' is not a duration; write for example 250ms, 30s, " + "10m, 1h30m or 2d");
  }
}
