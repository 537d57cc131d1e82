package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Compared.Change;
import dev.headroom.report.Html.Cell;
import dev.headroom.results.EventRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.UnaryOperator;

/** Everything of a comparison below its panels, A and B beside each other. */
final class ComparisonTables {
  private static final int MOST_EVENTS = 50;

  private final Compared compared;
  private final Html html;
  private final String currency;

  ComparisonTables(Compared compared, Html html) {
    this.compared = compared;
    this.html = html;
    this.currency = compared.b().text("cost.currency");
  }

  void write() {
    differences();
    all();
    settings();
    events();
    html.open("div", "pair");
    sides(
        "failures",
        "Failures",
        "requests.failedByReason",
        name -> name,
        Numbers::significant,
        false);
    sides(
        "percentiles",
        "Latency of completed requests",
        "latencyMs",
        name -> name.equals("p999") ? "p99.9" : name,
        Numbers::milliseconds,
        false);
    sides(
        "slowest",
        "Where the slowest requests spent their time",
        "latencyParts.slowest.partsMs",
        LatencyPart::labelOf,
        Numbers::milliseconds,
        true);
    html.close("div").open("div", "pair");
    sides(
        "instance-time",
        "Instance time by state",
        "instances.seconds",
        Fields::label,
        Numbers::seconds,
        true);
    sides(
        "bill",
        "Cost by component",
        "cost.byComponent",
        CostComponent::labelOf,
        amount -> Numbers.money(amount, currency),
        true);
    html.close("div");
    why();
    trust();
    reproduce();
  }

