package dev.headroom.config;

import dev.headroom.core.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts with units to numbers and back. Every parser throws {@link IllegalArgumentException} with
 * the rest of a sentence that begins with the value: {@code 30} + "; " + {@code needs a unit ...}.
 */
public final class Units {
  private static final String DURATION_UNITS = "ns, us, ms, s, min, h, d";
  private static final String SIZE_UNITS = "B, KB, MB, GB, TB, Ki, Mi, Gi, Ti (KiB, ... too)";
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(_\\d+)*(\\.\\d+)?|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern QUANTITY =
      Pattern.compile("(-?(?:\\d+(?:_\\d+)*(?:\\.\\d+)?|\\.\\d+)) ?([A-Za-z\u00b5\u03bc%/]*)");
  private static final int LONGEST = 60;
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> NS = durationUnits();
  private static final Map<String, Long> BYTES = sizeUnits();

  private Units() {}

  /** {@code 250ms}, {@code 1.5 h} in nanoseconds, rounded to the nearest; 0 or more. */
  public static long durationNs(String text) {
    return scaled(text, NS, DURATION_UNITS, "s");
  }

  /** {@code 512Mi}, {@code 350MB} in bytes, rounded to the nearest; 0 or more. */
  public static long bytes(String text) {
    return scaled(text, BYTES, SIZE_UNITS, "Mi");
  }

  /** {@code 60%} or {@code 0.6} as 0.6; 0 to 1. */
  public static double share(String text) {
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    double value;
    try {
      value = number(digits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("needs a share such as 60% or 0.6");
    }
    double share = percent ? value / 100 : value;
    if (!(share >= 0 && share <= 1)) {
      boolean forgotten = !percent && value > 1 && value <= 100;
      throw new IllegalArgumentException(
          (forgotten ? "did you mean '" + text + "%'? " : "") + "allowed: 0% to 100%, or 0 to 1");
    }
    return share;
  }

  /** {@code 0.9/s}, {@code 50/min}, {@code 100/h} in events per second; 0 or more. */
  public static double perSecond(String text) {
    Matcher matcher = quantity(text);
    String unit = matcher == null ? "" : matcher.group(2);
    Long ns = unit.startsWith("/") ? NS.get(unit.substring(1)) : null;
    if (ns == null) {
      throw new IllegalArgumentException("needs a rate such as 0.9/s, 50/min or 100/h");
    }
    return notNegative(matcher).doubleValue() * 1e9 / ns;
  }

  /** {@code 1}, {@code 0.25}, {@code 1000m} in vCPUs; above 0. */
  public static double vcpus(String text) {
    Matcher matcher = quantity(text);
    String unit = matcher == null ? "?" : matcher.group(2);
    if (!unit.isEmpty() && !unit.equals("m")) {
      throw new IllegalArgumentException("needs vCPUs such as 1, 0.25 or 250m");
    }
    double value = notNegative(matcher).doubleValue() / (unit.isEmpty() ? 1 : 1000);
    if (!(value > 0)) {
      throw new IllegalArgumentException("allowed: above 0");
    }
    return value;
  }

  /** {@code 60MB/s} or {@code 1Gbit/s} in bytes per second; above 0. */
  public static double bytesPerSecond(String text) {
    Matcher matcher = quantity(text);
    String unit = matcher == null ? "" : matcher.group(2);
    double perUnit = unit.endsWith("/s") ? bytesOf(unit.substring(0, unit.length() - 2)) : 0;
    if (perUnit == 0) {
      throw new IllegalArgumentException("needs a bandwidth such as 60MB/s, 20Mi/s or 1Gbit/s");
    }
    double value = notNegative(matcher).doubleValue() * perUnit;
    if (!(value > 0)) {
      throw new IllegalArgumentException("allowed: above 0");
    }
    return value;
  }

  /** A finite decimal number, exponent allowed; no NaN, no hexadecimal. */
  public static double number(String text) {
    if (text.length() > LONGEST || !NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("needs a number");
    }
    double value = Double.parseDouble(text.replace("_", ""));
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("is too large");
    }
    return value;
  }

