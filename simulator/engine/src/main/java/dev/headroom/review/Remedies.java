package dev.headroom.review;

import dev.headroom.core.Decimals;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Say;
import dev.headroom.measure.Spike;
import dev.headroom.review.Causes.Cause;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scenario.ClientRules;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Changes of a scenario that may mend what its run was seen to suffer from. */
final class Remedies {
  private static final int DEFAULT_CONCURRENCY = 80;

  /** Larger maximums are no change that somebody would make. */
  private static final int INSTANCES_MAX = 100_000;

  /** How much more of something is tried. */
  private static final int[] MORE = {2, 5};

  private static final long MIB = 1L << 20;

  /** Scheduled instances are asked for so long before a spike at least. */
  private static final long LEAD_NS = 60_000_000_000L;

  private Remedies() {}

  /**
   * A variant.
   *
   * @param name in words
   * @param scenario ready to run
   */
  record Variant(String name, Scenario scenario) {}

  /** Whether several requests share a memory of which each takes some. */
  private static boolean memoryCounts(ServiceSpec service) {
    return service.platform().concurrency() > 1 && largestBytes(service) > 0;
  }

  private static long largestBytes(ServiceSpec service) {
    return service.classes().stream()
        .mapToLong(WorkloadClass::memoryBytes)
        .max()
        .orElse(0);
  }

  static String mebibytes(long bytes) {
    return Say.digits((double) bytes / MIB) + " MiB";
  }

  static int poolSize(Scenario base) {
    for (ServiceSpec service : base.services()) {
      if (service.pool() != null) {
        return service.pool().size();
      }
    }
    return 0;
  }

  /**
   * Changes that make sense for what a run suffers from, the least intrusive first.
   *
   * @param causes as found; where none was, whatever the scenario has
   * @param sustained whether its clients keep an overload up
   */
  static List<Variant> of(Facts facts, List<Cause> causes, boolean sustained) {
    Scenario base = facts.outcome.scenario();
    Set<CauseKind> kinds = EnumSet.noneOf(CauseKind.class);
    causes.forEach(cause -> kinds.add(cause.constraint().kind()));
    List<Variant> variants = new ArrayList<>();
    if (sustained || kinds.contains(CauseKind.RETRIES)) {
      clientFixes(variants, base);
    }
    if (kinds.contains(CauseKind.POOL_SIZE)) {
      for (int factor : MORE) {
        addScenario(
            variants,
            "pool " + poolSize(base) + " -> " + poolSize(base) * factor + " connections",
            Reruns.attempt(base, "database.pool.size", "" + poolSize(base) * factor));
      }
    }
    if (kinds.contains(CauseKind.POOLER)) {
      int lent = base.pooler().servers().most();
      for (int factor : MORE) {
        add(
            variants,
            base,
            "the pooler's server connections " + lent + " -> " + lent * factor,
            "database.pooler.serverPool",
            "" + lent * factor);
      }
    }
    if (base.server() != null
        && base.server().usable() != Integer.MAX_VALUE
        && (facts.exhaustedSeconds() > 0 || kinds.contains(CauseKind.DATABASE_CONNECTIONS))) {
      databaseFixes(variants, base);
    }
    if (base.services().size() == 1) {
      platformFixes(variants, facts, kinds);
    }
    return variants;
  }

  /** What keeps the clients of a service from sustaining its overload. */
  private static void clientFixes(List<Variant> variants, Scenario base) {
    ClientRules clients = base.services().get(0).clients();
    if (base.services().size() == 1 && clients.messages() == null) {
      if (clients.retries().max() > 0 && clients.retries().budget() == null) {
        add(variants, base, "a retry budget of 10 %", "workload.clients.retries.budget", "10%");
      }
      if (clients.breaker() == null) {
        add(
            variants,
            base,
            "a circuit breaker that opens for 10 s when half of at least 20 calls"
                + " in 10 s failed",
            "workload.clients.breaker",
            "{failureShare: 50%, minimumCalls: 20, window: 10s, openFor: 10s}");
      }
    }
  }

