package dev.headroom.core;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as text, the same bytes on every JVM ({@code Double.toString} changed in Java 19).
 */
public final class Decimals {
  private static final long[] POWER = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private Decimals() {}

  /** At most {@code places} (0 to 6) decimal places, no trailing zeros, no exponent. */
  public static String format(double value, int places) {
    StringBuilder out = new StringBuilder(16);
    append(out, value, places);
    return out.toString();
  }

  /** Appends {@link #format}. */
  public static void append(StringBuilder out, double value, int places) {
    double scaled = value * POWER[places];
    if (!(Math.abs(scaled) < 1e15)) {
      out.append(toDecimal(value, places).toPlainString());
      return;
    }
    long units = (long) Math.rint(scaled);
    if (units < 0) {
      out.append('-');
      units = -units;
    }
    out.append(units / POWER[places]);
    long fraction = units % POWER[places];
    if (fraction == 0) {
      return;
    }
    out.append('.');
    long digit = POWER[places] / 10;
    while (fraction > 0) {
      out.append((char) ('0' + fraction / digit));
      fraction %= digit;
      digit /= 10;
    }
  }

  /** The exact value rounded to {@code places} decimal places, without trailing zeros. */
  public static BigDecimal toDecimal(double value, int places) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("not a number: " + value);
    }
    BigDecimal rounded = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }
}
