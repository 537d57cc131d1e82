package dev.headroom.properties;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.platform.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws scenarios: a list of keys, each with how often it is there and what it may say. A key that
 * comes later is one line more.
 *
 * <p>What a key may say is YAML; {@code 3..40} in it stands for a whole number drawn between the
 * two, small ones as often as large ones by their logarithm. A key is left out where the block that
 * it belongs to is not there.
 */
public final class Grammar {
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

  private final List<Key> keys = new ArrayList<>();

  /** One key of a scenario. */
  private record Key(String path, double share, Predicate<Draft> when, List<String> values) {}

  Grammar add(String path, double share, String... values) {
    keys.add(new Key(path, share, draft -> true, List.of(values)));
    return this;
  }

  /** The key that was added last is only there where this holds. */
  Grammar where(Predicate<Draft> condition) {
    Key last = keys.remove(keys.size() - 1);
    keys.add(new Key(last.path, last.share, last.when.and(condition), last.values));
    return this;
  }

  /** A draft of a scenario; the same number gives the same. */
  public Draft draw(long number) {
    Draws draws = Draws.of(7, 0, Purpose.SHAPE, 0);
    Draft draft = Draft.map();
    for (int k = 0; k < keys.size(); k++) {
      Key key = keys.get(k);
      boolean there = draws.uniform(number, 16 * k) < key.share;
      if (there && hasParent(draft, key.path) && key.when.test(draft)) {
        String value = key.values.get(draws.below(key.values.size(), number, 16 * k + 1));
        draft.put(key.path, Draft.parse(numbered(value, draws, number, 16 * k + 2)));
      }
    }
    draft.put("run.seed", Draft.text(Long.toString(1 + number)));
    return draft;
  }

  /** Two services side by side, over one account, one database and one pool of machines. */
  public static Draft twoServices(long number) {
    return oneService().twoOf(number);
  }

  Draft twoOf(long number) {
    return Pair.of(draw(2 * number), draw(2 * number + 1));
  }

  /** Every third draft has two services. */
  public static Draft any(long number) {
    return number % 3 == 2 ? twoServices(number) : oneService().draw(number);
  }

  /** Drafts in which what is rare among the others is common; every third has two services. */
  public static Draft strained(long number) {
    Grammar grammar = StrainedGrammar.oneService();
    return number % 3 == 2 ? grammar.twoOf(number) : grammar.draw(number);
  }

  /** Drafts in which things are rationed; half of them have two services. */
  public static Draft rationed(long number) {
    return RationedGrammar.draft(number);
  }

  /** Drafts that say how autoscalers measure and decide; every third has two services. */
  public static Draft tuned(long number) {
    Grammar grammar = TunedGrammar.oneService();
    return number % 3 == 2 ? grammar.twoOf(number) : grammar.draw(number);
  }

  /** Items of lists and what is below {@code database} and the like need what they belong to. */
  private static boolean hasParent(Draft draft, String path) {
    int item = path.lastIndexOf(']');
    if (item >= 0) {
      return draft.get(path.substring(0, item + 1)) != null;
    }
    return !path.startsWith("database.") || draft.get("database") != null;
  }

  private static String numbered(String value, Draws draws, long number, int firstDraw) {
    Matcher range = RANGE.matcher(value);
    StringBuilder text = new StringBuilder();
    for (int draw = firstDraw; range.find(); draw++) {
      double low = Double.parseDouble(range.group(1));
      double high = Double.parseDouble(range.group(2)) + 1;
      double u = draws.uniform(number, draw);
      double drawn = low == 0 ? u * high : low * StrictMath.exp(u * StrictMath.log(high / low));
      range.appendReplacement(text, Long.toString((long) drawn));
    }
    return range.appendTail(text).toString();
  }

  static Predicate<Draft> on(String... platforms) {
    return draft -> Arrays.asList(platforms).contains(draft.textAt("platform.use"));
  }

  static Predicate<Draft> has(String path) {
    return draft -> draft.get(path) != null;
  }

  /** Scenarios of one service over everything that a scenario may say of it. */
  public static Grammar oneService() {
    return oneService(Grammar::database);
  }

