package dev.headroom.simulation;

import dev.headroom.core.EventQueue;
import dev.headroom.core.ProcessorSharing;
import dev.headroom.platform.PlatformModel;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The processors of one revision's instances, each shared by the attempts that compute inside it.
 *
 * <p>With a quota the attempts of an instance run on whole processors until the quota of the period
 * is used. How many whole ones the machine below has is not known; as many as the vCPUs rounded up
 * are taken, so that whole vCPUs are never throttled.
 */
final class Processors {
  private final EventQueue queue;
  private final IntConsumer onDone;
  private final double vcpus;
  private final double usable;
  private final double burst;
  private final long quotaPeriodNs;
  private final int onEnd;
  private final ProcessorSharing.Places places = new ProcessorSharing.Places();
  private ProcessorSharing[] station = new ProcessorSharing[16];
  private int[] arm = new int[16];
  private long[] armedNs = new long[16];

  /**
   * The processors.
   *
   * @param onDone told each attempt that has computed what it wanted
   */
  Processors(EventQueue queue, PlatformModel platform, IntConsumer onDone) {
    this.queue = queue;
    this.onDone = onDone;
    this.vcpus = platform.instance().vcpus();
    this.usable = platform.instance().usableVcpus();
    this.burst = Math.min(Math.ceil(vcpus), platform.instance().parallelism());
    this.quotaPeriodNs = burst > vcpus ? platform.limits().cpuQuotaPeriodNs() : 0;
    this.onEnd = queue.register(this::ended);
  }

  /** Whether one attempt alone may have to wait for the next period. */
  boolean throttlesOne() {
    return quotaPeriodNs > 0 && vcpus < 1;
  }

  /** Processor time used in instances so far. */
  double usedNs(long nowNs) {
    double used = 0;
    for (ProcessorSharing each : station) {
      if (each != null) {
        used += each.usedNs(nowNs);
      }
    }
    return used;
  }

  /** Processor time used on an instance row so far. */
  double usedNs(int i, long nowNs) {
    return i < station.length && station[i] != null ? station[i].usedNs(nowNs) : 0;
  }

  /** Attempts computing in an instance, those that its stillness holds up included. */
  int computing(int i) {
    return i < station.length && station[i] != null ? station[i].size() : 0;
  }

  /** How long {@code cpuNs} of one more would take if nobody came or went meanwhile. */
  double responseNs(int i, double cpuNs) {
    int sharing = computing(i) + 1;
    return cpuNs * sharing / Math.min(sharing, usable);
  }

  /** Lets an attempt compute in an instance. */
  void add(int i, int a, long workNs) {
    if (i >= station.length) {
      int length = Math.max(i + 1, station.length * 2);
      station = Arrays.copyOf(station, length);
      arm = Arrays.copyOf(arm, length);
      armedNs = Arrays.copyOf(armedNs, length);
    }
    if (station[i] == null) {
      station[i] = quotaPeriodNs > 0
          ? ProcessorSharing.withQuota(burst, places, vcpus, quotaPeriodNs)
          : new ProcessorSharing(usable, places);
      armedNs[i] = Long.MAX_VALUE;
    }
    station[i].add(queue.nowNs(), a, workNs);
    rearm(i);
  }

  /** Takes an attempt out that has not computed all it wanted; the others end the sooner. */
  void remove(int i, int a) {
    station[i].remove(queue.nowNs(), a);
    rearm(i);
  }

  /** Stops everything in an instance until it is woken. */
  void pause(int i) {
    if (computing(i) > 0) {
      station[i].pause(queue.nowNs());
    }
  }

  /** An instance is gone; the next on its row has processors of its own. */
  void instanceEnded(int i) {
    if (i < station.length && station[i] != null) {
      station[i].renew();
    }
  }

  /** Undoes {@link #pause}. */
  void resume(int i) {
    if (i < station.length && station[i] != null) {
      station[i].resume(queue.nowNs());
      rearm(i);
    }
  }

  /** Arms the next end; an armed event that is earlier stays and re-arms when it comes. */
  private void rearm(int i) {
    long endNs = station[i].nextEndNs();
    if (endNs < armedNs[i]) {
      armedNs[i] = endNs;
      queue.schedule(endNs, onEnd, (long) ++arm[i] << 32 | i);
    }
  }

  private void ended(long arg) {
    int i = (int) arg;
    if (arm[i] != (int) (arg >>> 32)) {
      return;
    }
    armedNs[i] = Long.MAX_VALUE;
    long nowNs = queue.nowNs();
    while (station[i].nextEndNs() <= nowNs) {
      onDone.accept(station[i].take(nowNs));
    }
    if (station[i].size() > 0) {
      rearm(i);
    }
  }
}
