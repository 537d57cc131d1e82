package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.Start;
import dev.headroom.platform.Start.OnFailure;
import dev.headroom.twin.Box.State;

/** How instances start, phase by phase. */
final class Starter {
  private static final long READY = 101;
  private static final long KILLED = 103;
  private static final int PULLING = 1;
  private static final int BOOTING = 2;
  private static final int PROBING = 3;

  private final Revision revision;
  private final World world;
  private final Start start;
  private final Draws draws;
  private double sumNs;
  private long count;

  Starter(Revision revision) {
    this.revision = revision;
    this.world = revision.world;
    this.start = revision.spec.platform().start();
    this.draws = revision.draws(Purpose.START_PHASE);
  }

  /** Mean start so far, or what the model expects. */
  double meanNs() {
    return count == 0 ? start.meanNs() : sumNs / count;
  }

  void begin(Box box) {
    if (revision.machines == null) {
      phase(box, 0);
    } else {
      box.machine = revision.machines.place(box, revision.spec.platform().requests());
      if (box.machine != null) {
        phase(box, 0);
      }
    }
  }

  /** A machine was found later. */
  void placed(Box box, Machines.Machine machine) {
    box.machine = machine;
    phase(box, 0);
  }

  private void phase(Box box, int phase) {
    if (phase > PROBING) {
      up(box);
      return;
    }
    long lengthNs = lengthNs(phase, box.ordinal, box.killed);
    if (lengthNs <= 0) {
      phase(box, phase + 1);
      return;
    }
    world.at(world.nowNs + lengthNs, Turn.READY, () -> {
      if (box.state == State.STARTING) {
        phase(box, phase + 1);
      }
    });
  }

  private long lengthNs(int phase, long instance, int tried) {
    long killedNs = start.killedNs(draws, instance, tried);
    long listensNs = start.listensNs(draws, instance, tried);
    return switch (phase) {
      case 0 -> start.placingNs(draws, instance);
      case PULLING -> start.pullingNs(draws, instance);
      case BOOTING -> Math.min(listensNs, killedNs);
      default -> Math.min(start.trafficNs(draws, instance, tried), killedNs) - listensNs;
    };
  }

  private void up(Box box) {
    if (start.killedNs(draws, box.ordinal, box.killed) != Long.MAX_VALUE) {
      failed(box);
      return;
    }
    if (revision.pools != null && revision.pools.connectsFirst) {
      box.pool = new Pool(box, revision.pools);
      box.pool.connectFirst(() -> ready(box), () -> {
        box.pool = null;
        failed(box);
      });
      return;
    }
    ready(box);
  }

  private void ready(Box box) {
    long earlyNs = start.answersNs(draws, box.ordinal, box.killed)
        - start.trafficNs(draws, box.ordinal, box.killed);
    box.answersNs = world.nowNs + Math.max(0, earlyNs);
    if (start.warmUp() != null) {
      box.warmNs = box.answersNs + start.warmUp().forNs();
    }
    sumNs += world.nowNs - box.createdNs;
    count++;
    world.tell(box.ordinal, READY);
    revision.becomeReady(box);
    if (revision.machines != null) {
      revision.machines.started();
    }
  }

  private void failed(Box box) {
    world.tell(box.ordinal, KILLED);
    if (start.startupProbe() != null && start.startupProbe().onFailure() == OnFailure.RESTART) {
      box.killed++;
      phase(box, BOOTING);
      return;
    }
    Job bound = box.bound;
    box.bound = null;
    revision.end(box);
    if (bound != null) {
      revision.start(bound);
    } else {
      revision.replaceLost();
    }
  }

  /** Begins an attempt's work, once the application answers. */
  void work(Box box, Job job) {
    if (box.answersNs <= world.nowNs) {
      revision.work.start(job);
      return;
    }
    int life = job.life;
    world.at(box.answersNs, Turn.WORK, () -> {
      if (job.life == life) {
        revision.work.start(job);
      }
    });
  }

  /** Processor work that begins now: more while the runtime still compiles. */
  long slowedNs(Box box, long cpuNs) {
    return world.nowNs < box.warmNs ? (long) (cpuNs * start.warmUp().factor() + 0.5) : cpuNs;
  }
}
