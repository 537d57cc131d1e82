package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How requests failed, what was lost with them, and whether the run came to itself. */
final class OutcomeTables {
  private final ResultView view;
  private final Html html;

  OutcomeTables(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    html.open("div", "pair");
    failures();
    recovery();
    html.close("div").open("div", "pair");
    throttled();
    lost();
    html.close("div");
  }

  private void failures() {
    JsonNode reported = view.at("requests.reportedAs");
    double offered = view.number("requests.offered");
    List<List<Cell>> rows = new ArrayList<>();
    JsonNode reasons = view.at("requests.failedByReason");
    for (Map.Entry<String, JsonNode> reason : ResultView.numbers(reasons)) {
      double failed = ResultView.number(reason.getValue());
      rows.add(List.of(
          Cell.of(reason.getKey()),
          Cell.number(Numbers.significant(failed)),
          Cell.number(Numbers.percent(failed / offered)),
          Cell.of(reported.path(reason.getKey()).asText(""))));
    }
    boolean words = rows.stream().anyMatch(row -> !row.get(3).text().isEmpty());
    List<Cell> head = List.of(
        Cell.of("Reason"),
        Cell.number("Requests"),
        Cell.number("Of offered"),
        Cell.of("In the platform's words"));
    html.section(
        "failures",
        "Failures",
        "",
        words ? head : head.subList(0, 3),
        words ? rows : rows.stream().map(row -> row.subList(0, 3)).toList());
  }

  private void recovery() {
    JsonNode recovery = view.at("recovery");
    if (!recovery.isObject()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    add(rows, "Outcome", state(recovery.path("state").asText("")));
    boolean load = recovery.path("trigger").asText("").equals("load");
    add(
        rows,
        load ? "Spike" : "Failures",
        view.time().moment(number("triggerFrom")) + " to "
            + view.time().moment(number("triggerEnd")));
    add(rows, "Recovered", after("recoveredSeconds"));
    add(rows, "Failures ceased", after("failuresCeasedSeconds"));
    add(rows, "Backlog cleared", after("backlogClearedSeconds"));
    add(rows, "Usual load", perSecond("usualPerSecond"));
    add(rows, "Load afterwards", perSecond("afterPerSecond"));
    add(rows, "Recovers at", perSecond("recoversAtPerSecond"));
    add(rows, "Does not recover at", perSecond("failsAtPerSecond"));
    add(
        rows,
        "Retries among attempts",
        Numbers.percent(number("retryShareDuring")) + " during it, "
            + Numbers.percent(number("retryShareAfter")) + " after");
    html.section("recovery", "Recovery", "", List.of(Cell.of("Figure"), Cell.of("Value")), rows);
  }

  private static String state(String key) {
    return switch (key) {
      case "recovered" -> "recovered";
      case "trace-ended" -> "not known: the traffic ended first";
      case "self-sustaining" -> "does not recover by itself";
      case "overloaded" -> "does not recover: too much load without the spike as well";
      case "not-recovered" -> "requests fail until the traffic ends";
      default -> key;
    };
  }

  private double number(String key) {
    return view.number("recovery." + key);
  }

  private String after(String key) {
    double seconds = number(key);
    return seconds == 0 ? "before its end" : Numbers.seconds(seconds) + " after its end";
  }

  private String perSecond(String key) {
    return Numbers.significant(number(key)) + " requests/s";
  }

  private static void add(List<List<Cell>> rows, String name, String value) {
    if (!value.contains(Numbers.UNKNOWN)) {
      rows.add(List.of(Cell.of(name), Cell.of(value)));
    }
  }

  private void throttled() {
    List<List<Cell>> rows = new ArrayList<>();
    JsonNode limits = view.at("requests.throttledAttempts");
    for (Map.Entry<String, JsonNode> by : ResultView.numbers(limits)) {
      rows.add(List.of(
          Cell.of(Fields.label(by.getKey())),
          Cell.number(Numbers.significant(ResultView.number(by.getValue())))));
    }
    html.section(
        "throttled",
        "Throttled attempts",
        "",
        List.of(Cell.of("Limit"), Cell.number("Attempts")),
        rows);
  }

  private void lost() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> way : ResultView.numbers(view.at("instances.lost"))) {
      double count = ResultView.number(way.getValue());
      if (count > 0) {
        rows.add(
            List.of(Cell.of(Fields.label(way.getKey())), Cell.number(Numbers.significant(count))));
      }
    }
    html.section(
        "lost", "Instances lost", "", List.of(Cell.of("How"), Cell.number("Instances")), rows);
  }
}
