package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.twin.Box.State;

/** How the instances of a revision stop. */
final class Ending {
  private final Revision revision;
  private final World world;
  private final ScalingOptions scaling;

  Ending(Revision revision) {
    this.revision = revision;
    this.world = revision.world;
    this.scaling = revision.spec.scaling();
  }

  /** Stops an instance: at once where nothing is inside, else after its requests. */
  void stop(Box box) {
    if (box.keptReady) {
      revision.kept.stops();
    }
    switch (box.state) {
      case STARTING -> revision.end(box);
      case IDLE -> {
        leaveChoice(box);
        revision.idleMeter.change(-1);
        if (holdsIdle()) {
          drain(box);
        } else {
          revision.end(box);
        }
      }
      case BUSY -> {
        if (box.hasRoom()) {
          leaveChoice(box);
        }
        revision.busyMeter.change(-1);
        drain(box);
      }
      case DRAINING, GONE -> throw new IllegalStateException("stopping already");
    }
  }

  private void leaveChoice(Box box) {
    if (box.parked) {
      box.parked = false;
    } else {
      revision.choiceOf(box).remove(box);
    }
  }

  private boolean holdsIdle() {
    return scaling.deregistrationNs() > 0 && !scaling.deregistersWhenIdle();
  }

  private void drain(Box box) {
    box.state = State.DRAINING;
    revision.metersKept();
    long delayNs = scaling.deregistrationNs();
    box.stayUntilNs = holdsIdle() ? world.nowNs + delayNs : world.nowNs;
    if (delayNs == 0) {
      world.after(scaling.drainNs(), () -> graceOver(box));
      return;
    }
    world.after(delayNs, () -> {
      if (box.state == State.DRAINING && box.inside.isEmpty()) {
        revision.end(box);
      } else if (box.state == State.DRAINING) {
        world.after(scaling.drainNs(), () -> graceOver(box));
      }
    });
  }

  private void graceOver(Box box) {
    if (box.state == State.DRAINING) {
      box.closedByKernel = true;
      revision.work.killAll(box, FailureReason.INSTANCE_STOPPED);
    }
  }

  /** Stops an instance, and after a time ends it whatever is left of its drain. */
  void stopWithin(Box box, long warningNs) {
    stop(box);
    if (box.state == State.GONE) {
      return;
    }
    box.stayUntilNs = Math.min(box.stayUntilNs, world.nowNs + warningNs);
    world.after(warningNs, () -> {
      if (box.state == State.DRAINING && box.inside.isEmpty()) {
        revision.end(box);
      } else {
        graceOver(box);
      }
    });
  }

  /** Ends an instance now, with everything inside. */
  void kill(Box box, FailureReason reason) {
    box.closedByKernel = true;
    if (box.state != State.DRAINING) {
      stop(box);
    }
    if (box.state == State.DRAINING) {
      box.stayUntilNs = world.nowNs;
      if (box.inside.isEmpty()) {
        revision.end(box);
      } else {
        revision.work.killAll(box, reason);
      }
    }
  }
}
