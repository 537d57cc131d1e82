package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.Bars.Bar;
import dev.headroom.report.Decisions.Decision;
import dev.headroom.report.Html.Cell;
import dev.headroom.results.EventRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why it went as it did: causes, how fast the autoscaler reacted, what it decided. */
final class Why {
  private static final int MOST_DECISIONS = 500;
  private static final int FIRST = 20;
  private static final Pattern READY =
      Pattern.compile("first of (\\d+) new instances ready ([0-9.]+) s after the decision: (.*)");
  private static final Pattern STEP = Pattern.compile("(\\w+) (after|in) ([0-9.]+) s");

  private final ResultView view;
  private final Html html;
  private final Fields fields;
  private final String prefix;

  Why(ResultView view, Html html) {
    this(view, html, "");
  }

  /**
   * One of several on a page.
   *
   * @param prefix keeps their ids apart
   */
  Why(ResultView view, Html html, String prefix) {
    this.view = view;
    this.html = html;
    this.prefix = prefix;
    this.fields = new Fields(view.text("cost.currency"));
  }

  void write() {
    if (isEmpty()) {
      return;
    }
    html.raw("<section id=\"why\">").element("h2", "", "Why");
    parts();
    html.close("section");
  }

  /** Whether the result tells no reason for anything. */
  boolean isEmpty() {
    return Decisions.of(view).isEmpty() && view.at("verdict.causes").isEmpty() && slowest() == null;
  }

  /** What it tells, without a heading. */
  void parts() {
    causes();
    EventRow reaction = slowest();
    if (reaction != null) {
      reaction(reaction);
    }
    decisions(Decisions.of(view));
  }

  private void causes() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode cause : view.at("verdict.causes")) {
      JsonNode effect = cause.path("effect");
      rows.add(List.of(
          Cell.of(cause.path("lifted").asText("")),
          Cell.number(fields.value("failed", effect.path("failed"))),
          Cell.number(fields.value("p99Ms", effect.path("p99Ms"))),
          Cell.number(fields.value("exhaustedSeconds", effect.path("exhaustedSeconds")))));
    }
    html.part(
        "What would not have happened but for it",
        List.of(
            Cell.of("Constraint lifted"),
            Cell.number("Failed requests"),
            Cell.number("p99"),
            Cell.number("Database exhausted")),
        rows);
    if (!rows.isEmpty()) {
      html.element(
          "p",
          "note",
          "Each constraint was lifted by itself and the same traffic run "
              + "again: before → after. Effects overlap, so they do not add up. A failed request "
              + "counts as infinitely slow: with more than 1 % of them p99 is n/a.");
    }
  }

  /** The event of the slowest reaction, null if there is none. */
  private EventRow slowest() {
    EventRow slowest = null;
    double most = -1;
    for (EventRow event : view.result().events()) {
      Matcher matcher = READY.matcher(event.text());
      if (event.kind().equals("ready") && matcher.matches() && number(matcher.group(2)) > most) {
        most = number(matcher.group(2));
        slowest = event;
      }
    }
    return slowest;
  }

  private static double number(String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private void reaction(EventRow event) {
    Matcher ready = READY.matcher(event.text());
    if (!ready.matches()) {
      return;
    }
    double total = number(ready.group(2));
    List<Bars.Row> rows = new ArrayList<>();
    double at = 0;
    Matcher step = STEP.matcher(ready.group(3));
    while (step.find()) {
      double took = number(step.group(3));
      boolean wait = step.group(2).equals("after");
      rows.add(new Bars.Row(
          List.of(
              Cell.of(wait ? "waited to be started" : step.group(1)),
              Cell.number(Numbers.seconds(at)),
              Cell.number(Numbers.seconds(took))),
          List.of(new Bar(at / total, (at + took) / total, wait ? "grey" : "purple hatch"))));
      at += took;
    }
    if (rows.isEmpty() || !(total > 0)) {
      return;
    }
    html.open("div", "part")
        .element("h3", "", "The slowest reaction")
        .element(
            "p",
            "note",
            "From the decision to the first of " + ready.group(1)
                + " new instances that was ready at " + view.time().moment(event.seconds())
                + (event.service().isEmpty() ? "" : " (" + event.service() + ")") + ", "
                + Numbers.seconds(total) + " later. Steps are rounded to 0.1 s.");
    Bars.table(
        html,
        own("The slowest reaction"),
        List.of(Cell.of("Step"), Cell.number("From"), Cell.number("Took")),
        "Since the decision",
        rows);
    html.close("div");
  }

  private void decisions(List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    int changes =
        (int) decisions.stream().filter(decision -> decision.from() >= 0).count();
    html.open("div", "part")
        .element("h3", "", "Decisions of the autoscaler")
        .element(
            "p",
            "note",
            (changes == 0
                    ? "The number wanted never changed. A decision "
                    : changes == 1
                        ? "One change of the number wanted. A decision "
                        : Numbers.count(changes) + " changes of the number wanted. A decision ")
                + "that changed nothing is not recorded, nor the metric in between.");
    table(prefix + "decisions-first", decisions.subList(0, Math.min(FIRST, decisions.size())));
    if (decisions.size() > FIRST) {
      int end = Math.min(decisions.size(), MOST_DECISIONS);
      html.raw("<details><summary>")
          .text(
              end < decisions.size()
                  ? "The first " + end + " of " + Numbers.count(decisions.size())
                  : "All " + decisions.size())
          .raw("</summary><p class=\"with-script\"><label>Filter "
              + "<input class=\"filter\" type=\"search\" data-of=\""
              + prefix + "decisions-all\"></label></p>");
      table(prefix + "decisions-all", decisions.subList(0, end));
      html.close("details");
    }
    html.close("div");
  }

  /** A name that no other table of the page has. */
  private String own(String name) {
    return prefix.isEmpty()
        ? name
        : name + " of " + prefix.substring(0, 1).toUpperCase(Locale.ROOT);
  }

  private void table(String id, List<Decision> decisions) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Decision decision : decisions) {
      rows.add(List.of(
          Cell.time(view.time().moment(decision.seconds())),
          Cell.of(decision.service()),
          Cell.number(decision.from() < 0 ? "stays" : decision.from() + " → " + decision.to()),
          Cell.of(decision.reason())));
    }
    html.raw("<div id=\"").raw(id).raw("\">");
    html.table(
        own(id.endsWith("all") ? "All decisions" : "Decisions"),
        List.of(
            new Cell("Time", "time"),
            Cell.of("Service"),
            Cell.number("Instances"),
            Cell.of("Seen and reason")),
        rows);
    html.close("div");
  }
}
