package dev.headroom.replay;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Draws;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Every set of parameters that agrees with what was observed before an incident.
 *
 * <p>The search is a Latin hypercube (McKay, Beckman, Conover, Technometrics 21, 1979) over the
 * logarithms of all factors, and then rounds of differential evolution (Storn, Price, J. Global
 * Optimization 11, 1997), whose steps are differences of good sets: where one parameter can stand
 * in for another they follow that ridge. The last rounds step from the outermost of those that
 * agree.
 *
 * <p>A set agrees when its misfit is no larger than that of one day of the best set held against
 * another, since then it differs from what was observed by no more than chance, or at most a point
 * above the best one's where the best misses by more than that. The same seed and budget give the
 * same sets, however many threads there are.
 */
final class Fit {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Days of the best set that are held against each other to see what chance does. */
  private static final int DAYS = 5;

  /** How far above the best misfit a set always agrees. */
  private static final double POINT = 0.01;

  /** Rounds that look for the best, after the hypercube. */
  private static final int ROUNDS = 3;

  /** Rounds that look for all that agree, after those. */
  private static final int WIDENING = 4;

  /** Good sets that steps are differences of. */
  private static final int ELITE = 20;

  /** What is added to a step, as a share of the whole scale. */
  private static final double JITTER = 0.1;

  private final ConfigNode tree;
  private final List<Knob> knobs;
  private final Series observed;
  private final Set<Metric> metrics;
  private final int until;
  private final long seed;
  private final Batch batch;
  private final IntConsumer finished;
  private final List<ParameterSet> tried = new ArrayList<>();
  private double allowed = Double.NaN;
  private int runs;
  private int design;

  /**
   * Describes what to fit.
   *
   * @param tree scenario without models, as written
   * @param knobs what may differ, at least none
   * @param observed in the intervals to compare
   * @param metrics to compare
   * @param until first interval of the incident
   * @param finished told by any thread how many runs are done so far
   */
  Fit(
      ConfigNode tree,
      List<Knob> knobs,
      Series observed,
      Set<Metric> metrics,
      int until,
      long seed,
      Batch batch,
      IntConsumer finished) {
    this.tree = tree;
    this.knobs = knobs;
    this.observed = observed;
    this.metrics = metrics;
    this.until = until;
    this.seed = seed;
    this.batch = batch;
    this.finished = finished;
  }

  /**
   * Searches.
   *
   * @param budget sets to run, at least 20; some more are run to learn what chance does
   * @throws CancellationException if the batch was stopped
   */
  void search(int budget) {
    List<double[]> first = new ArrayList<>();
    first.add(knobs.stream().mapToDouble(knob -> knob.place(1)).toArray());
    int each = budget / (ROUNDS + WIDENING + 2);
    first.addAll(hypercube(budget - 1 - (ROUNDS + WIDENING) * each));
    run(first);
    for (int round = 0; round < ROUNDS && !knobs.isEmpty(); round++) {
      run(steps(elite(), elite(), each));
    }
    learnAllowed();
    for (int round = 0; round < WIDENING && !knobs.isEmpty(); round++) {
      List<ParameterSet> good = agreeing().size() < ELITE ? elite() : agreeing();
      run(steps(outermost(good), good, each));
    }
  }

  private static final Comparator<ParameterSet> BY_MISFIT =
      Comparator.comparingDouble(set -> set.before().total());

  private List<ParameterSet> elite() {
    return tried.stream().sorted(BY_MISFIT).limit(ELITE).toList();
  }

  /** Of each parameter the sets that have the least and the most of it. */
  private List<ParameterSet> outermost(List<ParameterSet> sets) {
    List<ParameterSet> outermost = new ArrayList<>();
    for (int k = 0; k < knobs.size(); k++) {
      int knob = k;
      Comparator<ParameterSet> byFactor =
          Comparator.comparingDouble(set -> set.factors().get(knob));
      outermost.add(sets.stream().min(byFactor).orElseThrow());
      outermost.add(sets.stream().max(byFactor).orElseThrow());
    }
    return outermost;
  }

