package dev.headroom.sweep;

import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.measure.Say;
import dev.headroom.review.Aftermath;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/** What a sweep says in words: which setting, how sure, and what moves the numbers. */
final class SweepSentences {
  private final SweepResult result;
  private final List<String> sentences = new ArrayList<>();

  private SweepSentences(SweepResult result) {
    this.result = result;
  }

  static List<String> of(SweepResult result) {
    SweepSentences all = new SweepSentences(result);
    if (!result.ranked().isEmpty()) {
      all.choice();
      all.effects();
      all.metastable();
    }
    all.rest();
    return all.sentences;
  }

  private void choice() {
    SweepSetting best = result.cheapest();
    if (best == null) {
      none(result.ranked().get(0));
      return;
    }
    String price =
        Double.isNaN(best.mean(result.cost())) ? ", though no cost is known" : ": " + cost(best);
    sentences.add((result.judged() ? "Cheapest within the objectives: " : "Cheapest: ")
        + best.label() + price + ", " + latency() + " "
        + moved(result.latency(), best.mean(result.latency())) + ".");
    long feasible = result.ranked().stream().filter(SweepSetting::feasible).count();
    if (result.judged()) {
      sentences.add(Say.count(feasible) + " of " + settings(result.ranked().size()) + " kept the"
          + " objectives on every simulated day.");
    } else {
      sentences.add("No objective was given (--slo), so nothing but cost is weighed.");
    }
    sure(best);
    if (feasible > 1) {
      next(best, result.ranked().get(1));
    }
  }

  private void none(SweepSetting nearest) {
    StringBuilder why = new StringBuilder();
    for (ObjectiveCheck check : result.sweep().checks()) {
      if (!check.warning() && nearest.violated(check) > 0) {
        why.append(why.isEmpty() ? "" : "; ")
            .append(check.expression())
            .append(" is ")
            .append(check.show(nearest.sample(check.measure()).middle()));
      }
    }
    sentences.add("No setting keeps the objectives. Nearest: " + nearest.label() + " (" + why
        + "); violated on " + nearest.judgement().violated() + " of "
        + days(nearest.judgement().runs()) + ".");
  }

  private String latency() {
    return result.latency().name().contains("completed") ? "p99 of completed requests" : "p99";
  }

  private static String moved(Measure measure, double value) {
    return Double.isInfinite(value) ? "a failed request" : measure.show(value);
  }

  private String cost(SweepSetting one) {
    Sample sample = one.sample(result.cost());
    Interval interval = sample.meanInterval();
    return result.cost().show(interval.round(sample.mean()))
        + unit()
        + (interval.isKnown()
            ? " (95 % interval " + result.cost().show(interval.round(interval.low())) + " to "
                + result.cost().show(interval.round(interval.high())) + ")"
            : "");
  }

  private String unit() {
    return result.cost().name().equals("cost.month") ? " a month" : " for this traffic";
  }

  private void sure(SweepSetting best) {
    Judgement judgement = best.judgement();
    if (judgement.runs() == 1) {
      sentences.add("One day of each setting was simulated, which does not say how often a day goes"
          + " wrong; --runs 20 does.");
      return;
    }
    if (result.judged()) {
      sentences.add("How sure: it kept them on " + (judgement.runs() - judgement.violated())
          + " of " + days(judgement.runs()) + ", so at most "
          + Say.percent(judgement.interval().high()) + " of days violate one (95 %); decided is a"
          + " risk of " + Say.percent(judgement.risk()) + " only from "
          + Judgement.runsToPass(judgement.risk()) + " clean days on.");
    }
    if (result.done() > 1) {
      sentences.add("It was chosen among " + settings(result.done()) + " on the same days, which"
          + " flatters it; confirm it on fresh ones (headroom run with --set, --runs and another"
          + " --seed).");
    }
  }

  private void next(SweepSetting best, SweepSetting next) {
    if (best.judgement().runs() == 1 || Double.isNaN(next.mean(result.cost()))) {
      return;
    }
    Paired paired = Paired.of(best.values(result.cost()), next.values(result.cost()), false);
    double more = paired.differences().mean();
    Interval interval = paired.differences().meanInterval();
    Measure cost = result.cost();
    if (more == 0) {
      sentences.add("The next, " + next.label() + ", costs the same.");
    } else if (interval.isKnown() && interval.low() <= 0) {
      sentences.add("Whether it is cheaper than the next, " + next.label() + ", is not certain: "
          + paired.worse() + " of " + days(paired.runs()) + " say so.");
    } else {
      sentences.add("The next, " + next.label() + ", costs " + cost.show(more) + " more"
          + (interval.isKnown()
              ? " (95 % interval " + cost.show(interval.low()) + " to " + cost.show(interval.high())
                  + ")"
              : "")
          + ", on " + paired.worse() + " of " + days(paired.runs()) + ".");
    }
  }

  private void effects() {
    if (result.ranked().size() < 2) {
      return;
    }
    List<String> parts = new ArrayList<>();
    for (Measure measure : List.of(result.latency(), result.cost())) {
      List<SweepEffect> effects = SweepEffect.of(result, measure);
      if (!effects.isEmpty() && effects.get(0).width() > 0) {
        SweepEffect first = effects.get(0);
        parts.add((measure == result.latency() ? latency() : "cost") + " by "
            + first.label() + " (" + moved(measure, first.low()) + " at " + first.lowAt() + ", "
            + moved(measure, first.high())
            + " at " + first.highAt() + ")");
      }
    }
    if (!parts.isEmpty()) {
      String all = String.join("; ", parts);
      sentences.add("Moved most: " + all + "; medians over the settings that share a value.");
    }
  }

  private void metastable() {
    long count = result.ranked().stream()
        .filter(one -> one.days(Aftermath.SELF_SUSTAINING) > 0)
        .count();
    if (count > 0) {
      SweepSetting first = result.ranked().stream()
          .filter(one -> one.days(Aftermath.SELF_SUSTAINING) > 0)
          .findFirst()
          .orElseThrow();
      sentences.add("Metastable: " + settings(count) + " stayed down after the spike at a load that"
          + " is served where no spike has been, on at least one day; e.g. " + first.label()
          + ".");
    }
  }

  private void rest() {
    if (!result.refused().isEmpty()) {
      SweepSetting first = result.refused().get(0);
      sentences.add(settings(result.refused().size()) + " made no valid scenario and were left"
          + " out; e.g. " + first.label() + ": " + first.refused());
    }
    if (result.partial()) {
      sentences.add("PARTIAL: " + Say.count(result.done()) + " of "
          + settings(result.sweep().design().size()) + " are finished.");
    }
  }

  private static String settings(long count) {
    return Say.count(count) + (count == 1 ? " setting" : " settings");
  }

  private static String days(long count) {
    return Say.count(count) + (count == 1 ? " day" : " days");
  }
}
