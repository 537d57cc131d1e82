package dev.headroom.review;

import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.FailureReason;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.measure.Say;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What held a run back: the events that happened and the limits that it was seen to reach, each
 * with what lifts it. A limit that never bound is not among them, however small it looks, so that
 * no run is spent on it and no verdict names it.
 */
final class Constraints {
  /** Processors of an instance that is no longer short of them. */
  private static final int FASTER = 16;

  private static final String UNLIMITED = "unlimited";
  private static final String PLENTY = "100000";

  private final Facts facts;
  private final Scenario base;
  private final List<Constraint> found = new ArrayList<>();

  /**
   * One of them.
   *
   * @param kind what it is
   * @param service whose, empty where it is nobody's own
   * @param name in words, after "but for"
   * @param lift the scenario without it, or null where there is no valid one
   */
  record Constraint(CauseKind kind, String service, String name, UnaryOperator<Scenario> lift) {}

  private Constraints(Facts facts) {
    this.facts = facts;
    this.base = facts.outcome.scenario();
  }

  /** What a run was seen to reach, in the order of the kinds. */
  static List<Constraint> of(Facts facts) {
    Constraints constraints = new Constraints(facts);
    PlannedEvents.of(constraints.base).forEach(constraints::add);
    constraints.database();
    for (int service = 0; service < constraints.base.services().size(); service++) {
      constraints.service(service);
    }
    List<Constraint> sorted = new ArrayList<>(constraints.found);
    sorted.sort((a, b) -> a.kind().compareTo(b.kind()));
    return List.copyOf(sorted);
  }

  private void database() {
    if (base.server() == null) {
      return;
    }
    boolean refused =
        facts.count(Count.DB_REFUSED_SLOT) + facts.count(Count.DB_REFUSED_RESERVED) > 0;
    if ((refused || facts.exhaustedSeconds() > 0) && base.server().usable() != Integer.MAX_VALUE) {
      lift(
          CauseKind.DATABASE_CONNECTIONS,
          "",
          "the database's connection limit (" + Say.digits(base.server().usable()) + " usable)",
          "database.maxConnections",
          UNLIMITED);
    }
    if (base.isPooled()
        && facts.count(Count.POOLER_REFUSED_CLIENT) + integral(facts.rows(-1), Gauge.POOLER_WAITING)
            > 0) {
      lift(
          CauseKind.POOLER,
          "",
          "the pooler's limits",
          "database.pooler.serverPool",
          PLENTY,
          "database.pooler.clientLimit",
          UNLIMITED);
    }
    if (integral(facts.rows(-1), Gauge.DB_WAITING) > 0 || facts.count(Count.POOL_TIMEOUTS) > 0) {
      lift(
          CauseKind.POOL_SIZE,
          "",
          "the pool of " + Say.count(Remedies.poolSize(base), "connection") + " per instance",
          "database.pool.size",
          PLENTY);
    }
    if (base.services().stream()
        .flatMap(service -> service.classes().stream())
        .anyMatch(one -> one.queries() > 0 && one.queryCpu() != null)) {
      lift(
          CauseKind.DATABASE_CPU,
          "",
          "the database's " + Say.digits(base.server().cores()) + " processors",
          "database.cores",
          "1024");
    }
  }

  private void service(int number) {
    ServiceSpec service = base.services().get(number);
    Rows rows = facts.rows(number);
    String prefix = prefix(service.name());
    if (prefix == null) {
      return;
    }
    throttles(service, rows, prefix);
    size(service, number, rows, prefix);
    starts(service, number, rows, prefix);
    code(service, rows, prefix);
  }

  /** The beginning of a service's paths, or null where it is not written as one. */
  private String prefix(String name) {
    if (!(((MapNode) base.tree()).get("services") instanceof ListNode list)) {
      return "";
    }
    for (int i = 0; i < list.items().size(); i++) {
      if (list.items().get(i) instanceof MapNode one
          && PlannedEvents.text(one, "name").equals(name)) {
        return "services[" + i + "].";
      }
    }
    return null;
  }

