package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Bars.Bar;
import dev.headroom.report.Html.Cell;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What else was simulated: fixes, what did not help, variants, assumptions that decide. */
final class Alternatives {
  private static final int MOST_BARS = 12;
  private static final int MOST_TICKS = 5;

  private final ResultView view;
  private final Html html;
  private final Fields fields;
  private final String currency;

  Alternatives(ResultView view, Html html) {
    this.view = view;
    this.html = html;
    this.currency = view.text("cost.currency");
    this.fields = new Fields(currency);
  }

  void write() {
    changes("fixes", "Fixes", "Each was simulated on the same traffic.", view.at("fixes"));
    List<JsonNode> others = others();
    if (!tried().isEmpty()) {
      html.raw("<section id=\"tried\">").element("h2", "", "Changes compared");
      html.open("div", "pair").open("div", "");
      tornado();
      html.close("div").open("div", "");
      pareto();
      html.close("div").close("div");
      if (!others.isEmpty()) {
        html.raw("<details><summary>")
            .text(
                others.size() == 1
                    ? "One other change that was simulated"
                    : "All " + others.size() + " other changes that were simulated")
            .raw("</summary>");
        changes("", "", "", others);
        html.close("details");
      }
      html.close("section");
    }
    variants();
    assumptions();
  }