  /** A whole number without exponent or unit; {@code 1_000_000} is read too. */
  public static long integer(String text) {
    try {
      if (text.length() <= LONGEST && text.matches("[+-]?\\d+(_\\d+)*")) {
        return Long.parseLong(text.replace("_", ""));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is too large");
    }
    throw new IllegalArgumentException("needs a whole number");
  }

  /** A duration in the largest unit that leaves no fraction, as {@link #durationNs} reads it. */
  public static String formatNs(long ns) {
    return format(ns, NS, "m", "\u00b5s");
  }

  static String rangeNs(long minNs, long maxNs) {
    return formatNs(minNs) + (maxNs == Long.MAX_VALUE ? " or more" : " to " + formatNs(maxNs));
  }

  static String range(double min, double max) {
    return Decimals.format(min, 6) + (max > 1e15 ? " or more" : " to " + Decimals.format(max, 6));
  }

  static long inRange(long value, long min, long max, String range) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("allowed: " + range);
    }
    return value;
  }

  private static String format(long value, Map<String, Long> units, String... skipped) {
    String best = null;
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      boolean fits = value % unit.getValue() == 0 && (best == null || value != 0);
      if (fits && !List.of(skipped).contains(unit.getKey())) {
        best = unit.getKey();
      }
    }
    return value / units.get(best) + best;
  }

  private static long scaled(String text, Map<String, Long> units, String known, String example) {
    Matcher matcher = quantity(text);
    String unit = matcher == null ? null : matcher.group(2);
    if (unit == null || (!unit.isEmpty() && !units.containsKey(unit))) {
      String hint = unit == null ? "" : Suggestions.hint(unit, units.keySet());
      throw new IllegalArgumentException(hint + "needs a number with a unit: " + known);
    }
    BigDecimal number = notNegative(matcher);
    if (unit.isEmpty()) {
      throw new IllegalArgumentException("needs a unit: " + known + ", e.g. " + text + example);
    }
    BigDecimal value =
        number.multiply(BigDecimal.valueOf(units.get(unit))).setScale(0, RoundingMode.HALF_UP);
    if (value.compareTo(MAX_LONG) > 0) {
      throw new IllegalArgumentException("is too large");
    }
    return value.longValueExact();
  }

  /** No exponent and at most 60 characters: a hostile number cannot cost memory. */
  private static Matcher quantity(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    return text.length() <= LONGEST && matcher.matches() ? matcher : null;
  }

  private static BigDecimal notNegative(Matcher matcher) {
    BigDecimal value = new BigDecimal(matcher.group(1).replace("_", ""));
    if (value.signum() < 0) {
      throw new IllegalArgumentException("must not be negative");
    }
    return value;
  }

  private static double bytesOf(String unit) {
    Long bytes = BYTES.get(unit);
    if (bytes != null) {
      return bytes;
    }
    return switch (unit) {
      case "kbit" -> 1e3 / 8;
      case "Mbit" -> 1e6 / 8;
      case "Gbit" -> 1e9 / 8;
      default -> 0;
    };
  }

  private static Map<String, Long> durationUnits() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("ns", 1L);
    units.put("us", 1_000L);
    units.put("\u00b5s", 1_000L);
    units.put("ms", 1_000_000L);
    units.put("s", 1_000_000_000L);
    units.put("min", 60_000_000_000L);
    units.put("m", 60_000_000_000L);
    units.put("h", 3_600_000_000_000L);
    units.put("d", 86_400_000_000_000L);
    return units;
  }

  private static Map<String, Long> sizeUnits() {
    Map<String, Long> units = new LinkedHashMap<>();
    units.put("B", 1L);
    long decimal = 1;
    long binary = 1;
    for (String prefix : new String[] {"K", "M", "G", "T"}) {
      decimal *= 1000;
      binary *= 1024;
      units.put(prefix + "B", decimal);
      units.put(prefix + "i", binary);
      units.put(prefix + "iB", binary);
    }
    units.put("kB", 1000L);
    return units;
  }
}
