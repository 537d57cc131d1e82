package dev.headroom.simulation;

import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.Removal;
import dev.headroom.scaling.WarmOptions.LittleUsed;
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/**
 * Brings the number of instances to what is wanted, within the start rate and the maximum.
 *
 * <p>A platform that keeps idle instances for a time parks its surplus, so that it is warm when
 * needed again; any other stops it, either the youngest first, or starting instances first, then
 * idle ones, then the youngest busy ones.
 */
final class Sizing {
  private static final int NONE = Fleet.NONE;

  private final Revision revision;
  private final Fleet fleet;
  private final ScalingOptions scaling;
  private final StartRate startRate;
  private final boolean parks;
  private final LittleUsed littleUsed;
  private final int onPump;
  private int[] parkedStack = new int[16];
  private int parkedTop;
  private int wanted;
  private int min;
  private int max;
  private int floor;
  private int ceiling;
  private boolean deploying;
  private boolean pumpArmed;
  private ThrottleLimit hit;

  Sizing(Revision revision) {
    this.revision = revision;
    this.fleet = revision.fleet;
    this.scaling = revision.spec.scaling();
    this.startRate = new StartRate(
        scaling,
        revision.queue.nowNs(),
        revision.service.launches,
        revision.service.spec.startsOwner(revision.number));
    this.littleUsed = scaling.warm().littleUsed();
    this.parks = revision.spec.platform().keepAliveNs() != Long.MAX_VALUE;
    this.onPump = revision.queue.register(unused -> pumpDue());
    this.wanted = scaling.min();
  }

  /** Fewest instances now: the platform's minimum, or what a deployment has brought up. */
  int floor() {
    return floor;
  }

  /** Fewest instances that the service asks for now, whatever a deployment does. */
  int min() {
    return min;
  }

  /** Most instances that the service allows now, whatever a deployment does. */
  int max() {
    return max;
  }

  /** Narrows what the autoscaler may do while a deployment shifts traffic. */
  void setBounds(int least, int most) {
    deploying = true;
    floor = least;
    ceiling = most;
    fleet.idle.floorChanged();
  }

  /** The deployment is over: the service's own limits hold again. */
  void clearBounds() {
    deploying = false;
    setLimits(min, max);
  }

  /** Changes the service's limits; during a deployment its bounds come first. */
  void setLimits(int least, int most) {
    min = least;
    max = most;
    fleet.billing.idleChanged();
    if (!deploying) {
      floor = least;
      ceiling = most;
      fleet.idle.floorChanged();
    }
  }

  /** Starts what is missing to the minimum, and leaves what is beyond it alone. */
  void fillToFloor() {
    wanted = floor;
    pump();
  }

  /** The count nearest to a wish that the bounds allow. */
  int bound(int count) {
    return Math.max(floor, Math.min(ceiling, count));
  }

  /** Whether one more instance may start now; if so its token is taken. */
  boolean mayStart() {
    if (fleet.live() >= ceiling) {
      hit = ThrottleLimit.MAX_INSTANCES;
      return false;
    }
    hit = ThrottleLimit.START_RATE;
    return startRate.take(revision.queue.nowNs());
  }

  /** What forbade the last start. */
  ThrottleLimit hit() {
    return hit;
  }

  /** Brings the service to {@code count} instances, as fast as it can start them. */
  void scaleTo(int count) {
    wanted = count;
    stopLittleUsed(count);
    int surplus = revision.onDemand() - fleet.parked() - count;
    if (surplus > 0) {
      if (parks) {
        park(surplus);
      } else {
        shrink(surplus);
      }
    }
    pump();
  }

  /** Starts what is missing to the number wanted. */
  void makeGood() {
    pump();
  }

  private void pump() {
    while (revision.onDemand() - fleet.parked() < wanted && unparkOne() != NONE) {
      // What is warm serves at once, and needs no start.
    }
    boolean started = false;
    while (revision.onDemand() - fleet.parked() < wanted && fleet.live() < ceiling) {
      if (!startRate.take(revision.queue.nowNs())) {
        armPump(started);
        return;
      }
      started = true;
      fleet.start(NONE);
    }
  }

  /**
   * Tries again when a start may happen. Who shares the limit and has just started something lets
   * those who wait with it arm first, so that they take turns.
   */
  private void armPump(boolean started) {
    long nowNs = revision.queue.nowNs();
    long atNs = started && startRate.isShared() ? nowNs : startRate.nextNs(nowNs);
    if (!pumpArmed && atNs != Long.MAX_VALUE) {
      pumpArmed = true;
      revision.queue.schedule(atNs, onPump, 0);
    }
  }

  private void pumpDue() {
    pumpArmed = false;
    pump();
  }

  /**
   * Surplus instances that were hardly used of late go first; the last one waits for its
   * keep-alive. One that is idle for most of the window was in use for less than the rest.
   */
  private void stopLittleUsed(int count) {
    if (littleUsed == null) {
      return;
    }
    int keep = Math.max(Math.max(1, floor), count);
    long sinceNs = revision.queue.nowNs() - littleUsed.idleNs();
    while (fleet.live() > keep
        && fleet.idle.oldest() != NONE
        && fleet.rows.at(fleet.idle.oldest()).idleSinceNs <= sinceNs) {
      fleet.stop(fleet.idle.oldest());
    }
  }

  private void park(int surplus) {
    int left = surplus;
    for (int i = fleet.idle.oldest(); i != NONE && left > 0; i = fleet.idle.after(i)) {
      if (!fleet.rows.at(i).parked) {
        fleet.park(i);
        if (parkedTop == parkedStack.length) {
          parkedStack = Arrays.copyOf(parkedStack, parkedTop * 2);
        }
        parkedStack[parkedTop++] = i;
        left--;
      }
    }
  }

  /** Puts the instance parked last back into service and returns it, or -1. */
  int unparkOne() {
    while (parkedTop > 0) {
      int i = parkedStack[--parkedTop];
      if (fleet.rows.at(i).parked) {
        fleet.unpark(i);
        return i;
      }
    }
    return NONE;
  }

  private void shrink(int surplus) {
    int left = surplus;
    if (scaling.removal() == Removal.YOUNGEST) {
      while (left-- > 0 && fleet.seniority.youngest() != NONE) {
        fleet.stop(fleet.seniority.youngest());
      }
      return;
    }
    left -= stopYoungest(State.STARTING, surplus);
    while (left > 0 && fleet.idle.oldest() != NONE) {
      fleet.stop(fleet.idle.oldest());
      left--;
    }
    stopYoungest(State.BUSY, left);
  }

  /** Stops up to {@code count} instances in a state, the youngest first; returns how many. */
  private int stopYoungest(State state, int count) {
    int stopped = 0;
    for (int i = fleet.seniority.youngest(); i != NONE && stopped < count; ) {
      int older = fleet.seniority.olderThan(i);
      if (fleet.rows.at(i).state == state) {
        fleet.stop(i);
        stopped++;
      }
      i = older;
    }
    return stopped;
  }

  /** The attempt no longer waits for the instance that was started for it. */
  void unbind(int attempt) {
    fleet.rows.at(revision.attempts.at(attempt).instance).boundAttempt = NONE;
  }
}
