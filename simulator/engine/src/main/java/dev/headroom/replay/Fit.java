package dev.headroom.replay;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Draws;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
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
 * logarithms of all factors and further ones over ever smaller boxes round the best. A set agrees
 * when its misfit is at most the tolerance above the best one's: as much as the best set's own
 * misfit differs between days of other draws, since a smaller difference may be chance. The same
 * seed and budget give the same sets, however many threads there are.
 */
final class Fit {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Days on which the best set is run to see what chance does. */
  private static final int DAYS = 5;

  private static final double TOLERANCE_LEAST = 0.01;

  /** Boxes after the first hypercube. */
  private static final int ROUNDS = 3;

  /** Sets that a box is drawn round. */
  private static final int ELITE = 8;

  /** What a box is larger than its sets by, as a share of the whole scale. */
  private static final double MARGIN = 0.05;

  private final ConfigNode tree;
  private final List<Knob> knobs;
  private final Series observed;
  private final Set<Metric> metrics;
  private final int until;
  private final long seed;
  private final Batch batch;
  private final IntConsumer finished;
  private final List<ParameterSet> tried = new ArrayList<>();
  private double tolerance = Double.NaN;
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
  Fit(ConfigNode tree, List<Knob> knobs, Series observed, Set<Metric> metrics, int until,
      long seed, Batch batch, IntConsumer finished) {
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
   * @param budget sets to run, at least 20; some more are run to learn the tolerance
   * @throws CancellationException if the batch was stopped
   */
  void search(int budget) {
    List<double[]> first = new ArrayList<>();
    first.add(knobs.stream().mapToDouble(knob -> knob.place(1)).toArray());
    int each = budget / 6;
    double[] low = new double[knobs.size()];
    double[] high = new double[knobs.size()];
    Arrays.fill(high, 1);
    first.addAll(hypercube(low, high, budget - 1 - (ROUNDS + 1) * each));
    run(first);
    if (!knobs.isEmpty()) {
      for (int round = 0; round < ROUNDS; round++) {
        around(tried.stream().sorted(BY_MISFIT).limit(ELITE).toList(), each);
      }
    }
    learnTolerance();
    if (!knobs.isEmpty()) {
      around(agreeing(), each);
    }
  }

  private static final Comparator<ParameterSet> BY_MISFIT =
      Comparator.comparingDouble(set -> set.before().total());

  private void around(List<ParameterSet> sets, int points) {
    double[] low = new double[knobs.size()];
    double[] high = new double[knobs.size()];
    for (int k = 0; k < low.length; k++) {
      low[k] = 1;
      for (ParameterSet set : sets) {
        double place = knobs.get(k).place(set.factors().get(k));
        low[k] = Math.min(low[k], place - MARGIN);
        high[k] = Math.max(high[k], place + MARGIN);
      }
      low[k] = Math.max(0, low[k]);
      high[k] = Math.min(1, high[k]);
    }
    run(hypercube(low, high, points));
  }

  /** So many places of which every scale has one in each of so many equal parts. */
  private List<double[]> hypercube(double[] low, double[] high, int points) {
    long key = Draws.mix(seed + ++design * GOLDEN);
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      places.add(new double[low.length]);
    }
    for (int k = 0; k < low.length; k++) {
      int[] order = new int[points];
      for (int i = 0; i < points; i++) {
        int j = (int) (uniform(key, k, i, 0) * (i + 1));
        order[i] = order[j];
        order[j] = i;
      }
      for (int i = 0; i < points; i++) {
        double part = (order[i] + uniform(key, k, i, 1)) / points;
        places.get(i)[k] = low[k] + part * (high[k] - low[k]);
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
    List<ParameterSet> sets =
        batch.run(0, places.size(), (number, progress) -> {
          List<Double> factors = new ArrayList<>();
          for (int k = 0; k < knobs.size(); k++) {
            factors.add(knobs.get(k).factor(places.get(number)[k]));
          }
          return simulate(factors, 0, progress);
        }, done -> finished.accept(before + done));
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
    Series series =
        observed.simulated(
            Simulation.run(ScenarioReader.read(turned), seed, day, progress), metrics);
    Misfit before = Misfit.of(observed, series, metrics, 0, until);
    if (Double.isNaN(before.total())) {
      throw UserError.input("the metrics hold nothing before the incident to fit to; a later"
          + " --fit-until, or other columns, would");
    }
    return new ParameterSet(factors, series, before,
        Misfit.of(observed, series, metrics, until, observed.cells()));
  }

  /** A tree with the factors of a set. */
  static ConfigNode turned(ConfigNode tree, List<Knob> knobs, List<Double> factors) {
    ConfigNode turned = tree;
    for (int k = 0; k < knobs.size(); k++) {
      turned = knobs.get(k).turn(turned, factors.get(k));
    }
    return turned;
  }

  private void learnTolerance() {
    ParameterSet best = best();
    int before = runs;
    List<Double> others =
        batch.run(1, DAYS, (day, progress) ->
            simulate(best.factors(), day, progress).before().total(),
            done -> finished.accept(before + done));
    finish(others.size(), DAYS - 1);
    double least = best.before().total();
    double most = least;
    for (double other : others) {
      least = Math.min(least, other);
      most = Math.max(most, other);
    }
    tolerance = Math.max(TOLERANCE_LEAST, most - least);
  }

  /** The set with the smallest misfit before the incident. */
  ParameterSet best() {
    return tried.stream().min(BY_MISFIT).orElseThrow();
  }

  /** Those whose misfit is at most the tolerance above the best, in the order tried. */
  List<ParameterSet> agreeing() {
    double most = best().before().total() + tolerance;
    return tried.stream().filter(set -> set.before().total() <= most).toList();
  }

  /** How much larger than the best a misfit may be. */
  double tolerance() {
    return tolerance;
  }

  /** Sets tried so far. */
  int tried() {
    return tried.size();
  }

  /** Runs that were made, the days for the tolerance included. */
  int runs() {
    return runs;
  }
}
