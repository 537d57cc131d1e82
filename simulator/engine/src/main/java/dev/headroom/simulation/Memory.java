package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Count;
import dev.headroom.scenario.WorkloadClass;
import java.util.Arrays;
import java.util.List;

/**
 * Memory that requests take inside instances: one that has too many of them is killed.
 *
 * <p>Each request has all its memory from its first moment inside to its last; what a runtime keeps
 * beyond that (garbage, caches) belongs to the base. Allocations that fail short of a kill, swap
 * and collections under pressure are not modelled.
 */
final class Memory {
  private final Revision revision;
  private final long roomBytes;
  private final long[] perRequest;
  private final int onExceeded;
  private long[] usedBytes = new long[16];

  private Memory(Revision revision, long[] perRequest) {
    this.revision = revision;
    this.perRequest = perRequest;
    PlatformModel platform = revision.spec.platform();
    this.roomBytes = platform.instance().memoryBytes() - platform.limits().baseMemoryBytes();
    this.onExceeded = revision.queue.register(this::exceeded);
  }

  /** The memory of a revision's instances, or null where no class says what a request takes. */
  static Memory of(Revision revision) {
    List<WorkloadClass> classes = revision.service.spec.classes();
    long[] perRequest = classes.stream().mapToLong(WorkloadClass::memoryBytes).toArray();
    return Arrays.stream(perRequest).sum() == 0 ? null : new Memory(revision, perRequest);
  }

  /** A request of a class comes into an instance. */
  void enter(int i, int classIndex) {
    if (i >= usedBytes.length) {
      usedBytes = Arrays.copyOf(usedBytes, Math.max(i + 1, usedBytes.length * 2));
    }
    usedBytes[i] += perRequest[classIndex];
    if (usedBytes[i] > roomBytes) {
      // At this instant, but not in the midst of whoever hands out requests.
      revision.queue.schedule(revision.queue.nowNs(), onExceeded, revision.fleet.rows.key(i));
    }
  }

  /** It leaves, however it ended. */
  void leave(int i, int classIndex) {
    usedBytes[i] -= perRequest[classIndex];
  }

  private void exceeded(long key) {
    if (!revision.fleet.rows.isCurrent(key)) {
      return;
    }
    int i = (int) key;
    long nowNs = revision.queue.nowNs();
    revision.recorder.count(revision.row, Count.OOM_KILLED);
    revision.events.add(
        nowNs,
        revision.label(),
        "kill",
        "out of memory: instance "
            + revision.fleet.rows.at(i).ordinal + " with " + revision.fleet.rows.at(i).load
            + " requests inside");
    revision.fleet.drain.kill(i, FailureReason.OOM_KILLED);
    revision.replaceLost();
  }
}
