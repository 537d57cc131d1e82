package dev.headroom.twin;

import java.util.ArrayList;
import java.util.List;

/** One instance. */
final class Box {
  /** Where an instance is in its life. */
  enum State {
    STARTING,
    IDLE,
    BUSY,
    DRAINING,
    GONE
  }

  final Revision revision;
  /** How many came before it. */
  final int ordinal;
  /** Its place in line where instances take turns; places are used again. */
  final int seat;

  final long createdNs;
  State state = State.STARTING;
  /** The attempt that it was started for, or null. */
  Job bound;

  final List<Job> inside = new ArrayList<>();
  final List<Job> background = new ArrayList<>();
  /** How many have come inside, what they left behind counted anew. */
  int comings;

  /** When requests inside are worked on. */
  long answersNs;

  long warmNs = Long.MIN_VALUE;
  long idleSinceNs;
  long idleNumber;
  long touched;
  long stayUntilNs;
  int killed;
  int failedChecks;
  boolean parked;
  /** Kept ready, used or not. */
  boolean keptReady;
  /** Its process was killed on a machine that lives: its connections end properly. */
  boolean closedByKernel;
  /** Its connections, from its application's start on. */
  Pool pool;

  Machines.Machine machine;

  final Cpu<Job> cpu;
  final Serving serving;
  double aloneNs;

  // What autoscalers remember of it.
  double seenUsedNs;
  long sampleMilli = -1;

  Box(Revision revision, int ordinal, int seat, Job bound) {
    this.revision = revision;
    this.ordinal = ordinal;
    this.seat = seat;
    this.bound = bound;
    this.createdNs = revision.world.nowNs;
    this.serving = new Serving(revision.world);
    this.cpu =
        Cpu.of(revision.world, revision.spec.platform(), job -> job.rank, revision.work::computed);
  }

  boolean serving() {
    return state == State.IDLE || state == State.BUSY;
  }

  boolean hasRoom() {
    return inside.size() < revision.spec.platform().concurrency() && state != State.DRAINING;
  }

  double usedNs() {
    return aloneNs + serving.usedNs() + cpu.usedNs();
  }
}
