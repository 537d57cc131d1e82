package dev.headroom.properties;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Bins;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.results.Totals;
import dev.headroom.simulation.RunOutcome;
import java.util.List;

/** What must add up in every run: requests, attempts, connections, instance-seconds, bins. */
final class Ledger {
  /** States of an instance; each has exactly one at any time. */
  static final List<Gauge> STATES = List.of(
      Gauge.PLACING,
      Gauge.PULLING,
      Gauge.BOOTING,
      Gauge.PROBING,
      Gauge.IDLE,
      Gauge.BUSY,
      Gauge.DRAINING);

  private static final double ROUNDING = 1e-9;

  private final RunOutcome run;
  private final Recorder recorder;
  private final Totals totals;
  private final List<String> broken;

  private Ledger(RunOutcome run, List<String> broken) {
    this.run = run;
    this.recorder = run.recorder();
    this.totals = recorder.totals();
    this.broken = broken;
  }

  static void check(Trial trial, List<String> broken) {
    Ledger ledger = new Ledger(trial.outcome(), broken);
    ledger.requests();
    ledger.connections();
    ledger.instances();
    ledger.bins();
  }

  private long sum(Count what) {
    long sum = 0;
    for (int row = 0; row < recorder.rows(); row++) {
      sum += totals.count(row, what);
    }
    return sum;
  }

  private void equal(String what, double one, double other) {
    if (Math.abs(one - other) > ROUNDING * Math.max(1, Math.abs(one))) {
      broken.add(what + ": " + one + " and " + other);
    }
  }

  private void atMost(String what, double least, double most) {
    if (least > most + ROUNDING * Math.max(1, Math.abs(most))) {
      broken.add(what + ": " + least + " above " + most);
    }
  }

  private void requests() {
    long inside = 0;
    for (long each : run.inside()) {
      inside += each;
    }
    equal(
        "offered and resolved requests",
        sum(Count.OFFERED),
        sum(Count.COMPLETED) + sum(Count.FAILED) + inside);
    atMost("requests against attempts", sum(Count.OFFERED) - inside, sum(Count.ATTEMPTS));
    atMost("retried against requests", sum(Count.RETRIED), sum(Count.OFFERED));
    long byReason = 0;
    long database = 0;
    for (FailureReason reason : FailureReason.values()) {
      for (int row = 0; row < recorder.rows(); row++) {
        byReason += totals.failed(row, reason);
        database += reason.isDatabase() ? totals.failed(row, reason) : 0;
      }
    }
    equal("failed and failed by reason", sum(Count.FAILED), byReason);
    equal("failed by the database", sum(Count.DB_FAILED), database);
    long latencies = 0;
    for (int row = 0; row < recorder.rows(); row++) {
      latencies += recorder.latency(row).getTotalCount();
    }
    equal("completed and latencies", sum(Count.COMPLETED), latencies);
    atMost("affected against completed", sum(Count.AFFECTED), sum(Count.COMPLETED));
  }

  private void connections() {
    long held = 0;
    for (int row = 0; row < recorder.rows(); row++) {
      held += recorder.value(row, Gauge.DB_HELD);
    }
    equal(
        "connections opened, and closed or held",
        sum(Count.DB_OPENED),
        sum(Count.DB_CLOSED) + held);
  }

  /** Where every instance is gone at the end, the states add up to the lives that ended. */
  private void instances() {
    for (int row = 0; row < recorder.rows(); row++) {
      double states = 0;
      long live = 0;
      for (Gauge state : STATES) {
        states += totals.integral(row, state);
        live += recorder.value(row, state);
      }
      if (live == 0) {
        equal("instance-seconds and lives of row " + row, states, recorder.lifeSumNs(row));
      } else {
        atMost("ended lives of row " + row, recorder.lifeSumNs(row), states);
      }
    }
  }

  private void bins() {
    Bins bins = recorder.bins();
    for (int row = 0; row < recorder.rows(); row++) {
      for (Gauge gauge : Gauge.values()) {
        double sum = 0;
        for (int bin = 0; bin < bins.size(); bin++) {
          double here = bins.integral(bin, row, gauge);
          atMost("zero against " + gauge + " in bin " + bin, 0, here);
          sum += here;
        }
        equal(gauge + " over all bins and in total", sum, totals.integral(row, gauge));
      }
      for (Count count : Count.values()) {
        double sum = 0;
        for (int bin = 0; bin < bins.size(); bin++) {
          double here = bins.count(bin, row, count);
          atMost("zero against " + count + " in bin " + bin, 0, here);
          sum += here;
        }
        equal(count + " over all bins and in total", sum, totals.count(row, count));
      }
    }
  }
}
