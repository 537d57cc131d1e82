package dev.headroom.whatif;

import dev.headroom.cost.Rates;
import dev.headroom.measure.Say;
import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a month costs at least, with no request at all, and at most, with every instance busy all
 * the time. List prices; what stands beside instances (GPUs, balancers, gateways) is not in it.
 */
final class CostPlan {
  /** Hours that a month is taken to have, as providers' calculators do. */
  private static final double MONTH_SECONDS = 730 * 3600;

  private static final double GIB = 1L << 30;

  private CostPlan() {}

  /** Floor and ceiling of a service; empty where it has no prices or machines are paid instead. */
  static List<PlanLine> of(ServiceSpec service, double mostPerSecond) {
    PlatformModel platform = service.platform();
    if (platform.prices() == null || service.nodePool() >= 0) {
      return List.of();
    }
    PlatformModel.Prices prices = platform.prices();
    Rates rates = Rates.read(prices.book(), prices.entry(), prices.region());
    List<PlanLine> lines = new ArrayList<>();
    lines.add(floor(service, platform, rates));
    lines.add(ceiling(service, platform, rates, mostPerSecond));
    return lines;
  }

  private static double active(PlatformModel platform, Rates rates) {
    return platform.instance().vcpus() * (rates.activeVcpuSecond() + rates.cpuSecond())
        + platform.instance().memoryBytes() / GIB * rates.activeGibSecond()
        + rates.instanceSecond();
  }

  private static PlanLine floor(ServiceSpec service, PlatformModel platform, Rates rates) {
    int min = service.scaling().min();
    double gib = platform.instance().memoryBytes() / GIB;
    double idle =
        platform.instance().vcpus() * rates.idleVcpuSecond() + gib * rates.idleGibSecond();
    BillingKind kind = platform.billing().kind();
    boolean whole = kind == BillingKind.INSTANCE_TIME;
    double each = (whole ? active(platform, rates) : idle) * MONTH_SECONDS;
    int kept = service.scaling().warm().provisioned() == null
        ? 0
        : service.scaling().warm().provisioned().count();
    double provisioned = kept * gib * rates.provisionedGibSecond() * MONTH_SECONDS;
    String formula = min == 0
        ? "no minimum instances"
        : Say.count(min) + " instances x $" + Say.digits(each) + " (730 h "
            + (whole ? "at the full rate" : "at the idle rate") + ")";
    return new PlanLine(
        "costFloor",
        "a month without requests",
        min * each + provisioned,
        "USD",
        kept == 0 ? formula : formula + " + " + Say.count(kept) + " provisioned");
  }

  private static PlanLine ceiling(
      ServiceSpec service, PlatformModel platform, Rates rates, double mostPerSecond) {
    int max = service.scaling().max();
    double each = active(platform, rates) * MONTH_SECONDS;
    boolean none = max == Integer.MAX_VALUE;
    double requests = rates.request() == 0 ? 0 : mostPerSecond * rates.request() * MONTH_SECONDS;
    String fees =
        rates.request() == 0 ? "" : " + fees of " + Say.digits(mostPerSecond) + " requests/s";
    return new PlanLine(
        "costCeiling",
        "a month with everything busy",
        none ? Double.POSITIVE_INFINITY : max * each + requests,
        "USD",
        none
            ? "no maximum of instances"
            : Say.count(max) + " instances x $" + Say.digits(each) + " (730 h)" + fees);
  }

  /** The database's month, or null where it has no price by the hour. */
  static PlanLine database(Scenario scenario) {
    String[] prices = scenario.databasePrices();
    if (prices == null || scenario.table() != null) {
      return null;
    }
    double hour = Rates.read(prices[0], prices[1]).instanceSecond() * 3600;
    return new PlanLine(
        "costDatabase",
        "the database, a month",
        hour * 730,
        "USD",
        "730 h x $" + Say.digits(hour) + " of " + prices[1]);
  }
}
