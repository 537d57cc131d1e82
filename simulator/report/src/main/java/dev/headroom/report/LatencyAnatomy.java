package dev.headroom.report;

import dev.headroom.core.Decimals;
import dev.headroom.report.Bars.Bar;
import dev.headroom.report.Html.Cell;
import dev.headroom.report.TimeScale.Tick;
import dev.headroom.results.PercentileRow;
import java.util.ArrayList;
import java.util.List;

/** How latency is spread, and the waits inside it of which the result knows something. */
final class LatencyAnatomy {
  private static final double[] PERCENTILES = {
    0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999, 100
  };
  private static final int MOST_TICKS = 5;

  private final ResultView view;
  private final Html html;

  LatencyAnatomy(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    List<List<Cell>> rows = percentiles();
    List<List<Cell>> waits = waits();
    boolean told = view.number("latencyParts.all.meanMs") > 0;
    if (rows.isEmpty() && waits.isEmpty() && !told) {
      return;
    }
    html.raw("<section id=\"percentiles\">")
        .element("h2", "", "Latency anatomy")
        .element(
            "p",
            "note",
            "Latency of completed requests, from the first attempt to success, "
                + "as the client sees it, retries and waits included.");
    html.open("div", "pair").open("div", "");
    curve();
    html.close("div").open("div", "");
    html.part(
        "Latency percentiles",
        List.of(Cell.of("Percentile"), Cell.number("Latency"), Cell.number("Requests at or below")),
        rows);
    html.close("div").close("div");
    parts();
    html.part(
        "Waits on the way, over the whole run: of all attempts that had them",
        List.of(Cell.of("Wait"), Cell.number("p50"), Cell.number("p99"), Cell.number("Longest")),
        waits);
    html.close("section");
  }

  /** Where the slow requests spent their time, one part after the other. */
  private void parts() {
    String of = Double.isNaN(view.number("latencyParts.slowest.meanMs")) ? "all" : "slowest";
    double mean = view.number("latencyParts." + of + ".meanMs");
    if (!(mean > 0)) {
      return;
    }
    boolean slow = of.equals("slowest");
    List<Bars.Row> rows = new ArrayList<>();
    double at = 0;
    for (LatencyPart part : LatencyPart.values()) {
      double ms = part.ms(view, of);
      double ofAll = part.ms(view, "all");
      if (ms > 0 || ofAll > 0) {
        List<Cell> cells = new ArrayList<>(List.of(
            Cell.of(part.label()),
            Cell.number(Numbers.milliseconds(ms)),
            Cell.number(Numbers.percent(ms / mean))));
        if (slow) {
          cells.add(Cell.number(Numbers.milliseconds(ofAll)));
        }
        rows.add(new Bars.Row(cells, List.of(new Bar(at / mean, (at + ms) / mean, part.style()))));
        at += ms;
      }
    }
    List<Cell> head = new ArrayList<>(
        List.of(Cell.of("Spent on"), Cell.number(slow ? "Slowest" : "Mean"), Cell.number("Share")));
    if (slow) {
      head.add(Cell.number("All requests"));
    }
    html.open("div", "part")
        .element("h3", "", slow ? "Where the slowest 1 % spent their time" : "Where time went")
        .element("p", "note", LatencyPart.sentence(view, of));
    Bars.table(html, "Where requests spent their time", head, "One after the other", rows);
    html.close("div");
  }

  /** A percentile is the value of the first row that reaches it. */
  private List<List<Cell>> percentiles() {
    List<List<Cell>> rows = new ArrayList<>();
    int next = 0;
    for (PercentileRow row : view.result().latency()) {
      double reached = Double.NaN;
      while (next < PERCENTILES.length && row.percentile() >= PERCENTILES[next] - 1e-9) {
        reached = PERCENTILES[next];
        next++;
      }
      if (!Double.isNaN(reached)) {
        rows.add(List.of(
            Cell.of(name(reached)),
            Cell.number(Numbers.milliseconds(row.latencyMs())),
            Cell.number(Numbers.count(row.count()))));
      }
    }
    return rows;
  }

  private static String name(double percentile) {
    return percentile == 0
        ? "min"
        : percentile == 100 ? "max" : "p" + Decimals.format(percentile, 3);
  }

  private List<List<Cell>> waits() {
    List<List<Cell>> rows = new ArrayList<>();
    wait(rows, "start-up of an instance", "coldStarts.bootMs");
    wait(rows, "for a database connection", "database.acquireWaitMs");
    wait(rows, "inside the pooler", "database.poolerWaitMs");
    return rows;
  }

  private void wait(List<List<Cell>> rows, String name, String path) {
    if (!Double.isNaN(view.number(path + ".p50")) && view.number(path + ".max") != 0) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
      for (String key : List.of("p50", "p99", "max")) {
        double value = view.number(path + "." + key);
        row.add(Cell.number(Double.isNaN(value) ? "" : Numbers.milliseconds(value)));
      }
      rows.add(row);
    }
  }

  /** Latency over the percentile, both logarithmic: each step to the right is a tenth of them. */
  private void curve() {
    List<PercentileRow> rows = view.result().latency().stream()
        .filter(row -> row.percentile() < 100 && row.latencyMs() > 0)
        .toList();
    if (rows.size() < 2) {
      return;
    }
    int last = rows.size() - 1;
    double decades = Math.max(1, Math.ceil(nines(rows.get(last).percentile())));
    ValueScale scale = ValueScale.logarithmicMs(
        rows.get(0).latencyMs(),
        Math.max(
            rows.get(last).latencyMs(),
            view.latencyObjectiveMs() > 0 ? view.latencyObjectiveMs() : 0),
        MOST_TICKS);
    double span = StrictMath.log(scale.upper() / scale.lower());
    Sketch sketch = new Sketch(
        "percentile-curve",
        "Latency by percentile",
        "Latency of completed requests over the percentile, from "
            + Numbers.milliseconds(rows.get(0).latencyMs()) + " to "
            + Numbers.milliseconds(rows.get(last).latencyMs())
            + "; the table beside it has the figures.",
        value -> value / decades,
        value -> StrictMath.log(value / scale.lower()) / span);
    List<Tick> ticks = new ArrayList<>();
    ticks.add(new Tick(0, "0"));
    for (double percentile : new double[] {90, 99, 99.9, 99.99, 99.999}) {
      if (nines(percentile) <= decades) {
        ticks.add(new Tick(nines(percentile), "p" + Decimals.format(percentile, 3)));
      }
    }
    sketch.axes(ticks, "percentile", scale.ticks(), "latency, log scale");
    sketch.path(
        rows.stream().mapToDouble(row -> nines(row.percentile())).toArray(),
        rows.stream().mapToDouble(PercentileRow::latencyMs).toArray(),
        "curve");
    if (view.latencyObjectiveMs() >= scale.lower()) {
      sketch.limit(
          view.latencyObjectiveMs(),
          "p99 objective " + Numbers.milliseconds(view.latencyObjectiveMs()));
    }
    html.raw(sketch.toString());
  }

  /** 90 is 1, 99 is 2, 99.9 is 3. */
  private static double nines(double percentile) {
    return -StrictMath.log10(Math.max(1 - percentile / 100, 1e-6));
  }
}
