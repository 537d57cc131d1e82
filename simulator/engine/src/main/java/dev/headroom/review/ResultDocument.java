package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.FailureReason;
import dev.headroom.database.Exhaustion.Interval;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.traffic.TraceStats;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Builds run.json from one run: the stable keys of the result contract. */
final class ResultDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Gauge[] STATES = {
    Gauge.PLACING, Gauge.PULLING, Gauge.BOOTING, Gauge.PROBING, Gauge.IDLE, Gauge.BUSY,
    Gauge.DRAINING
  };

  private final Facts facts;
  private final RunOutcome outcome;
  private final Scenario scenario;

  ResultDocument(Facts facts) {
    this.facts = facts;
    this.outcome = facts.outcome;
    this.scenario = outcome.scenario();
  }

  /** Everything that the run itself knows; objectives and verdict come after. */
  ObjectNode build(String scenarioFile, String scenarioSha256) {
    ObjectNode run = JSON.objectNode();
    run.put("schema", "headroom/result/v1");
    ObjectNode named = run.putObject("scenario");
    named.put("name", scenario.name());
    named.put("description", scenario.description());
    named.put("file", scenarioFile);
    named.put("sha256", scenarioSha256);
    trace(run.putObject("trace"));
    run.put("seed", outcome.seed());
    run.put("runs", 1);
    run.put("fingerprint", String.format("%016x", facts.recorder.fingerprint()));
    run.put("partial", false);
    time(run.putObject("time"));
    requests(run.putObject("requests"), -1);
    latency(run.putObject("latencyMs"), facts.latency(), facts.meanLatencyMs());
    coldStarts(run.putObject("coldStarts"), -1);
    instances(run.putObject("instances"), -1);
    if (scenario.server() != null) {
      database(run.putObject("database"));
    }
    meters(run.putObject("meters"));
    cost(run);
    if (scenario.services().size() > 1) {
      services(run.putObject("services"));
    }
    return run;
  }

  private void trace(ObjectNode trace) {
    TraceStats stats = outcome.traces().get(0);
    trace.put("file", scenario.services().get(0).traffic().name());
    trace.put("sha256", stats.sha256());
    long requests = 0;
    long damaged = 0;
    for (TraceStats each : outcome.traces()) {
      requests += each.requests();
      damaged += each.damaged();
    }
    trace.put("requests", requests);
    trace.put("damagedLines", damaged);
  }

  private void time(ObjectNode time) {
    TraceStats stats = outcome.traces().get(0);
    time.put("start", stats.zeroIso());
    put(time, "end", outcome.traceEndNs() / 1e9, 6);
    put(time, "simulatedSeconds", outcome.endNs() / 1e9, 6);
    put(time, "binSeconds", facts.recorder.binNs() / 1e9, 6);
  }

  /** Service {@code s}, or all where it is negative. */
  private long count(int s, Count what) {
    return s < 0 ? facts.count(what) : facts.recorder.totals().count(s, what);
  }

  private void requests(ObjectNode requests, int s) {
    requests.put("offered", count(s, Count.OFFERED));
    requests.put("attempts", count(s, Count.ATTEMPTS));
    requests.put("completed", count(s, Count.COMPLETED));
    requests.put("failed", count(s, Count.FAILED));
    ObjectNode reasons = requests.putObject("failedByReason");
    for (FailureReason reason : FailureReason.values()) {
      long failed = s < 0 ? facts.failed(reason) : facts.recorder.totals().failed(s, reason);
      if (failed > 0) {
        reasons.put(reason.label(), failed);
      }
    }
    requests.put("retried", count(s, Count.RETRIED));
    long inside = 0;
    for (int i = 0; i < outcome.inside().length; i++) {
      inside += s < 0 || s == i ? outcome.inside()[i] : 0;
    }
    requests.put("inside", inside);
    requests.put("finishedAfterClientLeft", count(s, Count.FINISHED_AFTER_CLIENT_LEFT));
  }

  private void latency(ObjectNode node, Histogram histogram, double meanMs) {
    put(node, "mean", meanMs, 3);
    String[] names = {"p50", "p90", "p95", "p99", "p999"};
    double[] percentiles = {50, 90, 95, 99, 99.9};
    for (int i = 0; i < names.length; i++) {
      put(node, names[i], quantileMs(histogram, percentiles[i]), 3);
    }
    put(node, "max", histogram.getTotalCount() == 0 ? Double.NaN : histogram.getMaxValue() / 1e6,
        3);
  }

  /** NaN with fewer than ten observations beyond it. */
  private static double quantileMs(Histogram histogram, double percentile) {
    double beyond = histogram.getTotalCount() * (100 - percentile) / 100;
    return beyond < 10 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e6;
  }

  private void coldStarts(ObjectNode cold, int s) {
    cold.put("instancesStarted", count(s, Count.STARTED));
    cold.put("requestsAffected", count(s, Count.AFFECTED));
    long served = count(s, Count.COMPLETED);
    put(cold, "share", served == 0 ? 0 : (double) count(s, Count.AFFECTED) / served, 9);
    Histogram boot = facts.recorder.boot(Math.max(s, 0));
    ObjectNode bootMs = cold.putObject("bootMs");
    put(bootMs, "p50", quantileMs(boot, 50), 1);
    put(bootMs, "p99", quantileMs(boot, 99), 1);
  }

  private void instances(ObjectNode node, int s) {
    Totals whole = facts.recorder.totals();
    Totals trace = facts.recorder.atTraceEnd();
    double ns = Math.max(1, outcome.traceEndNs());
    double live = 0;
    for (Gauge state : STATES) {
      live += integral(trace, state, s);
    }
    node.put("peak", s < 0 ? facts.recorder.peakLive() : facts.recorder.peakLive(s));
    put(node, "mean", live / ns, 6);
    put(node, "meanBusy", integral(trace, Gauge.BUSY, s) / ns, 6);
    put(node, "meanIdle", integral(trace, Gauge.IDLE, s) / ns, 6);
    put(node, "meanLifeSeconds", facts.recorder.meanLifeNs(Math.max(s, 0)) / 1e9, 3);
    int limit = scenario.services().get(Math.max(s, 0)).scaling().max();
    put(node, "limit", limit == Integer.MAX_VALUE ? Double.NaN : limit, 0);
    ObjectNode seconds = node.putObject("seconds");
    for (Gauge state : STATES) {
      put(seconds, state.column(), integral(whole, state, s) / 1e9, 6);
    }
  }

  private double integral(Totals totals, Gauge gauge, int s) {
    return s < 0 ? facts.integral(totals, gauge) : totals.integral(s, gauge);
  }

  private void database(ObjectNode node) {
    int max = scenario.server().maxConnections();
    put(node, "limit", max == Integer.MAX_VALUE ? Double.NaN : max, 0);
    put(node, "usable", facts.usable(), 0);
    node.put("peakConnections", facts.recorder.peakDbHeld());
    put(node, "exhaustedSeconds", facts.exhaustedSeconds(), 6);
    ArrayNode exhausted = node.putArray("exhausted");
    for (Interval interval : outcome.exhaustion().intervals()) {
      ObjectNode one = exhausted.addObject();
      put(one, "from", interval.fromNs() / 1e9, 6);
      put(one, "to", interval.toNs() / 1e9, 6);
      one.put("failed", interval.failed());
      one.put("heldBy", interval.heldBy());
    }
    put(node, "backoffLagSeconds", outcome.exhaustion().backoffLagNs() / 1e9, 6);
    node.put("refused", facts.count(Count.DB_REFUSED));
    node.put("acquireTimeouts", facts.count(Count.DB_ACQUIRE_TIMEOUTS));
    Histogram wait = facts.recorder.acquireWait();
    ObjectNode waitMs = node.putObject("acquireWaitMs");
    boolean any = wait.getTotalCount() > 0;
    put(waitMs, "mean", any ? wait.getMean() / 1e6 : Double.NaN, 3);
    put(waitMs, "p50", quantileMs(wait, 50), 3);
    put(waitMs, "p99", quantileMs(wait, 99), 3);
    put(waitMs, "max", any ? wait.getMaxValue() / 1e6 : Double.NaN, 3);
    put(node, "poolWaitSeconds",
        facts.integral(facts.recorder.totals(), Gauge.DB_WAITING) / 1e9, 6);
  }

  private void meters(ObjectNode meters) {
    Totals totals = facts.recorder.totals();
    double extra = 0;
    for (int s = 0; s < facts.recorder.services(); s++) {
      extra += totals.billedExtraNs(s);
    }
    meters.put("invocations", facts.count(Count.INVOCATIONS));
    put(meters, "instanceSecondsBusy", facts.integral(totals, Gauge.BUSY) / 1e9, 6);
    put(meters, "instanceSecondsIdleRate", facts.integral(totals, Gauge.IDLE_BILLED) / 1e9, 6);
    put(meters, "instanceSecondsRoundedUp", extra / 1e9, 6);
  }

  private void cost(ObjectNode run) {
    if (facts.money == null) {
      run.putNull("cost");
      return;
    }
    ObjectNode cost = run.putObject("cost");
    cost.put("currency", facts.money.currency());
    cost.put("priceBook", facts.money.book());
    put(cost, "total", facts.money.total(), 6);
    put(cost, "tail", facts.money.tail(), 6);
    ObjectNode parts = cost.putObject("byComponent");
    facts.money.components().forEach((name, value) -> put(parts, name, value, 6));
    long offered = facts.count(Count.OFFERED);
    put(cost, "perMillionRequests",
        offered == 0 ? Double.NaN : facts.money.total() / offered * 1e6, 4);
    put(cost, "perMonth", facts.perMonth(), 2);
  }

  private void services(ObjectNode services) {
    List<ServiceSpec> specs = scenario.services();
    for (int s = 0; s < specs.size(); s++) {
      ObjectNode one = services.putObject(specs.get(s).name());
      requests(one.putObject("requests"), s);
      Histogram latency = facts.recorder.latency(s);
      double meanMs =
          facts.recorder.totals().latencySumNs(s) / latency.getTotalCount() / 1e6;
      latency(one.putObject("latencyMs"), latency, meanMs);
      coldStarts(one.putObject("coldStarts"), s);
      instances(one.putObject("instances"), s);
    }
  }

  /** A number with at most so many decimal places; null where it cannot be known. */
  static void put(ObjectNode node, String key, double value, int places) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      node.putNull(key);
    } else {
      node.put(key, Decimals.toDecimal(value, places));
    }
  }
}
