package dev.headroom.results;

import dev.headroom.core.FailureReason;

/** Sums over a run, or over its first part: integrals of gauges, counts, failures, billing. */
public final class Totals {
  private static final int GAUGES = Gauge.count();
  private static final int COUNTS = Count.count();
  private static final int REASONS = FailureReason.count();

  final double[] integral;
  private final long[] count;
  private final long[] failed;
  private final double[] billedExtraNs;
  private final double[] latencySumNs;

  Totals(int rows) {
    integral = new double[rows * GAUGES];
    count = new long[rows * COUNTS];
    failed = new long[rows * REASONS];
    billedExtraNs = new double[rows];
    latencySumNs = new double[rows];
  }

  void add(long[] integrals, long[] counts, long[] failures, double[] extraNs) {
    for (int i = 0; i < integral.length; i++) {
      integral[i] += integrals[i];
    }
    for (int i = 0; i < count.length; i++) {
      count[i] += counts[i];
    }
    for (int i = 0; i < failed.length; i++) {
      failed[i] += failures[i];
    }
    for (int i = 0; i < billedExtraNs.length; i++) {
      billedExtraNs[i] += extraNs[i];
    }
  }

  Totals plus(
      long[] integrals, long[] counts, long[] failures, double[] extraNs, double[] latencyNs) {
    Totals sum = new Totals(billedExtraNs.length);
    System.arraycopy(integral, 0, sum.integral, 0, integral.length);
    System.arraycopy(count, 0, sum.count, 0, count.length);
    System.arraycopy(failed, 0, sum.failed, 0, failed.length);
    System.arraycopy(billedExtraNs, 0, sum.billedExtraNs, 0, billedExtraNs.length);
    sum.add(integrals, counts, failures, extraNs);
    sum.latencySum(latencyNs);
    return sum;
  }

  void latencySum(double[] sumNs) {
    System.arraycopy(sumNs, 0, latencySumNs, 0, sumNs.length);
  }

  /** Integral of a gauge over time, in unit-nanoseconds. */
  public double integral(int row, Gauge gauge) {
    return integral[row * GAUGES + gauge.ordinal()];
  }

  /** How often something happened. */
  public long count(int row, Count what) {
    return count[row * COUNTS + what.ordinal()];
  }

  /** Requests that failed for good with the given reason. */
  public long failed(int row, FailureReason reason) {
    return failed[row * REASONS + reason.ordinal()];
  }

  /** Billed nanoseconds beyond the time that passed: rounding and minimums. */
  public double billedExtraNs(int row) {
    return billedExtraNs[row];
  }

  /** Sum of the latencies of completed requests, in nanoseconds. */
  public double latencySumNs(int row) {
    return latencySumNs[row];
  }
}
