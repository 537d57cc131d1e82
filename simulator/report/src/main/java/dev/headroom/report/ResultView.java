package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A saved result as charts and pages ask for it; what is absent is NaN or empty, never a guess. */
final class ResultView {
  private static final Pattern P99_OBJECTIVE =
      Pattern.compile("\\s*p99\\s*\\(\\s*latency\\b[^<]*<=?\\s*([0-9.]+)\\s*(ms|s|min)\\s*");

  private static final List<String> ACTIVITY =
      List.of("offered", "completed", "failed", "queued", "inService", "dbWaiting");

  /** Share of the active time that is drawn after it. */
  private static final double MARGIN = 0.25;

  private final SavedResult result;
  private final TimeScale time;

  ResultView(SavedResult result) {
    this.result = result;
    SeriesTable series = result.series();
    double end = Math.max(series.secondsAt(series.bins()), number("time.simulatedSeconds"));
    if (!(end > series.startSeconds())) {
      end = Math.max(series.secondsAt(series.bins()), series.startSeconds() + 1);
    }
    double traceEnd = number("time.end");
    double active = Math.max(traceEnd > 0 ? traceEnd : 0, lastActivity(series));
    end = Math.min(end, active * (1 + MARGIN));
    this.time = TimeScale.of(
        series.startSeconds(), Math.max(end, series.startSeconds() + 1), text("time.start"));
  }

  /** End of the last bin in which anything happened to a request: the quiet tail is not drawn. */
  private static double lastActivity(SeriesTable series) {
    double last = series.startSeconds() + 1;
    for (String name : ACTIVITY) {
      double[] column = series.has(name) ? series.column(name) : new double[0];
      for (int i = 0; i < column.length; i++) {
        if (column[i] > 0) {
          last = Math.max(last, series.secondsAt(i) + series.binSeconds());
        }
      }
    }
    return last;
  }

  /** An interval in which the database had no usable slot. */
  record Incident(double fromSeconds, double toSeconds, double failed) {}

  SavedResult result() {
    return result;
  }

  SeriesTable series() {
    return result.series();
  }

  TimeScale time() {
    return time;
  }

  /** How many of the first bins begin before the time axis ends. */
  int binsInSight() {
    SeriesTable series = series();
    double bins = Math.ceil((time.to() - series.startSeconds()) / series.binSeconds() - 1e-9);
    return (int) Math.max(0, Math.min(series.bins(), bins));
  }

  /** The node at a dotted path; a missing node where there is none. */
  JsonNode at(String path) {
    JsonNode node = result.run();
    for (String key : path.split("\\.")) {
      node = node.path(key);
    }
    return node;
  }

  /** The number at a dotted path, NaN if it is missing or null. */
  double number(String path) {
    return number(at(path));
  }

  static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  /**
   * The numbers of a map by name: where there are several runs their intervals and bands stand
   * beside them.
   */
  static List<Map.Entry<String, JsonNode>> numbers(JsonNode map) {
    return map.properties().stream()
        .filter(entry -> entry.getValue().isNumber())
        .toList();
  }

  /** The text at a dotted path, empty if it is missing or null. */
  String text(String path) {
    JsonNode node = at(path);
    return node.isNull() ? "" : node.asText("");
  }

  /** The plain number that an effective setting has; NaN if it has none, or another kind. */
  double settingNumber(String path) {
    for (JsonNode setting : at("settings")) {
      if (setting.path("path").asText("").equals(path)) {
        try {
          return Double.parseDouble(setting.path("value").asText(""));
        } catch (NumberFormatException e) {
          return Double.NaN;
        }
      }
    }
    return Double.NaN;
  }

  /** A column of counts per bin as counts per second. */
  double[] perSecond(String column) {
    return scaled(column, 1 / series().binSeconds());
  }

  /** A column times a factor. */
  double[] scaled(String column, double factor) {
    double[] values = series().column(column).clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return values;
  }

  /** The sum of columns; NaN only where all of them are. */
  double[] sum(List<String> columns) {
    return sumOf(columns.stream().map(series()::column).toList());
  }

  /** The sum of series of equal length; NaN only where all of them are. */
  static double[] sumOf(List<double[]> all) {
    double[] sum = all.isEmpty() ? new double[0] : all.get(0).clone();
    for (double[] values : all.subList(Math.min(1, all.size()), all.size())) {
      for (int i = 0; i < sum.length; i++) {
        if (!Double.isNaN(values[i])) {
          sum[i] = Double.isNaN(sum[i]) ? values[i] : sum[i] + values[i];
        }
      }
    }
    return sum;
  }

  /** The greatest value, NaN if there is none. */
  static double max(double[] values) {
    double max = Double.NaN;
    for (double value : values) {
      if (!Double.isNaN(value) && !Double.isInfinite(value) && !(value <= max)) {
        max = value;
      }
    }
    return max;
  }

  /** The sum of the values that are known. */
  static double total(double[] values) {
    double total = 0;
    for (double value : values) {
      total += Double.isNaN(value) ? 0 : value;
    }
    return total;
  }

  List<Incident> incidents() {
    List<Incident> incidents = new ArrayList<>();
    for (JsonNode node : at("database.exhausted")) {
      double from = number(node.path("from"));
      double to = number(node.path("to"));
      if (to >= from) {
        incidents.add(new Incident(from, to, number(node.path("failed"))));
      }
    }
    return incidents;
  }

  /** The limit in milliseconds of the first objective on the 99th percentile, NaN if none. */
  double latencyObjectiveMs() {
    for (JsonNode objective : at("objectives")) {
      Matcher matcher = P99_OBJECTIVE.matcher(objective.path("expr").asText(""));
      if (matcher.matches()) {
        double factor =
            switch (matcher.group(2)) {
              case "ms" -> 1;
              case "s" -> 1e3;
              default -> 60e3;
            };
        try {
          return Double.parseDouble(matcher.group(1)) * factor;
        } catch (NumberFormatException e) {
          return Double.NaN;
        }
      }
    }
    return Double.NaN;
  }

  /** The line that lets a picture travel alone. */
  String sourceLine() {
    String name = Escape.visible(text("scenario.name")).replaceAll("\\s+", " ");
    String seed = text("seed");
    return "Headroom · simulated, not measured"
        + (name.isEmpty() ? "" : " · " + Escape.shorten(name, 60))
        + (seed.isEmpty() ? "" : " · seed " + Escape.shorten(Escape.visible(seed), 24));
  }
}
