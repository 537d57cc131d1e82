package dev.headroom.twin;

import dev.headroom.core.Turn;
import java.util.ArrayList;
import java.util.List;

/** A queue whose messages lie there until somebody takes them, the first come first. */
abstract class Polled extends Mailbox {
  /** A message that can be taken, and since when. */
  record Visible(Job job, long sinceNs) {}

  final List<Visible> visible = new ArrayList<>();
  private long plannedNs = Long.MAX_VALUE;

  Polled(Service service) {
    super(service);
  }

  @Override
  final void put(Job job) {
    again(job);
  }

  @Override
  final void again(Job job) {
    visible.add(new Visible(job, world.nowNs));
    look(world.nowNs);
  }

  /** Looks once all else of that instant has happened. */
  final void look(long atNs) {
    if (atNs < plannedNs) {
      plannedNs = atNs;
      world.at(atNs, Turn.OBSERVE, this::due);
    }
  }

  final void lookForMore() {
    if (!visible.isEmpty()) {
      look(world.nowNs);
    }
  }

  private void due() {
    if (plannedNs <= world.nowNs) {
      plannedNs = Long.MAX_VALUE;
      take();
    }
  }

  /** Takes what can be taken now. */
  abstract void take();
}