  /** The same with other things to say of the database. */
  static Grammar oneService(Consumer<Grammar> database) {
    Grammar grammar = new Grammar()
        .add("apiVersion", 1, "headroom/v1")
        .add("kind", 1, "Scenario")
        .add("metadata", 1, "{ name: drawn }");
    workload(grammar);
    clients(grammar);
    platform(grammar);
    scale(grammar);
    start(grammar);
    database.accept(grammar);
    return grammar
        .add(
            "events",
            0.2,
            "[{ at: 5..60s, do: deploy }]",
            "[{ at: 5..60s, do: deploy, surge: 10..90% }]",
            "[{ at: 5..30s, do: deploy, surge: 50% }, { at: 40..90s, do: deploy }]",
            "[{ at: 5..60s, do: deploy, platform: { concurrency: { max: 1..9 } } }]")
        .add("events", 0.3, "[{ at: 5..30s, do: interrupt, share: 10..100% }]")
        .where(on("aws-fargate-spot"))
        .add(
            "events",
            0.2,
            "[{ at: 1..30s, do: db-slowdown, for: 1..30s, factor: 2..9 }]",
            "[{ at: 1..30s, do: db-failover, for: 1..30s }]")
        .where(has("database.pool").and(has("events").negate()))
        .add(
            "revisions",
            0.1,
            "[{ name: a, traffic: 70% }, { name: b, traffic: 30% }]",
            "[{ name: a, traffic: 50% }, { name: b, traffic: 50%, platform: { scale: { max: 2 }}}]")
        .where(has("events").negate())
        .add("run.tail", 0.5, "0s", "10s", "2min", "1h")
        .add(
            "workload.clients",
            0.3,
            "{ kind: async }",
            "{ kind: sqs }",
            "{ kind: sqs, maxConcurrency: 2..9 }",
            "{ kind: async, maxAge: 10..90s }")
        .where(on("aws-lambda"));
  }

  private static void workload(Grammar grammar) {
    grammar
        .add(
            "workload.generate",
            1,
            "{ shape: constant, rate: 1..60/s, requests: 10..500, arrivals: poisson }",
            "{ shape: constant, rate: 1..60/s, requests: 10..500, arrivals: uniform }",
            "{ shape: constant, rate: 1..10/s, duration: 20..60s, arrivals: nhpp }",
            "{ shape: ramp, from: 1..5/s, to: 10..40/s, duration: 5..30s, arrivals: poisson }",
            "{ shape: constant, rate: 5..30/s, duration: 10..20s, arrivals: { bursty: 5..20 } }",
            "{ shape: constant, rate: 1..3/s, duration: 2..8min, arrivals: poisson }",
            "{ shape: spike, base: 1..3/s, peak: 20..150/s, at: 2..20s, ramp: 0..5s, hold: 1..5s,"
                + " decay: 0..9s, duration: 30..90s }")
        .add("workload.generate.arrivals", 0.1, "batch")
        .add(
            "workload.classes",
            1,
            "[{ name: page, service: 1..900ms }]",
            "[{ name: page, service: { dist: exponential, mean: 5..900ms } }]",
            "[{ name: page, service: { cpu: 1..90ms, wait: { p50: 9..90ms, p99: 99..999ms } } }]",
            "[{ name: page, share: 60%, service: { cpu: 1..40ms } },"
                + " { name: report, share: 40%, service: { cpu: 9..90ms, wait: 1..900ms } }]",
            "[{ name: page, service: { cpu: { p50: 9..50ms, p99: 60..400ms }, wait: 5..50ms } }]")
        .add(
            "workload.classes[0].queries",
            0.5,
            "{ count: 1..3, each: { p50: 2..9ms, p99: 20..400ms } }",
            "{ count: 1, each: 50..900ms }",
            "{ count: 1..3, cpu: 1..20ms, wait: 1..50ms }")
        .add("workload.classes[0].memory", 0.15, "1..60Mi")
        .add("workload.classes[0].failureShare", 0.1, "1..30%")
        .add("workload.classes[0].service.background", 0.2, "1..300ms")
        .where(has("workload.classes[0].service.cpu"));
  }

