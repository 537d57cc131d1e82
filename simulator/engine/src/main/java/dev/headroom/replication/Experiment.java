package dev.headroom.replication;

import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Money;
import dev.headroom.simulation.Simulation;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Variants of a scenario on the same days. Run n of every variant shares the draws of day n:
 * arrivals, demands, start-up times (common random numbers), so that differences are the variants'
 * and not the days'.
 */
public final class Experiment {
  private final List<Variant> variants;
  private final List<Measure> measures;
  private final long seed;

  private Experiment(List<Variant> variants, List<Measure> measures, long seed) {
    this.variants = List.copyOf(variants);
    this.measures = List.copyOf(measures);
    this.seed = seed;
  }

  /**
   * Describes what to run.
   *
   * @param variants at least one
   * @param measures what to keep of each run, by name
   * @param seed of all draws, whatever the scenarios say
   * @throws UserError where a price that a variant needs does not exist
   */
  public static Experiment of(List<Variant> variants, List<Measure> measures, long seed) {
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("no variant");
    }
    variants.forEach(variant -> Money.check(variant.scenario()));
    return new Experiment(variants, measures, seed);
  }

  /**
   * Runs every variant on the days {@code from} to {@code to - 1}. A search chooses on some days
   * and confirms its choice on later ones.
   *
   * @param batch whose threads do it and which can be stopped
   * @param finished told by any thread how many runs are done so far, of variants times days
   */
  public Outcomes run(int from, int to, Batch batch, IntConsumer finished) {
    // Day by day, so that a stopped batch leaves whole days of all variants.
    int jobs = Math.multiplyExact(to - from, variants.size());
    List<double[]> rows = batch.run(
        0,
        jobs,
        (number, progress) -> {
          Variant variant = variants.get(number % variants.size());
          int day = from + number / variants.size();
          return measured(new Facts(Simulation.run(variant.scenario(), seed, day, progress)));
        },
        finished);
    int days = rows.size() / variants.size();
    double[][][] values = new double[variants.size()][measures.size()][days];
    for (int job = 0; job < days * variants.size(); job++) {
      for (int m = 0; m < measures.size(); m++) {
        values[job % variants.size()][m][job / variants.size()] = rows.get(job)[m];
      }
    }
    return new Outcomes(variants, measures, from, values, days < to - from);
  }

  private double[] measured(Facts facts) {
    return measures.stream().mapToDouble(measure -> measure.value(facts)).toArray();
  }
}
