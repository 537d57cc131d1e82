package dev.headroom.simulation;

import dev.headroom.scenario.WorkloadClass;
import java.util.Arrays;

/**
 * Processor time that a revision's requests have used: shared, alone on their instance, or in a
 * block that says only how much of a vCPU it takes.
 */
final class CpuUse {
  private final Processors processors;
  /** Null where no class says what its block of service uses. */
  private final ServingCpu serving;

  private double aloneNs;
  private double[] aloneOnNs = new double[16];

  CpuUse(Processors processors, WorkloadClass[] classes) {
    this.processors = processors;
    double least = Double.MAX_VALUE;
    for (WorkloadClass c : classes) {
      least = c.servingVcpus() > 0 ? Math.min(least, c.servingVcpus()) : least;
    }
    this.serving = least == Double.MAX_VALUE ? null : new ServingCpu(least);
  }

  /** Whether any block says what it uses. */
  boolean metersBlocks() {
    return serving != null;
  }

  /** A block that uses {@code vcpus} begins (+1) or ends (-1) on an instance. */
  void block(int i, double vcpus, int sign, long nowNs) {
    if (vcpus > 0) {
      serving.change(i, vcpus, sign, nowNs);
    }
  }

  /** The use of an attempt that nothing on its instance can slow down. */
  void alone(int i, long cpuNs) {
    if (i >= aloneOnNs.length) {
      aloneOnNs = Arrays.copyOf(aloneOnNs, Math.max(i + 1, aloneOnNs.length * 2));
    }
    aloneOnNs[i] += cpuNs;
    aloneNs += cpuNs;
  }

  /** Processor time used by all requests so far, in vCPU-nanoseconds. */
  double usedNs(long nowNs) {
    double used = aloneNs;
    if (serving != null) {
      used += serving.usedNs(nowNs);
    }
    return used + processors.usedNs(nowNs);
  }

  /** Processor time used on an instance row so far, by all that ever had the row. */
  double usedNs(int i, long nowNs) {
    double used = i < aloneOnNs.length ? aloneOnNs[i] : 0;
    used += processors.usedNs(i, nowNs);
    return serving == null ? used : used + serving.usedNs(i, nowNs);
  }
}
