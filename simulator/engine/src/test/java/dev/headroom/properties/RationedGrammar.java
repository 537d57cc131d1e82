package dev.headroom.properties;

import static dev.headroom.properties.Grammar.has;
import static dev.headroom.properties.Grammar.on;

import java.util.function.Predicate;

/**
 * Scenarios in which something is handed out in rations: processor time by quotas, work by queues
 * of messages, units by a table, starts by an account, machines by their provider. Some begin
 * before time zero.
 */
final class RationedGrammar {
  private static final Predicate<Draft> QUEUED = has("workload.clients.kind");

  private static final String[] QUEUES = {
    "{ kind: sqs }",
    "{ kind: sqs, maxConcurrency: 1..9, pollers: 1..3, pollersPerMinute: 60..900,"
        + " throttlePause: 100..900ms }",
    "{ kind: sqs, maxConcurrency: 5..40, pollers: 2..9, pollersPerMinute: 20..90 }",
    "{ kind: cloud-tasks, maxConcurrentDispatches: 1..20 }",
    "{ kind: cloud-tasks, maxDispatchesPerSecond: 1..30, maxAttempts: 1..6, minBackoff: 10..900ms,"
        + " maxDoublings: 0..4, maxBackoff: 1..20s }",
    "{ kind: cloud-tasks, maxDispatchesPerSecond: 2..9, maxBurstSize: 1..20 }"
  };

  private RationedGrammar() {}

  /** Of four drafts one has two services side by side, and one a service that another feeds. */
  static Draft draft(long number) {
    Grammar grammar = oneService();
    if (number % 4 < 2) {
      return withOneSource(grammar.draw(number), "");
    }
    Draft both = grammar.twoOf(number);
    withOneSource(withOneSource(both, "services[0]."), "services[1].");
    if (number % 4 == 3) {
      feed(both, number);
    } else if (both.get("services[0].platform.account") != null
        || both.get("services[0].platform.nodes") != null) {
      share(both);
    }
    return both;
  }

  /** Where there is a trace nothing is generated. */
  private static Draft withOneSource(Draft draft, String service) {
    if (draft.get(service + "workload.trace") != null) {
      draft.remove(service + "workload.generate");
    }
    return draft;
  }

  private static Grammar oneService() {
    Grammar grammar = Grammar.oneService(RationedGrammar::table);
    traffic(grammar);
    processors(grammar);
    queue(grammar);
    starts(grammar);
    return grammar;
  }

  /** A service that works on the messages that the requests of another leave. */
  private static void feed(Draft both, long number) {
    Draft queue = new Grammar()
        .add("workload.clients", 1, QUEUES)
        .add("workload.clients", 0.3, "{ kind: async }", "{ kind: async, errorRetries: 1 }")
        .where(draft -> both.textAt("services[1].platform.use").equals("aws-lambda"))
        .add("workload.clients.enqueue", 0.7, "1..90ms", "{ dist: exponential, mean: 1..90ms }")
        .add("workload.clients.enqueueFailures", 0.4, "1..30%")
        .add("workload.clients.maxAge", 0.8, "5..60s")
        .add("workload.clients.visibilityTimeout", 1, "1..9s")
        .where(draft -> draft.textAt("workload.clients.kind").equals("sqs"))
        .draw(number);
    both.put("services[1].workload.clients", queue.get("workload.clients"));
    both.put("services[1].workload.from", Draft.text("a"));
    both.remove("services[1].workload.generate");
    if (both.get("services[1].workload.trace") != null) {
      both.remove("services[1].workload.trace");
    }
  }

  /** Both services on the platform of the first, its account and its machines. */
  private static void share(Draft both) {
    both.put("services[1].platform", both.get("services[0].platform").copy());
    if (both.get("services[0].platform.nodes") != null) {
      both.put("nodes.common", both.get("services[0].platform.nodes"));
      both.put("services[0].platform.nodes", Draft.text("common"));
      both.put("services[1].platform.nodes", Draft.text("common"));
    }
  }

