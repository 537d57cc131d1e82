package dev.headroom.search;

import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.Scenario;
import dev.headroom.search.Setting.Day;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Finds the cheapest of some settings that keeps the objectives, without running all of them on all
 * days: everybody runs one day, then the cheapest go on; who has violated more days than may is
 * out, and so is who is seen on the same days to be dearer than one that has run them all. The few
 * that are then nearly alike are told apart by three times as many days.
 *
 * <p>Days are those of common random numbers, so that costs are compared day by day. How many
 * settings go on at once is fixed, whatever the number of threads.
 */
final class Race {
  /** Settings that go on together. */
  private static final int ABREAST = 8;

  /** So many that are nearly alike are told apart by more days. */
  private static final int FINALISTS = 5;

  /** Days of those, as a multiple of the others'. */
  private static final int LONGER = 3;

  /** A day beyond every limit counts as if it had missed them by so much. */
  private static final double EXCESS_MOST = 100;

  private final Measure minimize;
  private final long seed;
  private final int days;
  private final double risk;
  private final Batch batch;
  private final IntConsumer progress;
  private final AtomicInteger runs = new AtomicInteger();

  Race(Optimizer.Request request) {
    this.minimize = request.minimize();
    this.seed = request.seed();
    this.days = request.days();
    this.risk = request.risk();
    this.batch = request.batch();
    this.progress = request.progress();
  }

  private int allowed(int of) {
    // Rounding must not take one away: 0.05 x 20 is 1.
    return (int) Math.floor(risk * of + 1e-9);
  }

  int runs() {
    return runs.get();
  }

  boolean isStopped() {
    return batch.isStopped();
  }

  boolean isAlive(Setting setting) {
    return setting.isAlive(allowed(Math.max(days, setting.days().size())));
  }

  /** Whether it has run all days of the search and keeps the objectives on enough of them. */
  boolean isFinished(Setting setting) {
    return isAlive(setting) && setting.days().size() >= days;
  }

  /** The cheapest that is finished, or null; all by the same days. */
  private Setting best(List<Setting> field) {
    return field.stream()
        .filter(this::isFinished)
        .min(Comparator.comparingDouble(one -> one.meanCost(days)))
        .orElse(null);
  }

  /** Of those nearly as cheap as the best the one that is cheapest on more days; null if none. */
  private Setting settled(List<Setting> field, Setting best) {
    List<Setting> rivals = field.stream()
        .filter(one -> isFinished(one) && (one == best || !one.isDearerThan(best)))
        .sorted(Comparator.comparingDouble(one -> one.meanCost(days)))
        .limit(FINALISTS)
        .toList();
    if (rivals.size() == 1) {
      return best;
    }
    List<Run> jobs = new ArrayList<>();
    for (Setting one : rivals) {
      for (int day = one.days().size(); day < LONGER * days; day++) {
        jobs.add(new Run(one, day));
      }
    }
    add(jobs);
    return batch.isStopped()
        ? null
        : rivals.stream()
            .filter(this::isFinished)
            .min(Comparator.comparingDouble(one -> one.meanCost(LONGER * days)))
            .orElse(null);
  }

  /** Races them; null where none keeps the objectives or it was stopped. */
  Setting run(List<Setting> field) {
    while (!batch.isStopped()) {
      List<Setting> next = field.stream().filter(one -> one.days().isEmpty()).toList();
      Setting best = best(field);
      if (next.isEmpty()) {
        next = field.stream()
            .filter(one -> isAlive(one) && !isFinished(one))
            .filter(one -> best == null || !one.isDearerThan(best))
            .sorted(Comparator.comparingDouble(one -> one.meanCost(days)))
            .limit(ABREAST)
            .toList();
      }
      if (!next.isEmpty()) {
        advance(next);
        continue;
      }
      Setting settled = best == null ? null : settled(field, best);
      if (settled != null || best == null) {
        return settled;
      }
    }
    return null;
  }

  private record Run(Setting setting, int day) {}

  /** Some days further each: few at first, as most are out after few. */
  private void advance(List<Setting> next) {
    List<Run> jobs = new ArrayList<>();
    for (Setting one : next) {
      int from = one.days().size();
      int to = Math.min(days, from + Math.max(1, from / 2));
      for (int day = from; day < to; day++) {
        jobs.add(new Run(one, day));
      }
    }
    add(jobs);
  }

  private void add(List<Run> jobs) {
    List<Day> done = runAll(jobs);
    for (int job = 0; job < done.size(); job++) {
      jobs.get(job).setting().days().add(done.get(job));
    }
  }

  private List<Day> runAll(List<Run> jobs) {
    return batch.run(
        0,
        jobs.size(),
        (n, check) -> day(jobs.get(n).setting().scenario(), jobs.get(n).day(), check),
        done -> {});
  }

  private Day day(Scenario scenario, int day, LongConsumer check) {
    Facts facts = new Facts(Simulation.run(scenario, seed, day, check));
    progress.accept(runs.incrementAndGet());
    double cost = minimize.value(facts);
    if (Double.isNaN(cost)) {
      throw UserError.invalid("--minimize: " + minimize.name() + " is not known for "
          + scenario.name()
          + (minimize.name().startsWith("cost")
              ? "; the platform, its region or the month has no price"
              : ""));
    }
    boolean violated = false;
    double excess = 0;
    for (var objective : scenario.objectives()) {
      ObjectiveCheck check1 = new ObjectiveCheck(objective);
      double value = check1.value(facts);
      if (!check1.warning() && !check1.holds(value)) {
        violated = true;
        excess += beyond(value, check1.limit());
      }
    }
    return new Day(cost, violated, excess);
  }

  /** By how much of the limit it is missed; on a logarithmic scale, as latencies grow steeply. */
  private static double beyond(double value, double limit) {
    double ratio = limit == 0 ? 1 + value : value / limit;
    double size = Math.abs(StrictMath.log(ratio));
    return Double.isNaN(size) ? EXCESS_MOST : Math.min(EXCESS_MOST, size);
  }

  /**
   * Runs a setting on days that no choice has seen, in steps, until all are done or more have
   * violated an objective than may.
   *
   * @param fresh how many days
   * @return whether it keeps the objectives there too
   */
  boolean confirm(Setting setting, int fresh) {
    while (setting.fresh().size() < fresh
        && Setting.violated(setting.fresh()) <= allowed(fresh)
        && !batch.isStopped()) {
      int from = setting.fresh().size();
      int to = Math.min(fresh, Math.max(from + ABREAST, from * 2));
      List<Run> jobs = new ArrayList<>();
      for (int day = from; day < to; day++) {
        jobs.add(new Run(setting, LONGER * days + day));
      }
      setting.fresh().addAll(runAll(jobs));
    }
    boolean kept = Setting.violated(setting.fresh()) <= allowed(fresh);
    if (!kept) {
      setting.reject();
    }
    return kept && setting.fresh().size() >= fresh;
  }

  /** The cheapest that fresh days confirm, or null. */
  Setting confirmed(List<Setting> field, int fresh) {
    Setting best = run(field);
    while (best != null && !confirm(best, fresh) && !batch.isStopped()) {
      best = run(field);
    }
    return batch.isStopped() ? null : best;
  }
}
