package dev.headroom.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Instances that wait for a node, a line for each revision, whose instances are all of one size.
 *
 * <p>As Kubernetes' scheduler tries every pending pod, one that is too large for the room there is
 * does not hold up those behind it; among those that fit, the first come is the first placed.
 */
final class NodeQueue {
  /** Somebody who waits: the instance counts only while its epoch has not moved on. */
  record Waiting(Revision revision, long key, long cpu, long memory, long order) {
    private boolean isGone() {
      return !revision.fleet.rows.isCurrent(key);
    }
  }

  /** Finds a node for a size and takes it, or -1. */
  interface Room {
    int take(long cpu, long memory);
  }

  private record Line(Revision revision, ArrayDeque<Waiting> waiting) {
    private Waiting first() {
      while (!waiting.isEmpty() && waiting.peek().isGone()) {
        waiting.remove();
      }
      return waiting.peek();
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private long order;

  /** Whether somebody of the revision waits, so that one more of its size finds no room either. */
  boolean hasLineOf(Revision revision) {
    Line line = lineOf(revision);
    return line != null && line.first() != null;
  }

  boolean isEmpty() {
    for (Line line : lines) {
      if (line.first() != null) {
        return false;
      }
    }
    return true;
  }

  void add(Revision revision, long key, long cpu, long memory) {
    Line line = lineOf(revision);
    if (line == null) {
      line = new Line(revision, new ArrayDeque<>());
      lines.add(line);
    }
    line.waiting.add(new Waiting(revision, key, cpu, memory, order++));
  }

  private Line lineOf(Revision revision) {
    for (Line line : lines) {
      if (line.revision == revision) {
        return line;
      }
    }
    return null;
  }

  /** Places whoever fits, the first come first; one that does not fit speaks for its whole line. */
  void place(Room room) {
    boolean[] full = new boolean[lines.size()];
    for (int l = next(full); l >= 0; l = next(full)) {
      Waiting first = lines.get(l).first();
      int node = room.take(first.cpu, first.memory);
      if (node < 0) {
        full[l] = true;
      } else {
        lines.get(l).waiting.remove();
        first.revision.fleet.startUp.placed((int) first.key, node);
      }
    }
  }

  /** The line whose first has waited longest, of those that are not full; -1 if there is none. */
  private int next(boolean[] full) {
    int next = -1;
    long earliest = Long.MAX_VALUE;
    for (int l = 0; l < full.length; l++) {
      Waiting first = full[l] ? null : lines.get(l).first();
      if (first != null && first.order < earliest) {
        earliest = first.order;
        next = l;
      }
    }
    return next;
  }

  /** Everybody who waits, in the order in which they came. */
  List<Waiting> all() {
    List<Waiting> all = new ArrayList<>();
    for (Line line : lines) {
      line.waiting.stream().filter(one -> !one.isGone()).forEach(all::add);
    }
    all.sort(Comparator.comparingLong(Waiting::order));
    return all;
  }
}
