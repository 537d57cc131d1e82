package dev.headroom.cost;

import dev.headroom.platform.PlatformModel;
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
 */
public record Bill(double computeBusy, double computeStart, double computeIdle, double requests) {
  private static final double GIB = 1L << 30;
  private static final double SECOND_NS = 1e9;
  private static final double HOUR = 3600;

  /** The sum of the components. */
  public double total() {
    return computeBusy + computeStart + computeIdle + requests;
  }

  /** What was recorded in a stretch of time. */
  private interface Recorded {
    double gauge(Gauge gauge);

    double extraNs();

    double requests();
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
          public double requests() {
            return bins.count(bin, service, Count.INVOCATIONS);
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
      public double requests() {
        return totals.count(service, Count.INVOCATIONS);
      }
    };
  }

  private static Bill price(PlatformModel platform, Rates rates, Recorded recorded) {
    Billed billed = Billed.of(platform, recorded);
    double vcpus = platform.instance().vcpus();
    double gib = platform.instance().memoryBytes() / GIB;
    double active =
        vcpus * rates.activeVcpuSecond() + gib * rates.activeGibSecond() + rates.instanceSecond();
    double idle = vcpus * rates.idleVcpuSecond() + gib * rates.idleGibSecond();
    return new Bill(
        billed.busy * active,
        billed.start * active,
        billed.idleActive * active + billed.idle * idle,
        billed.requests * rates.request());
  }

  /**
   * Instance seconds by how they are charged.
   *
   * @param busy with requests inside, rounding and minimums included
   * @param start start-up, where it is billed
   * @param idleActive idle at the active rate
   * @param idle idle at the idle rate
   * @param requests invocations
   */
  private record Billed(
      double busy, double start, double idleActive, double idle, double requests) {

    static Billed of(PlatformModel platform, Recorded m) {
      double busyNs = m.gauge(Gauge.BUSY) + m.gauge(Gauge.DRAINING) + m.extraNs();
      double startNs = 0;
      if (platform.billing().start()) {
        startNs = m.gauge(Gauge.PULLING) + m.gauge(Gauge.BOOTING) + m.gauge(Gauge.PROBING);
      }
      double idleRateNs = m.gauge(Gauge.IDLE_BILLED);
      double idleActiveNs =
          switch (platform.billing().kind()) {
            case PER_INVOCATION, ACTIVE_TIME -> 0;
            case ACTIVE_IDLE, INSTANCE_TIME -> m.gauge(Gauge.IDLE) - idleRateNs;
          };
      return new Billed(
          busyNs / SECOND_NS,
          startNs / SECOND_NS,
          idleActiveNs / SECOND_NS,
          idleRateNs / SECOND_NS,
          m.requests());
    }

    Meters meters(PlatformModel platform, Tariff tariff) {
      double vcpus = platform.instance().vcpus();
      double gib = platform.instance().memoryBytes() / GIB;
      double active = busy + start + idleActive;
      Meters used = new Meters();
      sold(tariff, used, Meter.ACTIVE_VCPU_SECONDS, vcpus * active);
      sold(tariff, used, Meter.VCPU_HOURS, vcpus * active / HOUR);
      sold(tariff, used, Meter.ACTIVE_GIB_SECONDS, gib * active);
      sold(tariff, used, Meter.GIB_HOURS, gib * active / HOUR);
      sold(tariff, used, Meter.IDLE_VCPU_SECONDS, vcpus * idle);
      sold(tariff, used, Meter.IDLE_GIB_SECONDS, gib * idle);
      sold(tariff, used, Meter.INSTANCE_HOURS, active / HOUR);
      sold(tariff, used, Meter.INSTANCE_MONTHS, active / HOUR / Rates.MONTH_HOURS);
      sold(tariff, used, Meter.REQUESTS, requests);
      return used;
    }

    private static void sold(Tariff tariff, Meters used, Meter meter, double amount) {
      if (tariff.sells(meter)) {
        used.add(meter, amount);
      }
    }
  }
}