  /** What was tried and is not among the fixes, each change once. */
  private List<JsonNode> others() {
    Set<String> seen = new LinkedHashSet<>();
    view.at("fixes").forEach(fix -> seen.add(fix.path("change").asText("")));
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode change : view.at("tried")) {
      if (seen.add(change.path("change").asText(""))) {
        others.add(change);
      }
    }
    return others;
  }

  /** Fixes first, then the others. */
  private List<JsonNode> tried() {
    List<JsonNode> all = new ArrayList<>();
    view.at("fixes").forEach(all::add);
    all.addAll(others());
    return all;
  }

  private void changes(String id, String title, String note, Iterable<JsonNode> changes) {
    Set<String> effects = new LinkedHashSet<>();
    boolean monthly = false;
    for (JsonNode change : changes) {
      change.path("effect").fieldNames().forEachRemaining(effects::add);
      monthly |= change.path("costPerMonthDelta").isNumber();
    }
    List<Cell> head = new ArrayList<>(List.of(Cell.of("Change")));
    effects.forEach(key -> head.add(Cell.number(Fields.label(key))));
    if (monthly) {
      head.add(Cell.number("Per month"));
    }
    head.add(Cell.of(id.isEmpty() ? "Meets the objectives" : "Simulated"));
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode change : changes) {
      List<Cell> row = new ArrayList<>(List.of(Cell.code(change.path("change").asText(""))));
      effects.forEach(
          key -> row.add(Cell.number(fields.value(key, change.path("effect").path(key)))));
      if (monthly) {
        double delta = ResultView.number(change.path("costPerMonthDelta"));
        row.add(Cell.number((delta > 0 ? "+" : "") + Numbers.money(delta, currency)));
      }
      row.add(Cell.of(change.path("verified").asBoolean(false) ? "✓ yes" : "✗ no"));
      rows.add(row);
    }
    if (id.isEmpty()) {
      html.table("Other changes that were simulated", head, rows);
    } else {
      html.section(id, title, note, head, rows);
    }
  }

  /** How far each change moves what went wrong: the first of these that there was any of. */
  private void tornado() {
    String key = List.of("failed", "exhaustedSeconds", "p99Ms").stream()
        .filter(candidate -> before(candidate) > 0)
        .findFirst()
        .orElse("costTotal");
    double base = before(key);
    String effect = key;
    List<JsonNode> moving = new ArrayList<>(tried().stream()
        .filter(change -> !Double.isNaN(after(change, effect))
            && after(change, effect)
                != ResultView.number(change.path("effect").path(effect).path("before")))
        .toList());
    double from = base;
    moving.sort((a, b) ->
        Double.compare(Math.abs(after(b, effect) - from), Math.abs(after(a, effect) - from)));
    double most = from;
    for (JsonNode change : moving) {
      most = Math.max(most, after(change, effect));
    }
    List<Bars.Row> rows = new ArrayList<>();
    for (JsonNode change : moving.subList(0, Math.min(MOST_BARS, moving.size()))) {
      double to = after(change, effect);
      rows.add(new Bars.Row(
          List.of(
              Cell.code(change.path("change").asText("")),
              Cell.number(fields.value(effect, change.path("effect").path(effect)))),
          List.of(new Bar(
              Math.min(from, to) / most,
              Math.max(from, to) / most,
              to < from ? "green" : "vermillion hatch"))));
    }
    String name =
        switch (effect) {
          case "failed" -> "failed requests";
          case "exhaustedSeconds" -> "the time the database was exhausted";
          case "p99Ms" -> "p99 latency";
          default -> "the cost of the run";
        };
    html.element("h3", "", "What each change does to " + name);
    if (rows.isEmpty()) {
      html.element("p", "note", "None of the changes that were simulated moves it.");
      return;
    }
    html.element(
        "p",
        "note",
        "From before to after, the largest change first; plain: better, "
            + "hatched: worse."
            + (moving.size() > MOST_BARS
                ? " The first " + MOST_BARS + " of " + moving.size() + "."
                : ""));
    Bars.table(
        html,
        "What each change does to " + name,
        List.of(Cell.of("Change"), Cell.number("Before → after")),
        "Change",
        rows);
  }

  private double before(String key) {
    return ResultView.number(tried().get(0).path("effect").path(key).path("before"));
  }

  private static double after(JsonNode change, String key) {
    return ResultView.number(change.path("effect").path(key).path("after"));
  }

  /** Cost against p99; a change whose p99 has no finite value has no place in it. */
  private void pareto() {
    List<double[]> points = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Boolean> good = new ArrayList<>();
    int left = 0;
    boolean asIs = add(points, before("costTotal"), before("p99Ms"));
    if (asIs) {
      names.add("as is");
      good.add(view.text("verdict.state").equals("pass"));
    }
    for (JsonNode change : tried()) {
      if (add(points, after(change, "costTotal"), after(change, "p99Ms"))) {
        names.add(Escape.shorten(change.path("change").asText(""), 26));
        good.add(change.path("verified").asBoolean(false));
      } else {
        left++;
      }
    }
    html.element("h3", "", "Cost against p99");
    if (!asIs) {
      left++;
    }
    html.element(
        "p",
        "note",
        "● meets the objectives, ✕ does not; down and left is better. "
            + "Cost of this run, without a month's profile."
            + (left == 0
                ? ""
                : " Not shown: " + left + (asIs ? "" : ", the scenario as it is among them,")
                    + " without a finite p99 (more than 1 % failed)."));
    if (points.isEmpty()) {
      return;
    }
    double maxCost = points.stream().mapToDouble(p -> p[0]).max().orElse(1);
    double maxMs = points.stream().mapToDouble(p -> p[1]).max().orElse(1);
    double minMs = points.stream().mapToDouble(p -> p[1]).min().orElse(1);
    ValueScale cost = ValueScale.linear(maxCost, MOST_TICKS);
    ValueScale p99 = ValueScale.logarithmicMs(minMs, maxMs, MOST_TICKS);
    double span = StrictMath.log(p99.upper() / p99.lower());
    Sketch sketch = new Sketch(
        "pareto",
        "Cost against p99",
        points.size()
            + " simulated changes by the cost of the run and p99 latency; the tables have the "
            + "figures.",
        value -> value / cost.upper(),
        value -> StrictMath.log(Math.max(value, p99.lower()) / p99.lower()) / span);
    sketch.axes(
        cost.ticks(),
        "cost of the run, " + (currency.isEmpty() ? "USD" : Escape.shorten(currency, 8)),
        p99.ticks(),
        "p99, log scale");
    Set<String> taken = new LinkedHashSet<>();
    for (int i = 0; i < points.size(); i++) {
      double[] at = points.get(i);
      // Names of neighbours would cover each other: the first in a cell of the grid has the word.
      String cell = (int) (at[0] / cost.upper() * 2) + "/"
          + (int) (StrictMath.log(at[1] / p99.lower()) / span * 12);
      sketch.point(
          at[0], at[1], good.get(i) ? "dot" : "cross", taken.add(cell) ? names.get(i) : "");
    }
    html.raw(sketch.toString());
  }

  private static boolean add(List<double[]> points, double cost, double ms) {
    if (Double.isNaN(cost) || !(ms > 0)) {
      return false;
    }
    return points.add(new double[] {cost, ms});
  }

  private void variants() {
    Set<String> keys = new LinkedHashSet<>();
    for (JsonNode variant : view.at("variants")) {
      variant.fieldNames().forEachRemaining(keys::add);
    }
    List<Cell> head = new ArrayList<>();
    keys.forEach(
        key -> head.add(new Cell(Fields.label(key), style(key).equals("num") ? "num" : "")));
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode variant : view.at("variants")) {
      List<Cell> row = new ArrayList<>();
      for (String key : keys) {
        JsonNode value = variant.path(key);
        Verdict verdict = Verdict.of(value.asText(""));
        row.add(
            key.equals("verdict")
                ? new Cell(verdict.word(), "state " + verdict.key())
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

  private void assumptions() {
    List<List<Cell>> decide = new ArrayList<>();
    List<List<Cell>> harmless = new ArrayList<>();
    List<List<Cell>> others = new ArrayList<>();
    for (JsonNode assumption : view.at("assumptions")) {
      String flips = assumption.path("flipsAt").textValue();
      boolean tried = assumption.path("tried").asBoolean(false);
      (flips != null ? decide : tried ? harmless : others)
          .add(List.of(
              Cell.code(assumption.path("path").asText("")),
              Cell.of(assumption.path("text").asText("")),
              Cell.of(flips != null ? flips : tried ? "none of the values tried" : "not tried"),
              Cell.of(assumption.path("measure").asText(""))));
    }
    decide.addAll(harmless);
    decide.addAll(others);
    html.section(
        "assumptions",
        "Assumptions this result leans on",
        "Those that would change the verdict come first, then those that did not where they were "
            + "tried, then those that were not tried.",
        List.of(
            Cell.of("Setting"),
            Cell.of("Assumed"),
            Cell.of("What would change the verdict"),
            Cell.of("To settle it")),
        decide);
  }
}
