package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.PoolOptions.Hold;
import dev.headroom.scenario.WorkloadClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The statements of a revision's attempts, and the connections that they need for them. */
final class Sql {
  private final Revision revision;
  private final World world;
  private final Work work;
  private final Hold hold;
  private final long overheadNs;

  Sql(Revision revision, Work work) {
    this.revision = revision;
    this.world = revision.world;
    this.work = work;
    this.hold = revision.pools == null ? Hold.QUERY : revision.pools.options.hold();
    this.overheadNs =
        world.scenario.pooler() == null ? 0 : world.scenario.pooler().overheadNs();
  }

  /** Whether the attempt needs its connection before anything else. */
  boolean comesFirst(WorkloadClass c) {
    return revision.pools != null && c.queries() > 0 && hold == Hold.REQUEST;
  }

  /** The next statement, or the first. */
  void next(Job job) {
    if (job.wire == null) {
      borrow(job);
    } else {
      reachServer(job);
    }
  }

  void borrow(Job job) {
    job.box.pool.borrow(job);
  }

  void borrowed(Job job) {
    if (hold == Hold.REQUEST && job.statements == 0) {
      work.firstHalf(job);
    } else {
      reachServer(job);
    }
  }

  private void reachServer(Job job) {
    if (world.bouncer == null || job.hasServer) {
      run(job);
    } else {
      client(job).acquire(job);
    }
  }

  private static Bouncer.Client client(Job job) {
    return (Bouncer.Client) job.wire.link();
  }

  void served(Job job) {
    job.hasServer = true;
    run(job);
  }

  private void run(Job job) {
    WorkloadClass c = work.of(job);
    job.statement = true;
    world.server.active(1);
    long cpuNs =
        c.queryCpu() == null ? 0 : work.drawn(Purpose.QUERY_CPU, c.queryCpu(), job, job.statements);
    if (cpuNs == 0) {
      waits(job);
      return;
    }
    job.task = world.server.compute(cpuNs, () -> {
      job.task = null;
      waits(job);
    });
  }

  private void waits(Job job) {
    long waitNs = work.drawn(Purpose.QUERY, work.of(job).query(), job, job.statements);
    work.later(job, world.server.slowed(waitNs) + overheadNs, () -> done(job));
  }

  private void done(Job job) {
    job.statement = false;
    world.server.active(-1);
    boolean last = ++job.statements == work.of(job).queries();
    if (last || hold != Hold.TRANSACTION) {
      giveServerBack(job);
    }
    if (hold == Hold.QUERY || last && hold == Hold.TRANSACTION) {
      giveConnectionBack(job);
    }
    if (last) {
      work.rest(job, 0);
    } else {
      next(job);
    }
  }

  private void giveServerBack(Job job) {
    if (job.hasServer) {
      job.hasServer = false;
      client(job).release();
    }
  }

  void giveConnectionBack(Job job) {
    if (job.wire != null) {
      Pool.Wire wire = job.wire;
      job.wire = null;
      job.pool.giveBack(wire);
    }
  }

  /** The attempt ends where it is: it waits for nothing and holds nothing any more. */
  void abort(Job job) {
    if (job.ask != null) {
      job.box.pool.cancel(job.ask);
      job.ask = null;
    }
    if (job.wire != null && world.bouncer != null && !job.hasServer) {
      client(job).leaveLine();
    }
    if (job.statement) {
      job.statement = false;
      world.server.active(-1);
    }
    if (job.task != null) {
      world.server.stop(job.task);
      job.task = null;
    }
    giveServerBack(job);
    giveConnectionBack(job);
  }

  /** Attempts that had a connection to the server fail, those of an instance the newest first. */
  void serverFailed() {
    List<Box> bySeat = new ArrayList<>(revision.boxes);
    bySeat.sort(Comparator.comparingInt(box -> box.seat));
    for (Box box : bySeat) {
      Job hit = newestHit(box);
      while (hit != null) {
        work.abort(hit, FailureReason.DB_CONNECTION_LOST);
        hit = newestHit(box);
      }
    }
  }

  private Job newestHit(Box box) {
    for (int i = box.inside.size() - 1; i >= 0; i--) {
      Job job = box.inside.get(i);
      if (world.bouncer == null ? job.wire != null : job.hasServer) {
        return job;
      }
    }
    return null;
  }
}
