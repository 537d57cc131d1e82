package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.FailureReason;
import dev.headroom.database.Exhaustion.Interval;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Money;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.measure.Say;
import dev.headroom.results.Count;
import dev.headroom.results.EventRow;
import dev.headroom.results.PercentileRow;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesColumns;
import dev.headroom.results.SeriesTable;
import dev.headroom.review.Causes.Cause;
import dev.headroom.review.Remedies.Variant;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.EventLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongConsumer;
import org.HdrHistogram.HistogramIterationValue;

/**
 * The whole answer for one scenario: the run, its objectives, the cause by but-for reruns, fixes
 * that were simulated on the same traffic and confirmed on fresh seeds, the verdict.
 */
public final class Review {
  /** Fresh seeds on which a fix must hold too. */
  private static final int CONFIRMATIONS = 2;

  private final Scenario scenario;
  private final Request request;
  private final List<ObjectiveCheck> checks = new ArrayList<>();
  private final Facts facts;
  private final List<String> sentences = new ArrayList<>();
  private final Recovery recovery;
  private final Reruns reruns;
  private List<Cause> causes = List.of();
  private final Flips flips;
  private final List<Fix> fixes = new ArrayList<>();
  private final List<Fix> tried = new ArrayList<>();

  /**
   * What the caller knows and the engine does not.
   *
   * @param seed of all draws
   * @param number of the run among those of the seed, from 0
   * @param oneOfMany whether the verdict is left to somebody who knows other runs too
   * @param file of the scenario as given
   * @param sha256 of its text
   * @param searchFixes whether causes and fixes are looked for
   * @param progress told the simulated time of the main run
   */
  public record Request(
      long seed,
      int number,
      boolean oneOfMany,
      String file,
      String sha256,
      boolean searchFixes,
      LongConsumer progress) {

    /** A single run. */
    public Request(
        long seed, String file, String sha256, boolean searchFixes, LongConsumer progress) {
      this(seed, 0, false, file, sha256, searchFixes, progress);
    }

    /** The same of another of the seed's runs, one of many. */
    Request ofMany(int other, boolean search) {
      return new Request(seed, other, true, file, sha256, search, progress);
    }
  }

  /** A change that was run. */
  record Fix(Variant variant, Facts after, boolean verified) {
    String change() {
      return variant.name();
    }
  }

  private Review(Scenario scenario, Request request) {
    this.scenario = scenario;
    this.request = request;
    for (Scenario.Objective objective : scenario.objectives()) {
      checks.add(new ObjectiveCheck(objective));
    }
    Money.check(scenario);
    reruns = new Reruns(request.seed(), request.number(), request.progress());
    facts = reruns.run(scenario);
    recovery = Recovery.of(
        facts, request.searchFixes() ? thinning -> reruns.run(scenario.with(thinning)) : null);
    boolean violated = !holds(facts);
    boolean bad = facts.count(Count.FAILED) > 0 || facts.exhaustedSeconds() > 0;
    if (request.searchFixes() && (violated || bad && checks.isEmpty())) {
      boolean sustained = recovery != null && recovery.state() == Recovery.State.SELF_SUSTAINING;
      causes = Causes.of(facts, new Harm(checks, facts), sustained, reruns);
      findFixes(sustained);
    }
    flips = request.searchFixes() && !checks.isEmpty()
        ? Flips.of(facts, this::holds, reruns)
        : Flips.none(facts);
    speak();
  }

  /** Checks objectives and prices without running, so that a mistake is told at once. */
  public static void validate(Scenario scenario) {
    scenario.objectives().forEach(ObjectiveCheck::new);
    Money.check(scenario);
  }

  /** Runs and judges a scenario. */
  public static SavedResult of(Scenario scenario, Request request) {
    return new Review(scenario, request).save();
  }

  /** The same, not written down yet. */
  static Review run(Scenario scenario, Request request) {
    return new Review(scenario, request);
  }

  /** Changes that hold on its traffic and with fresh seeds, the one to take first. */
  List<Fix> fixes() {
    return fixes;
  }

  private boolean holds(Facts of) {
    for (ObjectiveCheck check : checks) {
      if (!check.warning() && !check.holds(of)) {
        return false;
      }
    }
    return !checks.isEmpty() || of.count(Count.FAILED) == 0 && of.exhaustedSeconds() == 0;
  }

  private void findFixes(boolean sustained) {
    for (Variant variant : Remedies.of(facts, causes, sustained)) {
      Fix fix = attempt(variant);
      if (fix.verified()) {
        fixes.add(fix);
      }
    }
    fixes.sort(Comparator.comparingDouble(fix -> Effect.cost(fix.after())));
    // Whoever is hit by the traffic cannot slow it down: it stands last, whatever it costs.
    Variant slower = SlowerSending.of(facts, variant -> attempt(variant).verified());
    tried.stream().filter(fix -> fix.variant().equals(slower)).forEach(fixes::add);
  }

