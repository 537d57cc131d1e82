package dev.headroom.properties;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cost.Meter;
import dev.headroom.cost.PriceBook;
import dev.headroom.cost.Tariff;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.ServiceSpec;
import java.util.List;

/** The bill, computed a second time from the metered seconds and the price book. */
final class Prices {
  private static final double GIB = 1L << 30;
  private static final double HOUR_NS = 3600e9;
  private static final double MONTH_HOURS = 730;
  private static final double ROUNDING = 1e-9;

  private Prices() {}

  static void check(Trial trial, List<String> broken) {
    JsonNode cost = trial.saved().run().path("cost");
    if (!cost.path("total").isNumber()) {
      return;
    }
    double billed = 0;
    for (String part :
        List.of("computeBusy", "computeStart", "computeIdle", "requests", "computeProvisioned")) {
      double component = cost.path("byComponent").path(part).asDouble(0);
      if (component < 0) {
        broken.add("cost " + part + " is " + component);
      }
      billed += component;
    }
    double expected = 0;
    for (int s = 0; s < trial.scenario().services().size(); s++) {
      ServiceSpec service = trial.scenario().services().get(s);
      boolean onPriced = service.nodePool() >= 0
          && trial.scenario().nodePools().get(service.nodePool()).prices() != null;
      for (int r = 0; r < service.revisions().size(); r++) {
        RevisionSpec revision = service.revisions().get(r);
        int row = trial.scenario().firstRow(s) + r;
        Totals totals = trial.outcome().recorder().totals();
        roundingIsBounded(revision.platform(), totals, row, broken);
        expected += onPriced ? 0 : price(revision.platform(), totals, row);
      }
    }
    // Each of the five components is given to a millionth.
    if (Math.abs(billed - expected) > 5 * 0.5e-6 + ROUNDING * expected) {
      broken.add("billed " + billed + ", metered time times price " + expected);
    }
  }

  private static double price(PlatformModel platform, Totals totals, int row) {
    Tariff tariff = PriceBook.read(platform.prices().book())
        .tariff(platform.prices().entry(), platform.prices().region());
    double kept = totals.integral(row, Gauge.PROVISIONED_BUSY);
    double active = totals.integral(row, Gauge.BUSY)
        + totals.integral(row, Gauge.DRAINING)
        - kept
        + totals.billedExtraNs(row);
    if (platform.billing().start()) {
      active += totals.integral(row, Gauge.PULLING)
          + totals.integral(row, Gauge.BOOTING)
          + totals.integral(row, Gauge.PROBING);
    }
    double idleAtRate = totals.integral(row, Gauge.IDLE_BILLED);
    double idle = totals.integral(row, Gauge.IDLE) - idleAtRate;
    active += switch (platform.billing().kind()) {
      case ACTIVE_IDLE, INSTANCE_TIME -> idle;
      case PER_INVOCATION, ACTIVE_TIME, ACTIVE_CPU -> 0;
    };
    double boostNs = platform.extras().boostVcpus()
        * (totals.integral(row, Gauge.BOOTING)
            + totals.integral(row, Gauge.PROBING)
            + totals.count(row, Count.BOOSTED_NS));
    double vcpus = platform.instance().vcpus();
    double gib = platform.instance().memoryBytes() / GIB;
    double cpuNs = vcpus * active + boostNs;
    if (platform.billing().kind() == PlatformModel.BillingKind.ACTIVE_CPU) {
      cpuNs = totals.count(row, Count.CPU_NS) + boostNs;
      return cpuNs / 1e9 * of(tariff, Meter.ACTIVE_VCPU_SECONDS)
          + cpuNs / HOUR_NS * of(tariff, Meter.VCPU_HOURS)
          + cpuNs / 1e6 * of(tariff, Meter.CPU_MILLISECONDS)
          + perGib(tariff, gib * active)
          + totals.count(row, Count.INVOCATIONS) * of(tariff, Meter.REQUESTS);
    }
    return cpuNs / 1e9 * of(tariff, Meter.ACTIVE_VCPU_SECONDS)
        + cpuNs / HOUR_NS * of(tariff, Meter.VCPU_HOURS)
        + perGib(tariff, gib * active)
        + active / HOUR_NS * of(tariff, Meter.INSTANCE_HOURS)
        + active / HOUR_NS / MONTH_HOURS * of(tariff, Meter.INSTANCE_MONTHS)
        + idleAtRate / 1e9 * vcpus * of(tariff, Meter.IDLE_VCPU_SECONDS)
        + idleAtRate / 1e9 * gib * of(tariff, Meter.IDLE_GIB_SECONDS)
        + totals.count(row, Count.INVOCATIONS) * of(tariff, Meter.REQUESTS)
        + totals.integral(row, Gauge.PROVISIONED)
            / 1e9
            * gib
            * of(tariff, Meter.PROVISIONED_GIB_SECONDS)
        + (kept + totals.count(row, Count.PROVISIONED_ROUNDED_NS))
            / 1e9
            * gib
            * of(tariff, Meter.PROVISIONED_ACTIVE_GIB_SECONDS);
  }

  private static double perGib(Tariff tariff, double gibNs) {
    return gibNs / 1e9 * of(tariff, Meter.ACTIVE_GIB_SECONDS)
        + gibNs / HOUR_NS * of(tariff, Meter.GIB_HOURS);
  }

  private static double of(Tariff tariff, Meter meter) {
    return tariff.price(meter).doubleValue() / meter.unitsPerPrice();
  }

  /** Rounding adds less than a granule to each thing that is rounded. */
  private static void roundingIsBounded(
      PlatformModel platform, Totals totals, int row, List<String> broken) {
    PlatformModel.Billing rule = platform.billing();
    double each = Math.max(rule.granularityNs(), rule.minimumNs());
    double rounded =
        switch (rule.kind()) {
          case INSTANCE_TIME -> totals.count(row, Count.STARTED) + 1_000;
          case PER_INVOCATION, ACTIVE_TIME, ACTIVE_IDLE, ACTIVE_CPU ->
            totals.count(row, Count.INVOCATIONS);
        };
    double extra = totals.billedExtraNs(row);
    if (extra < 0 || extra > each * rounded) {
      broken.add("rounding added " + extra + " ns to " + rounded + " times of " + each + " ns");
    }
  }
}
