package dev.headroom.replay;

import dev.headroom.config.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a header's name says: {@code latency_p99_ms}, {@code p99 (ms)}, {@code Requests/s}, {@code
 * cpu %}. Case, blanks and punctuation do not matter.
 *
 * @param metric null for the time stamp and for names that mean nothing here
 * @param stamp whether it is the time stamp
 * @param factor of values to the metric's unit: milliseconds, a share, a count
 * @param perSecond whether a count is a rate; {@code factor} makes it one a second
 * @param cumulative whether the name is that of a counter that only grows
 * @param unit whether the name said a unit
 */
record ColumnName(
    Metric metric,
    boolean stamp,
    double factor,
    boolean perSecond,
    boolean cumulative,
    boolean unit) {
  private static final List<String> STAMPS = List.of(
      "timestamp", "time", "date", "datetime", "ts", "start", "starttime", "t", "period", "epoch");

  /** Words that do not change what is meant. */
  private static final List<String> NOISE = List.of(
      "total",
      "count",
      "avg",
      "average",
      "mean",
      "value",
      "number",
      "num",
      "of",
      "http",
      "client",
      "per",
      "in",
      "the",
      "interval");

  static ColumnName of(String header) {
    List<String> words = words(header);
    double factor = 1;
    boolean perSecond = words.contains("rps") || words.contains("qps") || words.contains("rpm");
    factor = words.contains("rpm") ? 1 / 60.0 : factor;
    boolean unit = false;
    List<String> name = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean rate = i > 0 && words.get(i - 1).equals("per");
      double scale = i == 0 ? 0 : scale(word);
      if (rate && scale >= 1000) {
        perSecond = true;
        factor = 1000 / scale;
      } else if (scale > 0) {
        factor = word.startsWith("p") ? 0.01 : scale;
        unit = true;
      } else {
        name.add(word);
      }
    }
    String whole = String.join("", name);
    List<String> core = name.stream().filter(word -> !NOISE.contains(word)).toList();
    String plain = String.join("", core);
    if (STAMPS.contains(whole) || whole.equals("seconds")) {
      return new ColumnName(null, true, factor, false, false, unit);
    }
    Metric metric = metric(whole) == null ? metric(plain) : metric(whole);
    if (metric != null && metric.kind() == Metric.Kind.COUNT && unit && !perSecond) {
      metric = metric == Metric.ERRORS ? Metric.ERROR_SHARE : null;
    }
    return new ColumnName(metric, false, factor, perSecond, name.contains("total"), unit);
  }

  private static List<String> words(String header) {
    String text = header
        .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
        .toLowerCase(Locale.ROOT)
        .replaceAll("(\\d+)(?:\\.\\d+)?\\s*%", "p$1 ")
        .replace("%", " percent ")
        .replaceAll("/(?=s|m)", " per ")
        .replaceAll("p 9", "p9")
        .replaceAll("p 50", "p50");
    List<String> words = new ArrayList<>();
    for (String word : text.split("[^a-z0-9]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** Milliseconds of a unit; 1 for per cent, whose factor is another; 0 for any other word. */
  private static double scale(String word) {
    return switch (word) {
      case "ms", "millis", "msec", "millisecond", "milliseconds", "pct", "percent" -> 1;
      case "s", "sec", "secs", "second", "seconds" -> 1000;
      case "us", "micros", "microseconds" -> 0.001;
      case "ns", "nanos", "nanoseconds" -> 1e-6;
      case "min", "minute", "minutes" -> 60_000;
      default -> 0;
    };
  }

  private static Metric metric(String name) {
    for (Metric metric : Metric.values()) {
      if (metric.spellings().contains(name)) {
        return metric;
      }
    }
    return null;
  }

  /** What an unknown name was probably meant to be, ready for a message; may be empty. */
  static String hint(String header) {
    if (!header.matches("(?s).*[A-Za-z].*")) {
      return ""; // another percentile is no misspelling
    }
    List<String> known = new ArrayList<>(STAMPS);
    for (Metric metric : Metric.values()) {
      known.addAll(metric.spellings());
    }
    String near = Suggestions.closest(
        String.join("", words(header).stream().filter(word -> scale(word) == 0).toList()), known);
    return near == null ? "" : "did you mean '" + near + "'? ";
  }
}