  /** Runs a change on the same traffic, and where it holds there, with fresh seeds. */
  private Fix attempt(Variant variant) {
    Facts after = reruns.run(variant.scenario());
    boolean verified = holds(after);
    for (int i = 1; verified && i <= CONFIRMATIONS; i++) {
      verified = holds(reruns.fresh(variant.scenario(), i));
    }
    Fix fix = new Fix(variant, after, verified);
    tried.add(fix);
    return fix;
  }

  /** The sentence that opens: what went wrong, why, and what mends it; empty where nothing did. */
  private String headline() {
    long failed = facts.count(Count.FAILED);
    List<Interval> exhausted = facts.outcome.exhaustion().intervals();
    StringBuilder head = new StringBuilder();
    if (!exhausted.isEmpty()) {
      Interval first = exhausted.get(0);
      Interval last = exhausted.get(exhausted.size() - 1);
      head.append("Database connections exhausted ")
          .append(Say.clock(first.fromNs()))
          .append("-")
          .append(Say.clock(last.toNs()))
          .append(" (")
          .append(Say.seconds(facts.exhaustedSeconds()));
      head.append(exhausted.size() > 1 ? " in " + exhausted.size() + " intervals); " : "); ");
    }
    if (failed > 0) {
      head.append(Say.count(failed))
          .append(" of ")
          .append(Say.count(facts.count(Count.OFFERED)))
          .append(" requests failed (")
          .append(Say.percent(facts.errorRate()))
          .append("), mostly ")
          .append(mostly())
          .append("; ");
    } else if (head.length() > 0) {
      head.append("no request failed for good; ");
    }
    String cause = Causes.sentence(causes, facts);
    if (!cause.isEmpty()) {
      head.append(cause).append("; ");
    }
    if (!fixes.isEmpty()) {
      head.append("fix: ").append(describe(fixes.get(0))).append("; ");
    } else if (!tried.isEmpty()) {
      head.append("none of the ")
          .append(tried.size())
          .append(" single changes tried meets every objective; ");
    }
    if (head.length() == 0) {
      return "";
    }
    head.setLength(head.length() - 2);
    head.setCharAt(0, Character.toUpperCase(head.charAt(0)));
    return head.append('.').toString();
  }

  private void speak() {
    String headline = headline();
    if (!headline.isEmpty()) {
      sentences.add(headline);
    }
    if (request.oneOfMany()) {
      violatedOnThisDay();
    }
    for (ObjectiveCheck check : checks) {
      if (!request.oneOfMany() && !check.holds(facts)) {
        String word = check.warning() ? "Warning: " : "Violated: ";
        String named = check.name().equals(check.expression()) ? "" : check.name() + ": ";
        sentences.add(word + named + check.expression() + ", measured "
            + check.show(check.value(facts)) + ".");
      }
    }
    if (sentences.isEmpty()) {
      sentences.add(passes(facts.count(Count.OFFERED)));
    }
    for (EventLog.Entry entry : facts.outcome.events().unended()) {
      String whose = scenario.services().size() == 1 ? "" : " of " + entry.service();
      sentences.add("The deployment" + whose + " that began at " + Say.clock(entry.timeNs())
          + " had not ended when the run ended: " + entry.text() + ".");
    }
    if (recovery != null && recovery.tells()) {
      sentences.add(recovery.sentence());
    }
    Fix last = fixes.isEmpty() ? null : fixes.get(fixes.size() - 1);
    if (fixes.size() > 1 && SlowerSending.is(last.variant())) {
      sentences.add("Or, where you send this traffic yourself: " + describe(last) + ".");
    }
    sentences.addAll(
        flips.sentences(request.oneOfMany() ? "The verdict on this day" : "The verdict"));
    if (!request.oneOfMany()) {
      sentences.add("One simulated run with seed " + facts.outcome.seed()
          + ": no interval, another day differs.");
    }
  }

  /** How often it is violated stands elsewhere; here only that it is. */
  private void violatedOnThisDay() {
    List<String> names = checks.stream()
        .filter(check -> !check.holds(facts))
        .map(check -> check.name() + " (" + check.show(check.value(facts)) + ")")
        .toList();
    if (!names.isEmpty()) {
      sentences.add("Violated on it: " + String.join(", ", names) + ".");
    }
  }

  private String passes(long offered) {
    String p99 = facts.latency().getTotalCount() == 0
        ? "no request completed"
        : "p99 " + Say.milliseconds(facts.latencyMs(0.99, true));
    return (checks.isEmpty() ? "No objective given: " : "All objectives met: ")
        + Say.count(offered, "request") + ", none failed"
        + (facts.count(Count.FAILED) > 0 ? " beyond the objective" : "") + ", " + p99
        + ", cold starts hit " + Say.percent(facts.coldShare()) + ", at most "
        + Say.count(facts.recorder.peakLive(), "instance") + ".";
  }

