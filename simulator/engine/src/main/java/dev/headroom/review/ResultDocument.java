package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.FailureReason;
import dev.headroom.database.Exhaustion.Interval;
import dev.headroom.database.Refusal;
import dev.headroom.database.Refusal.Text;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.RevisionSpec;
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
    Gauge.PLACING,
    Gauge.PULLING,
    Gauge.BOOTING,
    Gauge.PROBING,
    Gauge.IDLE,
    Gauge.BUSY,
    Gauge.DRAINING
  };

  private static final Count[] THROTTLES = {
    Count.THROTTLED_REQUEST_RATE,
    Count.THROTTLED_RESERVED,
    Count.THROTTLED_ACCOUNT,
    Count.THROTTLED_START_RATE,
    Count.THROTTLED_MAX_INSTANCES
  };
  private static final String[] THROTTLED_BY = {
    "requestRate", "reservedConcurrency", "accountConcurrency", "startRate", "maxInstances"
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
    requests(run.putObject("requests"), facts.users(), insideUsers());
    latency(run.putObject("latencyMs"), facts.latency(), facts.meanLatencyMs());
    PartsDocument.write(run, facts);
    coldStarts(run.putObject("coldStarts"), facts.users());
    instances(run.putObject("instances"), facts.rows(-1), facts.recorder.peakLive(), limit());
    if (scenario.services().size() == 1) {
      InsteadDocument.messages(run, facts, 0);
    }
    if (!scenario.nodePools().isEmpty()) {
      nodes(run.putObject("nodes"));
    }
    if (scenario.server() != null) {
      database(run.putObject("database"));
    }
    if (scenario.table() != null) {
      InsteadDocument.table(run.putObject("database"), facts);
    }
    meters(run.putObject("meters"));
    cost(run);
    if (scenario.rows() > 1) {
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

  private void requests(ObjectNode requests, Rows rows, long inside) {
    requests.put("offered", facts.count(rows, Count.OFFERED));
    requests.put("attempts", facts.count(rows, Count.ATTEMPTS));
    requests.put("completed", facts.count(rows, Count.COMPLETED));
    requests.put("failed", facts.count(rows, Count.FAILED));
    ObjectNode reasons = requests.putObject("failedByReason");
    ObjectNode reported = requests.putObject("reportedAs");
    for (FailureReason reason : FailureReason.values()) {
      long failed = facts.failed(rows, reason);
      if (failed > 0) {
        reasons.put(reason.label(), failed);
        String words = facts.reportedAs(rows, reason);
        if (words != null) {
          reported.put(reason.label(), words);
        }
      }
    }
    throttles(requests, rows);
    requests.put("retried", facts.count(rows, Count.RETRIED));
    whereAny(requests, "retriesDenied", facts.count(rows, Count.RETRIES_DENIED));
    whereAny(requests, "breakerOpened", facts.count(rows, Count.BREAKER_OPENED));
    whereAny(requests, "breakerRejected", facts.count(rows, Count.BREAKER_REJECTED));
    requests.put("inside", inside);
    requests.put("finishedAfterClientLeft", facts.count(rows, Count.FINISHED_AFTER_CLIENT_LEFT));
    requests.put("backgroundLost", facts.count(rows, Count.BACKGROUND_LOST));
  }

  /** What few scenarios have stands in the document only where it happened. */
  private static void whereAny(ObjectNode node, String key, long count) {
    if (count > 0) {
      node.put(key, count);
    }
  }

  /** Which limit threw attempts back, where any did. */
  private void throttles(ObjectNode requests, Rows rows) {
    ObjectNode by = JSON.objectNode();
    for (int i = 0; i < THROTTLES.length; i++) {
      long attempts = facts.count(rows, THROTTLES[i]);
      if (attempts > 0) {
        by.put(THROTTLED_BY[i], attempts);
      }
    }
    if (!by.isEmpty()) {
      requests.set("throttledAttempts", by);
    }
  }

  private void latency(ObjectNode node, Histogram histogram, double meanMs) {
    put(node, "mean", meanMs, 3);
    String[] names = {"p50", "p90", "p95", "p99", "p999"};
    double[] percentiles = {50, 90, 95, 99, 99.9};
    for (int i = 0; i < names.length; i++) {
      put(node, names[i], Facts.quantileMs(histogram, percentiles[i]), 3);
    }
    put(
        node,
        "max",
        histogram.getTotalCount() == 0 ? Double.NaN : histogram.getMaxValue() / 1e6,
        3);
  }

  private void coldStarts(ObjectNode cold, Rows rows) {
    cold.put("instancesStarted", facts.count(rows, Count.STARTED));
    cold.put("killedByProbe", facts.count(rows, Count.STARTS_KILLED));
    cold.put("requestsAffected", facts.count(rows, Count.AFFECTED));
    long served = facts.count(rows, Count.COMPLETED);
    put(cold, "share", served == 0 ? 0 : (double) facts.count(rows, Count.AFFECTED) / served, 9);
    Histogram boot = facts.boot(rows);
    ObjectNode bootMs = cold.putObject("bootMs");
    put(bootMs, "p50", Facts.quantileMs(boot, 50), 1);
    put(bootMs, "p99", Facts.quantileMs(boot, 99), 1);
  }

  private void instances(ObjectNode node, Rows rows, int peak, double limit) {
    Totals whole = facts.recorder.totals();
    Totals trace = facts.recorder.atTraceEnd();
    double ns = Math.max(1, outcome.traceEndNs());
    double live = 0;
    for (Gauge state : STATES) {
      live += facts.integral(trace, rows, state);
    }
    node.put("peak", peak);
    put(node, "mean", live / ns, 6);
    put(node, "meanBusy", facts.integral(trace, rows, Gauge.BUSY) / ns, 6);
    put(node, "meanIdle", facts.integral(trace, rows, Gauge.IDLE) / ns, 6);
    put(node, "meanLifeSeconds", facts.meanLifeSeconds(rows), 3);
    put(node, "limit", limit, 0);
    ObjectNode lost = node.putObject("lost");
    lost.put("outOfMemory", facts.count(rows, Count.OOM_KILLED));
    lost.put("failedChecks", facts.count(rows, Count.UNHEALTHY));
    lost.put("interrupted", facts.count(rows, Count.INTERRUPTED));
    lost.put("graceOver", facts.count(rows, Count.DRAIN_KILLED));
    ObjectNode seconds = node.putObject("seconds");
    for (Gauge state : STATES) {
      put(seconds, state.column(), facts.integral(whole, rows, state) / 1e9, 6);
    }
  }

  /** Most instances that all services may have together; NaN where one has no limit. */
  private double limit() {
    double all = 0;
    for (int service = 0; service < scenario.services().size(); service++) {
      all += limit(service);
    }
    return all;
  }

  /** Most instances a service may have; NaN without a limit. */
  private double limit(int service) {
    int max = scenario.services().get(service).scaling().max();
    return max == Integer.MAX_VALUE ? Double.NaN : max;
  }

  /** Users' requests without an outcome. */
  private long insideUsers() {
    long sum = 0;
    for (int s = 0; s < outcome.inside().length; s++) {
      sum += scenario.services().get(s).isFed() ? 0 : outcome.inside()[s];
    }
    return sum;
  }

  /** Refusals by the server, the pooler's attempts included, in the words its clients read. */
  private void refusals(ArrayNode node) {
    for (Refusal refusal : Refusal.values()) {
      long count = outcome.server().refused(refusal);
      if (count > 0) {
        Text text = scenario.server().engine().text(refusal);
        ObjectNode one = node.addObject();
        one.put("sqlState", text.sqlState());
        one.put("message", text.message());
        one.put("count", count);
      }
    }
  }

  private void database(ObjectNode node) {
    int max = scenario.server().maxConnections();
    put(node, "limit", max == Integer.MAX_VALUE ? Double.NaN : max, 0);
    put(node, "usable", facts.usable(), 0);
    new Holders(facts).write(node);
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
    ArrayNode refused = node.putArray("refusedByError");
    refusals(refused);
    new PoolsDocument(facts).refusals(refused);
    node.put("connectionsLeftOpen", outcome.server().cut());
    PoolsDocument pools = new PoolsDocument(facts);
    pools.waits(node);
    pools.census(node);
    put(
        node,
        "poolWaitSeconds",
        facts.integral(facts.recorder.totals(), Gauge.DB_WAITING) / 1e9,
        6);
  }

  /** Machines by pool: on average while traffic lasts, most in a bin, time paid for. */
  private void nodes(ObjectNode node) {
    Totals trace = facts.recorder.atTraceEnd();
    Totals whole = facts.recorder.totals();
    for (int p = 0; p < scenario.nodePools().size(); p++) {
      int row = scenario.rows() + p;
      ObjectNode pool = node.putObject(scenario.nodePools().get(p).name());
      double most = 0;
      for (int bin = 0; bin < facts.recorder.bins().size(); bin++) {
        most = Math.max(most, facts.recorder.bins().integral(bin, row, Gauge.NODES));
      }
      put(pool, "peak", Math.rint(most / facts.recorder.binNs()), 0);
      put(pool, "mean", trace.integral(row, Gauge.NODES) / Math.max(1, outcome.traceEndNs()), 6);
      put(
          pool,
          "nodeSeconds",
          (whole.integral(row, Gauge.NODES) + whole.integral(row, Gauge.NODES_BOOTING)) / 1e9,
          6);
    }
  }

  private void meters(ObjectNode meters) {
    Totals totals = facts.recorder.totals();
    double extra = 0;
    for (int s = 0; s < facts.recorder.rows(); s++) {
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
    put(
        cost,
        "perMillionRequests",
        offered == 0 ? Double.NaN : facts.money.total() / offered * 1e6,
        4);
    put(cost, "perMonth", facts.perMonth(), 2);
  }

  private void services(ObjectNode services) {
    List<ServiceSpec> specs = scenario.services();
    for (int s = 0; s < specs.size(); s++) {
      ObjectNode one = services.putObject(specs.get(s).name());
      block(one, facts.rows(s), outcome.inside()[s], facts.recorder.peakLiveOfService(s), limit(s));
      InsteadDocument.messages(one, facts, s);
      if (specs.get(s).revisions().size() > 1) {
        revisions(one.putObject("revisions"), s);
      }
    }
  }

  /** What each revision served; requests inside are the service's. */
  private void revisions(ObjectNode revisions, int s) {
    List<RevisionSpec> specs = scenario.services().get(s).revisions();
    for (int r = 0; r < specs.size(); r++) {
      int row = scenario.firstRow(s) + r;
      int max = specs.get(r).scaling().max();
      block(
          revisions.putObject(specs.get(r).name()),
          new Rows(row, row + 1),
          0,
          facts.recorder.peakLive(row),
          max == Integer.MAX_VALUE ? Double.NaN : max);
    }
  }

  private void block(ObjectNode node, Rows rows, long inside, int peak, double limit) {
    requests(node.putObject("requests"), rows, inside);
    Histogram latency = facts.latency(rows);
    latency(node.putObject("latencyMs"), latency, facts.meanLatencyMs(rows, latency));
    coldStarts(node.putObject("coldStarts"), rows);
    instances(node.putObject("instances"), rows, peak, limit);
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
