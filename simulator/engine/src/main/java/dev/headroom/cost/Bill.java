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
 */
public record Bill(double computeBusy, double computeStart, double computeIdle, double requests) {
  private static final double GIB = 1L << 30;
  private static final double SECOND_NS = 1e9;

  /** The sum of the components. */
  public double total() {
    return computeBusy + computeStart + computeIdle + requests;
  }

  /** What the meters of a stretch of time say. */
  private interface Meters {
    double gauge(Gauge gauge);

    double extraNs();

    double requests();
  }

  /** The bill of a whole run or of its first part. */
  public static Bill of(PlatformModel platform, Rates rates, Totals totals, int service) {
    return price(
        platform,
        rates,
        new Meters() {
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
        });
  }

  /** The bill of one bin of the series. */
  public static Bill of(PlatformModel platform, Rates rates, Bins bins, int bin, int service) {
    return price(
        platform,
        rates,
        new Meters() {
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

  private static Bill price(PlatformModel platform, Rates rates, Meters m) {
    double vcpus = platform.instance().vcpus();
    double gib = platform.instance().memoryBytes() / GIB;
    double active =
        vcpus * rates.activeVcpuSecond() + gib * rates.activeGibSecond() + rates.instanceSecond();
    double idle = vcpus * rates.idleVcpuSecond() + gib * rates.idleGibSecond();
    BillingKind kind = platform.billing().kind();
    double busyNs = m.gauge(Gauge.BUSY) + m.gauge(Gauge.DRAINING) + m.extraNs();
    double startNs = 0;
    if (platform.billing().start()) {
      startNs = m.gauge(Gauge.PULLING) + m.gauge(Gauge.BOOTING) + m.gauge(Gauge.PROBING);
    }
    double idleRateNs = m.gauge(Gauge.IDLE_BILLED);
    double idleActiveNs =
        switch (kind) {
          case PER_INVOCATION, ACTIVE_TIME -> 0;
          case ACTIVE_IDLE, INSTANCE_TIME -> m.gauge(Gauge.IDLE) - idleRateNs;
        };
    return new Bill(
        busyNs / SECOND_NS * active,
        startNs / SECOND_NS * active,
        idleActiveNs / SECOND_NS * active + idleRateNs / SECOND_NS * idle,
        m.requests() * rates.request());
  }
}