  private void throttles(ServiceSpec service, Rows rows, String prefix) {
    String name = service.name();
    if (count(rows, Count.THROTTLED_ACCOUNT) > 0) {
      lift(
          CauseKind.ACCOUNT_LIMIT,
          "",
          "the account's concurrency limit of "
              + Say.count(base.accounts().getOrDefault(service.account(), 0)),
          "accounts." + service.account() + ".concurrency",
          "10000000");
    }
    if (count(rows, Count.THROTTLED_RESERVED) > 0) {
      lift(
          CauseKind.RESERVED_CONCURRENCY,
          name,
          "the reserved concurrency of " + Say.count(service.reservedConcurrency()) + ofOne(name),
          service.account() == null ? "" : "accounts." + service.account() + ".concurrency",
          "10000000",
          prefix + "platform.reservedConcurrency",
          "1000000");
    }
    if (count(rows, Count.THROTTLED_REQUEST_RATE) > 0) {
      lift(
          CauseKind.REQUEST_RATE_LIMIT,
          name,
          "the limit on requests per second" + ofOne(name),
          prefix + "platform.scale.requestRatePerConcurrency",
          "0");
    }
    long started = count(rows, Count.STARTED);
    boolean fullBurst =
        service.scaling().startBurst() > 0 && started >= service.scaling().startBurst();
    boolean fullMinute = started >= service.scaling().startsPerMinute();
    if (count(rows, Count.THROTTLED_START_RATE) > 0 || fullBurst || fullMinute) {
      lift(
          CauseKind.START_RATE_LIMIT,
          name,
          "the limit on how fast instances start" + ofOne(name),
          prefix + "platform.scale.startBurst",
          "0",
          prefix + "platform.scale.startsPerSecond",
          "0",
          prefix + "platform.scale.startsPerMinute",
          UNLIMITED);
    }
  }

  private void size(ServiceSpec service, int number, Rows rows, String prefix) {
    String name = service.name();
    int concurrency = service.platform().concurrency();
    // Where every request has an environment of its own, one is the platform, not a setting.
    boolean isSetting = concurrency > 1 || service.platform().binding() != Binding.EARLY;
    boolean waited = integral(rows, Gauge.QUEUED) > 0
        || facts.failed(rows, FailureReason.THROTTLED) > 0
        || facts.failed(rows, FailureReason.NO_INSTANCE) > 0
        || facts.failed(rows, FailureReason.QUEUE_TIMEOUT) > 0;
    if (concurrency != Integer.MAX_VALUE && isSetting && waited) {
      lift(
          CauseKind.CONCURRENCY,
          name,
          "the concurrency of " + concurrency + " per instance" + ofOne(name),
          prefix + "platform.concurrency.max",
          UNLIMITED);
    }
    int max = service.scaling().max();
    boolean full = max != Integer.MAX_VALUE && facts.recorder.peakLiveOfService(number) >= max;
    if (service.scaling().policy() == PolicyKind.FIXED && max < 100_000) {
      String more = Integer.toString(max * 10);
      lift(
          CauseKind.FLEET_SIZE,
          name,
          "the fixed number of " + Say.count(max, "instance") + ofOne(name),
          prefix + "platform.scale.max",
          more,
          prefix + "platform.scale.min",
          more);
    } else if (full || count(rows, Count.THROTTLED_MAX_INSTANCES) > 0) {
      lift(
          CauseKind.MAX_INSTANCES,
          name,
          "the maximum of " + Say.count(max, "instance") + ofOne(name),
          prefix + "platform.scale.max",
          UNLIMITED);
    }
    if (facts.failed(rows, FailureReason.OOM_KILLED) + count(rows, Count.OOM_KILLED) > 0) {
      lift(
          CauseKind.MEMORY,
          name,
          "the memory of an instance" + ofOne(name) + " ("
              + Remedies.mebibytes(service.platform().instance().memoryBytes()) + ")",
          prefix + "platform.instance.memory",
          "1024Gi");
    }
    if (service.classes().stream().anyMatch(Constraints::needsCpu)) {
      double vcpus = service.platform().instance().vcpus();
      lift(
          CauseKind.INSTANCE_CPU,
          name,
          "the " + Say.digits(vcpus) + " vCPUs of an instance" + ofOne(name),
          prefix + "platform.instance.cpu",
          Decimals.format(vcpus * FASTER, 3));
    }
  }

