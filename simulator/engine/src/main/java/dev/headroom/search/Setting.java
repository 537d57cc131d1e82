package dev.headroom.search;

import dev.headroom.scenario.Scenario;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.List;

/** One of the settings of a search, and the days it has been run on so far. */
final class Setting {
  /** On so few days only a clear difference counts, on more their paired interval. */
  private static final int FEW_DAYS = 4;

  /** A clear difference, as a share of the better one's cost. */
  private static final double CLEAR = 0.05;

  private final int[] place;
  private final List<String> values;
  private final Scenario scenario;
  private final List<Day> days = new ArrayList<>();
  private final List<Day> fresh = new ArrayList<>();
  private boolean rejected;
  private boolean taken;

  /**
   * A day of it.
   *
   * @param cost what is minimised
   * @param violated whether an objective that counts was
   * @param excess how far beyond the limits, 0 where all hold; ranks what is not feasible
   */
  record Day(double cost, boolean violated, double excess) {}

  Setting(int[] place, List<String> values, Scenario scenario) {
    this.place = place.clone();
    this.values = List.copyOf(values);
    this.scenario = scenario;
  }

  int[] place() {
    return place.clone();
  }

  List<String> values() {
    return values;
  }

  Scenario scenario() {
    return scenario;
  }

  /** Days of the search. */
  List<Day> days() {
    return days;
  }

  /** Days on which nothing was chosen. */
  List<Day> fresh() {
    return fresh;
  }

  static int violated(List<Day> days) {
    return (int) days.stream().filter(Day::violated).count();
  }

  /** That fresh days did not bear out what the search saw, for good. */
  void reject() {
    rejected = true;
  }

  /** That it is an answer already, and others are looked for. */
  void take() {
    taken = true;
  }

  boolean isRejected() {
    return rejected;
  }

  /** Whether it may still be chosen, with so many violated days allowed. */
  boolean isAlive(int allowed) {
    return !rejected && !taken && violated(days) <= allowed;
  }

  /** Mean cost of its first days, of so many at most. */
  double meanCost(int most) {
    return costs(days.subList(0, Math.min(most, days.size()))).mean();
  }

  double meanExcess() {
    return days.stream().mapToDouble(Day::excess).average().orElse(Double.POSITIVE_INFINITY);
  }

  static Sample costs(List<Day> days) {
    return Sample.of(days.stream().mapToDouble(Day::cost).toArray());
  }

  Judgement freshJudgement(double risk) {
    return new Judgement(violated(fresh), fresh.size(), risk);
  }

  /** Whether the days that both were run on show that it is not cheaper than another. */
  boolean isDearerThan(Setting other) {
    int both = Math.min(days.size(), other.days.size());
    if (both == 0) {
      return false;
    }
    double[] own = new double[both];
    double[] others = new double[both];
    boolean cheaperOnce = false;
    for (int day = 0; day < both; day++) {
      own[day] = days.get(day).cost();
      others[day] = other.days.get(day).cost();
      cheaperOnce |= own[day] < others[day];
    }
    Sample difference = Paired.of(others, own, false).differences();
    if (difference.mean() > CLEAR * Math.abs(Sample.of(others).mean())) {
      return true;
    }
    return both >= FEW_DAYS && (!cheaperOnce || difference.meanInterval().low() > 0);
  }
}
