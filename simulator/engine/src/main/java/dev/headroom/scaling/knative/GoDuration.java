package dev.headroom.scaling.knative;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes objects spell them: {@code 90s}, {@code 1h30m}, {@code 1500ms}. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
  private static final int LONGEST = 60;
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** Nanoseconds, a fraction of one cut off; throws {@link IllegalArgumentException}. */
  static long parseNs(String text) {
    String parts = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (parts.equals("0")) {
      return 0;
    }
    BigDecimal total = BigDecimal.ZERO;
    Matcher matcher = PART.matcher(parts);
    int at = 0;
    while (parts.length() <= LONGEST
        && at < parts.length()
        && matcher.find(at)
        && matcher.start() == at) {
      String digits = matcher.group(1);
      total = total.add(new BigDecimal(digits.endsWith(".") ? digits + "0" : digits)
          .multiply(BigDecimal.valueOf(unitNs(matcher.group(2))))
          .setScale(0, RoundingMode.DOWN));
      at = matcher.end();
    }
    if (at == 0 || at < parts.length() || total.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException("needs a duration such as 90s, 1h30m or 500ms");
    }
    return text.startsWith("-") ? -total.longValueExact() : total.longValueExact();
  }

  private static long unitNs(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 1_000L;
    };
  }
}
