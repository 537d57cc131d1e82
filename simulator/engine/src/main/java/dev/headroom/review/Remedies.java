package dev.headroom.review;

import dev.headroom.core.UserError;
import dev.headroom.measure.Say;
import dev.headroom.scenario.ClientRules;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.List;

/** Variants of a scenario: constraints lifted to find a cause, and changes that may mend it. */
final class Remedies {
  private static final int DEFAULT_CONCURRENCY = 80;

  /** Larger maximums are no change that somebody would make. */
  private static final int INSTANCES_MAX = 100_000;

  private static final long MIB = 1L << 20;

  private Remedies() {}

  /**
   * A variant.
   *
   * @param name in words
   * @param scenario ready to run
   */
  record Variant(String name, Scenario scenario) {}

  /** One constraint lifted at a time: what a but-for statement compares with. */
  static List<Variant> lifted(Scenario base) {
    List<Variant> variants = new ArrayList<>();
    if (base.server() != null) {
      add(variants, base, "the database's connection limit ("
          + Say.digits(base.server().usable()) + " usable)",
          "database.maxConnections", "unlimited");
      add(variants, base, "the pool of " + poolSize(base) + " connections per instance",
          "database.pool.size", "100000");
    }
    if (base.services().size() == 1) {
      ServiceSpec service = base.services().get(0);
      if (service.scaling().max() != Integer.MAX_VALUE) {
        add(variants, base, "the maximum of " + Say.count(service.scaling().max()) + " instances",
            "platform.scale.max", "unlimited");
      }
      if (service.platform().start().meanNs() > 0) {
        add(variants, base, "start-up time (" + Say.seconds(
            service.platform().start().meanNs() / 1e9) + " on average)",
            "platform.coldStart", "{boot: 0ms}");
      }
      if (memoryCounts(service)) {
        add(variants, base, "the memory of an instance ("
            + mebibytes(service.platform().instance().memoryBytes()) + ")",
            "platform.instance.memory", "1024Gi");
      }
    }
    return variants;
  }

  /** Whether several requests share a memory of which each takes some. */
  private static boolean memoryCounts(ServiceSpec service) {
    return service.platform().concurrency() > 1 && largestBytes(service) > 0;
  }

  private static long largestBytes(ServiceSpec service) {
    return service.classes().stream().mapToLong(WorkloadClass::memoryBytes).max().orElse(0);
  }

  private static String mebibytes(long bytes) {
    return Say.digits((double) bytes / MIB) + " MiB";
  }

  private static int poolSize(Scenario base) {
    for (ServiceSpec service : base.services()) {
      if (service.pool() != null) {
        return service.pool().size();
      }
    }
    return 0;
  }

  /** Changes that make sense for what the scenario has, the least intrusive first. */
  static List<Variant> fixes(Scenario base) {
    List<Variant> variants = new ArrayList<>();
    if (base.server() != null && base.server().usable() != Integer.MAX_VALUE) {
      databaseFixes(variants, base);
    }
    if (base.services().size() == 1) {
      platformFixes(variants, base);
    }
    return variants;
  }

  /** What keeps the clients of a service from sustaining its overload. */
  static List<Variant> clientFixes(Scenario base) {
    List<Variant> variants = new ArrayList<>();
    ClientRules clients = base.services().get(0).clients();
    if (base.services().size() == 1 && clients.messages() == null) {
      if (clients.retries().max() > 0 && clients.retries().budget() == null) {
        add(variants, base, "a retry budget of 10 %", "workload.clients.retries.budget", "10%");
      }
      if (clients.breaker() == null) {
        add(variants, base, "a circuit breaker that opens for 10 s when half of at least 20 calls"
            + " in 10 s failed", "workload.clients.breaker",
            "{failureShare: 50%, minimumCalls: 20, window: 10s, openFor: 10s}");
      }
    }
    return variants;
  }

