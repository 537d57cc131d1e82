package dev.headroom.replay;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What one would say of an incident without any model, from what was observed before it: the same
 * as before, or what was observed at the load nearest to the incident's. Whichever of the two is
 * nearer to the truth is what a model has to beat.
 *
 * @param how it guesses, in words
 * @param series the guess
 * @param misfit in the incident
 */
record NaiveGuess(String how, Series series, Misfit misfit) {
  /** At least so many intervals are averaged for a load, and a tenth of those there are. */
  private static final int NEIGHBOURS = 3;

  /** The better guess from the intervals before {@code until} for those from there on. */
  static NaiveGuess of(Series observed, double[] offered, Set<Metric> metrics, int until) {
    NaiveGuess same = guess("the same as before", observed, offered, metrics, until, cell -> 0);
    NaiveGuess byLoad = guess(
        "what was observed before at the nearest load",
        observed,
        offered,
        metrics,
        until,
        cell -> offered[cell]);
    return byLoad.misfit.total() < same.misfit.total() ? byLoad : same;
  }

  private static NaiveGuess guess(
      String how,
      Series observed,
      double[] offered,
      Set<Metric> metrics,
      int until,
      IntToDoubleFunction load) {
    boolean all = load.applyAsDouble(until) == 0;
    Map<Metric, double[]> guesses = new EnumMap<>(Metric.class);
    guesses.put(Metric.REQUESTS, offered);
    for (Metric metric : metrics) {
      double[] seen = observed.of(metric);
      int[] known =
          IntStream.range(0, until).filter(i -> !Double.isNaN(seen[i])).toArray();
      int near = all ? known.length : Math.max(NEIGHBOURS, known.length / 10);
      double[] guess = seen.clone();
      for (int cell = until; cell < guess.length; cell++) {
        double here = load.applyAsDouble(cell);
        guess[cell] = IntStream.of(known)
            .boxed()
            .sorted((a, b) -> Double.compare(
                Math.abs(load.applyAsDouble(a) - here), Math.abs(load.applyAsDouble(b) - here)))
            .limit(near)
            .mapToDouble(i -> seen[i])
            .average()
            .orElse(Double.NaN);
      }
      guesses.put(metric, guess);
    }
    Series series = new Series(observed.fromNs(), observed.lengthNs(), observed.cells(), guesses);
    return new NaiveGuess(
        how, series, Misfit.of(observed, series, metrics, until, observed.cells()));
  }
}
