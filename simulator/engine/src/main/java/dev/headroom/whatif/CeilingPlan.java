package dev.headroom.whatif;

import dev.headroom.core.Distribution;
import dev.headroom.measure.Say;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The steady rate above which a service cannot go, by each limit alone: Little's law, what is there
 * divided by what a request takes of it. Waiting, start-up and variation are not in it, so that a
 * run reaches less.
 */
final class CeilingPlan {
  private static final double SECOND_NS = 1e9;

  private final Scenario scenario;
  private final ServiceSpec service;
  private final List<PlanLine> lines = new ArrayList<>();

  private CeilingPlan(Scenario scenario, ServiceSpec service) {
    this.scenario = scenario;
    this.service = service;
  }

  /** The ceilings in requests per second, the lowest first. */
  static List<PlanLine> of(Scenario scenario, ServiceSpec service) {
    CeilingPlan plan = new CeilingPlan(scenario, service);
    plan.slots();
    plan.processors();
    plan.account();
    plan.connections();
    plan.lines.sort(Comparator.comparingDouble(PlanLine::value));
    return plan.lines;
  }

  /** Mean time of a request inside an instance in seconds, with nobody else there. */
  static double insideSeconds(ServiceSpec service) {
    return mean(service, CeilingPlan::inside) / SECOND_NS;
  }

  private static double inside(WorkloadClass one) {
    return mean(one.service())
        + mean(one.cpu())
        + mean(one.waiting())
        + one.queries() * (mean(one.query()) + mean(one.queryCpu()));
  }

  private static double mean(Distribution time) {
    return time == null ? 0 : time.meanNs();
  }

  /** Mean processor time of a request in seconds. */
  private static double cpuSeconds(ServiceSpec service) {
    return mean(
            service,
            one ->
                mean(one.cpu()) + one.servingVcpus() * mean(one.service()) + mean(one.background()))
        / SECOND_NS;
  }

  private static double mean(ServiceSpec service, ToDoubleFunction<WorkloadClass> of) {
    return service.classes().stream()
        .mapToDouble(c -> c.share() * of.applyAsDouble(c))
        .sum();
  }

  private void slots() {
    double seconds = insideSeconds(service);
    int max = service.scaling().max();
    int concurrency = service.platform().concurrency();
    boolean unlimited = max == Integer.MAX_VALUE || concurrency == Integer.MAX_VALUE;
    add(
        "ceilingBySlots",
        "ceiling by slots",
        unlimited ? Double.POSITIVE_INFINITY : (double) max * concurrency / seconds,
        count(max) + " instances x concurrency " + count(concurrency) + " / "
            + Say.milliseconds(seconds * 1000) + " inside");
  }

  private void processors() {
    double seconds = cpuSeconds(service);
    if (seconds > 0) {
      int max = service.scaling().max();
      double vcpus = service.platform().instance().usableVcpus();
      add(
          "ceilingByCpu",
          "ceiling by processors",
          max == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : max * vcpus / seconds,
          count(max) + " instances x " + Say.digits(vcpus) + " vCPUs / "
              + Say.milliseconds(seconds * 1000) + " of processor time");
    }
  }

  private void account() {
    Integer limit = scenario.accounts().get(service.account() == null ? "" : service.account());
    if (limit != null) {
      double seconds = insideSeconds(service);
      add(
          "ceilingByAccount",
          "ceiling by the account's limit",
          limit / seconds,
          Say.count(limit) + " environments in all / " + Say.milliseconds(seconds * 1000)
              + " inside");
    }
  }

  /** While a request holds its connection: for the statements alone, which is the least. */
  private void connections() {
    if (scenario.server() == null || service.pool() == null) {
      return;
    }
    double seconds =
        mean(service, one -> one.queries() * (mean(one.query()) + mean(one.queryCpu())))
            / SECOND_NS;
    ConnectionPlan plan = DatabaseTrial.plan(scenario, 0);
    if (seconds > 0 && !plan.server().unlimited()) {
      int usable = plan.server().usable();
      add(
          "ceilingByConnections",
          "ceiling by database connections",
          usable / seconds,
          Say.count(usable) + " usable connections / " + Say.milliseconds(seconds * 1000)
              + " of statements per request");
    }
  }

  private void add(String key, String what, double value, String formula) {
    lines.add(new PlanLine(key, what, value, "requests/s", formula));
  }

  private static String count(int value) {
    return value == Integer.MAX_VALUE ? "unlimited" : Say.count(value);
  }
}
