package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison as its page asks for it: A is the first contender, B one of the others.
 *
 * @param document a compare.json
 * @param other number of B among the contenders, from 1
 * @param a what A did on the day that is shown
 * @param b the same of B
 */
record Compared(JsonNode document, int other, ResultView a, ResultView b) {
  JsonNode contender(boolean first) {
    return document.path("contenders").path(first ? 0 : other);
  }

  String name(boolean first) {
    return contender(first).path("name").asText("");
  }

  List<ResultView> views() {
    return List.of(a, b);
  }

  double runs() {
    return ResultView.number(document.path("runs"));
  }

  /** A measure of one of them; missing where neither knows it. */
  JsonNode measure(boolean first, String name) {
    return named(contender(first).path("measures"), "name", name);
  }

  /** How B differs from A in a measure, day by day. */
  JsonNode difference(String measure) {
    for (JsonNode one : document.path("differences")) {
      if (one.path("of").asText("").equals(name(false))
          && one.path("measure").asText("").equals(measure)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode named(JsonNode list, String key, String name) {
    for (JsonNode one : list) {
      if (one.path(key).asText("").equals(name)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  /** Whether B is better than A in a measure, in a word that needs no colour. */
  enum Change {
    BETTER("▲ better"),
    WORSE("▼ worse"),
    CHANCE("≈ may be chance"),
    SAME("= the same"),
    UNKNOWN("");

    private final String word;

    Change(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static Change of(JsonNode difference) {
      if (difference.isMissingNode()) {
        return UNKNOWN;
      }
      double better = ResultView.number(difference.path("better"));
      double worse = ResultView.number(difference.path("worse"));
      if (better + worse == 0) {
        return difference.path("shown").asText("").equals("unknown") ? UNKNOWN : SAME;
      }
      double low = ResultView.number(difference.path("ci95").path(0));
      double high = ResultView.number(difference.path("ci95").path(1));
      boolean undecided = low <= 0 && high >= 0;
      return undecided ? CHANCE : better >= worse ? BETTER : WORSE;
    }
  }

  /** Difference, interval and on how many days: {@code -4.3 s (95 % interval …), better in …}. */
  String told(String measure) {
    JsonNode difference = difference(measure);
    Change change = Change.of(difference);
    String shown = difference.path("shown").asText("");
    if (change == Change.UNKNOWN) {
      return "";
    }
    if (change == Change.SAME) {
      String both = measure(false, measure).path("shown").asText("");
      return "the same" + (both.isEmpty() ? "" : ", " + both);
    }
    boolean infinite = shown.startsWith("to ") || shown.startsWith("from ");
    String text = infinite
        ? measure(true, measure).path("shown").asText("") + " → "
            + measure(false, measure).path("shown").asText("")
        : shown;
    return text + interval(difference) + days(difference, change);
  }

  private static String interval(JsonNode difference) {
    return difference.path("shownInterval").isTextual()
        ? " (95 % interval " + difference.path("shownInterval").asText() + ")"
        : "";
  }

  private static String days(JsonNode difference, Change change) {
    long runs = difference.path("runs").asLong();
    if (runs <= 1) {
      return change == Change.BETTER ? ", better on the one day" : ", worse on the one day";
    }
    boolean worse = change == Change.WORSE
        || change == Change.CHANCE
            && difference.path("worse").asLong() > difference.path("better").asLong();
    return (change == Change.CHANCE ? ", which may be chance: " : ", ")
        + (worse ? "worse" : "better") + " in "
        + Numbers.count(difference.path(worse ? "worse" : "better").asDouble()) + "/"
        + Numbers.count(runs) + " runs";
  }

  /** The paired differences that decide, as one sentence. */
  String headline() {
    List<String> parts = new ArrayList<>();
    for (String[] one : new String[][] {
      {"p99", "p99(latency)"}, {"failed requests", "rate(errors)"}, {"cost", "cost.total"}
    }) {
      String told = told(one[1]);
      if (!told.isEmpty()) {
        parts.add(one[0] + " " + told);
      }
    }
    return parts.isEmpty()
        ? "Nothing that both know differs."
        : "B against A: " + String.join("; ", parts) + ".";
  }
}
