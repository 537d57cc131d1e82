package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.ProcessorSharing;
import dev.headroom.core.Purpose;
import dev.headroom.database.PoolOptions.Hold;
import dev.headroom.database.Pooler;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.simulation.Attempts.Stage;
import java.util.Arrays;

/**
 * What an attempt does inside an instance: half of its processor work, its queries, its wait, the
 * other half.
 *
 * <p>Where no two requests of an instance can ever compete for a processor, steps without a
 * decision between them are one event.
 */
final class Work {
  private final Revision revision;
  private final Attempts attempts;
  private final WorkloadClass[] classes;
  private final Draws serviceDraws;
  private final Draws cpuDraws;
  private final Draws waitDraws;
  private final Draws queryDraws;
  private final double usableVcpus;
  private final boolean exclusive;
  private final double exclusiveRate;
  private final Pooler pooler;
  private final Hold hold;
  private final int onServiceEnd;
  private final int onCpuEnd;
  private final int onExclusiveCpuEnd;
  private final int onQueryEnd;
  private final int onWaitEnd;
  private final ProcessorSharing.Places cpuPlaces = new ProcessorSharing.Places();
  private ProcessorSharing[] cpu = new ProcessorSharing[16];
  private int[] cpuArm = new int[16];
  private long[] cpuArmedNs = new long[16];
  private double exclusiveCpuNs;
  private double[] exclusiveOnNs = new double[16];
  private final ServingCpu servingCpu;

