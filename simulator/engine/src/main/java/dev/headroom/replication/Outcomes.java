package dev.headroom.replication;

import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Paired;
import dev.headroom.statistics.Sample;
import java.util.Arrays;
import java.util.List;

/** What an {@link Experiment} gave: each measure by variant and run. */
public final class Outcomes {
  private final List<Variant> variants;
  private final List<Measure> measures;
  private final int firstRun;
  private final double[][][] values;
  private final boolean partial;

  Outcomes(
      List<Variant> variants,
      List<Measure> measures,
      int firstRun,
      double[][][] values,
      boolean partial) {
    this.variants = variants;
    this.measures = measures;
    this.firstRun = firstRun;
    this.values = values;
    this.partial = partial;
  }

  /** The variants, in the order given. */
  public List<Variant> variants() {
    return variants;
  }

  /** The measures, in the order given. */
  public List<Measure> measures() {
    return measures;
  }

  /** Number of the first run; the others follow it. */
  public int firstRun() {
    return firstRun;
  }

  /**
   * These runs and the ones that came right after them.
   *
   * @param more of the same variants and measures
   */
  public Outcomes followedBy(Outcomes more) {
    if (more.firstRun != firstRun + runs()) {
      throw new IllegalArgumentException("run " + more.firstRun + " after " + runs());
    }
    double[][][] all = new double[values.length][measures.size()][];
    for (int variant = 0; variant < values.length; variant++) {
      for (int m = 0; m < measures.size(); m++) {
        double[] first = values[variant][m];
        double[] then = more.values[variant][m];
        all[variant][m] = Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, all[variant][m], first.length, then.length);
      }
    }
    return new Outcomes(variants, measures, firstRun, all, more.partial);
  }

  /** Runs that every variant finished. */
  public int runs() {
    return measures.isEmpty() ? 0 : values[0][0].length;
  }

  /** Whether it was stopped before all runs were done. */
  public boolean partial() {
    return partial;
  }

  /** The values of a variant, by run. */
  public double[] values(int variant, Measure measure) {
    return values[variant][index(measure)].clone();
  }

  /** The same as a sample: mean, interval, band. */
  public Sample sample(int variant, Measure measure) {
    return Sample.of(values[variant][index(measure)]);
  }

  /** A variant against a base, run by run. */
  public Paired paired(int base, int other, Measure measure) {
    int m = index(measure);
    return Paired.of(values[base][m], values[other][m], measure.higherIsBetter());
  }

  /**
   * Whether a variant's days keep an objective often enough.
   *
   * @param objective whose measure is one of those kept
   * @param risk share of days that may violate it, above 0 and below 1
   */
  public Judgement judge(int variant, ObjectiveCheck objective, double risk) {
    int violated = 0;
    for (double value : values[variant][index(objective.measure())]) {
      violated += objective.holds(value) ? 0 : 1;
    }
    return new Judgement(violated, runs(), risk);
  }

  private int index(Measure measure) {
    for (int m = 0; m < measures.size(); m++) {
      if (measures.get(m).name().equals(measure.name())) {
        return m;
      }
    }
    throw new IllegalArgumentException(measure.name() + " was not kept");
  }
}
