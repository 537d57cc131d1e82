package dev.headroom.cost;

import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;

/**
 * What a service's instances and requests cost, by component.
 *
 * @param computeBusy time with requests inside, rounding and minimums included
 * @param computeStart billed start-up, with the processors that a boost adds
 * @param computeIdle idle time, at the idle or the active rate
 * @param requests per-request prices
 * @param computeProvisioned environments kept ready, used or not
 */
public record Bill(
    double computeBusy,
    double computeStart,
    double computeIdle,
    double requests,
    double computeProvisioned) {
  private static final double GIB = 1L << 30;
  private static final double SECOND_NS = 1e9;
  private static final double HOUR = 3600;
  private static final double MILLIS_PER_SECOND = 1000;

  /** The sum of the components. */
  public double total() {
    return computeBusy + computeStart + computeIdle + requests + computeProvisioned;
  }

  /** The bill of a whole run or of its first part. */
  public static Bill of(PlatformModel platform, Rates rates, Totals totals, int row) {
    return of(platform, rates, Recorded.of(totals, 0), row);
  }

  /** The bill of a stretch of a run. */
  public static Bill of(PlatformModel platform, Rates rates, Recorded recorded, int row) {
    return price(platform, rates, Billed.of(platform, recorded, row));
  }

  /**
   * What a service used in a run, on the meters that its tariff sells: the input of a {@link
   * Statement}. Priced at list prices it comes to the same as the bill.
   */
  public static Meters meters(PlatformModel platform, Tariff tariff, Totals totals, int row) {
    return Billed.of(platform, Recorded.of(totals, 0), row).meters(platform, tariff);
  }

  /** Instance-seconds that are billed at the active rate. */
  static double activeSeconds(PlatformModel platform, Recorded recorded, int row) {
    return Billed.of(platform, recorded, row).active();
  }

  private static Bill price(PlatformModel platform, Rates rates, Billed billed) {
    double vcpus = platform.instance().vcpus();
    double gib = platform.instance().memoryBytes() / GIB;
    double memory = gib * rates.activeGibSecond() + rates.instanceSecond();
    double active = billed.vcpus * rates.activeVcpuSecond() + memory;
    double idle = vcpus * rates.idleVcpuSecond() + gib * rates.idleGibSecond();
    return new Bill(
        billed.busy * active
            + billed.cpu * (rates.activeVcpuSecond() + rates.cpuSecond())
            + billed.provisionedBusy * gib * rates.provisionedActiveGibSecond(),
        billed.start * active + billed.boost * rates.activeVcpuSecond(),
        billed.idleActive * active + billed.idle * idle,
        billed.requests * rates.request(),
        billed.provisioned * gib * rates.provisionedGibSecond());
  }

  /**
   * Instance seconds by how they are charged.
   *
   * @param vcpus of an instance that are charged while it is active
   * @param busy with requests inside, rounding and minimums included
   * @param start start-up, where it is billed
   * @param boost vCPU-seconds that a start was given beyond the instance's own
   * @param idleActive idle at the active rate
   * @param idle idle at the idle rate
   * @param requests invocations
   * @param cpu processor time, where that is charged instead
   * @param provisioned environments kept ready
   * @param provisionedBusy requests on them
   */
  private record Billed(
      double vcpus,
      double busy,
      double start,
      double boost,
      double idleActive,
      double idle,
      double requests,
      double cpu,
      double provisioned,
      double provisionedBusy) {

    static Billed of(PlatformModel platform, Recorded m, int row) {
      double keptBusyNs = m.gauge(row, Gauge.PROVISIONED_BUSY);
      double busyNs =
          m.gauge(row, Gauge.BUSY) + m.gauge(row, Gauge.DRAINING) - keptBusyNs + m.extraNs(row);
      boolean cpuOnly = platform.billing().kind() == BillingKind.ACTIVE_CPU;
      double startNs = 0;
      if (platform.billing().start()) {
        startNs =
            m.gauge(row, Gauge.PULLING) + m.gauge(row, Gauge.BOOTING) + m.gauge(row, Gauge.PROBING);
      }
      double idleRateNs = m.gauge(row, Gauge.IDLE_BILLED);
      double idleActiveNs =
          switch (platform.billing().kind()) {
            case PER_INVOCATION, ACTIVE_TIME, ACTIVE_CPU -> 0;
            case ACTIVE_IDLE, INSTANCE_TIME -> m.gauge(row, Gauge.IDLE) - idleRateNs;
          };
      return new Billed(
          cpuOnly ? 0 : platform.instance().vcpus(),
          busyNs / SECOND_NS,
          startNs / SECOND_NS,
          boost(platform, m, row),
          idleActiveNs / SECOND_NS,
          idleRateNs / SECOND_NS,
          m.count(row, Count.INVOCATIONS),
          cpuOnly ? m.count(row, Count.CPU_NS) / SECOND_NS : 0,
          m.gauge(row, Gauge.PROVISIONED) / SECOND_NS,
          (keptBusyNs + m.count(row, Count.PROVISIONED_ROUNDED_NS)) / SECOND_NS);
    }

    /** A boost lasts from the start of the process, and for a time after it is ready. */
    private static double boost(PlatformModel platform, Recorded m, int row) {
      double more = platform.extras().boostVcpus();
      return more == 0
          ? 0
          : more
              * (m.gauge(row, Gauge.BOOTING)
                  + m.gauge(row, Gauge.PROBING)
                  + m.count(row, Count.BOOSTED_NS))
              / SECOND_NS;
    }

    double active() {
      return busy + start + idleActive;
    }

    Meters meters(PlatformModel platform, Tariff tariff) {
      double size = platform.instance().vcpus();
      double gib = platform.instance().memoryBytes() / GIB;
      double active = active();
      Meters used = new Meters();
      sold(tariff, used, Meter.ACTIVE_VCPU_SECONDS, vcpus * active + boost + cpu);
      sold(tariff, used, Meter.VCPU_HOURS, (vcpus * active + boost + cpu) / HOUR);
      sold(tariff, used, Meter.ACTIVE_GIB_SECONDS, gib * active);
      sold(tariff, used, Meter.GIB_HOURS, gib * active / HOUR);
      sold(tariff, used, Meter.IDLE_VCPU_SECONDS, size * idle);
      sold(tariff, used, Meter.IDLE_GIB_SECONDS, gib * idle);
      sold(tariff, used, Meter.INSTANCE_HOURS, active / HOUR);
      sold(tariff, used, Meter.INSTANCE_MONTHS, active / HOUR / Rates.MONTH_HOURS);
      sold(tariff, used, Meter.REQUESTS, requests);
      sold(tariff, used, Meter.CPU_MILLISECONDS, cpu * MILLIS_PER_SECOND);
      sold(tariff, used, Meter.PROVISIONED_GIB_SECONDS, gib * provisioned);
      sold(tariff, used, Meter.PROVISIONED_ACTIVE_GIB_SECONDS, gib * provisionedBusy);
      return used;
    }

    private static void sold(Tariff tariff, Meters used, Meter meter, double amount) {
      if (tariff.sells(meter)) {
        used.add(meter, amount);
      }
    }
  }
}