  private static void databaseFixes(List<Variant> variants, Scenario base) {
    int usable = base.server().usable();
    for (int size : new int[] {1, 2, 5}) {
      if (size < poolSize(base)) {
        addScenario(
            variants,
            "pool " + poolSize(base) + " -> " + size + " connections",
            withPool(base, size));
      }
    }
    if (base.pooler() == null) {
      int serverPool = Math.max(1, usable / 2);
      String pooler = "{kind: pgbouncer, mode: transaction, serverPool: " + serverPool
          + ", clientLimit: unlimited, connectLatency: 2ms}";
      add(
          variants,
          base,
          "PgBouncer in transaction mode with " + serverPool + " server connections",
          "database.pooler",
          pooler);
    }
  }

  /** A pool that keeps more connections than it is to have keeps no more than that. */
  private static Scenario withPool(Scenario base, int size) {
    String text = Integer.toString(size);
    Scenario smaller = Reruns.attempt(base, "database.pool.size", text);
    return smaller != null
        ? smaller
        : Reruns.attempt(
            Reruns.attempt(base, "database.pool.minIdle", text), "database.pool.size", text);
  }

  private static void platformFixes(List<Variant> variants, Facts facts, Set<CauseKind> kinds) {
    Scenario base = facts.outcome.scenario();
    ServiceSpec service = base.services().get(0);
    concurrencyFixes(variants, base, service, kinds.contains(CauseKind.CONCURRENCY));
    if (kinds.contains(CauseKind.MEMORY) && memoryCounts(service)) {
      memoryFixes(variants, base, service);
    }
    if (kinds.contains(CauseKind.INSTANCE_CPU)) {
      double vcpus = service.platform().instance().vcpus();
      for (int factor : new int[] {2, 4}) {
        add(
            variants,
            base,
            "vCPUs of an instance " + Say.digits(vcpus) + " -> " + Say.digits(vcpus * factor),
            "platform.instance.cpu",
            Decimals.format(vcpus * factor, 3));
      }
    }
    instanceFixes(variants, facts, service, kinds);
    int reserved = service.reservedConcurrency();
    for (int factor : kinds.contains(CauseKind.RESERVED_CONCURRENCY) ? MORE : new int[0]) {
      add(
          variants,
          base,
          "reserved concurrency " + reserved + " -> " + reserved * factor,
          "platform.reservedConcurrency",
          "" + reserved * factor);
    }
    if (service.account() != null && kinds.contains(CauseKind.ACCOUNT_LIMIT)) {
      int limit = base.accounts().get(service.account());
      for (int factor : MORE) {
        add(
            variants,
            base,
            "the account's concurrency limit " + Say.count(limit) + " -> "
                + Say.count((long) limit * factor),
            "accounts." + service.account() + ".concurrency",
            "" + (long) limit * factor);
      }
    }
  }

  private static void concurrencyFixes(
      List<Variant> variants, Scenario base, ServiceSpec service, boolean isCause) {
    String use = service.platform().name();
    boolean concurrent = isCause || use.equals("cloud-run") || use.equals("knative");
    if (!concurrent || service.platform().concurrency() >= DEFAULT_CONCURRENCY) {
      return;
    }
    String change = "concurrency " + service.platform().concurrency() + " -> 80";
    add(variants, base, change, "platform.concurrency.max", "80");
    if (base.server() != null && service.pool() != null) {
      int instances =
          Math.max(1, base.server().usable() / Math.max(1, service.pool().most()));
      Scenario both = Reruns.attempt(
          Reruns.attempt(base, "platform.concurrency.max", "80"),
          "platform.scale.max",
          Integer.toString(instances));
      addScenario(variants, change + " and at most " + instances + " instances", both);
      Scenario minimum = Reruns.attempt(both, "platform.scale.min", Integer.toString(instances));
      addScenario(variants, change + " and " + instances + " instances kept warm", minimum);
    }
  }

