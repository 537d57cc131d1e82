package dev.headroom.simulation;

import java.util.Arrays;

/**
 * Processor use of requests whose time inside is given as one block: each uses a constant share of
 * a vCPU while it runs, so use is the integral of how many run.
 *
 * <p>Shares are counted in multiples of the smallest, so that with one share sums of whole
 * request-nanoseconds stay exact.
 */
final class ServingCpu {
  private final double unitVcpus;
  private double[] running = new double[16];
  private double[] area = new double[16];
  private long[] sinceNs = new long[16];
  private double runningAll;
  private double areaAll;
  private long sinceAllNs;

  /** Requests that use {@code unitVcpus}, above 0, or a multiple of it. */
  ServingCpu(double unitVcpus) {
    this.unitVcpus = unitVcpus;
  }

  /** A request that uses {@code vcpus} begins (+1) or ends (-1) on an instance. */
  void change(int instance, double vcpus, int sign, long nowNs) {
    if (instance >= running.length) {
      int length = Math.max(instance + 1, running.length * 2);
      running = Arrays.copyOf(running, length);
      area = Arrays.copyOf(area, length);
      sinceNs = Arrays.copyOf(sinceNs, length);
    }
    area[instance] += running[instance] * (nowNs - sinceNs[instance]);
    sinceNs[instance] = nowNs;
    areaAll += runningAll * (nowNs - sinceAllNs);
    sinceAllNs = nowNs;
    double units = sign * (vcpus / unitVcpus);
    running[instance] += units;
    runningAll += units;
  }

  /** vCPU-nanoseconds used on an instance row so far, by all that ever had the row. */
  double usedNs(int instance, long nowNs) {
    return instance < running.length
        ? (area[instance] + running[instance] * (nowNs - sinceNs[instance])) * unitVcpus
        : 0;
  }

  /** vCPU-nanoseconds used on all instances so far. */
  double usedNs(long nowNs) {
    return (areaAll + runningAll * (nowNs - sinceAllNs)) * unitVcpus;
  }
}
