package dev.headroom.results;

import dev.headroom.core.FailureReason;
import java.util.Arrays;

/** The time series of a run: per bin the integral of each gauge and the count of each event. */
public final class Bins {
  private static final int GAUGES = Gauge.count();
  private static final int COUNTS = Count.count();
  private static final int REASONS = FailureReason.count();

  private final int services;
  private final int width;
  private double[][] row = new double[64][];
  private long[] dbHeldMax = new long[64];
  private int size;

  Bins(int services) {
    this.services = services;
    this.width = services * (GAUGES + COUNTS + REASONS + 1);
  }

  /** Number of bins. */
  public int size() {
    return size;
  }

  /** Adds to another bin or, if not {@code another}, to what the last one has. */
  void add(
      boolean another,
      long[] integral,
      long[] count,
      long[] failed,
      double[] billedExtraNs,
      long heldMax) {
    if (another) {
      if (size == row.length) {
        row = Arrays.copyOf(row, size * 2);
        dbHeldMax = Arrays.copyOf(dbHeldMax, size * 2);
      }
      row[size] = new double[width];
      dbHeldMax[size++] = 0;
    }
    double[] r = row[size - 1];
    int at = 0;
    for (long v : integral) {
      r[at++] += v;
    }
    for (long v : count) {
      r[at++] += v;
    }
    for (long v : failed) {
      r[at++] += v;
    }
    for (double v : billedExtraNs) {
      r[at++] += v;
    }
    dbHeldMax[size - 1] = Math.max(dbHeldMax[size - 1], heldMax);
  }

  /** Merges bins pairwise into half as many. */
  void halve() {
    for (int i = 0; i < size / 2; i++) {
      double[] a = row[2 * i];
      double[] b = row[2 * i + 1];
      for (int k = 0; k < width; k++) {
        a[k] += b[k];
      }
      row[i] = a;
      dbHeldMax[i] = Math.max(dbHeldMax[2 * i], dbHeldMax[2 * i + 1]);
    }
    Arrays.fill(row, size / 2, size, null);
    size /= 2;
  }

  /** Integral of a gauge over a bin, in unit-nanoseconds. */
  public double integral(int bin, int service, Gauge gauge) {
    return row[bin][service * GAUGES + gauge.ordinal()];
  }

  /** The same, summed over services. */
  public double integral(int bin, Gauge gauge) {
    double sum = 0;
    for (int s = 0; s < services; s++) {
      sum += integral(bin, s, gauge);
    }
    return sum;
  }

  /** How often something happened in a bin, all services. */
  public double count(int bin, Count what) {
    return countOfFirst(bin, services, what);
  }

  /** How often something happened in a bin, the first so many rows together. */
  public double countOfFirst(int bin, int rows, Count what) {
    double sum = 0;
    for (int s = 0; s < rows; s++) {
      sum += count(bin, s, what);
    }
    return sum;
  }

  /** How often something happened in a bin. */
  public double count(int bin, int service, Count what) {
    return row[bin][services * GAUGES + service * COUNTS + what.ordinal()];
  }

  /** Requests that failed with a reason in a bin, all services. */
  public double failed(int bin, FailureReason reason) {
    return failedOfFirst(bin, services, reason);
  }

  /** Requests that failed with a reason in a bin, the first so many rows together. */
  public double failedOfFirst(int bin, int rows, FailureReason reason) {
    double sum = 0;
    for (int s = 0; s < rows; s++) {
      sum += failed(bin, s, reason);
    }
    return sum;
  }

  /** Requests that failed with a reason in a bin. */
  public double failed(int bin, int service, FailureReason reason) {
    return row[bin][services * (GAUGES + COUNTS) + service * REASONS + reason.ordinal()];
  }

  /** Billed nanoseconds that rounding and minimums added in a bin. */
  public double billedExtraNs(int bin, int service) {
    return row[bin][services * (GAUGES + COUNTS + REASONS) + service];
  }

  /** Most connections held at once in a bin. */
  public long dbHeldMax(int bin) {
    return dbHeldMax[bin];
  }
}