  private static void clients(Grammar grammar) {
    grammar
        .add("workload.clients.timeout", 0.4, "100..900ms", "1..9s", "30s", "unlimited")
        .add("workload.clients.onClientGone", 0.3, "continue", "cancel")
        .add(
            "workload.clients.retries",
            0.4,
            "{ max: 1..3 }",
            "{ max: 1..3, base: 10..900ms, backoff: exponential, jitter: full }",
            "{ max: 2, base: 1..5s, on: [429, 503, 500] }",
            "{ max: 1..4, base: 10..900ms, jitter: decorrelated, maxBackoff: 1..9s }",
            "{ max: 1..3, budget: { share: 10..50%, minRate: 1..2/s } }")
        .add("workload.clients.patience", 0.1, "{ dist: exponential, mean: 1..9s }")
        .add(
            "workload.clients.breaker",
            0.1,
            "{ window: 1..10s, minimumCalls: 2..20, openFor: 1..9s, halfOpenCalls: 1..5 }");
  }

  private static void platform(Grammar grammar) {
    grammar
        .add("platform.use", 1, Models.PLATFORMS.toArray(String[]::new))
        .add("platform.concurrency.max", 0.4, "1", "2..9", "10..80", "unlimited")
        .add("platform.instance.cpu", 0.3, "1", "2", "200..900m")
        .where(on("aws-lambda", "heroku", "vercel").negate())
        .add("platform.instance.runtimeParallelism", 0.2, "1", "2")
        .add("platform.instance.memory", 0.2, "256Mi", "512Mi", "2Gi")
        .add("platform.instance.fractionalCpu", 0.2, "fluid", "cfs")
        .add("platform.instance.idleCpu", 0.2, "full", "none")
        .add(
            "platform.dispatch",
            0.4,
            "most-recently-used",
            "least-recently-used",
            "round-robin",
            "least-loaded",
            "power-of-two",
            "random",
            "first-fit")
        .add("platform.binding", 0.2, "early", "central")
        .add(
            "platform.queue",
            0.3,
            "{ limit: 1..50, timeout: 1..20s }",
            "{ limit: 5..500, timeout: unlimited }",
            "{ timeout: 1..9s, startFactor: 3 }",
            "{ limit: 3..9, timeout: 100..900ms, expired: no-instance-503 }")
        .add("platform.keepAlive", 0.4, "0s", "100..900ms", "1..60s", "10min", "unlimited")
        .add(
            "platform.timeouts",
            0.3,
            "{ request: 100..900ms, onRequest: kill }",
            "{ request: 1..9s, onRequest: leave }",
            "{ request: unlimited }")
        .add(
            "platform.healthCheck",
            0.1,
            "{ interval: 5s, timeout: 500ms, healthyThreshold: 1..3, unhealthyThreshold: 2,"
                + " cpu: 10ms }")
        .add("platform.reservedConcurrency", 0.1, "1..20")
        .where(on("aws-lambda"))
        .add("platform.account", 0.2, "shared")
        .where(on("aws-lambda").and(has("platform.reservedConcurrency").negate()))
        .add("accounts", 1, "{ shared: { concurrency: 2..30 } }")
        .where(has("platform.account"))
        .add(
            "platform.nodes",
            0.3,
            "{ use: fixed, min: 1..4, max: 4..9 }",
            "{ use: karpenter, boot: 1..30s, min: 0..2, max: 3..9, scaleDownAfter: 5..60s }",
            "{ use: cluster-autoscaler, boot: 1..30s, min: 1..2, max: 3..9,"
                + " scaleDownAfter: 5..60s }")
        .where(on("knative", "kubernetes-hpa", "fixed-fleet", "generic"));
  }

