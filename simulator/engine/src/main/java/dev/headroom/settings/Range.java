package dev.headroom.settings;

import dev.headroom.config.Units;
import dev.headroom.core.Decimals;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values from one number to another, both included: {@code 0..20}, {@code 100ms..1s:100ms}, {@code
 * 10..1000:log5} (five in equal ratios), {@code 1..64:x2} (each twice the one before).
 *
 * @param low first value, in {@code unit}
 * @param high last value, in {@code unit}; not below {@code low}
 * @param unit stands behind each number; may be empty
 * @param step between values; null where they are in ratios or no step was named
 * @param factor from one to the next; null for equal differences
 * @param points in equal ratios; 0 for none
 * @param whole whether only whole numbers are meant
 */
record Range(
    BigDecimal low,
    BigDecimal high,
    String unit,
    BigDecimal step,
    BigDecimal factor,
    int points,
    boolean whole)
    implements Serializable {
  /** More than anybody runs. */
  static final int VALUES_MAX = 10_000;

  private static final long serialVersionUID = 1L;
  private static final String NUMBER =
      "(-?(?:\\d{1,15}(?:\\.\\d{1,9})?|\\.\\d{1,9}))" + " ?([A-Za-z\u00b5\u03bc%/]*)";
  private static final Pattern FORM =
      Pattern.compile(NUMBER + "\\s*\\.\\.\\s*" + NUMBER + "(?:\\s*:\\s*(.+))?");
  private static final Pattern ONE = Pattern.compile(NUMBER);
  private static final Pattern LOG = Pattern.compile("log(\\d{1,5})");
  private static final Pattern FACTOR = Pattern.compile("x(\\d{1,6}(?:\\.\\d{1,6})?)");
  private static final MathContext SHOWN = new MathContext(3);

  /** Whether a text is meant as a range. */
  static boolean isMeant(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException with what is wrong, as the rest of a sentence
   */
  static Range parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("is no range; e.g. 0..20, 100ms..1s:100ms, 10..1000:log5");
    }
    String unit = form.group(4);
    BigDecimal low = number(form.group(1), form.group(2).isEmpty() ? unit : form.group(2), unit);
    BigDecimal high = number(form.group(3), unit, unit);
    if (high.compareTo(low) < 0) {
      throw new IllegalArgumentException(
          "is empty: " + form.group(3) + unit + " is below " + form.group(1) + form.group(2));
    }
    boolean whole = unit.isEmpty() && isWhole(low) && isWhole(high);
    String by = form.group(5);
    if (by == null) {
      return new Range(low, high, unit, null, null, 0, whole);
    }
    Matcher log = LOG.matcher(by);
    if (log.matches()) {
      int points = Integer.parseInt(log.group(1));
      if (points < 2 || points > VALUES_MAX || low.signum() <= 0) {
        throw new IllegalArgumentException(
            low.signum() <= 0
                ? "begins at " + low + unit + "; allowed for equal ratios: above 0"
                : "log" + points + "; allowed: log2 to log" + VALUES_MAX);
      }
      return new Range(low, high, unit, null, null, points, whole);
    }
    Matcher times = FACTOR.matcher(by);
    if (times.matches()) {
      BigDecimal factor = new BigDecimal(times.group(1));
      if (factor.compareTo(BigDecimal.ONE) <= 0 || low.signum() <= 0) {
        throw new IllegalArgumentException(
            low.signum() <= 0
                ? "begins at " + low + unit + "; allowed for equal ratios: above 0"
                : by + "; allowed: a factor above 1, e.g. x2");
      }
      return new Range(low, high, unit, null, factor, 0, whole);
    }
    Matcher step = ONE.matcher(by);
    if (!step.matches()) {
      throw new IllegalArgumentException(
          "step '" + by + "'; allowed: a step such as 5 or 100ms, x2, or log5");
    }
    BigDecimal size = number(step.group(1), step.group(2).isEmpty() ? unit : step.group(2), unit);
    if (size.signum() <= 0) {
      throw new IllegalArgumentException("step " + by + "; allowed: above 0");
    }
    return new Range(low, high, unit, size, null, 0, whole && isWhole(size));
  }

  /** A number in the unit of the range's end. */
  private static BigDecimal number(String digits, String written, String unit) {
    BigDecimal number = new BigDecimal(digits);
    if (written.equals(unit)) {
      return number;
    }
    try {
      long ns = Units.durationNs(digits + written);
      return new BigDecimal(ns)
          .divide(new BigDecimal(Units.durationNs("1" + unit)), MathContext.DECIMAL64);
    } catch (IllegalArgumentException notTime) {
      try {
        long bytes = Units.bytes(digits + written);
        return new BigDecimal(bytes)
            .divide(new BigDecimal(Units.bytes("1" + unit)), MathContext.DECIMAL64);
      } catch (IllegalArgumentException notSize) {
        throw new IllegalArgumentException(
            "mixes the units '" + written + "' and '" + unit + "'; write both in one");
      }
    }
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  /** Whether it says which values it has; otherwise only a sample can be drawn from it. */
  boolean isListed() {
    return whole || step != null || factor != null || points > 0;
  }

  /**
   * The values in order.
   *
   * @throws IllegalArgumentException where no step is named or there are too many
   */
  List<String> values() {
    if (!isListed()) {
      throw new IllegalArgumentException("needs a step, e.g. " + show(low) + ".." + show(high)
          + ":log5 (five in equal ratios), or --sample N");
    }
    List<String> values = new ArrayList<>();
    if (points > 0) {
      double ratio = high.doubleValue() / low.doubleValue();
      for (int i = 0; i < points; i++) {
        add(values, low.doubleValue() * StrictMath.pow(ratio, i / (points - 1.0)));
      }
      return values;
    }
    BigDecimal by = step != null ? step : BigDecimal.ONE;
    if (factor == null) {
      BigDecimal count = high.subtract(low).divideToIntegralValue(by).add(BigDecimal.ONE);
      limit(count);
    }
    for (BigDecimal at = low;
        at.compareTo(high) <= 0;
        at = factor == null ? at.add(by) : at.multiply(factor, MathContext.DECIMAL64)) {
      add(values, at);
      limit(BigDecimal.valueOf(values.size()));
    }
    return values;
  }

  private static void limit(BigDecimal count) {
    if (count.compareTo(BigDecimal.valueOf(VALUES_MAX)) > 0) {
      throw new IllegalArgumentException(
          "has " + String.format(Locale.ROOT, "%,d", count.toBigInteger())
              + " values; allowed: at most 10,000");
    }
  }

  /**
   * The value a share of the way.
   *
   * @param u 0 to below 1
   */
  String at(double u) {
    if (isListed() && !(whole && step == null && factor == null && points == 0)) {
      List<String> values = values();
      return values.get((int) (u * values.size()));
    }
    if (whole) {
      BigDecimal count = high.subtract(low).add(BigDecimal.ONE);
      return show(low.add(count.multiply(BigDecimal.valueOf(u)).setScale(0, RoundingMode.FLOOR)));
    }
    return show(low.add(high.subtract(low).multiply(BigDecimal.valueOf(u))).round(SHOWN));
  }

  private void add(List<String> values, double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    // The ends stand as written; what lies between is rounded to what people would write.
    boolean end = values.isEmpty() || Math.abs(value - high.doubleValue()) < 1e-9 * value;
    add(values, end ? Decimals.toDecimal(value, 6) : exact.round(SHOWN));
  }

  private void add(List<String> values, BigDecimal value) {
    String text = show(whole ? value.setScale(0, RoundingMode.HALF_UP) : value);
    // Close to each other, whole numbers coincide.
    if (!values.contains(text)) {
      values.add(text);
    }
  }

  private String show(BigDecimal number) {
    return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + unit;
  }
}
