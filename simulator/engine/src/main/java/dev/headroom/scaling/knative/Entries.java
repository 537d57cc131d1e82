package dev.headroom.scaling.knative;

import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import java.util.List;
import java.util.Map;

/** Texts by key from one place, read as numbers; what is wrong is said with key and value. */
final class Entries {
  private final String place;
  private final Map<String, String> texts;

  /** Entries of {@code place}; a key that is not among {@code known} is refused. */
  Entries(String place, Map<String, String> texts, List<String> known) {
    this.place = place;
    this.texts = texts;
    for (String key : texts.keySet()) {
      if (!known.contains(key)) {
        throw UserError.invalid(place + ": unknown key '" + key + "'; "
            + Suggestions.hint(key, known) + "known: " + String.join(", ", known));
      }
    }
  }

  boolean has(String key) {
    return texts.containsKey(key);
  }

  String text(String key, String otherwise) {
    return texts.getOrDefault(key, otherwise);
  }

  double number(String key, double otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    double value;
    try {
      value = Double.parseDouble(texts.get(key));
    } catch (NumberFormatException e) {
      throw wrong(key, "must be a number");
    }
    check(!Double.isNaN(value) && !Double.isInfinite(value), key, "must be a number");
    return value;
  }

  int integer(String key, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    try {
      return Integer.parseInt(texts.get(key));
    } catch (NumberFormatException e) {
      throw wrong(key, "must be a whole number");
    }
  }

  boolean flag(String key, boolean otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    return switch (texts.get(key)) {
      case "true", "True", "TRUE", "t", "T", "1" -> true;
      case "false", "False", "FALSE", "f", "F", "0" -> false;
      default -> throw wrong(key, "must be true or false");
    };
  }

  long durationNs(String key, long otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    try {
      return GoDuration.parseNs(texts.get(key));
    } catch (IllegalArgumentException e) {
      throw wrong(key, e.getMessage());
    }
  }

  /** Refuses the value of {@code key} unless {@code holds}. */
  void check(boolean holds, String key, String rule) {
    if (!holds) {
      throw wrong(key, rule);
    }
  }

  private UserError wrong(String key, String rule) {
    return UserError.invalid(place + ": " + key + " = " + text(key, "(default)") + ", " + rule);
  }
}
