package dev.headroom.review;

import dev.headroom.core.FailureReason;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.results.Bins;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.ServiceSpec;
import java.util.Arrays;
import java.util.List;

/**
 * What came, what failed and what was inside, bin by bin, of all services whose callers wait for
 * their answer.
 *
 * <p>An error of the code is no failure here: it says nothing about load.
 */
final class LoadSeries {
  /** Bins that are looked at together: single bins are too noisy to judge. */
  static final int WINDOW = 10;

  /** A window is above the usual level from so many standard deviations of a Poisson count. */
  private static final double DEVIATIONS = 4;

  /** Smaller shares of failures are no incident. */
  private static final double FAILING_SHARE = 0.01;

  final long binNs;
  /** Bins while traffic lasts; the others are the tail. */
  final int trafficBins;

  final double[] offered;
  final double[] attempts;
  final double[] failed;
  final double[] done;
  /**
   * Requests without an outcome at the end of each bin, or attempts that wait or run in it, those
   * included whose client has left: whichever is more.
   */
  final double[] inside;

  /** Median of what comes in a bin while traffic lasts. */
  final double level;

  LoadSeries(Facts facts) {
    Bins bins = facts.recorder.bins();
    binNs = facts.recorder.binNs();
    int n = bins.size();
    trafficBins = (int) Math.min(n, (facts.outcome.traceEndNs() + binNs - 1) / binNs);
    offered = new double[n];
    attempts = new double[n];
    failed = new double[n];
    done = new double[n];
    inside = new double[n];
    List<ServiceSpec> services = facts.outcome.scenario().services();
    for (int s = 0; s < services.size(); s++) {
      if (services.get(s).clients().messages() == null) {
        Rows rows = facts.rows(s);
        for (int row = rows.from(); row < rows.to(); row++) {
          add(bins, row);
        }
      }
    }
    double open = 0;
    for (int i = 0; i < n; i++) {
      open += offered[i] - done[i];
      inside[i] = Math.max(open, inside[i]);
    }
    double[] sorted = Arrays.copyOf(offered, trafficBins);
    Arrays.sort(sorted);
    level = trafficBins == 0 ? 0 : sorted[(trafficBins - 1) / 2];
  }

  private void add(Bins bins, int row) {
    for (int i = 0; i < offered.length; i++) {
      offered[i] += bins.count(i, row, Count.OFFERED);
      attempts[i] += bins.count(i, row, Count.ATTEMPTS);
      inside[i] +=
          (bins.integral(i, row, Gauge.QUEUED) + bins.integral(i, row, Gauge.IN_SERVICE)) / binNs;
      double lost = bins.count(i, row, Count.FAILED);
      done[i] += bins.count(i, row, Count.COMPLETED) + lost;
      failed[i] += lost - bins.failed(i, row, FailureReason.FUNCTION_ERROR);
    }
  }

  /** Whether requests fail in a bin, and not only one of hundred around it. */
  boolean failing(int i) {
    int from = Math.max(0, i - WINDOW / 2);
    int to = Math.min(failed.length, i + WINDOW / 2);
    return failed[i] > 0 && sum(failed, from, to) > FAILING_SHARE * sum(done, from, to);
  }

  /** Whether more than the usual level came in the window that ends with a bin. */
  boolean aboveLevel(int i) {
    int from = Math.max(0, i + 1 - WINDOW);
    double usual = level * (i + 1 - from);
    double band = usual + DEVIATIONS * Math.sqrt(Math.max(1, usual));
    return i < trafficBins && sum(offered, from, i + 1) > band;
  }

  static double sum(double[] of, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += of[i];
    }
    return sum;
  }

  /** Retries among the attempts of some bins, 0 to 1; NaN where there were none. */
  double retryShare(int from, int to) {
    double all = sum(attempts, from, to);
    return Math.max(0, all - sum(offered, from, to)) / all;
  }

  double seconds(int bins) {
    return bins * (binNs / 1e9);
  }

  double perSecond(double perBin) {
    return perBin / (binNs / 1e9);
  }
}