  /** Every measure with its paired difference. */
  private void differences() {
    boolean days = compared.runs() > 1;
    List<Cell> head = new ArrayList<>(
        List.of(Cell.of("Measure"), Cell.number("A"), Cell.number("B"), Cell.number("B − A")));
    if (days) {
      head.add(Cell.number("95 % interval"));
      head.add(Cell.number("Better / worse in"));
    }
    head.add(Cell.of("B is"));
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode measure : compared.contender(true).path("measures")) {
      String name = measure.path("name").asText("");
      JsonNode difference = compared.difference(name);
      List<Cell> row = new ArrayList<>(List.of(
          Cell.code(name),
          Cell.number(measure.path("shown").asText("")),
          Cell.number(compared.measure(false, name).path("shown").asText("")),
          Cell.number(difference.path("shown").asText(""))));
      if (days) {
        row.add(Cell.number(
            difference.path("shownInterval").isTextual()
                ? difference.path("shownInterval").asText()
                : "–"));
        row.add(Cell.number(difference.path("better").asText("") + " / "
            + difference.path("worse").asText("")));
      }
      row.add(Cell.of(Change.of(difference).word()));
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      html.raw("<section id=\"differences\">")
          .element("h2", "", "Differences" + (days ? ", paired day by day" : ""));
      if (days) {
        html.element("p", "note", "A and B are means of days; run n of both has the same draws.");
      }
      html.cards("Differences", head, rows).close("section");
    }
  }

  /** The contenders that this page is not about. */
  private void all() {
    JsonNode contenders = compared.document().path("contenders");
    if (contenders.size() <= 2) {
      return;
    }
    List<Cell> head = new ArrayList<>(List.of(Cell.of("Contender"), Cell.of("Verdict")));
    List<Kpi> shown = new ArrayList<>();
    for (Kpi kpi : Kpi.values()) {
      if (!compared.measure(true, kpi.measure()).isMissingNode()) {
        head.add(Cell.number(kpi.label()));
        shown.add(kpi);
      }
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int c = 0; c < contenders.size(); c++) {
      JsonNode one = contenders.get(c);
      String side = c == 0 ? "A: " : c == compared.other() ? "B: " : "";
      List<Cell> row = new ArrayList<>(List.of(
          Cell.of(side + one.path("name").asText("")),
          Cell.of(Verdict.of(one.path("verdict").asText("")).word())));
      for (Kpi kpi : shown) {
        String value = "";
        for (JsonNode measure : one.path("measures")) {
          if (measure.path("name").asText("").equals(kpi.measure())) {
            value = measure.path("shown").asText("");
          }
        }
        row.add(Cell.number(value));
      }
      rows.add(row);
    }
    html.raw("<section id=\"contenders\">")
        .element("h2", "", "All " + contenders.size() + " contenders")
        .element(
            "p",
            "note",
            "This page sets the first against one other. headroom report FOLDER --against NAME "
                + "draws it for another of them, without running anything.");
    html.cards("All contenders", head, rows).close("section");
  }

  private record Sides(JsonNode a, JsonNode b) {}

  private static Map<String, JsonNode> settings(ResultView view) {
    Map<String, JsonNode> settings = new LinkedHashMap<>();
    view.at("settings").forEach(one -> settings.putIfAbsent(one.path("path").asText(""), one));
    return settings;
  }

  private void settings() {
    Map<String, JsonNode> a = settings(compared.a());
    Map<String, JsonNode> b = settings(compared.b());
    Set<String> paths = new LinkedHashSet<>(a.keySet());
    paths.addAll(b.keySet());
    List<List<Cell>> differing = new ArrayList<>();
    List<List<Cell>> same = new ArrayList<>();
    for (String path : paths) {
      Sides sides = new Sides(a.get(path), b.get(path));
      boolean differs = !value(sides.a()).equals(value(sides.b()));
      String style = differs ? "mono differs" : "mono";
      List<Cell> row = new ArrayList<>();
      row.add(new Cell(path, style));
      row.add(new Cell(value(sides.a()), style));
      row.add(new Cell(value(sides.b()), style));
      row.add(new Cell(origin(sides), style));
      if (differs) {
        row.add(new Cell(
            sides.a() == null ? "≠ only in B" : sides.b() == null ? "≠ only in A" : "≠ differs",
            "differs"));
      }
      (differs ? differing : same).add(row);
    }
    if (paths.isEmpty()) {
      return;
    }
    List<Cell> head =
        List.of(Cell.of("Setting"), Cell.of("A"), Cell.of("B"), Cell.of("Comes from"));
    html.raw("<section id=\"settings\">")
        .element("h2", "", "Effective settings")
        .element(
            "p",
            "note",
            (differing.isEmpty()
                    ? "No setting differs."
                    : differing.size() == 1
                        ? "One setting differs."
                        : differing.size() + " settings differ, each marked ≠.")
                + " " + same.size() + " are the same in both.");
    if (!differing.isEmpty()) {
      List<Cell> marked = new ArrayList<>(head);
      marked.add(Cell.of("Mark"));
      html.cards("Settings that differ", marked, differing);
    }
    if (!same.isEmpty()) {
      html.raw("<details><summary>Settings that are the same in both</summary>");
      html.cards("Settings that are the same", head, same).close("details");
    }
    html.close("section");
  }

  private static String value(JsonNode setting) {
    if (setting == null) {
      return "–";
    }
    JsonNode value = setting.path("value");
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static String origin(Sides sides) {
    String a = sides.a() == null ? "" : sides.a().path("origin").asText("");
    String b = sides.b() == null ? "" : sides.b().path("origin").asText("");
    return a.isEmpty() || a.equals(b) ? b : b.isEmpty() ? a : "A " + a + "; B " + b;
  }

  private void events() {
    if (compared.a().result().events().isEmpty()
        && compared.b().result().events().isEmpty()) {
      return;
    }
    html.raw("<section id=\"events\">").element("h2", "", "Event timelines").open("div", "pair");
    events("A", compared.a());
    events("B", compared.b());
    html.close("div").close("section");
  }

  private void events(String side, ResultView view) {
    List<EventRow> events = view.result().events();
    List<List<Cell>> rows = new ArrayList<>();
    for (EventRow event : events.subList(0, Math.min(MOST_EVENTS, events.size()))) {
      rows.add(List.of(
          Cell.time(view.time().moment(event.seconds())),
          Cell.of(event.service().isEmpty() ? event.kind() : event.service() + " " + event.kind()),
          Cell.of(event.text())));
    }
    String title = side + ": "
        + (events.isEmpty()
            ? "nothing was logged"
            : events.size() > MOST_EVENTS
                ? "the first " + MOST_EVENTS + " of " + Numbers.count(events.size())
                : events.size() + (events.size() == 1 ? " event" : " events"));
    html.open("div", "").element("h3", "", title);
    if (!rows.isEmpty()) {
      html.table(
          title,
          List.of(new Cell("Time", "time"), Cell.of("Kind"), Cell.of("What happened")),
          rows);
    }
    html.close("div");
  }

  /** A map of numbers in both, key by key. */
  private void sides(
      String id,
      String title,
      String path,
      UnaryOperator<String> label,
      DoubleFunction<String> show,
      boolean summed) {
    Set<String> keys = new LinkedHashSet<>();
    for (ResultView view : compared.views()) {
      ResultView.numbers(view.at(path)).forEach(entry -> keys.add(entry.getKey()));
    }
    List<List<Cell>> rows = new ArrayList<>();
    double totalA = 0;
    double totalB = 0;
    for (String key : keys) {
      double a = ResultView.number(compared.a().at(path).path(key));
      double b = ResultView.number(compared.b().at(path).path(key));
      // What one of them does not have it has none of; a percentile of nothing is unknown.
      double knownA = summed && Double.isNaN(a) ? 0 : a;
      double knownB = summed && Double.isNaN(b) ? 0 : b;
      totalA += knownA;
      totalB += knownB;
      if (knownA != 0 || knownB != 0) {
        rows.add(row(label.apply(key), knownA, knownB, show, ""));
      }
    }
    if (summed && rows.size() > 1) {
      rows.add(row("total", totalA, totalB, show, " total"));
    }
    if (!rows.isEmpty()) {
      html.raw("<section id=\"").raw(id).raw("\">").element("h2", "", title);
      html.element("p", "note", "Of the day shown.");
      html.cards(
          title,
          List.of(Cell.of("What"), Cell.number("A"), Cell.number("B"), Cell.number("B − A")),
          rows);
      html.close("section");
    }
  }

  private static List<Cell> row(
      String name, double a, double b, DoubleFunction<String> show, String style) {
    double difference = b - a;
    String signed = Double.isNaN(difference)
        ? ""
        : difference == 0 ? "0" : (difference > 0 ? "+" : "−") + show.apply(Math.abs(difference));
    return List.of(
        new Cell(name, style.strip()),
        new Cell(show.apply(a), "num" + style),
        new Cell(show.apply(b), "num" + style),
        new Cell(signed, "num" + style));
  }

  private void why() {
    Why a = new Why(compared.a(), html, "a-");
    Why b = new Why(compared.b(), html, "b-");
    if (a.isEmpty() && b.isEmpty()) {
      return;
    }
    html.raw("<section id=\"why\">").element("h2", "", "Why").open("div", "pair");
    html.open("div", "").element("p", "side", "A: " + compared.name(true));
    a.parts();
    html.close("div").open("div", "").element("p", "side", "B: " + compared.name(false));
    b.parts();
    html.close("div").close("div").close("section");
  }

  private void trust() {
    html.raw("<section id=\"trust\">").element("h2", "", "Trust").open("dl", "trust");
    double runs = compared.runs();
    fact(
        "Runs",
        runs > 1
            ? Numbers.count(runs) + " days of each. Run n of A and run n of B have the same "
                + "arrivals, demands and start-up times, so that the differences are theirs and "
                + "not the days'; an interval is of the mean of the paired differences."
            : "One simulated day of each: there is no interval, and another day differs; --runs "
                + "simulates more.");
    fact(
        "Day shown",
        ("Panels, events and the tables of one day." + ComparisonReport.day(compared)).strip());
    Calibration.write(html, compared.views());
    html.close("dl").close("section");
  }

  private void fact(String name, String text) {
    html.open("div", "").element("dt", "", name).element("dd", "", text).close("div");
  }

  private void reproduce() {
    html.raw("<section id=\"reproduce\">").element("h2", "", "Reproduce");
    String command = compared.document().path("command").asText("");
    if (!command.isEmpty()) {
      html.open("pre", "").text(command).close("pre");
    }
    for (boolean first : new boolean[] {true, false}) {
      ResultView view = first ? compared.a() : compared.b();
      String text = view.text("scenarioText");
      if (!text.isEmpty()) {
        html.raw("<details><summary>Scenario of ")
            .text((first ? "A, " : "B, ") + compared.name(first))
            .raw("</summary><pre>")
            .text(text)
            .raw("</pre></details>\n");
      }
    }
    html.open("dl", "facts");
    for (String path : List.of("engine.version", "engine.commit")) {
      String value = compared.document().at("/" + path.replace('.', '/')).asText("");
      if (!value.isEmpty()) {
        html.open("div", "")
            .element("dt", "", path.replace('.', ' '))
            .element("dd", "mono", value)
            .close("div");
      }
    }
    for (boolean first : new boolean[] {true, false}) {
      ResultView view = first ? compared.a() : compared.b();
      html.open("div", "")
          .element("dt", "", "fingerprint of " + (first ? "A" : "B"))
          .element("dd", "mono", view.text("fingerprint"))
          .close("div");
    }
    html.close("dl").close("section");
  }
}
