package dev.headroom.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers for people: three significant digits, thousands separators, always a unit. */
final class Numbers {
  static final String UNKNOWN = "n/a";
  /** Keeps a number and its unit on one line. */
  private static final String GAP = "\u00a0";

  private Numbers() {}

  /** A whole number in full, such as {@code 41,233}. */
  static String count(double value) {
    return finite(value)
        ? grouped(new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN))
        : UNKNOWN;
  }

  /** Three significant digits without an exponent; whole numbers keep all their digits. */
  static String significant(double value) {
    if (!finite(value)) {
      return UNKNOWN;
    }
    if (Math.abs(value) >= 1000 || value == Math.rint(value)) {
      return count(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    return grouped(rounded.stripTrailingZeros());
  }

  /** A number of things: {@code 1 request}, {@code 41,233 requests}. */
  static String plural(double count, String thing) {
    return significant(count) + " " + thing + (count == 1 ? "" : "s");
  }

  /** A share of 1 as a percentage. */
  static String percent(double share) {
    if (!finite(share)) {
      return UNKNOWN;
    }
    return share > 0 && share < 1e-5
        ? "<" + GAP + "0.001" + GAP + "%"
        : significant(share * 100) + GAP + "%";
  }

  /** A duration given in milliseconds, in the unit that suits it. */
  static String milliseconds(double ms) {
    if (!finite(ms)) {
      return UNKNOWN;
    }
    return Math.abs(ms) < 999.5 ? significant(ms) + GAP + "ms" : seconds(ms / 1000);
  }

  /** A duration given in seconds, in the unit that suits it. */
  static String seconds(double seconds) {
    if (!finite(seconds)) {
      return UNKNOWN;
    }
    if (seconds < 120) {
      return significant(seconds) + GAP + "s";
    }
    long whole = Math.round(seconds);
    return whole < 7200
        ? whole / 60 + GAP + "min" + GAP + whole % 60 + GAP + "s"
        : grouped(BigDecimal.valueOf(whole / 3600)) + GAP + "h" + GAP + whole / 60 % 60 + GAP
            + "min";
  }

  /** An amount of money; currencies other than the common ones keep their code. */
  static String money(double amount, String currency) {
    if (!finite(amount)) {
      return UNKNOWN;
    }
    String sign = amount < 0 ? "-" : "";
    String digits = significant(Math.abs(amount));
    return switch (currency) {
      case "", "USD" -> sign + "$" + digits;
      case "EUR" -> sign + "€" + digits;
      default -> sign + Escape.shorten(currency, 8) + GAP + digits;
    };
  }

  private static boolean finite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }

  private static String grouped(BigDecimal value) {
    String plain = value.toPlainString();
    int start = plain.startsWith("-") ? 1 : 0;
    int point = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
    StringBuilder out = new StringBuilder(plain);
    for (int i = point - 3; i > start; i -= 3) {
      out.insert(i, ',');
    }
    return out.toString();
  }
}
