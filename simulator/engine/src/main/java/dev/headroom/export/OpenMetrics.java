package dev.headroom.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.FailureReason;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The time series and totals of a result as OpenMetrics text 1.0.0, so that a dashboard can lay the
 * simulation over what was measured.
 *
 * <p>Gauges are means over a bin, stamped at its start; counters are totals at its end. Each family
 * has one block, its points in order of time, as the format wants.
 */
public final class OpenMetrics {
  private static final List<String> STATES =
      List.of("placing", "pulling", "booting", "probing", "idle", "busy", "draining");

  private final SeriesTable series;
  private final double beginSeconds;
  private final String labels;
  private final StringBuilder out = new StringBuilder(1 << 18);

  private OpenMetrics(SavedResult result, double beginSeconds) {
    this.series = result.series();
    this.beginSeconds = beginSeconds;
    JsonNode run = result.run();
    this.labels = label("scenario", run.at("/scenario/name").asText()) + ","
        + label("seed", run.path("seed").asText());
  }

  /**
   * The text, with {@code # EOF} at its end.
   *
   * @param beginSeconds when the run starts, in seconds since 1970
   */
  public static String of(SavedResult result, double beginSeconds) {
    OpenMetrics metrics = new OpenMetrics(result, beginSeconds);
    metrics.counters();
    metrics.gauges();
    metrics.totals(result.run());
    return metrics.out.append("# EOF\n").toString();
  }

  private void counters() {
    counter("requests_offered", "Requests that users made.", "offered");
    counter("requests_attempts", "Attempts, retries included.", "attempts");
    counter("requests_completed", "Requests that succeeded.", "completed");
    List<String[]> failed = new ArrayList<>();
    for (FailureReason reason : FailureReason.values()) {
      if (series.has("failed." + reason.label())) {
        failed.add(
            new String[] {"failed." + reason.label(), "," + label("reason", reason.label())});
      }
    }
    counter(
        "requests_failed",
        "Requests that failed for good, by reason.",
        failed.toArray(new String[0][]));
    counter("instances_started", "Instances whose start began.", "started");
    counter("database_refused", "Connections that the database refused.", "dbRefused");
  }

  private void gauges() {
    List<String[]> states = new ArrayList<>();
    for (String state : STATES) {
      states.add(new String[] {state, "," + label("state", state)});
    }
    gauge(
        "instances",
        "",
        "Instances by state, mean of each interval.",
        1,
        states.toArray(new String[0][]));
    gauge("instances_wanted", "", "Instances that the autoscaler wants.", 1, one("wanted"));
    gauge("requests_queued", "", "Requests that wait for an instance.", 1, one("queued"));
    gauge("requests_inside", "", "Requests inside an instance.", 1, one("inService"));
    gauge("database_connections", "", "Connections that the database holds.", 1, one("dbHeld"));
    gauge("database_connections_busy", "", "Connections in use.", 1, one("dbBusy"));
    gauge("database_waiting", "", "Attempts that wait for a connection.", 1, one("dbWaiting"));
    gauge(
        "latency_seconds",
        "seconds",
        "Latency of requests completed in an interval.",
        1e-3,
        quantile("latencyP50Ms", "0.5"),
        quantile("latencyP95Ms", "0.95"),
        quantile("latencyP99Ms", "0.99"));
  }

  private void totals(JsonNode run) {
    JsonNode cost = run.at("/cost/total");
    if (Double.isFinite(cost.asDouble(Double.NaN))) {
      family("cost", "gauge", "", "What the whole traffic costs, by the list price.");
      point(
          "cost",
          "," + label("currency", run.at("/cost/currency").asText()),
          cost.doubleValue(),
          series.bins());
    }
    JsonNode objectives = run.path("objectives");
    if (objectives.size() > 0) {
      family("objective_met", "gauge", "", "1 where the objective is met, 0 where it is not.");
      for (JsonNode objective : objectives) {
        String verdict = objective.path("verdict").asText();
        if (!verdict.equals("inconclusive")) {
          point(
              "objective_met",
              "," + label("objective", objective.path("name").asText()),
              verdict.equals("pass") ? 1 : 0,
              series.bins());
        }
      }
    }
  }

  private static String[] one(String column) {
    return new String[] {column, ""};
  }

  private static String[] quantile(String column, String quantile) {
    return new String[] {column, "," + label("quantile", quantile)};
  }

  private void counter(String name, String help, String column) {
    counter(name, help, one(column));
  }

  private void counter(String name, String help, String[]... columns) {
    if (present(columns)) {
      family(name, "counter", "", help);
      for (String[] column : columns) {
        double sum = 0;
        for (int bin = 0; series.has(column[0]) && bin < series.bins(); bin++) {
          double more = series.column(column[0])[bin];
          sum += Double.isNaN(more) ? 0 : more;
          point(name + "_total", column[1], sum, bin + 1);
        }
      }
    }
  }

  private void gauge(String name, String unit, String help, double factor, String[]... columns) {
    if (present(columns)) {
      family(name, "gauge", unit, help);
      for (String[] column : columns) {
        for (int bin = 0; series.has(column[0]) && bin < series.bins(); bin++) {
          double value = series.column(column[0])[bin];
          if (!Double.isNaN(value)) {
            point(name, column[1], value * factor, bin);
          }
        }
      }
    }
  }

  private boolean present(String[][] columns) {
    for (String[] column : columns) {
      if (series.has(column[0])) {
        return true;
      }
    }
    return false;
  }

  private void family(String name, String type, String unit, String help) {
    out.append("# TYPE headroom_").append(name).append(' ').append(type).append('\n');
    if (!unit.isEmpty()) {
      out.append("# UNIT headroom_").append(name).append(' ').append(unit).append('\n');
    }
    out.append("# HELP headroom_").append(name).append(' ').append(help).append('\n');
  }

  private void point(String name, String more, double value, int bin) {
    out.append("headroom_").append(name).append('{').append(labels).append(more).append("} ");
    Decimals.append(out, value, 6);
    out.append(' ');
    Decimals.append(out, beginSeconds + series.secondsAt(bin), 3);
    out.append('\n');
  }

  private static String label(String name, String value) {
    StringBuilder text = new StringBuilder(name).append("=\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      text.append(
          c == '\\' || c == '"'
              ? "\\" + c
              : c == '\n' ? "\\n" : Character.isISOControl(c) ? " " : Character.toString(c));
    }
    return text.append('"').toString();
  }
}
