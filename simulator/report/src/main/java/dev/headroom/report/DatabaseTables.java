package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.List;

/** What happened at the database: how full it was, who waited, who was refused and why. */
final class DatabaseTables {
  private static final int MOST_INTERVALS = 20;
  private static final List<Cell> FIGURES = List.of(Cell.of("Figure"), Cell.of("Value"));

  private final ResultView view;
  private final Html html;
  private final List<List<Cell>> figures = new ArrayList<>();

  DatabaseTables(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    if (!view.at("database").isObject()) {
      return;
    }
    html.raw("<section id=\"database\">").element("h2", "", "Database").open("div", "pair");
    if (view.at("database").has("units")) {
      requestUnits();
      html.part("Request units", FIGURES, figures);
    } else {
      slots();
      pools();
      html.part("Connections", FIGURES, figures).open("div", "");
      refusals();
      waits();
      html.close("div");
    }
    html.close("div");
    exhausted();
    html.close("section");
  }

  private void slots() {
    double usable = number("usable");
    double peak = number("peakConnections");
    figure(
        "Peak",
        known("peakConnections")
            + (Double.isNaN(usable) ? ", no limit" : " of " + Numbers.count(usable) + " usable"));
    figure(
        "Headroom (usable - peak)",
        Double.isNaN(usable - peak)
            ? ""
            : Numbers.count(usable - peak) + " (" + Numbers.percent((usable - peak) / usable)
                + ")");
    figure("Maximum", known("limit"));
    figure("Reserved for administrators", some("reserved"));
    figure("Taken by other sessions", some("otherSessions"));
    double exhausted = number("exhaustedSeconds");
    figure("Exhausted", exhausted == 0 ? "never" : Numbers.seconds(exhausted));
    figure(
        "Back-off lag: slots free, nobody tried",
        exhausted > 0 ? Numbers.seconds(number("backoffLagSeconds")) : "");
    figure("Left open by clients gone without a word", some("connectionsLeftOpen"));
  }

  private void pools() {
    JsonNode pools = view.at("database.pools");
    if (pools.isObject()) {
      figure(
          "Instances at the worst moment",
          count(pools, "full") + " with a full pool, "
              + count(pools, "partial") + " with a part of it, " + count(pools, "none")
              + " with none, at " + view.time().moment(ResultView.number(pools.path("at"))));
    }
    figure("Starts that failed for want of a connection", some("startFailures"));
    double waited = number("poolWaitSeconds");
    figure("Waits for a connection, added up", waited > 0 ? Numbers.seconds(waited) : "");
  }

  private void requestUnits() {
    for (String kind : List.of("read", "write")) {
      figure(
          "Units to " + kind,
          Numbers.significant(number("units." + kind)) + ", at most "
              + Numbers.significant(number("units." + kind + "PeakPerSecond")) + " a second");
    }
    figure("Refused (throttled), every attempt counted", known("throttled"));
    figure("Requests that failed of it", known("failed"));
    figure(
        "Capacity, writes a second",
        Numbers.significant(number("capacityWritesPerSecond.start")) + " at the start, "
            + Numbers.significant(number("capacityWritesPerSecond.end")) + " at the end");
  }

  private void refusals() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode refusal : view.at("database.refusedByError")) {
      rows.add(List.of(
          Cell.number(count(refusal, "count")),
          Cell.of(refusal.path("sqlState").asText("") + " "
              + refusal.path("message").asText(""))));
    }
    html.part(
        "Refused connections, " + known("refused"),
        List.of(Cell.number("Count"), Cell.of("SQLSTATE and text")),
        rows);
  }

  private void waits() {
    JsonNode pool = view.at("database.acquireWaitMs");
    JsonNode pooler = view.at("database.poolerWaitMs");
    boolean both = pooler.isObject() || number("timedOutIn.pooler") > 0;
    if (!pool.path("max").isNumber() && !both && !(number("acquireTimeouts") > 0)) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (String key : List.of("p50", "p95", "p99", "max")) {
      rows.add(row(both, key, ms(pool, key), ms(pooler, key)));
    }
    rows.add(row(both, "timed out", known("timedOutIn.pool"), known("timedOutIn.pooler")));
    html.part(
        "Wait for a connection, where one came",
        row(both, "Percentile", "In the instance's pool", "In the pooler"),
        rows);
  }

  private static List<Cell> row(boolean both, String name, String pool, String pooler) {
    List<Cell> row = List.of(Cell.of(name), Cell.number(pool), Cell.number(pooler));
    return both ? row : row.subList(0, 2);
  }

  private void exhausted() {
    JsonNode all = view.at("database.exhausted");
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode interval : all) {
      if (rows.size() < MOST_INTERVALS) {
        double from = ResultView.number(interval.path("from"));
        double to = ResultView.number(interval.path("to"));
        rows.add(List.of(
            Cell.of(view.time().moment(from) + " to " + view.time().moment(to) + ", "
                + Numbers.seconds(to - from)),
            Cell.number(count(interval, "failed")),
            Cell.of(interval.path("heldBy").asText(""))));
      }
    }
    String first = all.size() > MOST_INTERVALS
        ? ", the first " + MOST_INTERVALS + " of " + Numbers.count(all.size())
        : "";
    html.part(
        "Exhausted" + first,
        List.of(
            Cell.of("When"),
            Cell.number("Failed"),
            Cell.of("Who held the connections when it began")),
        rows);
  }

  /** A figure that is not known, or says nothing, is left out. */
  private void figure(String name, String value) {
    if (!value.isEmpty() && !value.contains(Numbers.UNKNOWN)) {
      figures.add(List.of(Cell.of(name), Cell.of(value)));
    }
  }

  private double number(String path) {
    return view.number("database." + path);
  }

  private String known(String path) {
    return Numbers.count(number(path));
  }

  /** The count where it is not zero. */
  private String some(String path) {
    return number(path) > 0 ? known(path) : "";
  }

  private static String count(JsonNode node, String key) {
    return Numbers.count(ResultView.number(node.path(key)));
  }

  /** The classes of a histogram are wider than what is in them: no quantile is above the max. */
  private static String ms(JsonNode wait, String key) {
    double max = ResultView.number(wait.path("max"));
    return Numbers.milliseconds(Math.min(ResultView.number(wait.path(key)), max));
  }
}
