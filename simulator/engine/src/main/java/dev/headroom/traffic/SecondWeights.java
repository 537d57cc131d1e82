package dev.headroom.traffic;

import dev.headroom.core.Draws;

/**
 * Random weights of an interval's seconds that make counts of a stated index of dispersion.
 *
 * <p>N requests fall into seconds with Dirichlet weights of total alpha A. A second's count is then
 * beta-binomial: variance over mean (1 - p)(N + A)/(1 + A), which is D (1 - p) for A = (N - D)/(D -
 * 1). Where N is at most D all fall into one second. Gamma variates are Marsaglia and Tsang's
 * ("A simple method for generating gamma variables", ACM TOMS 26(3), 2000), kept as logarithms:
 * small shapes would underflow.
 */
final class SecondWeights {
  private final Draws draws;
  private final double dispersion;
  private double[] upTo = new double[64];
  private int seconds;

  SecondWeights(Draws draws, double dispersion) {
    this.draws = draws;
    this.dispersion = dispersion;
  }

  /** Draws the weights of an interval, the same for all copies of its requests. */
  void begin(long lengthNs, long count, long firstEntity) {
    seconds = (int) Math.min(1 << 26, (lengthNs - 1) / TimeText.SECOND_NS + 1);
    if (upTo.length < seconds) {
      upTo = new double[Math.max(seconds, 2 * upTo.length)];
    }
    double total = count <= dispersion ? 0 : (count - dispersion) / (dispersion - 1);
    if (total == 0) {
      int chosen = draws.below(seconds, firstEntity, 0);
      for (int s = 0; s < seconds; s++) {
        upTo[s] = s < chosen ? 0 : 1;
      }
      return;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < seconds; s++) {
      long from = s * TimeText.SECOND_NS;
      long partNs = Math.min(TimeText.SECOND_NS, lengthNs - from);
      upTo[s] = logGamma(total * partNs / lengthNs, firstEntity + s);
      most = Math.max(most, upTo[s]);
    }
    accumulate(most);
  }

  private void accumulate(double most) {
    double sum = 0;
    for (int s = 0; s < seconds; s++) {
      sum += StrictMath.exp(upTo[s] - most);
      upTo[s] = sum;
    }
    for (int s = 0; s < seconds; s++) {
      upTo[s] /= sum;
    }
  }

  int seconds() {
    return seconds;
  }

  /** Sum of the weights of seconds 0 to {@code second}; 1 for the last. */
  double upTo(int second) {
    return upTo[second];
  }

  /** Logarithm of a gamma variate of this shape and scale 1. */
  private double logGamma(double shape, long entity) {
    double d = shape + 1 - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    // Of shape + 1, times U^(1/shape); index 0 is U, pairs of draws follow.
    double boost = StrictMath.log(1 - draws.uniform(entity, 0)) / shape;
    for (int i = 1; ; i += 2) {
      double x = draws.normal(entity, i);
      double v = 1 + c * x;
      if (v > 0) {
        double cube = v * v * v;
        double logCube = StrictMath.log(cube);
        double logU = StrictMath.log(1 - draws.uniform(entity, i + 1));
        if (logU < 0.5 * x * x + d - d * cube + d * logCube) {
          return StrictMath.log(d) + logCube + boost;
        }
      }
    }
  }
}
