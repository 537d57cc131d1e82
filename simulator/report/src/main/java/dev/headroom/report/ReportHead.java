package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Html.Cell;
import dev.headroom.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** What a reader must see without scrolling: whose run it is, the verdict, six numbers. */
final class ReportHead {
  private final ResultView view;
  private final Html html;
  private final Fields fields;

  ReportHead(ResultView view, Html html) {
    this.view = view;
    this.html = html;
    this.fields = new Fields(view.text("cost.currency"));
  }

  void write() {
    strip();
    verdict();
    tiles();
    objectives();
  }

  private void strip() {
    html.open("header", "strip")
        .open("div", "")
        .raw("<p class=\"brand\">Headroom review</p>")
        .open("h1", "")
        .bdi(or(view.text("scenario.name"), "Unnamed scenario"))
        .close("h1");
    html.open("dl", "facts");
    fact("seed", view.text("seed"));
    fact("runs", view.text("runs"));
    fact(
        "series and charts",
        view.text("days.shown").isEmpty()
            ? ""
            : "day " + view.text("days.shown") + ", the middle one by "
                + view.text("days.orderedBy"));
    String trace = view.text("trace.file");
    double requests = view.number("trace.requests");
    fact(
        "trace",
        trace.isEmpty() || Double.isNaN(requests)
            ? trace
            : trace + " (" + Numbers.plural(requests, "request") + ")");
    fact("simulated", known(Numbers.seconds(view.number("time.simulatedSeconds"))));
    fact("starts", view.at("time.start").isTextual() ? view.text("time.start") : "");
    fact("prices", view.text("cost.priceBook"));
    fact("fingerprint", view.text("fingerprint"));
    html.close("dl")
        .close("div")
        .open("div", "badges")
        .element("p", "badge", "SIMULATED, not measured");
    if (view.at("partial").asBoolean(false)) {
      html.element("p", "badge warn", "PARTIAL: interrupted");
    }
    int warnings = view.at("warnings").size();
    if (warnings > 0) {
      html.raw("<p><a class=\"badge warn\" href=\"#warnings\">")
          .text(warnings + (warnings == 1 ? " warning" : " warnings"))
          .raw("</a></p>");
    }
    html.close("div").close("header");
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      html.open("div", "")
          .element("dt", "", name)
          .raw("<dd>")
          .bdi(value)
          .raw("</dd>")
          .close("div");
    }
  }

  private void verdict() {
    Verdict state = Verdict.of(view.text("verdict.state"));
    html.raw("<section class=\"verdict ")
        .raw(state.key())
        .raw("\" aria-label=\"Verdict\">")
        .element("p", "state", state.word());
    boolean first = true;
    for (JsonNode sentence : view.at("verdict.sentences")) {
      html.element(first ? "h2" : "p", first ? "headline" : "", sentence.asText());
      first = false;
    }
    if (first) {
      html.element(
          "h2",
          "headline",
          state == Verdict.NONE
              ? "This run was not judged: its scenario states no objectives."
              : state.word());
    }
    html.close("section");
  }

  private void tiles() {
    html.raw("<section class=\"tiles\" aria-label=\"Key figures\">\n");
    double objective = view.latencyObjectiveMs();
    tile(
        Kpi.P99,
        "p99 latency",
        Numbers.milliseconds(rounded("latencyMs.p99")),
        interval("latencyMs.p99", Numbers::milliseconds),
        (Double.isNaN(view.number("latencyMs.p99")) ? tooFew() : "of completed requests")
            + (Double.isNaN(objective) ? "" : "; objective " + Numbers.milliseconds(objective)));
    double failed = view.number("requests.failed");
    double offered = view.number("requests.offered");
    tile(
        Kpi.ERRORS,
        "Error rate",
        Numbers.percent(failed / offered),
        "",
        Numbers.significant(failed) + " of " + Numbers.plural(offered, "request") + " failed"
            + limit("rate(errors)", "objective"));
    tile(
        Kpi.COLD_STARTS,
        "Cold-start share",
        Numbers.percent(rounded("coldStarts.share")),
        interval("coldStarts.share", Numbers::percent),
        Numbers.plural(rounded("coldStarts.requestsAffected"), "request") + " waited for "
            + Numbers.plural(rounded("coldStarts.instancesStarted"), "start"));
    double mean = view.number("instances.mean");
    tile(
        Kpi.INSTANCES,
        "Peak instances",
        ofLimit(view.number("instances.peak"), view.number("instances.limit")),
        interval("instances.peak", Numbers::significant),
        "mean " + Numbers.significant(mean));
    double exhausted = view.number("database.exhaustedSeconds");
    tile(
        Kpi.CONNECTIONS,
        "Peak connections",
        ofLimit(view.number("database.peakConnections"), view.number("database.usable")),
        interval("database.peakConnections", Numbers::significant),
        Double.isNaN(exhausted)
            ? "no database"
            : exhausted > 0 ? "exhausted for " + Numbers.seconds(exhausted) : "never exhausted");
    tile(
        Kpi.COST,
        "Cost",
        money(rounded("cost.total")),
        interval("cost.total", this::money),
        money("cost.perMillionRequests") + " per million requests"
            + limit("cost.total", "objective") + limit("cost.month", "objective for a month"));
    html.close("section");
  }

  /** A percentile is told only where ten requests lie beyond it. */
  private String tooFew() {
    double completed = view.number("requests.completed");
    return Double.isNaN(completed)
        ? "of completed requests"
        : "needs 1,000 completed requests, there were " + Numbers.count(completed);
  }

  private void tile(Kpi kpi, String label, String value, String interval, String note) {
    html.open("div", "tile").element("p", "label", label).element("p", "value", value);
    // A note made of numbers that nobody knows says nothing.
    String known = note.contains(Numbers.UNKNOWN) ? "" : note;
    if (!interval.isEmpty()) {
      html.element("p", "note", interval);
    }
    html.element("p", "note", known).raw(Spark.of(kpi, List.of(view))).close("div");
  }

  /** A figure with no more digits than its interval bears out. */
  private double rounded(String path) {
    JsonNode ci = view.at(path + "Ci95");
    return new Interval(ResultView.number(ci.path(0)), ResultView.number(ci.path(1)))
        .round(view.number(path));
  }

  /** The limit of the first objective on a measure and what to call it, empty if there is none. */
  private String limit(String measure, String called) {
    for (JsonNode objective : view.at("objectives")) {
      String expr = objective.path("expr").asText("");
      if (expr.startsWith(measure)) {
        return "; " + called + " "
            + Escape.shorten(expr.substring(measure.length()), 60).strip();
      }
    }
    return "";
  }

  private static String ofLimit(double value, double limit) {
    return Numbers.count(value) + (Double.isNaN(limit) ? "" : " / " + Numbers.count(limit));
  }

  /** The sibling that a figure has when there was more than one run. */
  private String interval(String path, DoubleFunction<String> format) {
    JsonNode ci = view.at(path + "Ci95");
    return ci.size() == 2 && ci.get(0).isNumber() && ci.get(1).isNumber()
        ? "95 % CI " + format.apply(ci.get(0).doubleValue()) + " to "
            + format.apply(ci.get(1).doubleValue())
        : "";
  }

  private String money(String path) {
    return money(view.number(path));
  }

  private String money(double amount) {
    return Numbers.money(amount, view.text("cost.currency"));
  }

  private void objectives() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode objective : view.at("objectives")) {
      String expression = objective.path("expr").asText("");
      Verdict state = Verdict.of(objective.path("verdict").asText(""));
      double value = ResultView.number(objective.path("value"));
      String shown = Double.isNaN(value) && state == Verdict.FAIL
          ? "no finite value"
          : fields.objective(expression, value);
      double runs = ResultView.number(objective.path("runs"));
      String violated = "one run";
      if (runs > 1) {
        shown = objective.path("measured").asText(shown);
        violated = Numbers.count(ResultView.number(objective.path("violatedRuns"))) + " of "
            + Numbers.count(runs) + ": "
            + Numbers.percent(ResultView.number(objective.path("ci95").path(0))) + " to "
            + Numbers.percent(ResultView.number(objective.path("ci95").path(1))) + " of days";
      }
      boolean warn = objective.path("severity").asText("").equals("warn");
      rows.add(List.of(
          new Cell(state.word() + (warn ? ", advisory" : ""), "state " + state.key()),
          Cell.of(objective.path("name").asText("")),
          Cell.code(expression),
          Cell.number(shown),
          Cell.number(fields.objective(expression, ResultView.number(objective.path("limit")))),
          Cell.number(violated)));
    }
    if (!rows.isEmpty()) {
      html.open("section", "").element("h2", "", "Objectives");
      html.cards(
          "Objectives",
          List.of(
              Cell.of("Verdict"),
              Cell.of("Objective"),
              Cell.of("Expression"),
              Cell.number("Value"),
              Cell.number("Limit"),
              Cell.number("Violated in")),
          rows);
      html.close("section");
    }
  }

  private static String or(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private static String known(String text) {
    return text.equals(Numbers.UNKNOWN) ? "" : text;
  }
}
