package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.Removal;
import dev.headroom.scaling.WarmOptions.LittleUsed;
import dev.headroom.twin.Box.State;
import java.util.ArrayList;
import java.util.List;

/** Brings the number of instances to what is wanted, and ends those idle for too long. */
final class Sizing {
  int floor;
  int ceiling;
  /** What the service allows, whatever a deployment does. */
  int max;

  private final Revision revision;
  private final World world;
  private final ScalingOptions scaling;
  private final long keepAliveNs;
  private final StartRate startRate;
  /** Parked instances, the one parked last at the end; some are no longer. */
  private final List<Box> parked = new ArrayList<>();

  private int wanted;
  private int min;
  private boolean bounded;
  private boolean pumpPlanned;
  private long lookPlannedNs = Long.MIN_VALUE;

  Sizing(Revision revision) {
    this.revision = revision;
    this.world = revision.world;
    this.scaling = revision.spec.scaling();
    this.keepAliveNs = revision.spec.platform().keepAliveNs();
    this.startRate = new StartRate(revision);
    this.wanted = scaling.min();
    limits(scaling.min(), scaling.max());
  }

  void limits(int least, int most) {
    min = least;
    max = most;
    if (!bounded) {
      floor = least;
      ceiling = most;
      lookAtIdle();
    }
  }

  /** A deployment narrows the limits. */
  void bound(int least, int most) {
    bounded = true;
    floor = least;
    ceiling = most;
    lookAtIdle();
  }

  void unbound() {
    bounded = false;
    limits(min, max);
  }

  int within(int count) {
    return Math.max(floor, Math.min(ceiling, count));
  }

  /** An instance that became idle goes after its keep-alive. */
  void lookAfterKeepAlive(Box box) {
    if (keepAliveNs != Long.MAX_VALUE) {
      world.at(world.nowNs + keepAliveNs, Turn.OBSERVE, this::endIdle);
    }
  }

  /** More instances are ready, or fewer are kept: some may have been idle too long already. */
  void lookAtIdle() {
    if (keepAliveNs != Long.MAX_VALUE && lookPlannedNs != world.nowNs) {
      lookPlannedNs = world.nowNs;
      world.at(world.nowNs, Turn.OBSERVE, this::endIdle);
    }
  }

  private void endIdle() {
    lookPlannedNs = Long.MIN_VALUE;
    for (Box box : revision.idle()) {
      if (box.idleSinceNs + keepAliveNs <= world.nowNs
          && revision.onDemand() - revision.count(State.STARTING) > floor) {
        revision.stop(box);
      }
    }
  }

  boolean mayStart() {
    return revision.live() < ceiling && startRate.take();
  }

  /** Starts what is missing to the minimum. */
  void fillToFloor() {
    wanted = floor;
    pump();
  }

  void pump() {
    while (revision.onDemand() - revision.parked() < wanted && revision.parked() > 0) {
      unparkOne();
    }
    boolean started = false;
    while (revision.onDemand() - revision.parked() < wanted && revision.live() < ceiling) {
      if (!startRate.take()) {
        planPump(started);
        return;
      }
      started = true;
      revision.start(null);
    }
  }

  /** Of those who share a rate, who has just started something lets the others plan first. */
  private void planPump(boolean started) {
    long atNs = started && startRate.isShared() ? world.nowNs : startRate.nextNs();
    if (!pumpPlanned && atNs != Long.MAX_VALUE) {
      pumpPlanned = true;
      world.at(atNs, Turn.WORK, () -> {
        pumpPlanned = false;
        pump();
      });
    }
  }

  void scaleTo(int count) {
    wanted = count;
    stopLittleUsed(count);
    int surplus = revision.onDemand() - revision.parked() - count;
    if (surplus > 0 && keepAliveNs != Long.MAX_VALUE) {
      park(surplus);
    } else if (surplus > 0) {
      shrink(surplus);
    }
    pump();
  }

  private void stopLittleUsed(int count) {
    LittleUsed rule = scaling.warm().littleUsed();
    if (rule == null) {
      return;
    }
    int keep = Math.max(Math.max(1, floor), count);
    for (Box box : revision.idle()) {
      boolean longIdle = box.idleSinceNs <= world.nowNs - rule.idleNs();
      if (longIdle && revision.live() > keep) {
        revision.stop(box);
      }
    }
  }

  private void park(int surplus) {
    List<Box> idle = revision.idle().stream().filter(box -> !box.parked).toList();
    for (Box box : idle.subList(0, Math.min(surplus, idle.size()))) {
      revision.park(box);
      parked.add(box);
    }
  }

  Box unparkOne() {
    while (!parked.isEmpty()) {
      Box box = parked.remove(parked.size() - 1);
      if (box.parked) {
        revision.unpark(box);
        return box;
      }
    }
    return null;
  }

  private void shrink(int surplus) {
    if (scaling.removal() == Removal.YOUNGEST) {
      stop(youngestFirst(null), surplus);
      return;
    }
    int left = surplus - stop(youngestFirst(State.STARTING), surplus);
    left -= stop(revision.idle(), left);
    stop(youngestFirst(State.BUSY), left);
  }

  /** Those in a state, or all that are not stopping already. */
  private List<Box> youngestFirst(State state) {
    List<Box> found = new ArrayList<>();
    for (Box box : revision.boxes) {
      if (state == null ? box.state != State.DRAINING : box.state == state) {
        found.add(0, box);
      }
    }
    return found;
  }

  private int stop(List<Box> boxes, int most) {
    List<Box> chosen = boxes.subList(0, Math.min(Math.max(0, most), boxes.size()));
    chosen.forEach(revision::stop);
    return chosen.size();
  }
}
