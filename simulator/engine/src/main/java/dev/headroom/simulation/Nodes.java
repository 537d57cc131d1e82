package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.SlotSet;
import dev.headroom.core.Turn;
import dev.headroom.platform.NodePool;
import dev.headroom.platform.NodePool.Provisioner;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.simulation.NodeQueue.Waiting;
import java.util.Arrays;
import java.util.List;

/**
 * The machines of a pool, and which of them has room: instances are placed on the first node that
 * fits; those that fit nowhere wait for room or for a new one.
 *
 * <p>Nodes are added for what waits, as many as first-fit packing needs beyond those that boot
 * already. A node that has had no instance for a time is removed; one that was little asked for is
 * emptied first, if its instances fit elsewhere ({@link Consolidation}).
 */
final class Nodes {
  private static final int NONE = -1;

  /** CPU is packed in millionths of a vCPU, so that sums are exact. */
  private static final double MICROS = 1e6;

  final NodePool pool;
  final EventQueue queue;
  final EventLog events;
  final long nodeCpu;
  final SlotSet withRoom = new SlotSet();
  long[] freeCpu = new long[16];
  long[] freeMemory = new long[16];
  int[] placed = new int[16];
  boolean[] exists = new boolean[16];
  private final Recorder recorder;
  private final int row;
  private final Draws bootDraws;
  private final int onScan;
  private final int onBooted;
  private final int onLaunch;
  private final NodeQueue waiting = new NodeQueue();
  private final Consolidation consolidation;
  private int rows;
  private int ready;
  private int booting;
  private int ordinal;
  private boolean scanArmed;
  private long batchStartNs;
  private long lastWaitingNs;
  private long nextLaunchNs = Long.MIN_VALUE;

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
    this.onLaunch = queue.register(Turn.READY, unused -> launch());
    this.consolidation = new Consolidation(this);
    for (int i = 0; i < pool.min(); i++) {
      add();
    }
  }

  /** A revision whose instances are placed here. */
  void serves(Revision revision) {
    consolidation.serves(revision);
  }

  /** What is asked for in the unit that is packed. */
  long cpu(double vcpus) {
    return Math.round(vcpus * MICROS);
  }

  int ready() {
    return ready;
  }

  /** Rows ever used: every node has a smaller index. */
  int used() {
    return rows;
  }

  /**
   * Places an instance that runs before the run begins, on a node that was added for it where that
   * is possible; -1 where there is no room.
   */
  int placeAtBegin(double vcpus, long memoryBytes) {
    long cpu = cpu(vcpus);
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
    long cpu = cpu(vcpus);
    int node = waiting.hasLineOf(revision) ? NONE : takeFirstFit(cpu, memoryBytes);
    if (node != NONE) {
      return node;
    }
    lastWaitingNs = queue.nowNs();
    if (waiting.isEmpty()) {
      batchStartNs = lastWaitingNs;
    }
    waiting.add(revision, key, cpu, memoryBytes);
    armScan();
    return NONE;
  }

  /** An instance that was placed here takes traffic from now on. */
  void started() {
    consolidation.started();
  }

  /** An instance is gone: others may take its place, unless its node is being emptied. */
  void release(int node, double vcpus, long memoryBytes) {
    freeCpu[node] += cpu(vcpus);
    freeMemory[node] += memoryBytes;
    placed[node]--;
    if (consolidation.isEmptying(node)) {
      if (placed[node] == 0) {
        remove(node);
      }
      return;
    }
    withRoom.add(node);
    placeWaiting();
    consolidation.freed(node);
  }

  private int firstFit(long cpu, long memory) {
    for (int n = withRoom.next(0); n != NONE; n = withRoom.next(n + 1)) {
      if (freeCpu[n] >= cpu && freeMemory[n] >= memory) {
        return n;
      }
    }
    return NONE;
  }

  private int takeFirstFit(long cpu, long memory) {
    int node = firstFit(cpu, memory);
    if (node != NONE) {
      take(node, cpu, memory);
    }
    return node;
  }

  private void take(int node, long cpu, long memory) {
    freeCpu[node] -= cpu;
    freeMemory[node] -= memory;
    placed[node]++;
    if (freeCpu[node] == 0 || freeMemory[node] == 0) {
      withRoom.remove(node);
    }
    consolidation.taken(node);
  }

  private void placeWaiting() {
    waiting.place(this::takeFirstFit);
  }

  private void armScan() {
    if (scanArmed || pool.provisioner() == Provisioner.NONE || ready + booting >= pool.max()) {
      return;
    }
    scanArmed = true;
    long nowNs = queue.nowNs();
    long atNs = pool.provisioner() == Provisioner.KARPENTER
        ? Math.min(lastWaitingNs + pool.batchIdleNs(), batchStartNs + pool.batchMaxNs())
        : Math.floorDiv(nowNs, pool.scanNs()) * pool.scanNs() + pool.scanNs();
    queue.schedule(Math.max(nowNs, atNs), onScan, 0);
  }

  private void scan() {
    scanArmed = false;
    if (waiting.isEmpty()) {
      return;
    }
    long nowNs = queue.nowNs();
    boolean gathering = pool.provisioner() == Provisioner.KARPENTER
        && nowNs < batchStartNs + pool.batchMaxNs()
        && nowNs < lastWaitingNs + pool.batchIdleNs();
    if (gathering) {
      armScan();
      return;
    }
    List<Waiting> all = waiting.all();
    int more = Math.min(needed(all) - booting, pool.max() - ready - booting);
    if (more > 0) {
      events.add(
          nowNs,
          pool.name(),
          "nodes",
          ready + booting + " -> " + (ready + booting + more) + " nodes: " + all.size()
              + " instances fit nowhere");
    }
    for (int i = 0; i < more; i++) {
      booting++;
      if (pool.launchGapNs() == 0) {
        launch();
      } else {
        nextLaunchNs = Math.max(nowNs, nextLaunchNs);
        queue.schedule(nextLaunchNs, onLaunch, 0);
        nextLaunchNs += pool.launchGapNs();
      }
    }
    batchStartNs = nowNs;
    if (pool.provisioner() == Provisioner.CLUSTER_AUTOSCALER) {
      armScan();
    }
  }

  /** The provider has a machine for a node that was asked for: it is paid from now on. */
  private void launch() {
    long nowNs = queue.nowNs();
    recorder.change(row, Gauge.NODES_BOOTING, 1);
    queue.schedule(nowNs + pool.boot().sampleNs(bootDraws, ordinal++, 0), onBooted, 0);
  }

  /** Nodes that first-fit packing of everything that waits would fill. */
  private int needed(List<Waiting> all) {
    long[] cpu = new long[16];
    long[] memory = new long[16];
    int nodes = 0;
    int first = 0;
    for (Waiting one : all) {
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
    recorder.change(row, Gauge.NODES_BOOTING, -1);
    int node = add();
    placeWaiting();
    consolidation.freed(node);
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
    withRoom.add(node);
    ready++;
    consolidation.added(node);
    recorder.change(row, Gauge.NODES, 1);
    return node;
  }

  /** A node without instances is gone. */
  void remove(int node) {
    exists[node] = false;
    withRoom.remove(node);
    ready--;
    recorder.change(row, Gauge.NODES, -1);
    consolidation.removed(node);
    if (!waiting.isEmpty()) {
      armScan(); // where the maximum forbade another, one may be added now
    }
  }

  private void grow() {
    int length = rows * 2;
    freeCpu = Arrays.copyOf(freeCpu, length);
    freeMemory = Arrays.copyOf(freeMemory, length);
    placed = Arrays.copyOf(placed, length);
    exists = Arrays.copyOf(exists, length);
  }
}
