package dev.headroom.comparison;

import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.measure.Say;
import dev.headroom.statistics.Interval;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import dev.headroom.statistics.Paired;
import java.util.ArrayList;
import java.util.List;

/** Which contender to take, and why: objectives first, then cost. */
final class Choice {
  /** Processors that differ by less are called the same. */
  private static final double SAME_SIZE = 1.05;

  private final Comparison comparison;
  private final List<String> sentences = new ArrayList<>();
  private final int taken;

  Choice(Comparison comparison) {
    this.comparison = comparison;
    boolean judged = !comparison.counted().isEmpty();
    List<Integer> fit = fit();
    taken = fit.isEmpty() ? -1 : cheapest(fit);
    if (fit.isEmpty()) {
      sentences.add("Take none: each of them violates an objective that counts.");
      least();
    } else if (taken < 0) {
      sentences.add((judged ? names(fit) + verb(fit) + "; which" : "Which")
          + " costs least is not known, since not all of them have prices.");
    } else {
      take(fit, judged);
    }
    for (int c = 0; c < comparison.contenders().size(); c++) {
      if (c != taken) {
        whyNot(c);
      }
    }
    if (!judged) {
      sentences.add("No objective was given (--slo), so nothing but cost is weighed.");
    }
    latency();
    sizes();
    sentences.add(days());
  }

  /** What is said of it. */
  List<String> sentences() {
    return sentences;
  }

  /** Number of the contender to take, -1 for none. */
  int taken() {
    return taken;
  }

  /** Pass, fail, inconclusive or none, of the best there is. */
  String state() {
    if (comparison.counted().isEmpty()) {
      return "none";
    }
    Verdict best = Verdict.FAIL;
    for (int c = 0; c < comparison.contenders().size(); c++) {
      Verdict one = comparison.verdict(c);
      best = best == Verdict.PASS || one == Verdict.FAIL ? best : one;
    }
    return best.label();
  }

