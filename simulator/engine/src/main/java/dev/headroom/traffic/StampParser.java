package dev.headroom.traffic;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Time stamps from bytes: decimal seconds and ISO-8601, to the nanosecond and without a double in
 * between.
 */
final class StampParser {
  /** What the methods return for text that is no stamp. */
  static final long BAD = Long.MIN_VALUE;

  /** Numbers from here on (March 1973) are taken as seconds since 1970. */
  static final long EPOCH_FROM_NS = 100_000_000L * TimeText.SECOND_NS;

  private static final long SECONDS_MAX = 9_000_000_000L;

  private int dayKey = -1;
  private long dayEpoch;
  private int offsetSeconds;
  private boolean zoned;
  private int position;

  /** Offset from UTC of the last ISO stamp. */
  int offsetSeconds() {
    return offsetSeconds;
  }

  /** Whether the last ISO stamp named its zone; else it was read as UTC. */
  boolean zoned() {
    return zoned;
  }

  /** Whether the text looks like a date and not like a number. */
  static boolean isDate(byte[] b, int from, int to) {
    return to - from >= 10 && b[from + 4] == '-';
  }

  /** Nanoseconds of decimal seconds, the tenth decimal rounded; {@link #BAD} if it is none. */
  static long seconds(byte[] b, int from, int to) {
    long whole = 0;
    int i = from;
    while (i < to && digit(b[i])) {
      whole = whole * 10 + b[i] - '0';
      if (whole > SECONDS_MAX) {
        return BAD;
      }
      i++;
    }
    if (i == from) {
      return BAD;
    }
    long ns = whole * TimeText.SECOND_NS;
    if (i == to) {
      return ns;
    }
    if (b[i] != '.' || i + 1 == to) {
      return BAD;
    }
    long unit = TimeText.SECOND_NS / 10;
    for (i++; i < to; i++) {
      if (!digit(b[i])) {
        return BAD;
      }
      if (unit > 0) {
        ns += unit * (b[i] - '0');
        unit = unit == 1 ? -1 : unit / 10;
      } else if (unit == -1) {
        ns += b[i] >= '5' ? 1 : 0;
        unit = -2;
      }
    }
    return ns;
  }

  /** Nanoseconds since 1970 of {@code 2026-05-22T16:30:00.123456789+02:00}; {@link #BAD}. */
  long iso(byte[] b, int from, int to) {
    if (to - from < 16
        || b[from + 4] != '-'
        || b[from + 7] != '-'
        || b[from + 13] != ':'
        || b[from + 10] != 'T' && b[from + 10] != ' ') {
      return BAD;
    }
    int year = number(b, from, 4);
    long day = epochDay(year, number(b, from + 5, 2), number(b, from + 8, 2));
    int hour = number(b, from + 11, 2);
    int minute = number(b, from + 14, 2);
    position = from + 16;
    long secondNs = 0;
    if (position < to && b[position] == ':') {
      int fractionEnd = position + 1;
      while (fractionEnd < to && (digit(b[fractionEnd]) || b[fractionEnd] == '.')) {
        fractionEnd++;
      }
      secondNs = fractionEnd < position + 3 ? BAD : seconds(b, position + 1, fractionEnd);
      position = fractionEnd;
    }
    if (day == BAD
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || secondNs < 0
        || secondNs > 61 * TimeText.SECOND_NS
        || !zone(b, to)) {
      return BAD;
    }
    long seconds = day * 86_400 + hour * 3_600L + minute * 60L - offsetSeconds;
    return seconds * TimeText.SECOND_NS + secondNs;
  }

  /** Seconds since 1970 of the 26 bytes {@code 22/May/2026:16:30:00 +0200}; {@link #BAD}. */
  long logSeconds(byte[] b, int from, int to) {
    if (to - from < 26
        || b[from + 2] != '/'
        || b[from + 6] != '/'
        || b[from + 11] != ':'
        || b[from + 14] != ':'
        || b[from + 17] != ':'
        || b[from + 20] != ' ') {
      return BAD;
    }
    long day = epochDay(number(b, from + 7, 4), month(b, from + 3), number(b, from, 2));
    int hour = number(b, from + 12, 2);
    int minute = number(b, from + 15, 2);
    int second = number(b, from + 18, 2);
    position = from + 21;
    if (day == BAD
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60
        || !zone(b, from + 26)) {
      return BAD;
    }
    return day * 86_400 + hour * 3_600L + minute * 60L + second - offsetSeconds;
  }

  /** A whole number of at most 10^18; -1 for anything else. */
  static long whole(byte[] b, int from, int to) {
    if (from == to || to - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      if (!digit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return value;
  }

  static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private boolean zone(byte[] b, int to) {
    offsetSeconds = 0;
    zoned = true;
    int left = to - position;
    if (left == 0) {
      zoned = false;
      return true;
    }
    if (left == 1 && (b[position] == 'Z' || b[position] == 'z')) {
      return true;
    }
    if (left < 3 || b[position] != '+' && b[position] != '-') {
      return false;
    }
    int minuteAt = left == 6 && b[position + 3] == ':' ? position + 4 : position + 3;
    int hours = number(b, position + 1, 2);
    int minutes = left == 3 ? 0 : to - minuteAt == 2 ? number(b, minuteAt, 2) : -1;
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return false;
    }
    offsetSeconds = (b[position] == '-' ? -1 : 1) * (hours * 3_600 + minutes * 60);
    return true;
  }

  private long epochDay(int year, int month, int day) {
    if (year < 1900 || year > 2200 || month < 1 || day < 1) {
      return BAD;
    }
    int key = (year * 16 + month) * 64 + day;
    if (key != dayKey) {
      try {
        dayEpoch = LocalDate.of(year, month, day).toEpochDay();
      } catch (DateTimeException e) {
        return BAD;
      }
      dayKey = key;
    }
    return dayEpoch;
  }

  /** The number in {@code digits} bytes, -1 where one of them is no digit. */
  private static int number(byte[] b, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      if (!digit(b[i])) {
        return -1;
      }
      value = value * 10 + b[i] - '0';
    }
    return value;
  }

  /** 1 to 12 for the English names that logs use in every locale, else -1. */
  private static int month(byte[] b, int at) {
    String names = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int m = 0; m < 12; m++) {
      if ((b[at] | 32) == names.charAt(3 * m)
          && (b[at + 1] | 32) == names.charAt(3 * m + 1)
          && (b[at + 2] | 32) == names.charAt(3 * m + 2)) {
        return m + 1;
      }
    }
    return -1;
  }
}