  private static boolean needsCpu(WorkloadClass one) {
    return one.cpu().meanNs() > 0 || one.servingVcpus() > 0;
  }

  private void starts(ServiceSpec service, int number, Rows rows, String prefix) {
    String name = service.name();
    if (count(rows, Count.STARTED) == 0) {
      return;
    }
    int min = service.scaling().min();
    if (min == 0 && count(rows, Count.AFFECTED) > 0) {
      lift(
          CauseKind.SCALE_TO_ZERO,
          name,
          "the scaling to zero" + ofOne(name),
          prefix + "platform.scale.min",
          "1");
    }
    if (service.platform().start().meanNs() > 0) {
      lift(
          CauseKind.START_UP,
          name,
          "start-up time" + ofOne(name) + " ("
              + Say.seconds(service.platform().start().meanNs() / 1e9) + " on average)",
          prefix + "platform.coldStart",
          "{boot: 0ms}");
    }
    int peak = facts.recorder.peakLiveOfService(number);
    if (service.scaling().policy() != PolicyKind.FIXED && peak > min) {
      lift(
          CauseKind.SCALING_DELAY,
          name,
          "the time that scaling takes" + ofOne(name) + " (with all " + Say.count(peak)
              + " instances there from the start)",
          prefix + "platform.scale.min",
          Integer.toString(peak));
    }
  }

  private void code(ServiceSpec service, Rows rows, String prefix) {
    String name = service.name();
    if (facts.failed(rows, FailureReason.FUNCTION_ERROR) > 0) {
      List<String> changes = new ArrayList<>();
      for (int i = 0; i < service.classes().size(); i++) {
        changes.add(prefix + "workload.classes[" + i + "].failureShare");
        changes.add("0%");
      }
      lift(
          CauseKind.FUNCTION_ERRORS,
          name,
          "the errors of the code" + ofOne(name),
          changes.toArray(String[]::new));
    }
    if (count(rows, Count.RETRIED) > 0 && service.clients().messages() == null) {
      lift(
          CauseKind.RETRIES,
          name,
          "the retries of the clients" + ofOne(name),
          prefix + "workload.clients.retries.max",
          "0");
    }
    if (facts.failed(rows, FailureReason.REQUEST_TIMEOUT)
            + facts.failed(rows, FailureReason.GATEWAY_TIMEOUT)
        > 0) {
      lift(
          CauseKind.REQUEST_TIMEOUT,
          name,
          "the platform's time-out of a request" + ofOne(name),
          prefix + "platform.timeouts.request",
          UNLIMITED);
    }
    if (service.platform().queue() != null
        && facts.failed(rows, service.platform().queue().expired())
                + facts.failed(rows, service.platform().queue().overflow())
            > 0) {
      lift(
          CauseKind.QUEUE_LIMIT,
          name,
          "the limits of the queue" + ofOne(name),
          prefix + "platform.queue.limit",
          UNLIMITED,
          prefix + "platform.queue.timeout",
          UNLIMITED);
    }
  }

  private String ofOne(String service) {
    return base.services().size() == 1 ? "" : " of " + service;
  }

  private long count(Rows rows, Count what) {
    return facts.count(rows, what);
  }

  private double integral(Rows rows, Gauge gauge) {
    return facts.integral(facts.recorder.totals(), rows, gauge);
  }

  /** Paths and values by turns; an empty path is none. */
  private void lift(CauseKind kind, String service, String name, String... changes) {
    add(new Constraint(kind, service, name, scenario -> {
      Scenario lifted = scenario;
      for (int i = 0; i < changes.length; i += 2) {
        lifted = changes[i].isEmpty() ? lifted : Reruns.attempt(lifted, changes[i], changes[i + 1]);
      }
      return lifted;
    }));
  }

  private void add(Constraint constraint) {
    if (found.stream()
        .noneMatch(
            one -> one.kind() == constraint.kind() && one.name().equals(constraint.name()))) {
      found.add(constraint);
    }
  }
}
