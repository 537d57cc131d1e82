package dev.headroom.report;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A series as one text for the script of the page, a fraction with four significant digits, whole
 * numbers in full. Of two forms the shorter one is taken.
 *
 * <ul>
 *   <li>Fields between commas: an empty one repeats the one before, a dash is a bin without a
 *       value.
 *   <li>After a tilde three characters of base64 a bin, the high one first, make a number. Up to
 *       199,999 it is four digits plus 10,000 times (exponent of ten + 9); above it as many
 *       more bins like the one before. {@value #WHOLE} announces a whole number of five to nine
 *       digits in two further such numbers; {@value #NONE} is a bin without a value.
 * </ul>
 */
final class SeriesText {
  static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final MathContext DIGITS = new MathContext(4);
  private static final int MANTISSAS = 10_000;
  private static final int LEAST_EXPONENT = -9;
  private static final int EXPONENTS = 20;
  private static final int REPEAT = MANTISSAS * EXPONENTS;
  private static final int WHOLE = (1 << 18) - 2;
  private static final int NONE = (1 << 18) - 1;
  private static final double WHOLE_MAX = 1e9;

  private SeriesText() {}

  /** The first bins of a series. */
  static String of(double[] values, int bins) {
    int count = Math.min(bins, values.length);
    String fields = fields(values, count);
    String packed = packed(values, count);
    return packed == null || packed.length() >= fields.length() ? fields : packed;
  }

  private static String fields(double[] values, int count) {
    StringBuilder out = new StringBuilder(count * 4);
    String last = "";
    for (int i = 0; i < count; i++) {
      String field = isNone(values[i]) ? "-" : digits(values[i]);
      out.append(i == 0 ? "" : ",").append(i > 0 && field.equals(last) ? "" : field);
      last = field;
    }
    return out.toString();
  }

  /** The packed form; null where it would lose a digit. */
  private static String packed(double[] values, int count) {
    StringBuilder out = new StringBuilder(count * 3 + 1).append('~');
    double last = 0;
    int repeated = 0;
    for (int i = 0; i < count; i++) {
      boolean same = i > 0 && Double.compare(values[i], last) == 0;
      if (same && repeated < WHOLE - REPEAT - 1) {
        repeated++;
        continue;
      }
      repeat(out, repeated);
      repeated = 0;
      last = values[i];
      if (!isNone(last) && isLong(last)) {
        append(out, WHOLE);
        append(out, (int) ((long) last >> 18));
        append(out, (int) ((long) last & NONE));
        continue;
      }
      int code = isNone(last) ? NONE : code(last);
      if (code < 0) {
        return null;
      }
      append(out, code);
    }
    repeat(out, repeated);
    return out.toString();
  }

  private static void repeat(StringBuilder out, int times) {
    if (times > 0) {
      append(out, REPEAT - 1 + times);
    }
  }

  /** Whether it is a whole number that four digits do not hold but whose digits are all kept. */
  private static boolean isLong(double value) {
    return value == Math.rint(value) && value >= MANTISSAS && value < WHOLE_MAX;
  }

  private static void append(StringBuilder out, int code) {
    out.append(ALPHABET.charAt(code >> 12))
        .append(ALPHABET.charAt(code >> 6 & 63))
        .append(ALPHABET.charAt(code & 63));
  }

  /** Negative where four digits and the exponents there are do not hold the value. */
  private static int code(double value) {
    if (value == 0) {
      return -LEAST_EXPONENT * MANTISSAS;
    }
    if (value < 0) {
      return -1;
    }
    if (value == Math.rint(value) && value < MANTISSAS) {
      return -LEAST_EXPONENT * MANTISSAS + (int) value;
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    int exponent = -rounded.scale();
    int mantissa = rounded.unscaledValue().intValueExact();
    if (exponent < LEAST_EXPONENT || exponent >= LEAST_EXPONENT + EXPONENTS) {
      return -1;
    }
    return (exponent - LEAST_EXPONENT) * MANTISSAS + mantissa;
  }

  private static boolean isNone(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String digits(double value) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE_MAX) {
      return Long.toString((long) value);
    }
    String plain = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString();
    return plain.startsWith("0.") ? plain.substring(1) : plain;
  }
}