  Work(Revision revision, Pooler pooler) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.classes = revision.service.spec.classes().toArray(new WorkloadClass[0]);
    this.serviceDraws = revision.service.draws(Purpose.SERVICE);
    this.cpuDraws = revision.service.draws(Purpose.CPU);
    this.waitDraws = revision.service.draws(Purpose.WAIT);
    this.queryDraws = revision.service.draws(Purpose.QUERY);
    this.usableVcpus = revision.spec.platform().instance().usableVcpus();
    int concurrency = revision.spec.platform().concurrency();
    this.exclusive = concurrency == 1 || concurrency <= usableVcpus;
    this.exclusiveRate = Math.min(1, usableVcpus);
    this.pooler = pooler;
    this.servingCpu = servingCpu(classes);
    this.hold = revision.spec.pool() == null ? Hold.QUERY : revision.spec.pool().hold();
    this.onServiceEnd = revision.queue.register(this::serviceEnded);
    this.onCpuEnd = revision.queue.register(this::cpuEnded);
    this.onExclusiveCpuEnd = revision.queue.register(this::exclusiveCpuEnded);
    this.onQueryEnd = revision.queue.register(this::queryEnded);
    this.onWaitEnd = revision.queue.register(this::waitEnded);
  }

  /** Processor time used by all requests so far, in vCPU-nanoseconds. */
  double cpuUsedNs(long nowNs) {
    double used = exclusiveCpuNs;
    if (servingCpu != null) {
      used += servingCpu.usedNs(nowNs);
    }
    for (ProcessorSharing station : cpu) {
      if (station != null) {
        used += station.usedNs(nowNs);
      }
    }
    return used;
  }

  /** Processor time used on an instance row so far, by all that ever had the row. */
  double cpuUsedNs(int instance, long nowNs) {
    double used = instance < exclusiveOnNs.length ? exclusiveOnNs[instance] : 0;
    if (instance < cpu.length && cpu[instance] != null) {
      used += cpu[instance].usedNs(nowNs);
    }
    return servingCpu == null ? used : used + servingCpu.usedNs(instance, nowNs);
  }

  /** The processor use of attempts that nothing on their instance can slow down. */
  private void useExclusively(int a, long cpuNs) {
    int i = attempts.instance[a];
    if (i >= exclusiveOnNs.length) {
      exclusiveOnNs = Arrays.copyOf(exclusiveOnNs, Math.max(i + 1, exclusiveOnNs.length * 2));
    }
    exclusiveOnNs[i] += cpuNs;
    exclusiveCpuNs += cpuNs;
  }

  private static ServingCpu servingCpu(WorkloadClass[] classes) {
    double least = Double.MAX_VALUE;
    for (WorkloadClass c : classes) {
      least = c.servingVcpus() > 0 ? Math.min(least, c.servingVcpus()) : least;
    }
    return least == Double.MAX_VALUE ? null : new ServingCpu(least);
  }

  private void meterServing(int a, int sign) {
    double vcpus = classes[attempts.classIndex[a]].servingVcpus();
    if (vcpus > 0) {
      servingCpu.change(attempts.instance[a], vcpus, sign, revision.queue.nowNs());
    }
  }

  /** Starts an attempt that has just been given a slot. */
  void start(int a) {
    WorkloadClass c = classes[attempts.classIndex[a]];
    long entity = attempts.entity[a];
    long durationNs = attempts.durationNs[a];
    long nowNs = revision.queue.nowNs();
    if (durationNs >= 0 || c.service() != null) {
      attempts.stage[a] = Stage.SERVICE;
      long lengthNs =
          durationNs >= 0 ? durationNs : c.service().sampleNs(serviceDraws, entity, 0);
      if (servingCpu != null) {
        attempts.set(a, Attempts.IN_BLOCK);
        meterServing(a, 1);
      }
      revision.queue.schedule(nowNs + lengthNs, onServiceEnd, attempts.key(a));
      return;
    }
    long cpuNs =
        revision.fleet.startUp.slowedNs(
            attempts.instance[a], c.cpu().sampleNs(cpuDraws, entity, 0));
    attempts.cpuNs[a] = cpuNs;
    attempts.query[a] = 0;
    if (exclusive && c.queries() == 0) {
      attempts.stage[a] = Stage.SERVICE;
      useExclusively(a, cpuNs);
      long lengthNs =
          (long) (cpuNs / exclusiveRate) + c.waiting().sampleNs(waitDraws, entity, 0);
      revision.queue.schedule(nowNs + lengthNs, onServiceEnd, attempts.key(a));
    } else if (hold == Hold.REQUEST && c.queries() > 0 && revision.pools != null) {
      borrow(a);
    } else {
      firstHalf(a);
    }
  }

  private void firstHalf(int a) {
    long halfNs = attempts.cpuNs[a] / 2;
    attempts.stage[a] = Stage.CPU_FIRST;
    if (exclusive) {
      useExclusively(a, halfNs);
      revision.queue.schedule(
          revision.queue.nowNs() + (long) (halfNs / exclusiveRate),
          onExclusiveCpuEnd,
          attempts.key(a));
    } else {
      compute(a, halfNs);
    }
  }

  private void exclusiveCpuEnded(long key) {
    if (attempts.isCurrent(key)) {
      queries((int) key);
    }
  }

  private void compute(int a, long workNs) {
    int i = attempts.instance[a];
    if (i >= cpu.length) {
      int length = Math.max(i + 1, cpu.length * 2);
      cpu = Arrays.copyOf(cpu, length);
      cpuArm = Arrays.copyOf(cpuArm, length);
      cpuArmedNs = Arrays.copyOf(cpuArmedNs, length);
    }
    if (cpu[i] == null) {
      cpu[i] = new ProcessorSharing(usableVcpus, cpuPlaces);
      cpuArmedNs[i] = Long.MAX_VALUE;
    }
    cpu[i].add(revision.queue.nowNs(), a, workNs);
    arm(i);
  }

  /** Arms the next end; an armed event that is earlier stays and re-arms when it comes. */
  private void arm(int i) {
    long endNs = cpu[i].nextEndNs();
    if (endNs < cpuArmedNs[i]) {
      cpuArmedNs[i] = endNs;
      revision.queue.schedule(endNs, onCpuEnd, (long) ++cpuArm[i] << 32 | i);
    }
  }

  private void cpuEnded(long arg) {
    int i = (int) arg;
    if (cpuArm[i] != (int) (arg >>> 32)) {
      return;
    }
    cpuArmedNs[i] = Long.MAX_VALUE;
    long nowNs = revision.queue.nowNs();
    while (cpu[i].nextEndNs() <= nowNs) {
      int a = cpu[i].take(nowNs);
      if (attempts.stage[a] == Stage.CPU_FIRST) {
        queries(a);
      } else {
        finish(a);
      }
    }
    if (cpu[i].size() > 0) {
      arm(i);
    }
  }

  private void queries(int a) {
    WorkloadClass c = classes[attempts.classIndex[a]];
    if (c.queries() == 0 || revision.pools == null) {
      runUnpooled(a, c);
    } else if (attempts.has(a, Attempts.HAS_CONNECTION)) {
      serve(a);
    } else {
      borrow(a);
    }
  }

  /** Queries of a service without a modelled pool only take their time. */
  private void runUnpooled(int a, WorkloadClass c) {
    long sumNs = 0;
    for (int q = 0; q < c.queries(); q++) {
      sumNs += c.query().sampleNs(queryDraws, attempts.entity[a], q);
    }
    rest(a, c, sumNs);
  }

  private void borrow(int a) {
    attempts.stage[a] = Stage.BORROW;
    revision.pools.borrow(a, attempts.instance[a]);
  }

  /** The attempt has its connection from the pool. */
  void borrowed(int a) {
    attempts.set(a, Attempts.HAS_CONNECTION);
    if (hold == Hold.REQUEST && attempts.query[a] == 0) {
      firstHalf(a);
    } else {
      serve(a);
    }
  }

  private void serve(int a) {
    if (pooler == null || attempts.has(a, Attempts.HAS_SERVER)) {
      query(a);
    } else {
      attempts.stage[a] = Stage.POOLER;
      pooler.acquire(a, revision.database);
    }
  }

  /** The pooler has a server connection for the attempt. */
  void served(int a) {
    attempts.set(a, Attempts.HAS_SERVER);
    query(a);
  }

  private void query(int a) {
    attempts.stage[a] = Stage.QUERY;
    WorkloadClass c = classes[attempts.classIndex[a]];
    int number = attempts.query[a];
    long lengthNs = c.query().sampleNs(queryDraws, attempts.entity[a], number);
    if (pooler != null) {
      lengthNs += pooler.overheadNs();
    }
    revision.queue.schedule(
        revision.queue.nowNs() + lengthNs, onQueryEnd, attempts.key(a));
  }

  private void queryEnded(long key) {
    if (!attempts.isCurrent(key)) {
      return;
    }
    int a = (int) key;
    WorkloadClass c = classes[attempts.classIndex[a]];
    boolean last = ++attempts.query[a] == c.queries();
    if (last || hold != Hold.TRANSACTION) {
      giveServerBack(a);
    }
    if (hold == Hold.QUERY || last && hold == Hold.TRANSACTION) {
      giveConnectionBack(a);
    }
    if (last) {
      rest(a, c, 0);
    } else {
      queries(a);
    }
  }

  private void giveServerBack(int a) {
    if (attempts.has(a, Attempts.HAS_SERVER)) {
      attempts.clear(a, Attempts.HAS_SERVER);
      pooler.release();
    }
  }

  private void giveConnectionBack(int a) {
    if (attempts.has(a, Attempts.HAS_CONNECTION)) {
      attempts.clear(a, Attempts.HAS_CONNECTION);
      revision.pools.release(a);
    }
  }

  /** What is left after the queries: the wait and the other half of the processor work. */
  private void rest(int a, WorkloadClass c, long moreNs) {
    long nowNs = revision.queue.nowNs();
    long waitNs = moreNs + c.waiting().sampleNs(waitDraws, attempts.entity[a], 0);
    if (exclusive) {
      long halfNs = attempts.cpuNs[a] - attempts.cpuNs[a] / 2;
      useExclusively(a, halfNs);
      attempts.stage[a] = Stage.SERVICE;
      long lengthNs = waitNs + (long) (halfNs / exclusiveRate);
      revision.queue.schedule(nowNs + lengthNs, onServiceEnd, attempts.key(a));
    } else if (waitNs == 0) {
      secondHalf(a);
    } else {
      attempts.stage[a] = Stage.WAIT;
      revision.queue.schedule(nowNs + waitNs, onWaitEnd, attempts.key(a));
    }
  }

  private void waitEnded(long key) {
    if (attempts.isCurrent(key)) {
      secondHalf((int) key);
    }
  }

  private void secondHalf(int a) {
    attempts.stage[a] = Stage.CPU_LAST;
    compute(a, attempts.cpuNs[a] - attempts.cpuNs[a] / 2);
  }

  private void serviceEnded(long key) {
    if (attempts.isCurrent(key)) {
      finish((int) key);
    }
  }

  private void finish(int a) {
    giveConnectionBack(a);
    int i = attempts.instance[a];
    revision.scaler.exited(a, i);
    if (servingCpu != null && attempts.has(a, Attempts.IN_BLOCK)) {
      meterServing(a, -1);
    }
    revision.router.leaveAccount();
    revision.service.clients.attemptSucceeded(a);
    revision.fleet.release(i);
  }

  /** Ends an attempt that is inside an instance: everything it holds is given back. */
  void abort(int a, FailureReason reason) {
    int i = attempts.instance[a];
    switch (attempts.stage[a]) {
      case CPU_FIRST, CPU_LAST -> {
        if (!exclusive) {
          cpu[i].remove(revision.queue.nowNs(), a);
        }
      }
      case BORROW -> revision.pools.cancel(a);
      case POOLER -> pooler.cancel(a);
      default -> {
        // A pending event finds the epoch moved on.
      }
    }
    attempts.epoch[a]++;
    giveServerBack(a);
    giveConnectionBack(a);
    revision.scaler.exited(a, i);
    if (servingCpu != null && attempts.has(a, Attempts.IN_BLOCK)) {
      meterServing(a, -1);
    }
    revision.router.leaveAccount();
    revision.service.clients.attemptFailed(a, reason);
    revision.fleet.release(i);
  }

  /** Ends every attempt inside an instance that stops. */
  void killAll(int instance) {
    for (int a = 0; a < attempts.used(); a++) {
      Stage stage = attempts.stage[a];
      boolean inside =
          stage != Stage.FREE
              && stage != Stage.BACKOFF
              && stage != Stage.QUEUED
              && stage != Stage.BOUND;
      if (inside
          && attempts.revision[a] == revision.number
          && attempts.instance[a] == instance) {
        abort(a, FailureReason.INSTANCE_STOPPED);
      }
    }
  }
}
