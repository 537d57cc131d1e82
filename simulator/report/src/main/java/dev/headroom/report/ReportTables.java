package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import dev.headroom.results.EventRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything below the panels; a table without rows is left out with its heading. */
final class ReportTables {
  private static final int MOST_EVENTS = 100;
  private static final int MOST_TICKS = 10;

  private final ResultView view;
  private final Html html;

  ReportTables(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    events();
    new OutcomeTables(view, html).write();
    new DatabaseTables(view, html).write();
    new QueueTables(view, html).write();
    new LatencyAnatomy(view, html).write();
    new Why(view, html).write();
    new Alternatives(view, html).write();
    cost();
    settings();
    warnings();
    new Trust(view, html).write();
  }

  private void events() {
    List<EventRow> events = view.result().events();
    if (events.isEmpty()) {
      return;
    }
    List<EventRow> first = events.subList(0, Math.min(events.size(), MOST_EVENTS));
    List<List<Cell>> rows = new ArrayList<>();
    StringBuilder markdown = new StringBuilder();
    for (EventRow event : first) {
      String moment = view.time().moment(event.seconds());
      rows.add(List.of(
          Cell.time(moment),
          Cell.of(event.service()),
          Cell.of(event.kind()),
          Cell.of(event.text())));
      markdown
          .append("- **")
          .append(moment)
          .append("** ")
          .append(Escape.markdown(
              event.service().isEmpty() ? event.kind() : event.service() + " " + event.kind()))
          .append(": ")
          .append(Escape.markdown(event.text()))
          .append('\n');
    }
    html.raw("<section id=\"events\">")
        .element("h2", "", "Event timeline")
        .element(
            "p",
            "note",
            "Time: " + view.time().title(MOST_TICKS) + "."
                + (events.size() > MOST_EVENTS
                    ? " The first " + MOST_EVENTS + " of " + Numbers.count(events.size())
                        + "; all are in events.csv."
                    : ""));
    html.table(
        "Event timeline",
        List.of(
            new Cell("Time", "time"),
            Cell.of("Service"),
            Cell.of("Kind"),
            Cell.of("What happened")),
        rows);
    html.raw("<details><summary>As Markdown</summary><p class=\"with-script\"><button "
            + "type=\"button\" id=\"copy-events\">Copy</button> <span role=\"status\"></span></p>"
            + "<pre id=\"events-markdown\">")
        .text(markdown.toString())
        .raw("</pre></details>\n")
        .close("section");
  }

  private void cost() {
    JsonNode components = view.at("cost.byComponent");
    double total = view.number("cost.total");
    String currency = view.text("cost.currency");
    List<Bars.Row> rows = new ArrayList<>();
    double done = 0;
    for (Map.Entry<String, JsonNode> component : ResultView.numbers(components)) {
      double amount = ResultView.number(component.getValue());
      rows.add(new Bars.Row(
          List.of(
              Cell.of(CostComponent.labelOf(component.getKey())),
              Cell.number(Numbers.money(amount, currency)),
              Cell.number(total > 0 ? Numbers.percent(amount / total) : "")),
          total > 0
              ? List.of(new Bars.Bar(
                  done / total, (done + amount) / total, CostComponent.styleOf(component.getKey())))
              : List.of()));
      done += amount;
    }
    if (rows.isEmpty()) {
      return;
    }
    rows.add(new Bars.Row(
        List.of(
            new Cell("total", "total"),
            new Cell(Numbers.money(total, currency), "num total"),
            new Cell(total > 0 ? "100 %" : "", "num total")),
        List.of()));
    html.raw("<section id=\"bill\">")
        .element("h2", "", "Cost by component")
        .element("p", "note", costNote(total, currency));
    Bars.table(
        html,
        "Cost by component",
        List.of(Cell.of("Component"), Cell.number("Cost"), Cell.number("Share")),
        "One upon the other, to the total",
        rows);
    html.close("section");
  }

  private String costNote(double total, String currency) {
    double month = view.number("cost.perMonth");
    double tail = view.number("cost.tail");
    double idle = view.number("instances.seconds.idle");
    double busy = view.number("instances.seconds.busy");
    double paidIdle = view.number("cost.byComponent.computeIdle");
    return "Prices: " + view.text("cost.priceBook") + "."
        + (tail > 0 ? " After the trace's end: " + Numbers.money(tail, currency) + "." : "")
        + (idle + busy > 0
            ? " Ready instances were idle for "
                + Numbers.percent(idle / (idle + busy)) + " of their time"
                + (paidIdle >= 0 && total > 0
                    ? ", which is " + Numbers.percent(paidIdle / total) + " of the cost"
                    : "")
                + "."
            : "")
        + (Double.isNaN(month)
            ? " Per month: not known without a month's profile."
            : " Per month: " + Numbers.money(month, currency) + ".");
  }

  private void settings() {
    List<List<Cell>> set = new ArrayList<>();
    List<List<Cell>> defaults = new ArrayList<>();
    for (JsonNode setting : view.at("settings")) {
      String origin = setting.path("origin").asText("");
      boolean given = !origin.startsWith("models/") && !origin.equals("default");
      (given ? set : defaults)
          .add(List.of(
              Cell.code(setting.path("path").asText("")),
              Cell.code(value(setting.path("value"))),
              Cell.code(origin),
              Cell.of(given ? "set here" : "default")));
    }
    if (set.isEmpty() && defaults.isEmpty()) {
      return;
    }
    List<Cell> head =
        List.of(Cell.of("Setting"), Cell.of("Value"), Cell.of("Comes from"), Cell.of("Kind"));
    html.raw("<section id=\"settings\">")
        .element("h2", "", "Effective settings")
        .element(
            "p",
            "note",
            set.size() + " are set by the scenario or a flag, " + defaults.size()
                + " are defaults of the models.");
    if (!set.isEmpty()) {
      html.cards("Settings of the scenario", head, set);
    }
    if (!defaults.isEmpty()) {
      html.raw("<details><summary>Defaults of the models</summary>");
      html.cards("Defaults of the models", head, defaults).close("details");
    }
    html.close("section");
  }

  private static String value(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  private void warnings() {
    JsonNode warnings = view.at("warnings");
    if (warnings.isEmpty()) {
      return;
    }
    html.raw("<section id=\"warnings\" class=\"warnings\">")
        .element("h2", "", "Warnings")
        .open("ul", "");
    warnings.forEach(warning -> html.element("li", "", warning.asText()));
    html.close("ul").close("section");
  }
}
