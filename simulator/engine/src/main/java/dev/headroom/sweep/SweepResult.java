package dev.headroom.sweep;

import dev.headroom.measure.Measure;
import dev.headroom.statistics.Judgement.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The settings of a sweep in order, the best first: those that keep the objectives by cost, then
 * those that may, then the others by how often they do not.
 */
public final class SweepResult {
  private static final Measure P99 = Measure.of("p99(latency)", "");
  private static final Measure P99_COMPLETED = Measure.of("p99(latency{completed})", "");
  private static final Measure ERRORS = Measure.of("rate(errors)", "");
  private static final Measure MONTH = Measure.of("cost.month", "");
  private static final Measure TOTAL = Measure.of("cost.total", "");

  private final Sweep sweep;
  private final double risk;
  private final List<SweepSetting> ranked;
  private final List<SweepSetting> refused;
  private final Measure cost;
  private final Measure latency;

  private SweepResult(Sweep sweep, double risk, List<SweepSetting> done) {
    this.sweep = sweep;
    this.risk = risk;
    this.refused = done.stream().filter(one -> one.refused() != null).toList();
    List<SweepSetting> valid =
        done.stream().filter(one -> one.refused() == null).toList();
    // A month where all of them have one, so that a row is never compared in another unit.
    this.cost = valid.stream().allMatch(one -> Double.isFinite(one.mean(MONTH))) ? MONTH : TOTAL;
    this.latency =
        valid.stream().anyMatch(one -> Double.isFinite(one.mean(P99))) ? P99 : P99_COMPLETED;
    this.ranked = valid.stream().sorted(order()).toList();
  }

  /**
   * Collects rows in any order.
   *
   * @param risk share of days that may violate an objective
   * @return settings with all their days; those that lack one are left out
   */
  public static SweepResult of(Sweep sweep, List<SweepRow> rows, double risk) {
    TreeMap<Integer, TreeMap<Integer, SweepRow>> bySetting = new TreeMap<>();
    for (SweepRow row : rows) {
      bySetting.computeIfAbsent(row.setting(), none -> new TreeMap<>()).put(row.day(), row);
    }
    List<SweepSetting> done = new ArrayList<>();
    bySetting.forEach((setting, days) -> {
      if (days.size() == sweep.plan().runs()) {
        done.add(new SweepSetting(sweep, List.copyOf(days.values()), risk));
      }
    });
    return new SweepResult(sweep, risk, done);
  }

  private Comparator<SweepSetting> order() {
    return Comparator.<SweepSetting>comparingInt(one -> one.feasible() ? 0 : one.open() ? 1 : 2)
        .thenComparingInt(one -> one.judgement().violated())
        .thenComparingDouble(one -> one.feasible() ? one.mean(cost) : one.mean(P99))
        // Where a failed request is the p99 everywhere, fewer failures are nearer.
        .thenComparingDouble(one -> one.feasible() ? one.mean(latency) : one.mean(ERRORS))
        .thenComparingDouble(one -> one.mean(cost))
        .thenComparingInt(SweepSetting::number);
  }

  Sweep sweep() {
    return sweep;
  }

  double risk() {
    return risk;
  }

  /** Valid settings, the best first. */
  List<SweepSetting> ranked() {
    return ranked;
  }

  /** Settings that make no scenario. */
  List<SweepSetting> refused() {
    return refused;
  }

  /** Settings with all their days, valid or not. */
  public int done() {
    return ranked.size() + refused.size();
  }

  /** Whether some settings lack days. */
  public boolean partial() {
    return done() < sweep.design().size();
  }

  /** What they are ranked by. */
  Measure cost() {
    return cost;
  }

  /**
   * The latency that settings are told apart by: p99 with failed requests as infinitely slow, or of
   * completed requests alone where that is infinite in all settings.
   */
  Measure latency() {
    return latency;
  }

  /** Whether an objective counts. */
  boolean judged() {
    return sweep.checks().stream().anyMatch(check -> !check.warning());
  }

  /** The cheapest that violated no objective on any day, or null. */
  SweepSetting cheapest() {
    return ranked.isEmpty() || !ranked.get(0).feasible() ? null : ranked.get(0);
  }

  /** Of the best there is: pass, fail, inconclusive or none. */
  public String state() {
    if (!judged() || ranked.isEmpty()) {
      return judged() && !partial() ? Verdict.FAIL.label() : "none";
    }
    Verdict best = Verdict.FAIL;
    for (SweepSetting one : ranked) {
      Verdict verdict = one.judgement().verdict();
      best = best == Verdict.PASS || verdict == Verdict.FAIL ? best : verdict;
    }
    return best.label();
  }

  /**
   * Numbers of the settings that no other beats in both cost and p99, by rising cost; those whose
   * cost or p99 is unknown or infinite are none.
   */
  List<Integer> frontier() {
    List<SweepSetting> byCost = ranked.stream()
        .filter(one -> Double.isFinite(one.mean(cost)) && Double.isFinite(one.mean(latency)))
        .sorted(Comparator.<SweepSetting>comparingDouble(one -> one.mean(cost))
            .thenComparingDouble(one -> one.mean(latency))
            .thenComparingInt(SweepSetting::number))
        .toList();
    List<Integer> frontier = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    for (SweepSetting one : byCost) {
      if (one.mean(latency) < best) {
        best = one.mean(latency);
        frontier.add(one.number());
      }
    }
    return frontier;
  }
}
