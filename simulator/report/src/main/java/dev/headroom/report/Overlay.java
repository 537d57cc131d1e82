package dev.headroom.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.report.Panel.Dash;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Two results in the same panels: A solid, B dashed, on the finer of their two time grids. What is
 * stacked for one result would hide itself here, so a panel shows sums as lines: the quantity that
 * it is about thick, a second one thin.
 */
final class Overlay {
  private static final List<String> ACTIVITY = List.of("offered", "completed", "failed");

  private final ResultView a;
  private final ResultView b;
  private final double start;
  private final double bin;
  private final int bins;

  private Overlay(ResultView a, ResultView b) {
    this.a = a;
    this.b = b;
    this.start = Math.min(a.series().startSeconds(), b.series().startSeconds());
    this.bin = Math.min(a.series().binSeconds(), b.series().binSeconds());
    double end = Math.max(end(a), end(b));
    this.bins = (int) Math.ceil((end - start) / bin - 1e-9);
  }

  private static double end(ResultView view) {
    return view.series().secondsAt(view.series().bins());
  }

  /**
   * Their panels.
   *
   * @param name of both together, for the line that a picture travels with
   */
  static Panels of(ResultView a, ResultView b, String name) {
    Overlay overlay = new Overlay(a, b);
    Map<ChartKind, Panel> panels = new EnumMap<>(ChartKind.class);
    for (ChartKind kind : ChartKind.values()) {
      if (ChartKind.of(a).contains(kind) || ChartKind.of(b).contains(kind)) {
        panels.put(kind, overlay.panel(kind));
      }
    }
    return new Panels(overlay.view(name), panels);
  }

