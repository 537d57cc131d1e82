package dev.headroom.measure;

import dev.headroom.core.Decimals;

/** Numbers in sentences: three significant digits, thousands separated, units always. */
public final class Say {
  private Say() {}

  /** A whole number. */
  public static String count(long value) {
    StringBuilder text = new StringBuilder(Long.toString(Math.abs(value)));
    for (int i = text.length() - 3; i > 0; i -= 3) {
      text.insert(i, ',');
    }
    return value < 0 ? "-" + text : text.toString();
  }

  /** So many of something, of which one is called {@code one} and others with an s behind it. */
  public static String count(long value, String one) {
    return count(value) + " " + one + (value == 1 ? "" : "s");
  }

  /** Three significant digits. */
  public static String digits(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      return Double.isNaN(value) ? "unknown" : "unlimited";
    }
    double size = Math.abs(value);
    if (size >= 100) {
      return count(Math.round(value));
    }
    int places = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 6;
    return Decimals.format(value, places);
  }

  /** A share of 0 to 1 as per cent. */
  public static String percent(double share) {
    return digits(share * 100) + " %";
  }

  /** Milliseconds, or seconds from 1,000 ms on. */
  public static String milliseconds(double ms) {
    return ms < 1000 ? digits(ms) + " ms" : seconds(ms / 1000);
  }

  /** Seconds, or minutes and hours where they are many. */
  public static String seconds(double seconds) {
    if (seconds < 60) {
      return digits(seconds) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + "m" + whole % 60 + "s"
        : whole / 3600 + "h" + whole % 3600 / 60 + "m";
  }

  /** A moment as h:mm:ss from the start of the run. */
  public static String clock(long ns) {
    long s = ns / 1_000_000_000L;
    return two(s / 3600) + ":" + two(s % 3600 / 60) + ":" + two(s % 60);
  }

  private static String two(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }
}