  private static void databaseFixes(List<Variant> variants, Scenario base) {
    int usable = base.server().usable();
    for (int size : new int[] {1, 2, 5}) {
      if (size < poolSize(base)) {
        addScenario(variants, "pool " + poolSize(base) + " -> " + size + " connections",
            withPool(base, size));
      }
    }
    if (base.pooler() == null) {
      int serverPool = Math.max(1, usable / 2);
      String pooler = "{kind: pgbouncer, mode: transaction, serverPool: " + serverPool
          + ", clientLimit: unlimited, connectLatency: 2ms}";
      add(variants, base, "PgBouncer in transaction mode with " + serverPool
          + " server connections", "database.pooler", pooler);
    }
  }

  /** A pool that keeps more connections than it is to have keeps no more than that. */
  private static Scenario withPool(Scenario base, int size) {
    String text = Integer.toString(size);
    Scenario smaller = attempt(base, "database.pool.size", text);
    return smaller != null
        ? smaller
        : attempt(attempt(base, "database.pool.minIdle", text), "database.pool.size", text);
  }

  private static void platformFixes(List<Variant> variants, Scenario base) {
    ServiceSpec service = base.services().get(0);
    String use = service.platform().name();
    boolean concurrent = use.equals("cloud-run") || use.equals("knative");
    if (concurrent && service.platform().concurrency() < DEFAULT_CONCURRENCY) {
      String change = "concurrency " + service.platform().concurrency() + " -> 80";
      add(variants, base, change, "platform.concurrency.max", "80");
      if (base.server() != null && service.pool() != null) {
        int instances = Math.max(1, base.server().usable() / Math.max(1, service.pool().most()));
        Scenario both = attempt(attempt(base, "platform.concurrency.max", "80"),
            "platform.scale.max", Integer.toString(instances));
        addScenario(variants, change + " and at most " + instances + " instances", both);
        Scenario minimum = attempt(both, "platform.scale.min", Integer.toString(instances));
        addScenario(variants, change + " and " + instances + " instances kept warm", minimum);
      }
    }
    if (memoryCounts(service)) {
      memoryFixes(variants, base, service);
    }
    int max = service.scaling().max();
    for (int factor : new int[] {2, 5}) {
      if (max <= INSTANCES_MAX / factor) {
        add(variants, base, "maximum instances " + Say.count(max) + " -> "
            + Say.count((long) max * factor),
            "platform.scale.max", Integer.toString(max * factor));
      }
    }
    int min = service.scaling().min();
    for (int more : new int[] {10, 100}) {
      if (more > min && more <= service.scaling().max()) {
        add(variants, base, "minimum instances " + min + " -> " + more,
            "platform.scale.min", Integer.toString(more));
      }
    }
  }

  /** No more requests than fit even if all are of the largest class, or more memory. */
  private static void memoryFixes(List<Variant> variants, Scenario base, ServiceSpec service) {
    long memory = service.platform().instance().memoryBytes();
    long fit =
        (memory - service.platform().limits().baseMemoryBytes()) / largestBytes(service);
    int concurrency = service.platform().concurrency();
    if (fit >= 1 && fit < concurrency) {
      String now =
          concurrency == Integer.MAX_VALUE ? "unlimited" : Integer.toString(concurrency);
      add(variants, base, "concurrency " + now + " -> " + fit,
          "platform.concurrency.max", Long.toString(fit));
    }
    for (int factor : new int[] {2, 4}) {
      add(variants, base, "memory of an instance " + mebibytes(memory) + " -> "
          + mebibytes(memory * factor),
          "platform.instance.memory", memory * factor / MIB + "Mi");
    }
  }

  private static void add(
      List<Variant> variants, Scenario base, String name, String path, String value) {
    addScenario(variants, name, attempt(base, path, value));
  }

  private static void addScenario(List<Variant> variants, String name, Scenario scenario) {
    if (scenario != null) {
      variants.add(new Variant(name, scenario));
    }
  }

  /** The changed scenario, or null where the change makes no valid one. */
  private static Scenario attempt(Scenario base, String path, String value) {
    try {
      return base == null ? null : base.with(path, value);
    } catch (UserError e) {
      return null;
    }
  }
}
