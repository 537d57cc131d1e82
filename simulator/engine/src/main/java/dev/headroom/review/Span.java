package dev.headroom.review;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.KeyLog;
import dev.headroom.config.ScaledTime;
import dev.headroom.config.Units;
import dev.headroom.core.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.DoubleFunction;

/**
 * Other values that an assumed one could plausibly have: numbers and times from a quarter to four
 * times as much, shares from none to all, no delay up to ten seconds, no limit down to one, and
 * each of the other words.
 */
final class Span {
  private static final double FACTOR = 4;
  private static final double MILLI = 1e6;

  /** Ten seconds over a millisecond: how far a delay of nothing may reach. */
  private static final double FROM_NOTHING = 10_000;

  /** An hour over a millisecond, or a million over one: where no limit is one in effect. */
  private static final double NO_LIMIT = 3.6e6;

  private Span() {}

  /**
   * Values from the assumed one, at 0, to the farthest, at 1; of a word the other one throughout.
   *
   * @param yaml the value at a place from 0 to 1, or null where there is none
   * @param bound words behind a value that turns the verdict: {@code or more}, {@code or less}, or
   *     nothing
   */
  record Way(DoubleFunction<String> yaml, String bound) {
    boolean isWord() {
      return bound.isEmpty();
    }
  }

  /** The ways in which a value can be other than assumed; none where nothing else makes sense. */
  static List<Way> of(ConfigNode value, KeyLog.Key key) {
    List<Way> ways = new ArrayList<>();
    String kind = key == null ? "" : kind(key);
    if (value instanceof ScalarNode scalar && (kind.equals("word") || kind.startsWith("true"))) {
      for (String word : key.choices()) {
        if (!word.equals(scalar.text())) {
          ways.add(new Way(place -> word, ""));
        }
      }
      return ways;
    }
    if (value instanceof ScalarNode scalar && scalar.text().equals("unlimited")) {
      ways.add(new Way(place -> limited(kind, StrictMath.pow(NO_LIMIT, 1 - place)), "or less"));
      return ways;
    }
    if (kind.equals("share") && value instanceof ScalarNode scalar) {
      double share = Units.share(scalar.text());
      way(ways, share < 1, place -> percent(share + place * (1 - share)), "or more");
      way(ways, share > 0, place -> percent(share * (1 - place)), "or less");
      return ways;
    }
    if (kind.startsWith("time") && scaled(value, kind, 1).equals("0s")) {
      ways.add(new Way(
          place -> ScaledTime.rounded(MILLI * StrictMath.pow(FROM_NOTHING, place)), "or more"));
      return ways;
    }
    if (scaled(value, kind, 1) != null) {
      ways.add(new Way(place -> scaled(value, kind, StrictMath.pow(FACTOR, place)), "or more"));
      ways.add(new Way(place -> scaled(value, kind, StrictMath.pow(FACTOR, -place)), "or less"));
    }
    return ways;
  }

  private static void way(List<Way> ways, boolean any, DoubleFunction<String> yaml, String bound) {
    if (any) {
      ways.add(new Way(yaml, bound));
    }
  }

  /** What the readers take the value for; that it is looked at as a mere value says nothing. */
  private static String kind(KeyLog.Key key) {
    for (KeyLog.Form form : key.forms()) {
      if (!List.of("value", "text", "section", "list of sections").contains(form.kind())) {
        return form.kind();
      }
    }
    return "";
  }

  private static String limited(String kind, double most) {
    return switch (kind) {
      case "whole number" -> Long.toString(Math.max(1, Math.round(most)));
      case "time" -> ScaledTime.rounded(MILLI * most);
      default -> null;
    };
  }

  /** A value times a factor in the form it has, or null where that makes no sense. */
  private static String scaled(ConfigNode value, String kind, double factor) {
    if (value instanceof ScalarNode scalar && !scalar.empty()) {
      return scaled(scalar.text(), kind, factor);
    }
    if (!kind.equals("time or distribution") || !(value instanceof MapNode map)) {
      return null;
    }
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (var entry : map.entries().entrySet()) {
      if (!(entry.getValue().value() instanceof ScalarNode scalar)) {
        return null;
      }
      boolean isTime = scalar.text().matches("[\\d.]+ ?[a-z]+");
      text.add(
          entry.getKey() + ": " + (isTime ? scaled(scalar.text(), "time", factor) : scalar.text()));
    }
    return text.toString();
  }

  private static String scaled(String text, String kind, double factor) {
    try {
      return switch (kind) {
        case "time", "time or distribution" -> ScaledTime.of(text, factor);
        case "whole number" -> Long.toString(Math.round(Units.integer(text) * factor));
        case "number" -> number(Units.number(text) * factor);
        case "vCPUs" -> number(Units.vcpus(text) * factor);
        case "size" -> Math.round(Units.bytes(text) * factor) + "B";
        case "rate" -> number(Units.perSecond(text) * factor) + "/s";
        case "bandwidth" -> number(Units.bytesPerSecond(text) * factor) + "B/s";
        default -> null;
      };
    } catch (IllegalArgumentException e) {
      return null; // another form of it, such as a share of something else
    }
  }

  private static String number(double value) {
    return Decimals.format(value, 6);
  }

  private static String percent(double share) {
    return Decimals.format(share * 100, 2) + "%";
  }
}
