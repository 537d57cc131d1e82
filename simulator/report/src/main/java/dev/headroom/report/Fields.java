package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Names and units of the small maps in a result, whose keys end in their unit. */
final class Fields {
  private final String currency;

  Fields(String currency) {
    this.currency = currency;
  }

  /** The key as words, without its unit: {@code exhaustedSeconds} as "Exhausted". */
  static String label(String key) {
    String name = key.replaceAll("(?<=[a-z0-9])(Ms|Seconds)$", "");
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.isEmpty() || words.matches("p[0-9.]+")
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A value with its unit; a change is written as before and after. */
  String value(String key, JsonNode node) {
    if (node.isObject() && (node.has("before") || node.has("after"))) {
      return value(key, node.path("before")) + " → " + value(key, node.path("after"));
    }
    if (node.isArray() && node.size() == 2) {
      return value(key, node.get(0)) + " → " + value(key, node.get(1));
    }
    if (node.isNumber()) {
      return number(key, node.doubleValue());
    }
    return node.isNull() || node.isMissingNode()
        ? Numbers.UNKNOWN
        : node.isValueNode() ? node.asText() : node.toString();
  }

  private String number(String key, double value) {
    if (key.endsWith("Ms")) {
      return Numbers.milliseconds(value);
    }
    if (key.endsWith("Seconds")) {
      return Numbers.seconds(value);
    }
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith("cost")) {
      return Numbers.money(value, currency);
    }
    return lower.endsWith("share") || lower.endsWith("rate")
        ? Numbers.percent(value)
        : Numbers.significant(value);
  }

  /** An objective's value or limit in the unit of its expression. */
  String objective(String expression, double value) {
    String lower = expression.toLowerCase(Locale.ROOT).strip();
    if (lower.startsWith("good(") || lower.startsWith("rate(") || lower.startsWith("share(")) {
      return Numbers.percent(value);
    }
    if (lower.startsWith("cost")) {
      return Numbers.money(value, currency);
    }
    boolean ratio = lower.split("[<>]")[0].contains("/");
    boolean time = lower.contains("latency") || lower.startsWith("time(");
    return time && !ratio ? Numbers.milliseconds(value) : Numbers.significant(value);
  }
}