  private static void scale(Grammar grammar) {
    Predicate<Draft> fixed = on("fixed-fleet", "heroku");
    grammar
        .add("platform.scale.min", 0.3, "0..3")
        .where(fixed.negate())
        .add("platform.scale.max", 0.5, "1..9", "10..50")
        .where(fixed.negate())
        .add("platform.scale", 1, "{ min: 2, max: 2 }", "{ min: 5, max: 5 }")
        .where(fixed)
        .add("platform.scale.initial", 0.2, "1..5")
        .add("platform.scale.manual", 0.1, "1..4")
        .where(on("azure-container-apps", "cloud-run", "aws-fargate"))
        .add("platform.scale.onNoSlot", 0.1, "start", "wait", "refuse")
        .add(
            "platform.scale.burst",
            0.2,
            "one-per-pending",
            "pending-over-concurrency",
            "metrics-only")
        .add("platform.scale.startBurst", 0.2, "1..20")
        .add("platform.scale.startsPerSecond", 0.2, "1..9")
        .add("platform.scale.startsPerMinute", 0.1, "5..90")
        .add("platform.scale.requestRatePerConcurrency", 0.1, "1..10")
        .add("platform.scale.deregistration", 0.2, "0s", "1..30s")
        .add("platform.scale.deregistersWhenIdle", 0.2, "true", "false")
        .add("platform.scale.drain", 0.3, "0s", "1..9s", "30s")
        .add("platform.scale.removal", 0.2, "idle-first", "youngest")
        .add("platform.scale.littleUsed", 0.1, "{ below: 10%, over: 5..60s }")
        .add("platform.scale.proactive", 0.1, "10..90%")
        .add(
            "platform.scale.provisioned",
            0.3,
            "{ count: 1..6 }",
            "{ count: 1..6, initial: empty }",
            "{ count: 2, schedule: [{ at: 5..30s, count: 0..5 }] }")
        .where(on("aws-lambda"))
        .add(
            "platform.scale.schedule",
            0.1,
            "[{ at: 5..60s, min: 1..3, max: 3..9 }]",
            "[{ at: 5..60s, desired: 1..5 }]",
            "[{ at: 5..20s, every: 30s, max: 4..9 }]")
        .add(
            "platform.scale.policies",
            0.3,
            "[{ metric: cpu, target: 30..80% }, { metric: requests, target: 100..900 }]",
            "[{ kind: step, metric: cpu, above: 60%, steps: [{ from: 0, by: 1 }] }]")
        .where(on("aws-fargate", "ec2-asg"));
  }

  private static void start(Grammar grammar) {
    grammar
        .add("platform.coldStart.boot", 0.3, "0ms", "10..900ms", "{ p50: 1..3s, p99: 4..20s }")
        .add("platform.coldStart.booting", 0.3, "1..9s", "{ dist: exponential, mean: 1..4s }")
        .add("platform.coldStart.placing", 0.2, "100..900ms", "{ p50: 1..2s, p99: 4..9s }")
        .add("platform.coldStart.pulling", 0.2, "100..900ms")
        .add("platform.coldStart.cachedShare", 0.1, "20..80%")
        .add("platform.coldStart.appReady", 0.2, "100..900ms", "1..5s")
        .add("platform.coldStart.initLimit", 0.1, "1..10s")
        .add(
            "platform.coldStart.startupProbe",
            0.2,
            "{ kind: tcp, period: 1..3s, failureThreshold: 1..5 }",
            "{ kind: http, period: 1..3s, failureThreshold: 2..9, onFailure: restart }")
        .add(
            "platform.coldStart.readinessProbe",
            0.2,
            "{ kind: http, period: 1s }",
            "{ kind: tcp, initialDelay: 1..3s, period: 1..5s, successThreshold: 2 }")
        .add("platform.coldStart.warmUp", 0.2, "{ factor: 2..5, for: 5..60s }");
  }

  private static void database(Grammar grammar) {
    grammar
        .add(
            "database",
            0.5,
            "{ engine: postgres, maxConnections: 5..60 }",
            "{ engine: postgres, maxConnections: 10..60, reserved: 3 }",
            "{ engine: mysql, maxConnections: 10..60 }")
        .add("database.otherSessions", 0.2, "1..4")
        .add(
            "database.pool",
            1,
            "{ library: node-postgres, size: 1..9 }",
            "{ library: hikari, size: 1..9 }",
            "{ library: sqlalchemy }",
            "{ library: django }",
            "{ size: 1..5, acquireTimeout: 100..900ms, hold: request }",
            "{ size: 1..5, acquireTimeout: 1..9s, hold: transaction, idleTimeout: 1..9s }")
        .add("database.cores", 0.2, "1..4")
        .add("database.connect", 0.3, "{ cpu: 1..50ms, latency: 1..9ms }")
        .add(
            "database.pooler",
            0.3,
            "{ kind: pgbouncer, serverPool: 1..20 }",
            "{ kind: pgbouncer, serverPool: 1..9, clientLimit: 5..50, borrowTimeout: 1..9s }")
        .add("database", 0.1, "{ use: dynamodb, latency: 1..20ms }")
        .where(has("database").negate());
  }
}