  /** What the axes of the panels need to know. */
  private ResultView view(String name) {
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    run.putObject("scenario").put("name", name);
    run.set("seed", a.at("seed"));
    ObjectNode time = run.putObject("time");
    time.set("start", a.at("time.start"));
    for (String key : List.of("end", "simulatedSeconds")) {
      double most = Math.max(a.number("time." + key), b.number("time." + key));
      if (Double.isFinite(most)) {
        time.put(key, most);
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (String column : ACTIVITY) {
      double[] of = onGrid(a, a.series().column(column));
      double[] other = onGrid(b, b.series().column(column));
      for (int i = 0; i < of.length; i++) {
        of[i] = other[i] > of[i] || Double.isNaN(of[i]) ? other[i] : of[i];
      }
      columns.put(column, of);
    }
    SeriesTable series = new SeriesTable(start, bin, columns);
    return new ResultView(new SavedResult(run, series, List.of(), List.of()));
  }

  /** Values of one of them on the common grid; NaN where its run has no bin. */
  private double[] onGrid(ResultView view, double[] values) {
    double[] grid = new double[bins];
    for (int i = 0; i < bins; i++) {
      double middle = start + (i + 0.5) * bin;
      int own = (int)
          Math.floor((middle - view.series().startSeconds()) / view.series().binSeconds());
      grid[i] = own >= 0 && own < values.length ? values[own] : Double.NaN;
    }
    return grid;
  }

  private Panel panel(ChartKind kind) {
    return switch (kind) {
      case LOAD -> {
        Lines lines = new Lines("Load and outcome", "requests per second");
        lines.offered();
        lines.main("completed", view -> view.perSecond("completed"));
        lines.second("failed", false, view -> view.perSecond("failed"));
        yield lines.builder.build();
      }
      case CONCURRENCY -> {
        Lines lines = new Lines("Concurrency and queue", "attempts at once");
        lines.main("in service", view -> view.series().column("inService"));
        lines.second("queued", false, view -> view.series().column("queued"));
        lines.quotas(Quotas.ofAttempts(a), Quotas.ofAttempts(b));
        yield lines.builder.build();
      }
      case INSTANCES -> {
        Lines lines = new Lines("Instances", "instances");
        lines.main("instances", Kpi::instances);
        lines.second("wanted", false, view -> view.series().column("wanted"));
        lines.limit("limit", view -> view.number("instances.limit"), Numbers::count);
        lines.quotas(Quotas.ofInstances(a), Quotas.ofInstances(b));
        yield lines.builder.build();
      }
      case COLD_STARTS -> {
        Lines lines = new Lines("Cold starts", "instances started per second");
        lines.builder.rightUnit("requests affected per second");
        lines.main("started", view -> view.perSecond("started"));
        lines.second("affected (right)", true, view -> view.perSecond("affected"));
        yield lines.builder.build();
      }
      case LATENCY -> {
        Lines lines = new Lines("Latency", "time to success, log scale");
        lines.builder.logarithmic();
        lines.main("p99", view -> view.series().column("latencyP99Ms"));
        lines.second("p50", false, view -> view.series().column("latencyP50Ms"));
        lines.limit("p99 objective", ResultView::latencyObjectiveMs, Numbers::milliseconds);
        yield lines.builder.build();
      }
      case CONNECTIONS -> {
        Lines lines = new Lines("Database connections", "connections");
        lines.builder.rightUnit("attempts waiting");
        lines.main("held", view -> view.series().column("dbHeld"));
        lines.second("waiting (right)", true, view -> view.series().column("dbWaiting"));
        lines.limit("maximum", view -> view.number("database.limit"), Numbers::count);
        yield lines.builder.build();
      }
      case SCALING -> {
        Lines lines = new Lines("Scaling metric against target", "instances; metric ÷ target");
        lines.main(
            "metric asks for",
            view -> ResultView.sumOf(List.copyOf(Decisions.askedFor(view).values())));
        lines.second("wanted", false, view -> view.series().column("wanted"));
        yield lines.builder.build();
      }
      case COST -> {
        String currency = CostChart.currency(a);
        Lines lines = new Lines("Cost", currency + " per hour");
        lines.builder.rightUnit(currency + " so far");
        lines.main("rate", Kpi::costPerHour);
        lines.second("so far (right)", true, CostChart::soFar);
        yield lines.builder.build();
      }
    };
  }

  /** A series of a view. */
  @FunctionalInterface
  private interface Values {
    double[] of(ResultView view);
  }

  /** A number of a view. */
  @FunctionalInterface
  private interface Figure {
    double of(ResultView view);
  }

  /** One panel as it grows. */
  private final class Lines {
    private final Panel.Builder builder;

    Lines(String title, String unit) {
      builder = new Panel.Builder(title + ": A solid, B dashed", unit);
    }

    /** What both meet, once where it is the same. */
    void offered() {
      double[] of = onGrid(a, a.perSecond("offered"));
      double[] other = onGrid(b, b.perSecond("offered"));
      if (same(of, other)) {
        builder.line("offered", Tone.INK, Dash.THIN, of);
      } else {
        builder.line("A offered", Tone.INK, Dash.THIN, of);
        builder.line("B offered", Tone.INK, Dash.DOTTED, other);
      }
    }

    private static boolean same(double[] one, double[] other) {
      for (int i = 0; i < one.length; i++) {
        boolean bothThere = !Double.isNaN(one[i]) && !Double.isNaN(other[i]);
        if (bothThere && one[i] != other[i]) {
          return false;
        }
      }
      return true;
    }

    void main(String name, Values values) {
      builder.line("A " + name, Tone.BLUE, Dash.THICK, onGrid(a, values.of(a)));
      builder.line("B " + name, Tone.PURPLE, Dash.DASHED, onGrid(b, values.of(b)));
    }

    /** Left out where it is zero in both. */
    void second(String name, boolean right, Values values) {
      double[] of = onGrid(a, values.of(a));
      double[] other = onGrid(b, values.of(b));
      if (!(ResultView.max(of) > 0) && !(ResultView.max(other) > 0)) {
        return;
      }
      if (right) {
        builder.rightLine("A " + name, Tone.BLUE, Dash.THIN, of);
        builder.rightLine("B " + name, Tone.PURPLE, Dash.DOTTED, other);
      } else {
        builder.line("A " + name, Tone.BLUE, Dash.THIN, of);
        builder.line("B " + name, Tone.PURPLE, Dash.DOTTED, other);
      }
    }

    void limit(String name, Figure figure, DoubleFunction<String> format) {
      limits(name, figure.of(a), figure.of(b), format);
    }

    void quotas(Map<String, Double> of, Map<String, Double> other) {
      Map<String, Double> all = new LinkedHashMap<>(of);
      other.forEach(all::putIfAbsent);
      for (String name : all.keySet()) {
        limits(
            name,
            of.getOrDefault(name, Double.NaN),
            other.getOrDefault(name, Double.NaN),
            Numbers::count);
      }
    }

    /** One line where both have the same. */
    void limits(String name, double of, double other, DoubleFunction<String> format) {
      if (of == other) {
        builder.limit(name, of, Dash.MEDIUM, name + " " + format.apply(of));
      } else {
        builder.limit("A " + name, of, Dash.MEDIUM, "A " + name + " " + format.apply(of));
        builder.limit("B " + name, other, Dash.DASHED, "B " + name + " " + format.apply(other));
      }
    }
  }
}
