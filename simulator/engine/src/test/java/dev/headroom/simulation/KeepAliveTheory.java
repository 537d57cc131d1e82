package dev.headroom.simulation;

import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Instances of concurrency 1 under dispatch to the most recently used, with Poisson arrivals and
 * exponential service that is the same for a cold request, exactly.
 *
 * <p>The idle instances are a stack. As the number of busy instances falls from k to k - 1 one is
 * put on it, and the same one is taken as the number rises to k again, unless its keep-alive T
 * ended before. With tau(k) the time that an M/M/infinity takes from k - 1 to k and p(k) its
 * Poisson probabilities, the share of cold starts is the sum of p(k - 1) P(tau(k) &gt; T), and the
 * mean number of instances lambda / mu + lambda times the sum of p(k - 1) E[min(tau(k), T)].
 */
final class KeepAliveTheory {
  private static final double NEGLIGIBLE = 1e-15;

  final double coldShare;
  final double instances;

  KeepAliveTheory(double lambda, double mu, double keepAlive) {
    double load = lambda / mu;
    double p = Math.exp(-load);
    double cold = 0;
    double idle = 0;
    for (int k = 1; k < load || p > NEGLIGIBLE; k++) {
      if (p > NEGLIGIBLE) {
        double[] passage = passage(lambda, mu, k, keepAlive);
        cold += p * passage[0];
        idle += lambda * p * passage[1];
      }
      p *= load / k;
    }
    this.coldShare = cold;
    this.instances = load + idle;
  }

  /**
   * P(tau &gt; t) and E[min(tau, t)] from the eigenvalues of the generator on 0 to k - 1, made
   * symmetric by the square roots of the stationary weights load^i / i!.
   */
  private static double[] passage(double lambda, double mu, int k, double t) {
    double[] main = new double[k];
    double[] beside = new double[k - 1];
    for (int i = 0; i < k; i++) {
      main[i] = -lambda - i * mu;
      if (i > 0) {
        beside[i - 1] = Math.sqrt(lambda * i * mu);
      }
    }
    if (k == 1) {
      return new double[] {Math.exp(-lambda * t), -Math.expm1(-lambda * t) / lambda};
    }
    double[] weight = new double[k];
    weight[k - 1] = 1;
    for (int i = k - 1; i > 0; i--) {
      weight[i - 1] = weight[i] * Math.sqrt(i * mu / lambda);
    }
    EigenDecomposition eigen = new EigenDecomposition(main, beside);
    double survives = 0;
    double lasts = 0;
    for (int j = 0; j < k; j++) {
      double theta = eigen.getRealEigenvalue(j);
      double part = eigen.getEigenvector(j).getEntry(k - 1)
          * eigen.getEigenvector(j).dotProduct(new ArrayRealVector(weight, false));
      survives += part * Math.exp(theta * t);
      lasts += part * (theta == 0 ? t : Math.expm1(theta * t) / theta);
    }
    return new double[] {survives, lasts};
  }
}