  private String mostly() {
    FailureReason most = FailureReason.THROTTLED;
    for (FailureReason reason : FailureReason.values()) {
      if (facts.failed(reason) > facts.failed(most)) {
        most = reason;
      }
    }
    return facts.named(most);
  }

  private String describe(Fix fix) {
    String cost = facts.money == null
        ? ""
        : ", cost of this traffic $" + Say.digits(Effect.cost(facts)) + " -> $"
            + Say.digits(Effect.cost(fix.after()));
    return fix.change() + " (verified on " + (CONFIRMATIONS + 1) + " seeds: "
        + Say.count(fix.after().count(Count.FAILED)) + " failed, p99 "
        + Say.milliseconds(fix.after().latencyMs(0.99, true)) + cost + ")";
  }

  SavedResult save() {
    ObjectNode run = new ResultDocument(facts).build(request.file(), request.sha256());
    if (recovery != null) {
      recovery.write(run.putObject("recovery"));
    }
    boolean pass = holds(facts);
    ArrayNode objectives = run.putArray("objectives");
    for (ObjectiveCheck check : checks) {
      ObjectNode one = objectives.addObject();
      one.put("name", check.name());
      one.put("expr", check.expression());
      ResultDocument.put(one, "value", check.value(facts), 6);
      ResultDocument.put(one, "limit", check.limit(), 6);
      one.put("measured", check.show(check.value(facts)));
      one.put("severity", check.warning() ? "warn" : "fail");
      one.put("violatedRuns", check.holds(facts) ? 0 : 1);
      one.put("runs", 1);
      one.putNull("ci95");
      one.put("verdict", check.holds(facts) ? "pass" : "fail");
    }
    ObjectNode verdict = run.putObject("verdict");
    verdict.put("state", checks.isEmpty() ? "none" : pass ? "pass" : "fail");
    sentences.forEach(verdict.putArray("sentences")::add);
    Causes.write(verdict.putArray("causes"), causes, facts);
    fixRows(run.putArray("fixes"), fixes);
    fixRows(run.putArray("tried"), tried);
    flips.write(run.putArray("assumptions"));
    ArrayNode settings = run.putArray("settings");
    for (Scenario.Setting setting : scenario.settings()) {
      settings
          .addObject()
          .put("path", setting.path())
          .put("value", setting.value())
          .put("origin", setting.origin());
    }
    ArrayNode warnings = run.putArray("warnings");
    scenario.warnings().forEach(warnings::add);
    facts.outcome.traces().forEach(trace -> trace.warnings().forEach(warnings::add));
    facts.outcome.traces().forEach(trace -> trace.damagedExamples().forEach(warnings::add));
    if (facts.outcome.events().dropped() > 0) {
      warnings.add(facts.outcome.events().dropped() + " further events are not in events.csv");
    }
    return new SavedResult(run, series(facts), events(), percentiles());
  }

  /** The time series of a finished run, as series.csv has them. */
  public static SeriesTable series(Facts of) {
    Map<String, IntToDoubleFunction> further =
        of.money == null ? new LinkedHashMap<>() : of.money.columns();
    further.putAll(new Holders(of).columns());
    return SeriesColumns.of(
        of.recorder, of.outcome.scenario().userRows(), of.outcome.endNs(), further);
  }

  private void fixRows(ArrayNode rows, List<Fix> from) {
    for (Fix fix : from) {
      ObjectNode row = rows.addObject();
      row.put("change", fix.change());
      row.put("verified", fix.verified());
      Effect.write(row.putObject("effect"), facts, fix.after());
    }
  }

  private List<EventRow> events() {
    List<EventRow> rows = new ArrayList<>();
    for (EventLog.Entry entry : facts.outcome.events().entries()) {
      rows.add(new EventRow(entry.timeNs() / 1e9, entry.service(), entry.kind(), entry.text()));
    }
    for (Interval interval : facts.outcome.exhaustion().intervals()) {
      rows.add(new EventRow(
          interval.fromNs() / 1e9, "", "database", "connections exhausted: " + interval.heldBy()));
      rows.add(new EventRow(
          interval.toNs() / 1e9,
          "",
          "database",
          "a connection opens again; " + interval.failed() + " requests failed meanwhile"));
    }
    rows.sort(Comparator.comparingDouble(EventRow::seconds));
    return rows;
  }

  private List<PercentileRow> percentiles() {
    Map<Double, PercentileRow> rows = new LinkedHashMap<>();
    for (HistogramIterationValue value : facts.latency().percentiles(5)) {
      rows.put(
          value.getPercentile(),
          new PercentileRow(
              value.getPercentile(),
              value.getValueIteratedTo() / 1e6,
              value.getTotalCountToThisValue()));
    }
    return new ArrayList<>(rows.values());
  }
}
