package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every distribution that a result was drawn from, where its figures come from and whether they
 * were calibrated. Values that were measured and are drawn from as they are have no fit to speak
 * of; all others were stated by somebody, and it is said by whom.
 */
final class Calibration {
  /** A key of a distribution below the distribution's own path. */
  private static final Pattern PART =
      Pattern.compile("(.+)\\.(p50|p99|dist|mean|min|max|value|file|values\\[\\d+])");

  private static final Set<String> MARKS = Set.of("p50", "p99", "dist", "file");

  private Calibration() {}

  /** One distribution: its parts by key, how many values it lists, and its first origin. */
  private static final class Spread {
    private final Map<String, String> parts = new LinkedHashMap<>();
    private int values;
    private String origin = "";

    private boolean isKnown() {
      return values > 0 || parts.keySet().stream().anyMatch(MARKS::contains);
    }

    private String text() {
      if (values > 0) {
        return Numbers.count(values) + " values";
      }
      List<String> words = new ArrayList<>();
      parts.forEach((key, value) -> words.add(key.isEmpty() ? value : key + " " + value));
      return String.join(", ", words);
    }
  }

  /** Writes the fact and, where there are distributions, the table behind it. */
  static void write(Html html, List<ResultView> views) {
    List<List<Cell>> rows = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    int measured = 0;
    for (ResultView view : views) {
      Set<String> assumed = new HashSet<>();
      view.at("assumptions").forEach(one -> assumed.add(one.path("path").asText("")));
      for (Map.Entry<String, Spread> one : spreads(view).entrySet()) {
        Spread spread = one.getValue();
        String said = said(one.getKey(), spread, assumed);
        if (seen.add(List.of(one.getKey(), spread.text(), spread.origin))) {
          measured += spread.values > 0 || spread.parts.containsKey("file") ? 1 : 0;
          rows.add(List.of(
              Cell.code(one.getKey()),
              Cell.of(spread.text()),
              Cell.code(spread.origin),
              Cell.of(said)));
        }
      }
    }
    html.open("div", "").element("dt", "", "Calibration").open("dd", "");
    html.text(
        rows.isEmpty()
            ? "No distribution stands in this result's settings; nothing was calibrated."
            : (measured == 0 ? "None" : measured + " of " + rows.size())
                + (measured == 0 ? " of the " + rows.size() + " distributions" : "")
                + " was fitted to or measured on your system"
                + (measured == 0 ? ": each is stated by the scenario or a model." : "."));
    if (!rows.isEmpty()) {
      html.raw("<details><summary>Each distribution and where it comes from</summary>");
      html.cards(
          "Distributions",
          List.of(
              Cell.of("Distribution"),
              Cell.of("Value"),
              Cell.of("Comes from"),
              Cell.of("Calibration")),
          rows);
      html.close("details");
    }
    html.close("dd").close("div");
  }

  private static Map<String, Spread> spreads(ResultView view) {
    Map<String, Spread> all = new LinkedHashMap<>();
    for (JsonNode setting : view.at("settings")) {
      String path = setting.path("path").asText("");
      String value = setting.path("value").asText("");
      Matcher part = PART.matcher(path);
      boolean range =
          value.contains(" to ") && value.matches("[0-9.]+\\p{Alpha}+ to [0-9.]+\\p{Alpha}+");
      // A trace is read from a file too, but is no distribution.
      if (!part.matches() && !range || path.endsWith(".trace.file")) {
        continue;
      }
      Spread spread = all.computeIfAbsent(range ? path : part.group(1), name -> new Spread());
      String key = range ? "" : part.group(2);
      spread.origin = spread.origin.isEmpty() ? setting.path("origin").asText("") : spread.origin;
      if (key.startsWith("values")) {
        spread.values++;
      } else {
        spread.parts.put(key, value);
      }
    }
    all.values().removeIf(spread -> !spread.isKnown() && !spread.parts.containsKey(""));
    return all;
  }

  private static String said(String path, Spread spread, Set<String> assumed) {
    if (spread.values > 0) {
      return "measured: n = " + Numbers.count(spread.values)
          + ", drawn from as they are; nothing is fitted";
    }
    if (spread.parts.containsKey("file")) {
      return "measured: the lines of the file, drawn from as they are; nothing is fitted";
    }
    boolean model = spread.origin.startsWith("models/") || spread.origin.equals("default");
    boolean isAssumed = assumed.contains(path)
        || spread.parts.keySet().stream().anyMatch(key -> assumed.contains(path + "." + key));
    if (model) {
      return isAssumed
          ? "not calibrated, assumption"
          : "not calibrated: published, the model names its source";
    }
    return "not calibrated: stated by the scenario, which records no measurement";
  }
}
