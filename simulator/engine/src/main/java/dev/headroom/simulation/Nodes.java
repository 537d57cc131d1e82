package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.SlotSet;
import dev.headroom.core.Turn;
import dev.headroom.platform.NodePool;
import dev.headroom.platform.NodePool.Provisioner;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The machines of a pool, and which of them has room: instances are placed on the first node that
 * fits; those that fit nowhere wait in line for a new one.
 *
 * <p>Nodes are added for what waits, as many as first-fit packing needs beyond those that boot
 * already; a node that has had no instance for a time is removed.
 */
final class Nodes {
  private static final int NONE = -1;

  /** CPU is packed in millionths of a vCPU, so that sums are exact. */
  private static final double MICROS = 1e6;

  /** Somebody who waits for a node. */
  private record Waiting(Revision revision, long key, long cpu, long memory) {}

  final NodePool pool;
  private final EventQueue queue;
  private final Recorder recorder;
  private final EventLog events;
  private final int row;
  private final Draws bootDraws;
  private final int onScan;
  private final int onBooted;
  private final int onEmpty;
  private final long nodeCpu;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final SlotSet withRoom = new SlotSet();
  private long[] freeCpu = new long[16];
  private long[] freeMemory = new long[16];
  private int[] placed = new int[16];
  private long[] emptySince = new long[16];
  private boolean[] exists = new boolean[16];
  private int rows;
  private int ready;
  private int booting;
  private int ordinal;
  private boolean scanArmed;
  private long batchStartNs;
  private long lastWaitingNs;

  /** A pool with its least number of nodes, all empty. */
  Nodes(NodePool pool, int row, EventQueue queue, Recorder recorder, EventLog events, Draws draws) {
    this.pool = pool;
    this.row = row;
    this.queue = queue;
    this.recorder = recorder;
    this.events = events;
    this.bootDraws = draws;
    this.nodeCpu = Math.round(pool.vcpus() * MICROS);
    this.onScan = queue.register(Turn.OBSERVE, unused -> scan());
    this.onBooted = queue.register(Turn.READY, unused -> booted());
    this.onEmpty = queue.register(this::emptyFor);
    for (int i = 0; i < pool.min(); i++) {
      add();
    }
  }

  /**
   * Places an instance that runs before the run begins, on a node that was added for it where that
   * is possible; -1 where there is no room.
   */
  int placeAtBegin(double vcpus, long memoryBytes) {
    long cpu = Math.round(vcpus * MICROS);
    int node = firstFit(cpu, memoryBytes);
    boolean more = pool.provisioner() != Provisioner.NONE && ready + booting < pool.max();
    if (node == NONE && more) {
      node = add();
    }
    if (node != NONE) {
      take(node, cpu, memoryBytes);
    }
    return node;
  }

  /**
   * Places an instance; returns its node, or -1 where it waits for one and is told later.
   *
   * @param key of the instance, which no longer counts when its epoch has moved on
   */
  int place(Revision revision, long key, double vcpus, long memoryBytes) {
    long cpu = Math.round(vcpus * MICROS);
    int node = waiting.isEmpty() ? firstFit(cpu, memoryBytes) : NONE;
    if (node != NONE) {
      take(node, cpu, memoryBytes);
      return node;
    }
    lastWaitingNs = queue.nowNs();
    if (waiting.isEmpty()) {
      batchStartNs = lastWaitingNs;
    }
    waiting.add(new Waiting(revision, key, cpu, memoryBytes));
    armScan();
    return NONE;
  }

  /** An instance is gone: others may take its place. */
  void release(int node, double vcpus, long memoryBytes) {
    freeCpu[node] += Math.round(vcpus * MICROS);
    freeMemory[node] += memoryBytes;
    withRoom.add(node);
    if (--placed[node] == 0) {
      emptySince[node] = queue.nowNs();
      if (pool.provisioner() != Provisioner.NONE) {
        queue.schedule(queue.nowNs() + pool.scaleDownNs(), onEmpty, node);
      }
    }
    placeWaiting();
  }

  private int firstFit(long cpu, long memory) {
    for (int n = withRoom.next(0); n != NONE; n = withRoom.next(n + 1)) {
      if (freeCpu[n] >= cpu && freeMemory[n] >= memory) {
        return n;
      }
    }
    return NONE;
  }

  private void take(int node, long cpu, long memory) {
    freeCpu[node] -= cpu;
    freeMemory[node] -= memory;
    placed[node]++;
    if (freeCpu[node] == 0 || freeMemory[node] == 0) {
      withRoom.remove(node);
    }
  }