  private static void table(Grammar grammar) {
    grammar
        .add(
            "workload.classes[0].service",
            0.4,
            "{ cpu: 1..90ms }",
            "{ cpu: 1..90ms, wait: 1..90ms }")
        .add(
            "workload.classes[0].queries",
            0.5,
            "{ count: 1..5, each: 1ms }",
            "{ count: 2..6, writes: 1..2, each: 1ms }",
            "{ count: 1, writes: 1, each: 1ms }")
        .where(has("workload.classes[0].service.cpu"))
        .add("database", 0.7, "{ use: dynamodb, latency: 1..40ms }", "{ use: dynamodb }")
        .add("database.throughput.initialReads", 0.8, "2..90")
        .add("database.throughput.initialWrites", 0.8, "2..60")
        .add("database.throughput.growth", 0.5, "1..4", "1.5")
        .add("database.throughput.growAfter", 0.8, "0..20s", "1..3s")
        .add("database.throughput.readQuota", 0.3, "3..90")
        .add("database.throughput.writeQuota", 0.3, "2..30")
        .add("database.units.read", 0.3, "1..3", "0.5")
        .add("database.units.write", 0.3, "1..3")
        .add("database.hotShare", 0.4, "5..90%")
        .add("database.partition.reads", 0.6, "2..40")
        .add("database.partition.writes", 0.6, "1..20")
        .add("database.retries.attempts", 0.5, "1..6")
        .add("database.retries.base", 0.4, "0..900ms");
  }

  private static void traffic(Grammar grammar) {
    String folder = "file: src/test/resources/twin/";
    grammar
        .add(
            "workload.trace",
            0.35,
            "{ " + folder + "counts.csv, window: { from: 10..40s, to: 45..80s, preRoll: 1..60s } }",
            "{ " + folder
                + "counts.csv, window: { from: 40s, preRoll: 5..30s }, arrivals: uniform }",
            "{ " + folder + "requests.csv, window: { from: 12..30s, preRoll: 5..20s } }",
            "{ " + folder + "counts.csv }")
        .add("workload.trace.scale", 0.3, "{ rate: 1..3 }", "{ rate: 0.5, time: 0.5 }")
        .where(has("workload.trace"))
        .add("run.initial", 0.1, "empty")
        .add("run.tail", 0.9, "0s", "10s", "30s", "2min");
  }

  private static void processors(Grammar grammar) {
    Predicate<Draft> mayChoose = on("aws-lambda", "heroku", "vercel").negate();
    grammar
        .add("platform.instance.fractionalCpu", 0.6, "cfs")
        .add("platform.instance.cpu", 0.6, "100..900m", "1500m", "2500m")
        .where(mayChoose)
        .add("platform.instance.cpuPeriod", 0.3, "5..300ms")
        .where(has("platform.instance"));
  }

  private static void queue(Grammar grammar) {
    grammar
        .add("workload.clients", 0.4, QUEUES)
        .add(
            "workload.clients",
            0.3,
            "{ kind: async, firstPause: 100..900ms, longestPause: 1..9s }",
            "{ kind: async, errorPauses: { first: 1..9s, second: 2..20s }, errorRetries: 0..2 }")
        .where(on("aws-lambda"))
        .add("workload.clients.maxAge", 0.8, "5..60s")
        .where(QUEUED)
        .add("workload.clients.batchSize", 0.4, "2..10")
        .where(isSqs().and(has("workload.classes[0].service.cpu").negate()))
        .add("workload.clients.batchWindow", 0.4, "100..900ms", "1..3s")
        .where(isSqs())
        .add("workload.clients.visibilityTimeout", 0.6, "1..9s")
        .where(isSqs())
        .add("workload.clients.maxReceives", 0.3, "1..4")
        .where(isSqs());
  }

  private static Predicate<Draft> isSqs() {
    return draft -> draft.textAt("workload.clients.kind").equals("sqs");
  }

  private static void starts(Grammar grammar) {
    Predicate<Draft> onNodes = on("knative", "kubernetes-hpa", "fixed-fleet", "generic");
    grammar
        .add("platform.account", 0.6, "shared")
        .where(on("aws-fargate", "eks-fargate"))
        .add("accounts", 1, "{ shared: { concurrency: 200 } }")
        .where(has("platform.account").and(has("accounts").negate()))
        .add("platform.scale.startsOf", 0.2, "account", "service")
        .add("platform.scale.startBurst", 0.5, "1..6")
        .where(on("aws-fargate", "eks-fargate"))
        .add("platform.scale.startsPerSecond", 0.5, "1", "0.5")
        .where(on("aws-fargate", "eks-fargate"))
        .add(
            "platform.nodes",
            0.4,
            "{ use: karpenter, boot: 1..9s, min: 0..1, max: 3..9, scaleDownAfter: 5..60s }",
            "{ use: cluster-autoscaler, boot: 1..9s, min: 0..1, max: 3..9, scanInterval: 2..9s }")
        .where(onNodes)
        .add("platform.nodes.launchRate", 0.7, "0.2/s", "0.7/s", "1..4/s")
        .where(has("platform.nodes.boot"));
  }
}
