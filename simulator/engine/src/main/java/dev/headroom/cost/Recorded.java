package dev.headroom.cost;

import dev.headroom.results.Bins;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;

/** What was recorded in a stretch of a run, by row of the recorder. */
public interface Recorded {
  /** Integral of a gauge, in unit-nanoseconds. */
  double gauge(int row, Gauge gauge);

  /** How often something happened. */
  double count(int row, Count count);

  /** Billed nanoseconds beyond the time that passed. */
  double extraNs(int row);

  /** Length of the stretch in nanoseconds. */
  double lengthNs();

  /** A whole run, or its first part. */
  static Recorded of(Totals totals, double lengthNs) {
    return new Recorded() {
      @Override
      public double gauge(int row, Gauge gauge) {
        return totals.integral(row, gauge);
      }

      @Override
      public double count(int row, Count count) {
        return totals.count(row, count);
      }

      @Override
      public double extraNs(int row) {
        return totals.billedExtraNs(row);
      }

      @Override
      public double lengthNs() {
        return lengthNs;
      }
    };
  }

  /** One bin of the series. */
  static Recorded of(Bins bins, int bin, double lengthNs) {
    return new Recorded() {
      @Override
      public double gauge(int row, Gauge gauge) {
        return bins.integral(bin, row, gauge);
      }

      @Override
      public double count(int row, Count count) {
        return bins.count(bin, row, count);
      }

      @Override
      public double extraNs(int row) {
        return bins.billedExtraNs(bin, row);
      }

      @Override
      public double lengthNs() {
        return lengthNs;
      }
    };
  }
}
