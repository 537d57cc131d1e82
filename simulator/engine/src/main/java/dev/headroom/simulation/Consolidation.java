package dev.headroom.simulation;

import dev.headroom.platform.NodePool;
import dev.headroom.platform.NodePool.Provisioner;
import dev.headroom.platform.PlatformModel.NodeShare;
import dev.headroom.simulation.Instance.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Removes nodes that are not needed: empty ones, and, where the pool says so, those of which less
 * than a share is asked for and whose instances all fit on the other nodes.
 *
 * <p>The cluster autoscaler waits until a node has been so for its time without a break; Karpenter
 * until no instance has come or gone for its time. Nodes with instances are emptied one at a time:
 * theirs are stopped as a drain stops them, and started elsewhere as their services want them.
 */
final class Consolidation {
  private static final int NONE = -1;
  private static final long NEEDED = Long.MAX_VALUE;

  private final Nodes nodes;
  private final NodePool pool;
  private final boolean anyChangeCounts;
  private final List<Revision> revisions = new ArrayList<>();
  private final int onCheck;
  private final int onRetry;
  /** Since when a node has not been needed, or NEEDED. */
  private long[] idleSinceNs = new long[16];

  private boolean[] checkArmed = new boolean[16];
  private int emptying = NONE;
  private boolean overdue;
  private boolean retryArmed;

  Consolidation(Nodes nodes) {
    this.nodes = nodes;
    this.pool = nodes.pool;
    this.anyChangeCounts = pool.provisioner() == Provisioner.KARPENTER;
    this.onCheck = nodes.queue.register(node -> check((int) node));
    this.onRetry = nodes.queue.register(unused -> retry());
  }

  void serves(Revision revision) {
    revisions.add(revision);
  }

  /** Whether a node's instances are being stopped, so that nobody is placed there. */
  boolean isEmptying(int node) {
    return node == emptying;
  }

  void added(int node) {
    if (node >= idleSinceNs.length) {
      idleSinceNs = Arrays.copyOf(idleSinceNs, node * 2);
      checkArmed = Arrays.copyOf(checkArmed, node * 2);
    }
    idleSinceNs[node] = nodes.queue.nowNs();
  }

  /** An instance was placed on a node. */
  void taken(int node) {
    if (!isLittleAsked(node)) {
      idleSinceNs[node] = NEEDED;
      return;
    }
    if (anyChangeCounts) {
      idleSinceNs[node] = nodes.queue.nowNs();
    }
    armCheck(node);
  }

  /** An instance has left a node, or it is new: it may not be needed, and others fit on it. */
  void freed(int node) {
    if (isLittleAsked(node)) {
      if (anyChangeCounts || idleSinceNs[node] == NEEDED) {
        idleSinceNs[node] = nodes.queue.nowNs();
      }
      armCheck(node);
    }
    retryLater();
  }

  /** An instance that had kept its node from being emptied is ready. */
  void started() {
    retryLater();
  }

  void removed(int node) {
    if (node == emptying) {
      emptying = NONE;
    }
    retryLater();
  }

  private boolean isLittleAsked(int node) {
    return nodes.placed[node] == 0 || asked(node) < pool.scaleDownBelow();
  }

  /** The larger of the shares of CPU and memory that are asked for. */
  private double asked(int node) {
    double cpu = (double) (nodes.nodeCpu - nodes.freeCpu[node]) / nodes.nodeCpu;
    double memory = (double) (pool.memoryBytes() - nodes.freeMemory[node]) / pool.memoryBytes();
    return Math.max(cpu, memory);
  }

  private void armCheck(int node) {
    if (checkArmed[node] || pool.provisioner() == Provisioner.NONE) {
      return;
    }
    long dueNs = idleSinceNs[node] + pool.scaleDownNs();
    if (dueNs < nodes.queue.nowNs()) {
      overdue = true; // its time is long over, and it could not go
    } else {
      checkArmed[node] = true;
      nodes.queue.schedule(dueNs, onCheck, node);
    }
  }

  private void check(int node) {
    checkArmed[node] = false;
    if (!nodes.exists[node] || idleSinceNs[node] == NEEDED || node == emptying) {
      return;
    }
    if (nodes.queue.nowNs() < idleSinceNs[node] + pool.scaleDownNs()) {
      armCheck(node);
    } else {
      removeIfPossible(node);
    }
  }

  private void removeIfPossible(int node) {
    if (nodes.ready() <= pool.min()) {
      overdue = true;
    } else if (nodes.placed[node] == 0) {
      nodes.remove(node);
    } else if (emptying == NONE && fitsElsewhere(node)) {
      empty(node);
    } else {
      overdue = true;
    }
  }

  /** A node that could not go may go now that something changed; it is looked at as scans do. */
  private void retryLater() {
    if (overdue && !retryArmed) {
      retryArmed = true;
      nodes.queue.schedule(nodes.queue.nowNs() + pool.scanNs(), onRetry, 0);
    }
  }

  private void retry() {
    retryArmed = false;
    overdue = false;
    long sinceNs = nodes.queue.nowNs() - pool.scaleDownNs();
    for (int n = 0; n < nodes.used(); n++) {
      if (nodes.exists[n] && n != emptying && idleSinceNs[n] <= sinceNs) {
        removeIfPossible(n);
      }
    }
  }

  /** Whether first-fit packing finds room for all instances of a node on the others. */
  private boolean fitsElsewhere(int node) {
    long[] cpu = Arrays.copyOf(nodes.freeCpu, nodes.used());
    long[] memory = Arrays.copyOf(nodes.freeMemory, nodes.used());
    for (Revision revision : revisions) {
      NodeShare asks = revision.spec.platform().requests();
      long asksCpu = nodes.cpu(asks.vcpus());
      Instances rows = revision.fleet.rows;
      for (int i = 0; i < rows.used(); i++) {
        Instance instance = rows.at(i);
        if (instance.state == State.NONE || instance.node != node) {
          continue;
        }
        if (instance.state == State.STARTING) {
          return false; // somebody may wait for just this one
        }
        int n = nodes.withRoom.next(0);
        while (n != NONE && (n == node || cpu[n] < asksCpu || memory[n] < asks.memoryBytes())) {
          n = nodes.withRoom.next(n + 1);
        }
        if (n == NONE) {
          return false;
        }
        cpu[n] -= asksCpu;
        memory[n] -= asks.memoryBytes();
      }
    }
    return true;
  }

  private void empty(int node) {
    emptying = node;
    nodes.withRoom.remove(node);
    nodes.events.add(
        nodes.queue.nowNs(),
        pool.name(),
        "nodes",
        "empties a node of which "
            + Math.round(100 * asked(node)) + " % is asked for: " + nodes.placed[node]
            + " instances fit elsewhere");
    for (Revision revision : revisions) {
      Instances rows = revision.fleet.rows;
      int used = rows.used();
      boolean stopped = false;
      for (int i = 0; i < used; i++) {
        if (rows.at(i).node == node && rows.at(i).serves()) {
          revision.fleet.stop(i);
          stopped = true;
        }
      }
      if (stopped) {
        revision.replaceLost();
      }
    }
  }
}