  private void placeWaiting() {
    while (!waiting.isEmpty()) {
      Waiting first = waiting.peek();
      if (!first.revision().fleet.rows.isCurrent(first.key())) {
        waiting.remove();
        continue;
      }
      int node = firstFit(first.cpu(), first.memory());
      if (node == NONE) {
        return;
      }
      waiting.remove();
      take(node, first.cpu(), first.memory());
      first.revision().fleet.startUp.placed((int) first.key(), node);
    }
  }

  private void armScan() {
    if (scanArmed || pool.provisioner() == Provisioner.NONE || ready + booting >= pool.max()) {
      return;
    }
    scanArmed = true;
    long nowNs = queue.nowNs();
    long atNs =
        pool.provisioner() == Provisioner.KARPENTER
            ? Math.min(lastWaitingNs + pool.batchIdleNs(), batchStartNs + pool.batchMaxNs())
            : Math.floorDiv(nowNs, pool.scanNs()) * pool.scanNs() + pool.scanNs();
    queue.schedule(Math.max(nowNs, atNs), onScan, 0);
  }

  private void scan() {
    scanArmed = false;
    placeWaiting();
    if (waiting.isEmpty()) {
      return;
    }
    long nowNs = queue.nowNs();
    boolean gathering =
        pool.provisioner() == Provisioner.KARPENTER
            && nowNs < batchStartNs + pool.batchMaxNs()
            && nowNs < lastWaitingNs + pool.batchIdleNs();
    if (gathering) {
      armScan();
      return;
    }
    int more = Math.min(needed() - booting, pool.max() - ready - booting);
    if (more > 0) {
      events.add(nowNs, pool.name(), "nodes", ready + booting + " -> " + (ready + booting + more)
          + " nodes: " + waiting.size() + " instances fit nowhere");
    }
    for (int i = 0; i < more; i++) {
      booting++;
      recorder.change(row, Gauge.NODES_BOOTING, 1, nowNs);
      queue.schedule(nowNs + pool.boot().sampleNs(bootDraws, ordinal++, 0), onBooted, 0);
    }
    batchStartNs = nowNs;
    if (pool.provisioner() == Provisioner.CLUSTER_AUTOSCALER) {
      armScan();
    }
  }

  /** Nodes that first-fit packing of everything that waits would fill. */
  private int needed() {
    long[] cpu = new long[16];
    long[] memory = new long[16];
    int nodes = 0;
    int first = 0;
    for (Waiting one : waiting) {
      int n = first;
      while (n < nodes && (cpu[n] < one.cpu() || memory[n] < one.memory())) {
        n++;
      }
      if (n == nodes) {
        if (nodes == cpu.length) {
          cpu = Arrays.copyOf(cpu, nodes * 2);
          memory = Arrays.copyOf(memory, nodes * 2);
        }
        cpu[nodes] = nodeCpu;
        memory[nodes++] = pool.memoryBytes();
      }
      cpu[n] -= one.cpu();
      memory[n] -= one.memory();
      while (first < nodes && (cpu[first] == 0 || memory[first] == 0)) {
        first++;
      }
    }
    return nodes;
  }

  private void booted() {
    booting--;
    recorder.change(row, Gauge.NODES_BOOTING, -1, queue.nowNs());
    int node = add();
    placeWaiting();
    if (placed[node] == 0) {
      queue.schedule(queue.nowNs() + pool.scaleDownNs(), onEmpty, node);
    }
    if (!waiting.isEmpty()) {
      armScan();
    }
  }

  private int add() {
    int node = 0;
    while (node < rows && exists[node]) {
      node++;
    }
    if (node == rows) {
      if (rows == exists.length) {
        grow();
      }
      rows++;
    }
    exists[node] = true;
    freeCpu[node] = nodeCpu;
    freeMemory[node] = pool.memoryBytes();
    placed[node] = 0;
    emptySince[node] = queue.nowNs();
    withRoom.add(node);
    ready++;
    recorder.change(row, Gauge.NODES, 1, queue.nowNs());
    return node;
  }

  private void emptyFor(long arg) {
    int node = (int) arg;
    boolean empty = exists[node] && placed[node] == 0;
    if (empty
        && queue.nowNs() - emptySince[node] >= pool.scaleDownNs()
        && ready > pool.min()) {
      exists[node] = false;
      withRoom.remove(node);
      ready--;
      recorder.change(row, Gauge.NODES, -1, queue.nowNs());
    }
  }

  private void grow() {
    int length = rows * 2;
    freeCpu = Arrays.copyOf(freeCpu, length);
    freeMemory = Arrays.copyOf(freeMemory, length);
    placed = Arrays.copyOf(placed, length);
    emptySince = Arrays.copyOf(emptySince, length);
    exists = Arrays.copyOf(exists, length);
  }
}
