package dev.headroom.properties;

/**
 * Scenarios in which what is rare elsewhere is common: a database that is small for the instances
 * before it, pools of every kind, users who leave, circuit breakers, capacity that is taken back
 * and environments that are kept ready.
 */
final class StrainedGrammar {
  private static final String[] CUSTOM_POOLS = {
    "{ size: 1..5 }",
    "{ size: 1..5, minIdle: 1, open: eager }",
    "{ size: 2..5, open: eager, failFast: false }",
    "{ size: 1..4, open: eager, order: barging, bargingWindow: 1..20ms }",
    "{ size: 0 }"
  };

  private StrainedGrammar() {}

  /** Scenarios of one service. */
  static Grammar oneService() {
    Grammar grammar = Grammar.oneService(StrainedGrammar::smallDatabase);
    clients(grammar);
    capacity(grammar);
    return grammar;
  }

  private static void smallDatabase(Grammar grammar) {
    grammar
        .add(
            "workload.classes[0].service",
            0.6,
            "{ cpu: 1..40ms }",
            "{ cpu: 1..40ms, wait: 1..90ms }")
        .add(
            "workload.classes[0].queries",
            0.7,
            "{ count: 1..4, each: { p50: 2..40ms, p99: 50..900ms } }",
            "{ count: 1..4, cpu: { dist: exponential, mean: 1..40ms }, wait: 1..50ms }",
            "{ count: 1..2, cpu: 1..60ms }")
        .where(Grammar.has("workload.classes[0].service.cpu"))
        .add(
            "database",
            1,
            "{ engine: postgres, maxConnections: 2..25, reserved: 0 }",
            "{ engine: postgres, maxConnections: 5..30, reserved: 3 }",
            "{ engine: mysql, maxConnections: 2..25 }",
            "{ engine: postgres, maxConnections: unlimited, reserved: 0 }")
        .add("database.otherSessions", 0.2, "1")
        .add("database.pool", 1, "{ library: node-postgres, size: 1..5 }", CUSTOM_POOLS[0])
        .add("database.pool", 0.4, "{ library: hikari, size: 1..5 }", "{ library: sqlalchemy }")
        .add("database.pool", 0.4, CUSTOM_POOLS)
        .add("database.pool.hold", 0.5, "query", "transaction", "request")
        .add("database.pool.overflow", 0.2, "1..3")
        .add("database.pool.minIdle", 0.2, "0..2")
        .add("database.pool.acquireTimeout", 0.5, "20..900ms", "1..9s")
        .add("database.pool.idleTimeout", 0.3, "50..900ms", "1..9s")
        .add("database.pool.maxLifetime", 0.2, "500..900ms", "1..20s")
        .add("database.pool.lifetimeJitter", 0.2, "10..50%")
        .add("database.pool.startFailureDelay", 0.2, "0..900ms")
        .add("database.pool.fillStart", 0.2, "0..200ms")
        .add("database.pool.fillDelay", 0.2, "0..50ms")
        .add("database.pool.fillEvery", 0.2, "1..9s")
        .add("database.pool.retryFirst", 0.2, "1..90ms")
        .add("database.pool.retryMax", 0.2, "100..900ms")
        .add("database.pool.validate", 0.3, "true", "false")
        .add("database.cores", 0.5, "1", "2", "0.5")
        .add(
            "database.connect",
            0.6,
            "{ cpu: 1..50ms, latency: 1..90ms }",
            "{ cpu: 1..50ms, refusedCpu: 30% }",
            "{ latency: 1..90ms, refusedCpu: 1..20ms }")
        .add("database.contention", 0.2, "{ sigma: 0.3, kappa: 0.01 }", "{ sigma: 0.05 }")
        .add("database.deadPeerTimeout", 0.3, "1..30s", "unlimited")
        .add("database.idleCut", 0.2, "1..9s");
    pooler(grammar);
  }

