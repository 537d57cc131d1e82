package dev.headroom.measure;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.results.Totals;
import dev.headroom.scenario.MonthProfile;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.MessageReport;
import dev.headroom.simulation.RunOutcome;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** The numbers of one run that objectives, sentences and documents share. */
public final class Facts {
  /** What the run left behind. */
  public final RunOutcome outcome;

  /** Its ledgers. */
  public final Recorder recorder;

  /** Its bill, or null where a platform has no prices. */
  public final Money money;

  private final Rows all;
  /** Of the services that users call; what others do with their messages is no request. */
  private final Rows users;

  private final Histogram latency;

  /** Looks at a finished run. */
  public Facts(RunOutcome outcome) {
    this.outcome = outcome;
    this.recorder = outcome.recorder();
    this.money = Money.of(outcome);
    this.all = rows(-1);
    this.users = new Rows(0, outcome.scenario().userRows());
    this.latency = latency(users);
  }

  /** Latency of the completed requests of users, in nanoseconds. */
  public Histogram latency() {
    return latency;
  }

  /** The same numbers of one service, of all its revisions; of all services where negative. */
  public record Rows(int from, int to) {}

  public Rows rows(int service) {
    Scenario scenario = outcome.scenario();
    return service < 0
        ? new Rows(0, scenario.rows())
        : new Rows(scenario.firstRow(service), scenario.firstRow(service + 1));
  }

  /** Rows of the services that users call. */
  public Rows users() {
    return users;
  }

  /** How often something happened: to users' requests, else anywhere. */
  public long count(Count what) {
    return count(what.ofRequests() ? users : all, what);
  }

  /** How often something happened in some rows. */
  public long count(Rows rows, Count what) {
    long sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sum += recorder.totals().count(row, what);
    }
    return sum;
  }

  /** Requests of users that failed for a reason. */
  public long failed(FailureReason reason) {
    return failed(users, reason);
  }

  /** Requests of some rows that failed for a reason. */
  public long failed(Rows rows, FailureReason reason) {
    long sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sum += recorder.totals().failed(row, reason);
    }
    return sum;
  }

  /** The words of the platforms on which requests failed so, or null where they have none. */
  public String reportedAs(Rows rows, FailureReason reason) {
    Set<String> words = new LinkedHashSet<>();
    int row = 0;
    for (ServiceSpec service : outcome.scenario().services()) {
      for (RevisionSpec revision : service.revisions()) {
        String report = revision.platform().limits().reports().get(reason);
        if (report != null
            && row >= rows.from()
            && row < rows.to()
            && recorder.totals().failed(row, reason) > 0) {
          words.add(report);
        }
        row++;
      }
    }
    return words.isEmpty() ? null : String.join(" / ", words);
  }

  /** The same for all services: the reason, and in brackets the platform's words for it. */
  public String named(FailureReason reason) {
    String words = reportedAs(users, reason);
    return words == null ? reason.label() : reason.label() + " (" + words + ")";
  }

  /** Time integral of a gauge over all rows, in the gauge's unit times nanoseconds. */
  public double integral(Totals totals, Gauge gauge) {
    return integral(totals, all, gauge);
  }

  /** Time integral of a gauge over some rows. */
  public double integral(Totals totals, Rows rows, Gauge gauge) {
    double sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sum += totals.integral(row, gauge);
    }
    return sum;
  }

  /** Latency of the completed requests of some rows, in nanoseconds. */
  public Histogram latency(Rows rows) {
    return sum(rows, recorder::latency);
  }

  /** Start-up times of some rows, in nanoseconds. */
  public Histogram boot(Rows rows) {
    return sum(rows, recorder::boot);
  }

  /** Mean life of the instances that ended, in seconds; NaN where none did. */
  public double meanLifeSeconds(Rows rows) {
    double sumNs = 0;
    long ended = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sumNs += recorder.lifeSumNs(row);
      ended += recorder.lifeCount(row);
    }
    return sumNs / ended / 1e9;
  }

  private static Histogram sum(Rows rows, IntFunction<Histogram> of) {
    Histogram sum = of.apply(rows.from());
    if (rows.to() > rows.from() + 1) {
      sum = sum.copy();
      for (int row = rows.from() + 1; row < rows.to(); row++) {
        sum.add(of.apply(row));
      }
    }
    return sum;
  }

  /**
   * A quantile in milliseconds; NaN with fewer than ten observations beyond it.
   *
   * @param percentile 0 to 100
   */
  public static double quantileMs(Histogram histogram, double percentile) {
    double beyond = histogram.getTotalCount() * (100 - percentile) / 100;
    return beyond < 10 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e6;
  }

  /** Share of offered requests that failed, 0 where nothing was offered. */
  public double errorRate() {
    long offered = count(Count.OFFERED);
    return offered == 0 ? 0 : (double) count(Count.FAILED) / offered;
  }

  /**
   * A latency quantile in milliseconds.
   *
   * @param failedIsSlow whether a failed request counts as infinitely slow
   * @return infinity where the quantile is a failed request, NaN where nothing completed
   */
  public double latencyMs(double quantile, boolean failedIsSlow) {
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

  /** Mean latency of completed requests in milliseconds; NaN where none completed. */
  public double meanLatencyMs() {
    return meanLatencyMs(users, latency);
  }

  /** The same of some rows, whose histogram is given. */
  public double meanLatencyMs(Rows rows, Histogram of) {
    double sumNs = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sumNs += recorder.totals().latencySumNs(row);
    }
    return sumNs / of.getTotalCount() / 1e6;
  }

  /** Share of served requests that a cold start delayed, 0 where none was served. */
  public double coldShare() {
    long served = count(Count.COMPLETED);
    return served == 0 ? 0 : (double) count(Count.AFFECTED) / served;
  }

  /** The worst of a number over all queues; NaN where there is none or one does not know it. */
  public double worstQueue(ToDoubleFunction<MessageReport> number) {
    double worst = Double.NEGATIVE_INFINITY;
    for (MessageReport report : outcome.messages()) {
      worst = report == null ? worst : Math.max(worst, number.applyAsDouble(report));
    }
    return Double.isInfinite(worst) ? Double.NaN : worst;
  }

  /** Seconds during which the database had no usable slot and somebody wanted one. */
  public double exhaustedSeconds() {
    return outcome.exhaustion().totalNs() / 1e9;
  }

  /** Slots the application can take, infinity without a limit, NaN without a database. */
  public double usable() {
    if (outcome.scenario().server() == null) {
      return outcome.scenario().table() == null ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    int usable = outcome.scenario().server().usable();
    return usable == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : usable;
  }

  /**
   * Cost of a month as the scenario's profile describes it; without one a trace of a day or more
   * stands for every day. NaN where neither says.
   */
  public double perMonth() {
    double days = outcome.traceEndNs() / 86_400e9;
    MonthProfile month = outcome.scenario().month();
    if (money == null || days == 0 || month == null && days < 1) {
      return Double.NaN;
    }
    double monthDays = month == null ? MonthProfile.DAYS : month.days();
    if (month != null && month.freeTier()) {
      return money.monthWithFreeTier(month, days);
    }
    if (month == null || month.base() == MonthProfile.Base.REPEAT) {
      return money.total() / days * monthDays;
    }
    double perDay = month.base() == MonthProfile.Base.TRACE_MEAN
        ? (money.total() - money.tail()) / days
        : money.medianPerSecond() * 86_400;
    return perDay * monthDays + month.events() * Math.max(0, money.total() - perDay * days);
  }
}
