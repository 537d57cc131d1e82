package dev.headroom.comparison;

import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.replication.Batch;
import dev.headroom.replication.Experiment;
import dev.headroom.replication.Outcomes;
import dev.headroom.replication.Variant;
import dev.headroom.scenario.Scenario;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Contenders on the same days, all held against the objectives of all of them. The first is the
 * base that the others' differences refer to.
 */
public final class Comparison {
  /** As many runs as decide every objective of every contender. */
  public static final int AUTO = 0;

  private static final int FIRST_CHECKPOINT = 20;
  private static final int LAST_CHECKPOINT = 640;

  /** The measure that a choice is made by. */
  static final Measure COST = Measure.of("cost.total", "");

  /** The measure of latency that contenders are told apart by. */
  static final Measure P99 = Measure.of("p99(latency)", "");

  private final List<Contender> contenders;
  private final List<ObjectiveCheck> checks;
  private final Request request;
  private final Outcomes outcomes;

  /**
   * How it is run.
   *
   * @param seed of all draws
   * @param runs days of each contender, or {@link #AUTO}
   * @param risk share of days that may violate an objective, above 0 and below 1
   * @param batch whose threads do it and which can be stopped
   * @param finished told by any thread how many runs are done
   */
  public record Request(long seed, int runs, double risk, Batch batch, IntConsumer finished) {}

  private Comparison(
      List<Contender> contenders, List<ObjectiveCheck> checks, Request request, Outcomes outcomes) {
    this.contenders = List.copyOf(contenders);
    this.checks = checks;
    this.request = request;
    this.outcomes = outcomes;
  }

  /**
   * Runs them.
   *
   * @throws dev.headroom.core.UserError for a price or a trace that is missing
   */
  public static Comparison of(List<Contender> contenders, Request request) {
    return of(contenders, objectives(contenders), request, false);
  }

  /**
   * Runs an old scenario and a new one. The new one's objectives count; those that only the old one
   * has are told as warnings, since a change may be meant to drop them.
   */
  public static Comparison ofChange(Contender old, Contender changed, Request request) {
    List<ObjectiveCheck> checks = new ArrayList<>(objectives(List.of(changed)));
    for (ObjectiveCheck check : objectives(List.of(old, changed))) {
      boolean gone = checks.stream().noneMatch(one -> one.expression().equals(check.expression()));
      if (gone) {
        checks.add(new ObjectiveCheck(
            new Scenario.Objective(check.name(), check.expression(), true, null)));
      }
    }
    return of(List.of(old, changed), List.copyOf(checks), request, true);
  }

  private static Comparison of(
      List<Contender> contenders, List<ObjectiveCheck> checks, Request request, boolean change) {
    List<Variant> variants =
        contenders.stream().map(one -> new Variant(one.name(), one.scenario())).toList();
    Experiment experiment = Experiment.of(variants, measures(contenders, checks), request.seed());
    Comparison comparison = null;
    int to = request.runs() == AUTO ? FIRST_CHECKPOINT : request.runs();
    while (true) {
      int from = comparison == null ? 0 : comparison.outcomes.runs();
      int done = from * contenders.size();
      Outcomes more =
          experiment.run(from, to, request.batch(), n -> request.finished().accept(done + n));
      Outcomes all = comparison == null ? more : comparison.outcomes.followedBy(more);
      comparison = new Comparison(contenders, checks, request, all);
      // Looking only here keeps the answer free of which run happened to end first.
      if (request.runs() != AUTO
          || more.partial()
          || to >= LAST_CHECKPOINT
          || !comparison.undecided(change)) {
        return comparison;
      }
      to *= 2;
    }
  }

  /** Every objective that one of them states, once; all are held against all. */
  static List<ObjectiveCheck> objectives(List<Contender> contenders) {
    Map<String, ObjectiveCheck> found = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      for (Scenario.Objective objective : contender.scenario().objectives()) {
        String key = objective.expression().replaceAll("\\s", "") + objective.warning();
        found.putIfAbsent(key, new ObjectiveCheck(objective));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Measure> measures(List<Contender> contenders, List<ObjectiveCheck> checks) {
    List<String> names = new ArrayList<>(List.of(
        "p50(latency)",
        "p99(latency)",
        "p99(latency{completed})",
        "rate(errors)",
        "count(coldStarts)",
        "max(instances)"));
    if (contenders.stream().anyMatch(one -> one.scenario().server() != null)) {
      names.add("max(db.connections)");
      names.add("time(db.exhausted)");
    }
    if (contenders.stream().anyMatch(one -> one.scenario().table() != null)) {
      names.add("count(db.throttled)");
    }
    names.add("cost.total");
    names.add("cost.month");
    Map<String, Measure> measures = new LinkedHashMap<>();
    names.forEach(name -> measures.put(name, Measure.of(name, "")));
    checks.forEach(check -> measures.putIfAbsent(check.measure().name(), check.measure()));
    return List.copyOf(measures.values());
  }

  /** Whether more days could change what is said of one of them; of a change, of the new one. */
  private boolean undecided(boolean change) {
    for (int contender = change ? 1 : 0; contender < contenders.size(); contender++) {
      if (verdict(contender) == Verdict.INCONCLUSIVE) {
        return true;
      }
    }
    return false;
  }

  /** Those that are compared, the base first. */
  public List<Contender> contenders() {
    return contenders;
  }

  /** Whether it was stopped before all runs were done. */
  public boolean partial() {
    return outcomes.partial();
  }

  /** Days that every contender finished. */
  public int runs() {
    return outcomes.runs();
  }

  Outcomes outcomes() {
    return outcomes;
  }

  Request request() {
    return request;
  }

  List<ObjectiveCheck> checks() {
    return checks;
  }

  /** Objectives whose violation counts. */
  List<ObjectiveCheck> counted() {
    return checks.stream().filter(check -> !check.warning()).toList();
  }

  Judgement judge(int contender, ObjectiveCheck check) {
    return outcomes.judge(contender, check, request.risk());
  }

  /** The worst that may be said of an objective that counts; pass where there is none. */
  Verdict verdict(int contender) {
    Verdict worst = Verdict.PASS;
    for (ObjectiveCheck check : counted()) {
      Verdict one = judge(contender, check).verdict();
      worst = worst == Verdict.FAIL || one == Verdict.PASS ? worst : one;
    }
    return worst;
  }

  /** Most days on which one objective that counts was violated. */
  int violated(int contender) {
    int most = 0;
    for (ObjectiveCheck check : counted()) {
      most = Math.max(most, judge(contender, check).violated());
    }
    return most;
  }

  /** What days are ordered by: the first objective's measure, or the 99th percentile. */
  Measure order() {
    return checks.isEmpty() ? P99 : checks.get(0).measure();
  }

  /** The day in the middle of the base's; it is shown of all, whose draws it shares. */
  public int middleDay() {
    double[] values = outcomes.values(0, order());
    List<Integer> days = new ArrayList<>();
    for (int day = 0; day < values.length; day++) {
      days.add(day);
    }
    // Stable: of equal days the earlier stands first, so the choice is the same everywhere.
    days.sort(Comparator.comparingDouble(day -> values[day]));
    return days.get((days.size() - 1) / 2);
  }

  /** Mean cost of this traffic; NaN where it is not known. */
  double cost(int contender) {
    return outcomes.sample(contender, COST).mean();
  }
}
