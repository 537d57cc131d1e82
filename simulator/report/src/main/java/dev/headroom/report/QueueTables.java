package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Queues before services, and the machines under them. */
final class QueueTables {
  private final ResultView view;
  private final Html html;

  QueueTables(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    queues();
    nodes();
  }

  private void queues() {
    List<List<Cell>> rows = new ArrayList<>();
    queue(rows, "", view.at("messages"));
    for (Map.Entry<String, JsonNode> service : view.at("services").properties()) {
      queue(rows, service.getKey(), service.getValue().path("messages"));
    }
    html.section(
        "queues",
        "Queues",
        "Age: from a message's arrival until it was done. Oldest: of those not done at a moment. "
            + "Drain: from the end of the traffic until nothing was left.",
        List.of(
            Cell.of("Queue"),
            Cell.number("Messages"),
            Cell.number("Done"),
            Cell.number("Given up"),
            Cell.number("Left"),
            Cell.number("Most waiting"),
            Cell.number("Oldest"),
            Cell.number("Age p50"),
            Cell.number("Age p99"),
            Cell.number("Drain"),
            Cell.number("Operations"),
            Cell.number("Per million")),
        rows);
  }

  private void queue(List<List<Cell>> rows, String service, JsonNode messages) {
    if (!messages.isObject()) {
      return;
    }
    String kind = messages.path("kind").asText("");
    rows.add(List.of(
        Cell.of(service.isEmpty() ? kind : service + " (" + kind + ")"),
        count(messages, "in"),
        count(messages, "done"),
        count(messages, "dead"),
        count(messages, "left"),
        count(messages, "waitingPeak"),
        Cell.number(Numbers.seconds(number(messages, "oldestSeconds"))),
        Cell.number(Numbers.milliseconds(number(messages.path("ageMs"), "p50"))),
        Cell.number(Numbers.milliseconds(number(messages.path("ageMs"), "p99"))),
        Cell.number(Numbers.seconds(number(messages, "drainSeconds"))),
        count(messages, "operations"),
        Cell.number(
            Numbers.money(number(messages, "costPerMillion"), view.text("cost.currency")))));
  }

  private void nodes() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> pool : view.at("nodes").properties()) {
      rows.add(List.of(
          Cell.of(pool.getKey()),
          count(pool.getValue(), "peak"),
          Cell.number(Numbers.significant(number(pool.getValue(), "mean"))),
          Cell.number(Numbers.seconds(number(pool.getValue(), "nodeSeconds")))));
    }
    html.section(
        "nodes",
        "Nodes",
        "",
        List.of(
            Cell.of("Pool"),
            Cell.number("Peak"),
            Cell.number("Mean"),
            Cell.number("Time paid for")),
        rows);
  }

  private static double number(JsonNode node, String key) {
    return ResultView.number(node.path(key));
  }

  private static Cell count(JsonNode node, String key) {
    return Cell.number(Numbers.count(number(node, key)));
  }
}