  private static void pooler(Grammar grammar) {
    grammar
        .add(
            "database.pooler",
            0.35,
            "{ kind: pgbouncer, serverPool: 1..5 }",
            "{ kind: pgbouncer, serverPool: 1..3, clientLimit: 2..20, borrowTimeout: 50..900ms }",
            "{ kind: pgbouncer, serverPool: 2..5, mode: session, borrowTimeout: 1..3s }",
            "{ kind: custom, serverPool: 1..5, borrowTimeout: 1..3s, tick: 100..400ms }",
            "{ kind: custom, serverPool: 2..5, opensAtOnce: 3, pinFraction: 20..80% }",
            "{ kind: custom, serverPool: 10..40, opensAtOnce: 1..5, loginRetry: 50..900ms }",
            "{ kind: custom, mode: none, connectLatency: 1..30ms }")
        .add("database.pooler.disconnects", 0.2, "true", "false")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.idleTimeout", 0.3, "100..900ms", "1..9s")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.maxLifetime", 0.2, "1..9s")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.idleShare", 0.2, "20..80%")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.clientIdleTimeout", 0.3, "100..900ms", "1..9s")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.loginRetry", 0.5, "10..900ms", "1..5s")
        .where(Grammar.has("database.pooler"))
        .add("database.pooler.overhead", 0.2, "1..5ms")
        .where(Grammar.has("database.pooler"));
  }

  private static void clients(Grammar grammar) {
    grammar
        .add("workload.clients", 0.7, "{ timeout: 1..9s }", "{ timeout: 100..900ms }", "{}")
        .add(
            "workload.clients.retries",
            0.5,
            "{ max: 1..5, base: 10..900ms, jitter: equal, on: [429, 503, 504, refused, timeout] }",
            "{ max: 1..5, base: 1..90ms, budget: { share: 10..50%, minRate: 1..2/s } }",
            "{ max: 2..9, base: { dist: exponential, mean: 50..900ms }, on: [refused, breaker] }")
        .where(StrainedGrammar::isSynchronous)
        .add(
            "workload.clients.patience",
            0.4,
            "100..900ms",
            "1..9s",
            "{ dist: exponential, mean: 500..900ms }")
        .where(StrainedGrammar::isSynchronous)
        .add(
            "workload.clients.breaker",
            0.4,
            "{ window: 1..9s, minimumCalls: 2..9, openFor: 100..900ms, halfOpenCalls: 1..4 }",
            "{ window: 5s, minimumCalls: 5, failureShare: 5..40%, openFor: 1..5s,"
                + " halfOpenCalls: 3..9 }")
        .where(StrainedGrammar::isSynchronous)
        .add("workload.clients.onClientGone", 0.3, "continue", "cancel")
        .where(StrainedGrammar::isSynchronous);
  }

  private static boolean isSynchronous(Draft draft) {
    return draft.get("workload.clients.kind") == null;
  }

  private static void capacity(Grammar grammar) {
    grammar
        .add("platform.instance.ends", 0.3, "graceful", "killed")
        .where(Grammar.on("aws-lambda").negate())
        .add("workload.classes[0].memory", 0.2, "60..600Mi")
        .add(
            "platform.scale.provisioned",
            0.6,
            "{ count: 1..6, perMinute: 60..900 }",
            "{ count: 1..4, initial: empty, delay: 1..9s, perMinute: 60..900 }",
            "{ count: 1..4, schedule: [{ at: 2..9s, count: 0..6 }, { at: 10..40s, count: 0..4 }] }",
            "{ count: 1..4, tracking: { target: 30..90%, max: 5..9, min: 1 } }")
        .where(Grammar.on("aws-lambda"))
        .add(
            "platform.interruption",
            0.5,
            "{ warning: 0..20s, perInstanceHour: 60..900 }",
            "{ warning: 2..30s, perInstanceHour: 20 }")
        .where(Grammar.on("aws-fargate-spot", "generic", "kubernetes-hpa", "fixed-fleet"))
        .add(
            "events",
            0.7,
            "[{ at: 2..20s, do: interrupt, share: 20..80% }]",
            "[{ at: 2..9s, do: interrupt, share: 10..40% },"
                + " { at: 9..20s, do: interrupt, share: 50% }]")
        .where(Grammar.has("platform.interruption").and(Grammar.has("events").negate()));
  }
}
