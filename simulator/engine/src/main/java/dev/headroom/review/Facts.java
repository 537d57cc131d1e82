package dev.headroom.review;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.results.Totals;
import dev.headroom.simulation.RunOutcome;
import org.HdrHistogram.Histogram;

/** The numbers of one run that objectives, sentences and documents share. */
final class Facts {
  final RunOutcome outcome;
  final Recorder recorder;
  final Money money;
  private final Histogram latency;

  Facts(RunOutcome outcome) {
    this.outcome = outcome;
    this.recorder = outcome.recorder();
    this.money = Money.of(outcome);
    Histogram sum = recorder.latency(0);
    if (recorder.services() > 1) {
      sum = sum.copy();
      for (int s = 1; s < recorder.services(); s++) {
        sum.add(recorder.latency(s));
      }
    }
    this.latency = sum;
  }

  Histogram latency() {
    return latency;
  }

  long count(Count what) {
    long sum = 0;
    for (int s = 0; s < recorder.services(); s++) {
      sum += recorder.totals().count(s, what);
    }
    return sum;
  }

  long failed(FailureReason reason) {
    long sum = 0;
    for (int s = 0; s < recorder.services(); s++) {
      sum += recorder.totals().failed(s, reason);
    }
    return sum;
  }

  double integral(Totals totals, Gauge gauge) {
    double sum = 0;
    for (int s = 0; s < recorder.services(); s++) {
      sum += totals.integral(s, gauge);
    }
    return sum;
  }

  /** Share of offered requests that failed, 0 where nothing was offered. */
  double errorRate() {
    long offered = count(Count.OFFERED);
    return offered == 0 ? 0 : (double) count(Count.FAILED) / offered;
  }

  /**
   * A latency quantile in milliseconds.
   *
   * @param failedIsSlow whether a failed request counts as infinitely slow
   * @return infinity where the quantile is a failed request, NaN where nothing completed
   */
  double latencyMs(double quantile, boolean failedIsSlow) {
    long completed = latency.getTotalCount();
    long all = completed + (failedIsSlow ? count(Count.FAILED) : 0);
    if (all == 0) {
      return Double.NaN;
    }
    double rank = Math.ceil(quantile * all);
    if (rank > completed) {
      return Double.POSITIVE_INFINITY;
    }
    return latency.getValueAtPercentile(100.0 * rank / completed) / 1e6;
  }

  double meanLatencyMs() {
    double sumNs = 0;
    for (int s = 0; s < recorder.services(); s++) {
      sumNs += recorder.totals().latencySumNs(s);
    }
    return sumNs / latency.getTotalCount() / 1e6;
  }

  double coldShare() {
    long served = count(Count.COMPLETED);
    return served == 0 ? 0 : (double) count(Count.AFFECTED) / served;
  }

  double exhaustedSeconds() {
    return outcome.exhaustion().totalNs() / 1e9;
  }

  /** Slots the application can take, infinity without a limit, NaN without a database. */
  double usable() {
    if (outcome.scenario().server() == null) {
      return Double.NaN;
    }
    int usable = outcome.scenario().server().usable();
    return usable == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : usable;
  }

  /** US dollars per month where the trace stands for every day or is long enough, else NaN. */
  double perMonth() {
    double days = outcome.traceEndNs() / 86_400e9;
    boolean known = outcome.scenario().repeatsAllMonth() || days >= 1;
    return money == null || !known || days == 0 ? Double.NaN : money.total() / days * 30;
  }
}
