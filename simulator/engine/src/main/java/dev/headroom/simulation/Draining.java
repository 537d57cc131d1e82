package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.simulation.Instance.State;

/**
 * What lies between an instance's leaving the rotation and its end.
 *
 * <p>First the load balancer deregisters it: it finishes its requests, is billed, and keeps its
 * connections for the whole delay, or until nothing is inside where the platform says so. Then it
 * is told to stop, and what is still running after the grace is killed with it.
 */
final class Draining {
  private final Revision revision;
  private final Fleet fleet;
  private final long deregistrationNs;
  private final boolean endsWhenIdle;
  private final long graceNs;
  private final int onDeregistered;
  private final int onGraceEnd;
  private final int onWarningEnd;

  Draining(Revision revision, Fleet fleet) {
    this.revision = revision;
    this.fleet = fleet;
    ScalingOptions scaling = revision.spec.scaling();
    this.deregistrationNs = scaling.deregistrationNs();
    this.endsWhenIdle = scaling.deregistersWhenIdle();
    this.graceNs = scaling.drainNs();
    this.onDeregistered = revision.queue.register(this::deregistered);
    this.onGraceEnd = revision.queue.register(this::graceEnded);
    this.onWarningEnd = revision.queue.register(this::warningEnded);
  }

  /** Whether an instance stays for the whole delay even if nothing is inside. */
  boolean holdsIdle() {
    return deregistrationNs > 0 && !endsWhenIdle;
  }

  /** The instance has left the rotation. */
  void begin(int i) {
    long nowNs = revision.queue.nowNs();
    fleet.rows.at(i).stayUntilNs = holdsIdle() ? nowNs + deregistrationNs : nowNs;
    if (deregistrationNs > 0) {
      revision.queue.schedule(nowNs + deregistrationNs, onDeregistered, fleet.rows.key(i));
    } else {
      revision.queue.schedule(nowNs + graceNs, onGraceEnd, fleet.rows.key(i));
    }
  }

  /** Stops an instance, and ends it after a time whatever is left of its drain. */
  void endWithin(int i, long warningNs) {
    long endNs = revision.queue.nowNs() + warningNs;
    long key = fleet.rows.key(i);
    fleet.stop(i);
    if (fleet.rows.isCurrent(key)) {
      fleet.rows.at(i).stayUntilNs = Math.min(fleet.rows.at(i).stayUntilNs, endNs);
      revision.queue.schedule(endNs, onWarningEnd, key);
    }
  }

  private void warningEnded(long key) {
    if (fleet.rows.isCurrent(key) && fleet.rows.at((int) key).load == 0) {
      fleet.endDraining((int) key);
    } else {
      graceEnded(key);
    }
  }

  /** Whether an instance that has nothing inside is gone. */
  boolean mayEnd(int i) {
    return fleet.rows.at(i).stayUntilNs <= revision.queue.nowNs();
  }

  /** Ends an instance now, with everything inside. */
  void kill(int i, FailureReason reason) {
    fleet.rows.at(i).closedByKernel = true;
    if (fleet.rows.at(i).state != State.DRAINING) {
      fleet.stop(i);
    }
    if (fleet.rows.at(i).state == State.DRAINING) {
      fleet.rows.at(i).stayUntilNs = revision.queue.nowNs();
      if (fleet.rows.at(i).load == 0) {
        fleet.endDraining(i);
      } else {
        revision.work.killAll(i, reason);
      }
    }
  }

  private void deregistered(long key) {
    if (fleet.rows.isCurrent(key)) {
      if (fleet.rows.at((int) key).load == 0) {
        fleet.endDraining((int) key);
      } else {
        revision.queue.schedule(revision.queue.nowNs() + graceNs, onGraceEnd, key);
      }
    }
  }

  private void graceEnded(long key) {
    if (!fleet.rows.isCurrent(key)) {
      return;
    }
    int i = (int) key;
    long nowNs = revision.queue.nowNs();
    revision.recorder.count(revision.row, Count.DRAIN_KILLED);
    revision.events.add(
        nowNs,
        revision.label(),
        "kill",
        "grace over: instance " + fleet.rows.at(i).ordinal + " with " + fleet.rows.at(i).load
            + " requests inside");
    fleet.rows.at(i).closedByKernel = true;
    revision.work.killAll(i, FailureReason.INSTANCE_STOPPED);
  }
}
