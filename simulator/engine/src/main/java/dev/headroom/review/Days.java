package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Draws;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Judgement.Verdict;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** What is kept of the days of a scenario, and what may be concluded from them together. */
final class Days {
  /** By which days are ordered where no objective says what matters. */
  private static final String USUAL_MEASURE = "p99(latency)";

  private final List<ObjectiveCheck> checks;
  private final Measure order;
  private final double risk;
  private final List<Day> days = new ArrayList<>();

  /**
   * A day.
   *
   * @param values of the objectives' measures
   * @param order what it is ordered by
   * @param trouble whether a request failed or the database had no slot
   * @param fingerprint of its outcomes
   * @param document its run.json without objectives and verdict
   */
  record Day(
      double[] values, double order, boolean trouble, long fingerprint, ObjectNode document) {}

  /**
   * No days yet.
   *
   * @param risk share of days that may violate an objective
   */
  Days(Scenario scenario, double risk) {
    checks = scenario.objectives().stream().map(ObjectiveCheck::new).toList();
    order = checks.stream()
        .filter(check -> !check.warning())
        .map(ObjectiveCheck::measure)
        .findFirst()
        .orElse(Measure.of(USUAL_MEASURE, ""));
    this.risk = risk;
  }

  /** What is to be kept of a run; called by the thread that ran it. */
  Day day(Facts facts, String file, String sha256) {
    return new Day(
        checks.stream().mapToDouble(check -> check.value(facts)).toArray(),
        order.value(facts),
        facts.count(Count.FAILED) > 0 || facts.exhaustedSeconds() > 0,
        facts.recorder.fingerprint(),
        new ResultDocument(facts).build(file, sha256));
  }

  void add(List<Day> more) {
    days.addAll(more);
  }

  int size() {
    return days.size();
  }

  List<ObjectiveCheck> checks() {
    return checks;
  }

  /** What days are ordered by. */
  Measure order() {
    return order;
  }

  double risk() {
    return risk;
  }

  List<ObjectNode> documents() {
    return days.stream().map(Day::document).toList();
  }

  Sample sample(int check) {
    return Sample.of(days.stream().mapToDouble(day -> day.values()[check]).toArray());
  }

  boolean violates(int day, int check) {
    return !checks.get(check).holds(days.get(day).values()[check]);
  }

  Judgement judgement(int check) {
    return new Judgement(count(day -> violates(day, check)), size(), risk);
  }

  /** Days that violate an objective that counts. */
  Judgement bad() {
    return new Judgement(count(this::isBad), size(), risk);
  }

  /** Days on which a request failed or the database had no slot. */
  Judgement trouble() {
    return new Judgement(count(day -> days.get(day).trouble()), size(), risk);
  }

  private int count(IntPredicate which) {
    int count = 0;
    for (int day = 0; day < size(); day++) {
      count += which.test(day) ? 1 : 0;
    }
    return count;
  }

  /** The worst that may be said of an objective that counts; pass where there is none. */
  Verdict verdict() {
    Verdict worst = Verdict.PASS;
    for (int check = 0; check < checks.size(); check++) {
      Verdict one = judgement(check).verdict();
      if (!checks.get(check).warning() && worst != Verdict.FAIL && one != Verdict.PASS) {
        worst = one;
      }
    }
    return worst;
  }

  /** Whether more days could change what is said of an objective that counts. */
  boolean undecided() {
    for (int check = 0; check < checks.size(); check++) {
      if (!checks.get(check).warning() && judgement(check).verdict() == Verdict.INCONCLUSIVE) {
        return true;
      }
    }
    return false;
  }

  /** The day in the middle of all. */
  int typical() {
    return middle(day -> true);
  }

  /** The middle one of the days that went wrong, or negative where none did. */
  int typicalBad() {
    return middle(this::isBad);
  }

  /** Whether a day violates an objective that counts; without any, whether something failed. */
  boolean isBad(int day) {
    boolean counted = false;
    for (int check = 0; check < checks.size(); check++) {
      if (!checks.get(check).warning()) {
        counted = true;
        if (violates(day, check)) {
          return true;
        }
      }
    }
    return !counted && days.get(day).trouble();
  }

  private int middle(IntPredicate which) {
    List<Integer> chosen = new ArrayList<>();
    for (int day = 0; day < size(); day++) {
      if (which.test(day)) {
        chosen.add(day);
      }
    }
    // Stable: of equal days the earlier stands first, so the choice is the same everywhere.
    chosen.sort(Comparator.comparingDouble(day -> days.get(day).order()));
    return chosen.isEmpty() ? -1 : chosen.get((chosen.size() - 1) / 2);
  }

  /** Of the outcomes of all days in their order. */
  long fingerprint() {
    long all = 0;
    for (Day day : days) {
      all = Draws.mix(all + day.fingerprint());
    }
    return all;
  }
}