  /** Places that lie from one of the sets as one good set does from another, or less far. */
  private List<double[]> steps(List<ParameterSet> bases, List<ParameterSet> sets, int points) {
    long key = Draws.mix(seed + ++design * GOLDEN);
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      List<Double> from = bases.get(i % bases.size()).factors();
      List<Double> one = pick(sets, uniform(key, 0, i, 0)).factors();
      List<Double> other = pick(sets, uniform(key, 0, i, 1)).factors();
      double share = uniform(key, 1, i, 0);
      double[] place = new double[knobs.size()];
      for (int k = 0; k < place.length; k++) {
        Knob knob = knobs.get(k);
        double step = knob.place(one.get(k)) - knob.place(other.get(k));
        double jitter = JITTER * (uniform(key, 2 + k, i, 0) - 0.5);
        place[k] = Math.max(0, Math.min(1, knob.place(from.get(k)) + share * step + jitter));
      }
      places.add(place);
    }
    return places;
  }

  private static ParameterSet pick(List<ParameterSet> sets, double place) {
    return sets.get((int) (place * sets.size()));
  }

  /** So many places of which every scale has one in each of so many equal parts. */
  private List<double[]> hypercube(int points) {
    long key = Draws.mix(seed + ++design * GOLDEN);
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      places.add(new double[knobs.size()]);
    }
    for (int k = 0; k < knobs.size(); k++) {
      int[] order = new int[points];
      for (int i = 0; i < points; i++) {
        int j = (int) (uniform(key, k, i, 0) * (i + 1));
        order[i] = order[j];
        order[j] = i;
      }
      for (int i = 0; i < points; i++) {
        places.get(i)[k] = (order[i] + uniform(key, k, i, 1)) / points;
      }
    }
    return places;
  }

  private static double uniform(long key, int knob, int point, int use) {
    long bits = Draws.mix(key ^ Draws.mix((knob * 100_000L + point) * 2 + use));
    return (bits >>> 11) * 0x1.0p-53;
  }

  private void run(List<double[]> places) {
    int before = runs;
    List<ParameterSet> sets = batch.run(
        0,
        places.size(),
        (number, progress) -> {
          List<Double> factors = new ArrayList<>();
          for (int k = 0; k < knobs.size(); k++) {
            factors.add(knobs.get(k).factor(places.get(number)[k]));
          }
          return simulate(factors, 0, progress);
        },
        done -> finished.accept(before + done));
    finish(sets.size(), places.size());
    tried.addAll(sets);
  }

  private void finish(int done, int asked) {
    runs += asked;
    if (done < asked) {
      throw new CancellationException();
    }
  }

  private ParameterSet simulate(List<Double> factors, int day, LongConsumer progress) {
    ConfigNode turned = turned(tree, knobs, factors);
    Series series = observed.simulated(
        Simulation.run(ScenarioReader.read(turned), seed, day, progress), metrics);
    Misfit before = Misfit.of(observed, series, metrics, 0, until);
    if (Double.isNaN(before.total())) {
      throw UserError.input("the metrics hold nothing before the incident to fit to; a later"
          + " --fit-until, or other columns, would");
    }
    return new ParameterSet(
        factors, series, before, Misfit.of(observed, series, metrics, until, observed.cells()));
  }

  /** A tree with the factors of a set. */
  static ConfigNode turned(ConfigNode tree, List<Knob> knobs, List<Double> factors) {
    ConfigNode turned = tree;
    for (int k = 0; k < knobs.size(); k++) {
      turned = knobs.get(k).turn(turned, factors.get(k));
    }
    return turned;
  }

  private void learnAllowed() {
    ParameterSet best = best();
    int before = runs;
    List<Series> days = new ArrayList<>(List.of(best.series()));
    List<Series> others = batch.run(
        1,
        DAYS,
        (day, progress) -> simulate(best.factors(), day, progress).series(),
        done -> finished.accept(before + done));
    finish(others.size(), DAYS - 1);
    days.addAll(others);
    allowed = best.before().total() + POINT;
    for (int a = 0; a < days.size(); a++) {
      for (int b = 0; b < a; b++) {
        double chance = Misfit.of(days.get(a), days.get(b), metrics, 0, until).total();
        allowed = Math.max(allowed, Double.isNaN(chance) ? 0 : chance);
      }
    }
  }

  /** The set with the smallest misfit before the incident. */
  ParameterSet best() {
    return tried.stream().min(BY_MISFIT).orElseThrow();
  }

  /** Those whose misfit is at most what is allowed, in the order tried. */
  List<ParameterSet> agreeing() {
    return tried.stream().filter(set -> set.before().total() <= allowed).toList();
  }

  /** The largest misfit of a set that agrees. */
  double allowed() {
    return allowed;
  }

  /** Sets tried so far. */
  int tried() {
    return tried.size();
  }

  /** Runs that were made, those to learn what chance does included. */
  int runs() {
    return runs;
  }
}