  /** Those that never violated an objective; where there are none, those not found to. */
  private List<Integer> fit() {
    List<Integer> clean = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int c = 0; c < comparison.contenders().size(); c++) {
      if (comparison.verdict(c) != Verdict.FAIL) {
        open.add(c);
        boolean passes = comparison.verdict(c) == Verdict.PASS;
        if (passes || comparison.violated(c) == 0) {
          clean.add(c);
        }
      }
    }
    return clean.isEmpty() ? open : clean;
  }

  private int cheapest(List<Integer> of) {
    int cheapest = of.get(0);
    for (int c : of) {
      if (Double.isNaN(comparison.cost(c))) {
        return of.size() == 1 ? c : -1;
      }
      cheapest = comparison.cost(c) < comparison.cost(cheapest) ? c : cheapest;
    }
    return cheapest;
  }

  private void take(List<Integer> fit, boolean judged) {
    String cost = Double.isNaN(comparison.cost(taken))
        ? ""
        : ", " + dollars(comparison.cost(taken)) + " for this traffic" + month();
    if (!judged) {
      sentences.add("Cheapest: " + name(taken) + cost + ".");
    } else if (comparison.violated(taken) > 0
        && comparison.verdict(taken) == Verdict.INCONCLUSIVE) {
      sentences.add("Undecided: none keeps every objective on every day; of those that may keep"
          + " them often enough " + name(taken) + " costs least" + cost + ".");
    } else {
      String only =
          fit.size() == 1 ? "the only one without a violation" : "the cheapest without a violation";
      sentences.add("Take " + name(taken) + ": " + only + cost + ".");
    }
  }

  private String month() {
    Measure month = Measure.of("cost.month", "");
    double cost = comparison.outcomes().sample(taken, month).mean();
    return Double.isNaN(cost) ? "" : ", " + month.show(cost) + " a month";
  }

  private void least() {
    Measure failed = Measure.of("rate(errors)", "");
    int least = 0;
    for (int c = 1; c < comparison.contenders().size(); c++) {
      double here = comparison.outcomes().sample(c, failed).mean();
      least = here < comparison.outcomes().sample(least, failed).mean() ? c : least;
    }
    sentences.add("Fewest requests fail with " + name(least) + ", "
        + failed.show(comparison.outcomes().sample(least, failed).mean())
        + (comparison.runs() == 1 ? "." : " in the mean of days."));
  }

  /** A comparison of unequal machines is one of sizes too, and must not look like another. */
  private void sizes() {
    List<String> sizes = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (Contender contender : comparison.contenders()) {
      least = Math.min(least, contender.vcpus());
      most = Math.max(most, contender.vcpus());
      sizes.add(contender.name() + " " + Say.digits(contender.vcpus()));
    }
    if (most > least * SAME_SIZE) {
      sentences.add("Not the same size, in vCPUs of an instance: " + String.join(", ", sizes)
          + "; latency and cost follow it.");
    }
  }

  private void whyNot(int other) {
    List<String> reasons = new ArrayList<>();
    for (ObjectiveCheck check : comparison.counted()) {
      Judgement judgement = comparison.judge(other, check);
      if (judgement.violated() > 0) {
        double middle = comparison.outcomes().sample(other, check.measure()).middle();
        reasons.add((reasons.isEmpty() ? "violates " : "") + check.name() + on(judgement.violated())
            + " (middle day: " + check.show(middle) + ")");
      }
    }
    String broken = String.join(", ", reasons);
    String cost =
        taken >= 0 && !Double.isNaN(comparison.cost(other)) && !Double.isNaN(comparison.cost(taken))
            ? cost(other)
            : "";
    String both = broken.isEmpty() || cost.isEmpty() ? "" : "; it ";
    if (!(broken + cost).isEmpty()) {
      sentences.add(name(other) + " " + broken + both + cost + ".");
    }
  }

  private String cost(int other) {
    Paired paired = comparison.outcomes().paired(taken, other, Comparison.COST);
    double mean = paired.differences().mean();
    Interval interval = paired.differences().meanInterval();
    if (comparison.runs() > 1 && CostCurve.sign(paired) == 0) {
      return mean == 0
          ? "costs the same"
          : "costs as much as far as " + days(comparison.runs()) + " can tell, "
              + signed(Comparison.COST, interval.round(mean))
              + range(Comparison.COST, interval, false);
    }
    int more = mean > 0 ? paired.worse() : paired.better();
    double times = comparison.cost(other) / comparison.cost(taken);
    String factor =
        times >= 2 && Double.isFinite(times) ? ", " + Say.digits(times) + " times as much" : "";
    return "costs " + dollars(Math.abs(interval.round(mean))) + (mean > 0 ? " more" : " less")
        + range(Comparison.COST, interval, mean < 0)
        + on(more) + factor;
  }

  /** Whether another is faster than the one to take, which cost alone does not say. */
  private void latency() {
    for (int other = 0; taken >= 0 && other < comparison.contenders().size(); other++) {
      Paired paired = comparison.outcomes().paired(taken, other, Comparison.P99);
      double mean = paired.differences().mean();
      if (other != taken
          && mean < 0
          && CostCurve.sign(paired) < 0
          && comparison.verdict(other) != Verdict.FAIL) {
        String less = Double.isInfinite(mean)
            ? "Where p99 matters more"
            : "For a p99 lower by " + Say.milliseconds(-mean);
        sentences.add(less + range(Comparison.P99, paired.differences().meanInterval(), true)
            + on(paired.better()) + ", take " + name(other) + ".");
      }
    }
  }

  private String days() {
    int runs = comparison.runs();
    StringBuilder text = new StringBuilder();
    if (runs == 1) {
      return "One simulated day with seed " + comparison.request().seed()
          + ": no interval, another day differs (--runs).";
    }
    text.append(days(runs))
        .append(" of the same traffic for each, seed ")
        .append(comparison.request().seed());
    boolean open = taken >= 0 && comparison.verdict(taken) == Verdict.INCONCLUSIVE;
    if (open && comparison.violated(taken) == 0) {
      double risk = comparison.request().risk();
      text.append("; no violation in so many days still allows one on ")
          .append(Say.percent(Interval.wilson(0, runs).high()))
          .append(" of days, and ")
          .append(Say.percent(risk))
          .append(" may: --runs ")
          .append(Judgement.runsToPass(risk))
          .append(" without one would be a pass");
    }
    return text.append(comparison.partial() ? "; interrupted before all were done." : ".")
        .toString();
  }

  private static String days(int count) {
    return Say.count(count) + (count == 1 ? " day" : " days");
  }

  private String on(int days) {
    int runs = comparison.runs();
    return runs == 1 ? "" : " on " + Say.count(days) + " of " + days(runs);
  }

  /** The interval of a difference in brackets, empty where there is none. */
  static String range(Measure measure, Interval interval, boolean turned) {
    return interval.isKnown()
        ? " (95 % interval " + ends(measure, turned ? turned(interval) : interval) + ")"
        : "";
  }

  private static Interval turned(Interval interval) {
    return new Interval(-interval.high(), -interval.low());
  }

  /** Both ends, with as many digits as their distance bears out. */
  static String ends(Measure measure, Interval interval) {
    return signed(measure, interval.round(interval.low())) + " to "
        + signed(measure, interval.round(interval.high()));
  }

  /** A difference with its sign. */
  static String signed(Measure measure, double difference) {
    if (Double.isNaN(difference)) {
      return "unknown";
    }
    if (Double.isInfinite(difference)) {
      return difference > 0 ? "to never" : "from never";
    }
    String size = measure.show(Math.abs(difference));
    size = measure.isShare() ? size.replace("%", "%-points") : size;
    return (difference > 0 ? "+" : difference < 0 ? "-" : "") + size;
  }

  private static String dollars(double amount) {
    return Comparison.COST.show(amount);
  }

  private String name(int contender) {
    return comparison.contenders().get(contender).name();
  }

  private String names(List<Integer> which) {
    return String.join(" and ", which.stream().map(this::name).toList());
  }

  private static String verb(List<Integer> which) {
    return which.size() == 1 ? " keeps the objectives" : " keep the objectives";
  }
}
