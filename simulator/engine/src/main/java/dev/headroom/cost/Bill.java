package dev.headroom.cost;

import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.results.Bins;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;

/**
 * What a service's instances and requests cost, by component.
 *
 * @param computeBusy time with requests inside, rounding and minimums included
 * @param computeStart billed start-up
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

  /** What was recorded in a stretch of time. */
  private interface Recorded {
    double gauge(Gauge gauge);

    double extraNs();

    double count(Count count);
  }

  /** The bill of a whole run or of its first part. */
  public static Bill of(PlatformModel platform, Rates rates, Totals totals, int service) {
    return price(platform, rates, recorded(totals, service));
  }

  /** The bill of one bin of the series. */
  public static Bill of(PlatformModel platform, Rates rates, Bins bins, int bin, int service) {
    return price(
        platform,
        rates,
        new Recorded() {
          @Override
          public double gauge(Gauge gauge) {
            return bins.integral(bin, service, gauge);
          }

          @Override
          public double extraNs() {
            return bins.billedExtraNs(bin, service);
          }

          @Override
          public double count(Count count) {
            return bins.count(bin, service, count);
          }
        });
  }

  /**
   * What a service used in a run, on the meters that its tariff sells: the input of a {@link
   * Statement}. Priced at list prices it comes to the same as the bill.
   */
  public static Meters meters(PlatformModel platform, Tariff tariff, Totals totals, int service) {
    return Billed.of(platform, recorded(totals, service)).meters(platform, tariff);
  }

  private static Recorded recorded(Totals totals, int service) {
    return new Recorded() {
      @Override
      public double gauge(Gauge gauge) {
        return totals.integral(service, gauge);
      }

      @Override
      public double extraNs() {
        return totals.billedExtraNs(service);
      }

      @Override
      public double count(Count count) {
        return totals.count(service, count);
      }
    };
  }

  private static Bill price(PlatformModel platform, Rates rates, Recorded recorded) {
    Billed billed = Billed.of(platform, recorded);
    double vcpus = platform.instance().vcpus();
    double gib = platform.instance().memoryBytes() / GIB;
    double memory = gib * rates.activeGibSecond() + rates.instanceSecond();
    double active = billed.vcpus * rates.activeVcpuSecond() + memory;
    double idle = vcpus * rates.idleVcpuSecond() + gib * rates.idleGibSecond();
    return new Bill(
        billed.busy * active
            + billed.cpu * (rates.activeVcpuSecond() + rates.cpuSecond())
            + billed.provisionedBusy * gib * rates.provisionedActiveGibSecond(),
        billed.start * active,
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
      double idleActive,
      double idle,
      double requests,
      double cpu,
      double provisioned,
      double provisionedBusy) {

    static Billed of(PlatformModel platform, Recorded m) {
      double keptBusyNs = m.gauge(Gauge.PROVISIONED_BUSY);
      double busyNs = m.gauge(Gauge.BUSY) + m.gauge(Gauge.DRAINING) - keptBusyNs + m.extraNs();
      boolean cpuOnly = platform.billing().kind() == BillingKind.ACTIVE_CPU;
      double startNs = 0;
      if (platform.billing().start()) {
        startNs = m.gauge(Gauge.PULLING) + m.gauge(Gauge.BOOTING) + m.gauge(Gauge.PROBING);
      }
      double idleRateNs = m.gauge(Gauge.IDLE_BILLED);
      double idleActiveNs =
          switch (platform.billing().kind()) {
            case PER_INVOCATION, ACTIVE_TIME, ACTIVE_CPU -> 0;
            case ACTIVE_IDLE, INSTANCE_TIME -> m.gauge(Gauge.IDLE) - idleRateNs;
          };
      return new Billed(
          cpuOnly ? 0 : platform.instance().vcpus(),
          busyNs / SECOND_NS,
          startNs / SECOND_NS,
          idleActiveNs / SECOND_NS,
          idleRateNs / SECOND_NS,
          m.count(Count.INVOCATIONS),
          cpuOnly ? m.count(Count.CPU_NS) / SECOND_NS : 0,
          m.gauge(Gauge.PROVISIONED) / SECOND_NS,
          (keptBusyNs + m.count(Count.PROVISIONED_ROUNDED_NS)) / SECOND_NS);
    }

    Meters meters(PlatformModel platform, Tariff tariff) {
      double size = platform.instance().vcpus();
      double gib = platform.instance().memoryBytes() / GIB;
      double active = busy + start + idleActive;
      Meters used = new Meters();
      sold(tariff, used, Meter.ACTIVE_VCPU_SECONDS, vcpus * active + cpu);
      sold(tariff, used, Meter.VCPU_HOURS, (vcpus * active + cpu) / HOUR);
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