  /** More instances, where there were as many as there may be; and earlier, where they start. */
  private static void instanceFixes(
      List<Variant> variants, Facts facts, ServiceSpec service, Set<CauseKind> kinds) {
    Scenario base = facts.outcome.scenario();
    int peak = facts.recorder.peakLive();
    int max = service.scaling().max();
    int min = service.scaling().min();
    boolean fixed = service.scaling().policy() == PolicyKind.FIXED;
    for (int factor : MORE) {
      boolean bound =
          fixed || peak >= max && (kinds.isEmpty() || kinds.contains(CauseKind.MAX_INSTANCES));
      if (max > INSTANCES_MAX / factor || !bound) {
        continue;
      }
      String more = Integer.toString(max * factor);
      if (fixed) {
        addScenario(
            variants,
            "instances " + Say.count(max) + " -> " + more,
            Reruns.attempt(
                Reruns.attempt(base, "platform.scale.max", more), "platform.scale.min", more));
      } else {
        add(
            variants,
            base,
            "maximum instances " + Say.count(max) + " -> " + Say.count((long) max * factor),
            "platform.scale.max",
            more);
      }
    }
    boolean late = kinds.isEmpty()
        || kinds.contains(CauseKind.SCALE_TO_ZERO)
        || kinds.contains(CauseKind.START_UP)
        || kinds.contains(CauseKind.SCALING_DELAY)
        || kinds.contains(CauseKind.START_RATE_LIMIT);
    if (!fixed && late && service.scaling().schedule().actions().isEmpty()) {
      scheduleFixes(variants, facts, service);
    }
    for (int more : new int[] {1, 10, 100}) {
      if (!fixed && late && more > min && more <= max) {
        add(
            variants,
            base,
            "minimum instances " + min + " -> " + more,
            "platform.scale.min",
            Integer.toString(more));
      }
    }
  }

  /** As many instances as the spike took, or half of them, but only while it lasts. */
  private static void scheduleFixes(List<Variant> variants, Facts facts, ServiceSpec service) {
    Spike spike = Spike.of(facts);
    if (spike == null) {
      return;
    }
    int low = service.scaling().min();
    int peak = Math.min(facts.recorder.peakLive(), service.scaling().max());
    long leadNs = Math.max(LEAD_NS, (long) (2 * service.platform().start().meanNs()));
    for (int min : new int[] {(peak + 1) / 2, peak}) {
      if (min > low) {
        Spike.Schedule schedule = spike.schedule(min, low, leadNs);
        Scenario scheduled =
            Reruns.attempt(facts.outcome.scenario(), "platform.scale.schedule", schedule.actions());
        addScenario(
            variants,
            schedule.words(),
            Reruns.attempt(scheduled, "platform.scale.min", "" + schedule.atStart()));
      }
    }
  }

  /** No more requests than fit even if all are of the largest class, or more memory. */
  private static void memoryFixes(List<Variant> variants, Scenario base, ServiceSpec service) {
    long memory = service.platform().instance().memoryBytes();
    long fit = (memory - service.platform().limits().baseMemoryBytes()) / largestBytes(service);
    int concurrency = service.platform().concurrency();
    if (fit >= 1 && fit < concurrency) {
      String now = concurrency == Integer.MAX_VALUE ? "unlimited" : Integer.toString(concurrency);
      add(
          variants,
          base,
          "concurrency " + now + " -> " + fit,
          "platform.concurrency.max",
          Long.toString(fit));
    }
    for (int factor : new int[] {2, 4}) {
      add(
          variants,
          base,
          "memory of an instance " + mebibytes(memory) + " -> " + mebibytes(memory * factor),
          "platform.instance.memory",
          memory * factor / MIB + "Mi");
    }
  }

  private static void add(
      List<Variant> variants, Scenario base, String name, String path, String value) {
    addScenario(variants, name, Reruns.attempt(base, path, value));
  }

  private static void addScenario(List<Variant> variants, String name, Scenario scenario) {
    if (scenario != null) {
      variants.add(new Variant(name, scenario));
    }
  }
}
