package dev.headroom.comparison;

import dev.headroom.comparison.Changes.Change;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import dev.headroom.statistics.Paired;
import java.util.ArrayList;
import java.util.List;

/** What a change of a scenario does: the second contender against the first. */
final class Effect {
  private final Comparison comparison;
  private final List<Change> changes;
  private final List<String> sentences = new ArrayList<>();

  Effect(Comparison comparison) {
    this.comparison = comparison;
    Contender old = comparison.contenders().get(0);
    Contender changed = comparison.contenders().get(1);
    this.changes = Changes.of(old.scenario(), changed.scenario());
    if (changes.isEmpty()) {
      sentences.add("No setting changes, and no objective.");
    }
    comparison.checks().forEach(this::objective);
    measure("Cost of this traffic", Comparison.COST);
    measure("p99", Comparison.P99);
    measure("Failed requests", Measure.of("rate(errors)", ""));
    loosened(old.scenario(), changed.scenario());
    String traffic = old.trafficDifference(changed);
    if (traffic != null) {
      sentences.add("The traffic changes too (" + traffic
          + "): the differences are those of traffic and settings together.");
    }
    sentences.add(
        comparison.runs() == 1
            ? "One simulated day with seed " + comparison.request().seed()
                + ": no interval, another day differs (--runs)."
            : Say.count(comparison.runs()) + " days with the same draws for both, seed "
                + comparison.request().seed()
                + (comparison.partial() ? "; interrupted before all were done." : "."));
  }

  List<Change> changes() {
    return changes;
  }

  List<String> sentences() {
    return sentences;
  }

  /** Of the changed scenario. */
  String state() {
    return comparison.counted().isEmpty() ? "none" : comparison.verdict(1).label();
  }

  private void objective(ObjectiveCheck check) {
    Judgement before = comparison.judge(0, check);
    Judgement after = comparison.judge(1, check);
    String word =
        switch (after.verdict()) {
          case PASS -> before.verdict() == Verdict.FAIL ? "Mended: " : "Pass: ";
          case FAIL ->
            check.warning()
                ? "Warning: "
                : before.verdict() == Verdict.FAIL ? "Still violated: " : "Violated: ";
          case INCONCLUSIVE -> "Undecided: ";
        };
    String name = check.name().equals(check.expression())
        ? check.expression()
        : check.name() + ": " + check.expression();
    sentences.add(word + name + ", " + middle(0, check) + " -> " + middle(1, check)
        + (after.runs() == 1
            ? ""
            : "; violated on " + before.violated() + " -> " + after.violated() + " of "
                + Say.count(after.runs()) + " days, " + Say.percent(after.risk()) + " may")
        + ".");
  }

  private String middle(int contender, ObjectiveCheck check) {
    return check.show(comparison.outcomes().sample(contender, check.measure()).middle());
  }

  private void measure(String label, Measure measure) {
    Paired paired = comparison.outcomes().paired(0, 1, measure);
    double mean = paired.differences().mean();
    double before = comparison.outcomes().sample(0, measure).mean();
    double after = comparison.outcomes().sample(1, measure).mean();
    if (Double.isNaN(mean)) {
      return;
    }
    Interval interval = paired.differences().meanInterval();
    String change = measure.show(before) + " -> " + measure.show(after);
    if (paired.better() + paired.worse() == 0) {
      sentences.add(label + ": unchanged, " + measure.show(before) + ".");
      return;
    }
    if (comparison.runs() > 1 && Double.isFinite(mean) && CostCurve.sign(paired) == 0) {
      sentences.add(label + ": " + change + ", which may be chance"
          + Choice.range(measure, interval, false) + ".");
      return;
    }
    boolean better = paired.better() >= paired.worse();
    String share = Double.isFinite(mean) && before > 0 && !measure.isShare()
        ? ", " + (mean > 0 ? "+" : "-") + Say.percent(Math.abs(mean) / before)
        : "";
    sentences.add(label + ": " + change + share + Choice.range(measure, interval, false)
        + (comparison.runs() == 1
            ? ""
            : ", " + (better ? "better" : "worse") + " on "
                + (better ? paired.better() : paired.worse()) + " of " + comparison.runs()
                + " days")
        + ".");
  }

  /** An objective that goes away would otherwise pass unseen. */
  private void loosened(Scenario old, Scenario changed) {
    for (Scenario.Objective objective : old.objectives()) {
      boolean kept = changed.objectives().stream()
          .anyMatch(other -> other.expression().equals(objective.expression())
              && other.warning() == objective.warning());
      if (!kept) {
        sentences.add("The objective " + objective.expression() + " of the old scenario no"
            + " longer counts in the new one; it is shown as a warning.");
      }
    }
  }
}
