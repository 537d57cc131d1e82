package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import dev.headroom.report.Html.Cell;
import dev.headroom.results.EventRow;
import dev.headroom.results.PercentileRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything below the panels; a table without rows is left out with its heading. */
final class ReportTables {
  private static final int MOST_EVENTS = 100;
  private static final double[] PERCENTILES =
      {0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999, 100};

  private final ResultView view;
  private final Html html;
  private final Fields fields;

  ReportTables(ResultView view, Html html) {
    this.view = view;
    this.html = html;
    this.fields = new Fields(view.text("cost.currency"));
  }

  void write() {
    fixes();
    variants();
    new OutcomeTables(view, html).write();
    new DatabaseTables(view, html).write();
    new QueueTables(view, html).write();
    events();
    html.open("div", "pair");
    percentiles();
    cost();
    html.close("div");
    assumptions();
    settings();
    warnings();
  }

  private void fixes() {
    Set<String> effects = new LinkedHashSet<>();
    boolean monthly = false;
    for (JsonNode fix : view.at("fixes")) {
      fix.path("effect").fieldNames().forEachRemaining(effects::add);
      monthly |= fix.path("costPerMonthDelta").isNumber();
    }
    List<Cell> head = new ArrayList<>(List.of(Cell.of("Change")));
    effects.forEach(key -> head.add(Cell.number(Fields.label(key))));
    if (monthly) {
      head.add(Cell.number("Per month"));
    }
    head.add(Cell.of("Simulated"));
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode fix : view.at("fixes")) {
      List<Cell> row = new ArrayList<>(List.of(Cell.code(fix.path("change").asText(""))));
      effects.forEach(
          key -> row.add(Cell.number(fields.value(key, fix.path("effect").path(key)))));
      if (monthly) {
        double delta = ResultView.number(fix.path("costPerMonthDelta"));
        row.add(Cell.number((delta > 0 ? "+" : "") + Numbers.money(
            delta, view.text("cost.currency"))));
      }
      row.add(Cell.of(fix.path("verified").asBoolean(false) ? "✓ yes" : "✗ no"));
      rows.add(row);
    }
    html.section("fixes", "Fixes", "Each was simulated on the same traffic.", head, rows);
  }

  private void variants() {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonNode variant : view.at("variants")) {
      variant.fieldNames().forEachRemaining(keys::add);
    }
    List<Cell> head = new ArrayList<>();
    keys.forEach(key -> head.add(
        new Cell(Fields.label(key), style(key).equals("num") ? "num" : "")));
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode variant : view.at("variants")) {
      List<Cell> row = new ArrayList<>();
      for (String key : keys) {
        JsonNode value = variant.path(key);
        Verdict verdict = Verdict.of(value.asText(""));
        row.add(key.equals("verdict") ? new Cell(verdict.word(), "state " + verdict.key())
            : new Cell(fields.value(key, value), style(key)));
      }
      rows.add(row);
    }
    html.section("variants", "Variants", "", head, rows);
  }

  private static String style(String key) {
    return switch (key) {
      case "name", "verdict" -> "";
      case "change" -> "mono";
      default -> "num";
    };
  }

  private void events() {
    List<EventRow> events = view.result().events();
    List<List<Cell>> rows = new ArrayList<>();
    for (EventRow event : events.subList(0, Math.min(events.size(), MOST_EVENTS))) {
      rows.add(List.of(Cell.time(view.time().moment(event.seconds())), Cell.of(event.service()),
          Cell.of(event.kind()), Cell.of(event.text())));
    }
    String note = events.size() > MOST_EVENTS ? "The first " + MOST_EVENTS + " of "
        + Numbers.count(events.size()) + "; all are in events.csv." : "";
    html.section("events", "Event timeline", note, List.of(new Cell("Time", "time"),
        Cell.of("Service"), Cell.of("Kind"), Cell.of("What happened")), rows);
  }

  private void percentiles() {
    List<List<Cell>> rows = new ArrayList<>();
    int next = 0;
    for (PercentileRow row : view.result().latency()) {
      boolean wanted = false;
      while (next < PERCENTILES.length && row.percentile() >= PERCENTILES[next] - 1e-9) {
        wanted = true;
        next++;
      }
      if (wanted) {
        String name = row.percentile() == 0 ? "min" : row.percentile() == 100 ? "max"
            : "p" + Decimals.format(row.percentile(), 3);
        rows.add(List.of(Cell.of(name), Cell.number(Numbers.milliseconds(row.latencyMs())),
            Cell.number(Numbers.count(row.count()))));
      }
    }
    html.section("percentiles", "Latency percentiles",
        "Of completed requests, from first attempt to success, as the client sees it.",
        List.of(Cell.of("Percentile"), Cell.number("Latency"),
            Cell.number("Requests at or below")), rows);
  }

  private void cost() {
    JsonNode components = view.at("cost.byComponent");
    double total = view.number("cost.total");
    String currency = view.text("cost.currency");
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> component : ResultView.numbers(components)) {
      double amount = ResultView.number(component.getValue());
      rows.add(List.of(Cell.of(CostComponent.labelOf(component.getKey())),
          Cell.number(Numbers.money(amount, currency)),
          Cell.number(Numbers.percent(amount / total))));
    }
    if (rows.isEmpty()) {
      return;
    }
    rows.add(List.of(new Cell("total", "total"),
        new Cell(Numbers.money(total, currency), "num total"), new Cell("100 %", "num total")));
    double month = view.number("cost.perMonth");
    double tail = view.number("cost.tail");
    String note = "Prices: " + view.text("cost.priceBook") + "."
        + (tail > 0 ? " After the trace's end: " + Numbers.money(tail, currency) + "." : "")
        + (Double.isNaN(month) ? " Per month: not known without a month's profile."
            : " Per month: " + Numbers.money(month, currency) + ".");
    html.section("bill", "Cost by component", note,
        List.of(Cell.of("Component"), Cell.number("Cost"), Cell.number("Share")), rows);
  }

  private void assumptions() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode assumption : view.at("assumptions")) {
      rows.add(List.of(Cell.code(assumption.path("path").asText("")),
          Cell.of(assumption.path("text").asText("")),
          Cell.of(assumption.path("flipsAt").textValue() == null ? ""
              : assumption.path("flipsAt").textValue())));
    }
    html.section("assumptions", "Assumptions this result leans on", "",
        List.of(Cell.of("Setting"), Cell.of("Assumed"), Cell.of("What would change the verdict")),
        rows);
  }

  private void settings() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode setting : view.at("settings")) {
      rows.add(List.of(Cell.code(setting.path("path").asText("")),
          Cell.code(value(setting.path("value"))),
          Cell.code(setting.path("origin").asText(""))));
    }
    html.section("settings", "Effective settings", "",
        List.of(Cell.of("Setting"), Cell.of("Value"), Cell.of("Comes from")), rows);
  }

  private static String value(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private void warnings() {
    JsonNode warnings = view.at("warnings");
    if (warnings.isEmpty()) {
      return;
    }
    html.raw("<section id=\"warnings\" class=\"warnings\">").element("h2", "", "Warnings")
        .open("ul", "");
    warnings.forEach(warning -> html.element("li", "", warning.asText()));
    html.close("ul").close("section");
  }
}
