package dev.headroom.twin;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.twin.Box.State;
import java.util.List;

/** What attempts do inside instances. */
final class Work {
  private final Revision revision;
  private final World world;
  private final List<WorkloadClass> classes;
  /** Whether nobody ever shares a processor: then work is a stretch of time, cut to nanoseconds. */
  private final boolean alone;

  private final double aloneRate;
  private final boolean remembers;
  private double aloneNs;
  private double endedNs;
  private final Serving serving;

  Work(Revision revision) {
    this.revision = revision;
    this.world = revision.world;
    this.classes = revision.service.spec.classes();
    PlatformModel platform = revision.spec.platform();
    double usable = platform.instance().usableVcpus();
    this.remembers = classes.stream().anyMatch(c -> c.background() != null);
    boolean waitsAlone = Cpu.hasQuota(platform) && platform.instance().vcpus() < 1;
    this.alone = !remembers
        && !waitsAlone
        && (platform.concurrency() == 1 || platform.concurrency() <= usable);
    this.aloneRate = Math.min(1, usable);
    this.serving = new Serving(world);
  }

  WorkloadClass of(Job job) {
    return classes.get(job.classIndex);
  }

  Draws draws(Purpose purpose) {
    return world.draws(purpose, revision.service.index);
  }

  long drawn(Purpose purpose, Distribution of, Job job, int index) {
    return of.sampleNs(draws(purpose), job.entity, index);
  }

  void later(Job job, long delayNs, Runnable what) {
    int life = job.life;
    world.after(delayNs, () -> {
      if (job.life == life) {
        what.run();
      }
    });
  }

  /** A request comes into an instance. */
  void enter(Box box) {
    if (remembers && !revision.spec.platform().limits().idleCpu()) {
      box.cpu.resume();
    }
    memory(box);
  }

  void start(Job job) {
    Box box = job.box;
    WorkloadClass c = of(job);
    if (job.durationNs >= 0 || c.service() != null) {
      long lengthNs =
          job.durationNs >= 0 ? job.durationNs : drawn(Purpose.SERVICE, c.service(), job, 0);
      job.inBlock = true;
      serving(box, c.servingVcpus(), 1);
      later(job, lengthNs + sendNs(job), () -> finish(job));
      return;
    }
    job.cpuNs = revision.starter.slowedNs(box, drawn(Purpose.CPU, c.cpu(), job, 0));
    job.lastHalf = false;
    job.statements = 0;
    if (alone && c.queries() == 0) {
      usedAlone(box, job.cpuNs);
      long lengthNs =
          (long) (job.cpuNs / aloneRate) + drawn(Purpose.WAIT, c.waiting(), job, 0) + sendNs(job);
      later(job, lengthNs, () -> finish(job));
    } else if (revision.sql.comesFirst(c)) {
      revision.sql.borrow(job);
    } else {
      firstHalf(job);
    }
  }

  void firstHalf(Job job) {
    long halfNs = job.cpuNs / 2;
    if (alone) {
      usedAlone(job.box, halfNs);
      later(job, (long) (halfNs / aloneRate), () -> queries(job));
    } else {
      job.box.cpu.add(job, halfNs);
    }
  }

  /** The processors have done what the job wanted. */
  void computed(Job job) {
    if (job.background) {
      job.box.background.remove(job);
      revision.service.numbers.give(job.rank);
    } else if (job.lastHalf) {
      finish(job);
    } else {
      queries(job);
    }
  }

  private void queries(Job job) {
    WorkloadClass c = of(job);
    if (job.statements < c.queries() && world.table != null) {
      world.table.ask(this, job, () -> {
        job.statements++;
        queries(job);
      });
      return;
    }
    if (world.table != null) {
      rest(job, 0);
      return;
    }
    if (c.queries() > 0 && revision.pools != null) {
      revision.sql.next(job);
      return;
    }
    // Without a database statements only take their time.
    long sumNs = 0;
    for (int q = 0; q < c.queries(); q++) {
      sumNs += drawn(Purpose.QUERY, c.query(), job, q);
      sumNs += c.queryCpu() == null ? 0 : drawn(Purpose.QUERY_CPU, c.queryCpu(), job, q);
    }
    rest(job, sumNs);
  }

  void rest(Job job, long moreNs) {
    long waitNs = moreNs + drawn(Purpose.WAIT, of(job).waiting(), job, 0) + sendNs(job);
    long halfNs = job.cpuNs - job.cpuNs / 2;
    if (alone) {
      usedAlone(job.box, halfNs);
      later(job, waitNs + (long) (halfNs / aloneRate), () -> finish(job));
    } else if (waitNs == 0) {
      secondHalf(job, halfNs);
    } else {
      later(job, waitNs, () -> secondHalf(job, halfNs));
    }
  }

  /** Until another service's queue has the message that the request leaves. */
  private long sendNs(Job job) {
    Outlet outlet = revision.service.outlet;
    return outlet == null ? 0 : outlet.lengthNs(job);
  }

  private void secondHalf(Job job, long halfNs) {
    job.lastHalf = true;
    job.box.cpu.add(job, halfNs);
  }

  private void finish(Job job) {
    Box box = job.box;
    revision.sql.giveConnectionBack(job);
    leave(job);
    if (of(job).background() != null) {
      Job left = new Job(revision.service.numbers.take());
      left.background = true;
      left.box = box;
      left.came = box.comings++;
      box.background.add(left);
      box.cpu.add(left, drawn(Purpose.BACKGROUND, of(job).background(), job, 0));
    }
    revision.front.leaveAccount();
    revision.service.succeeded(job);
    release(box, job);
  }

  private void release(Box box, Job job) {
    revision.release(box, job);
    boolean still = remembers && !revision.spec.platform().limits().idleCpu();
    if (still && box.state == State.IDLE && box.cpu.size() > 0) {
      box.cpu.pause();
    }
  }

  private void leave(Job job) {
    revision.loop.exited(job, job.box);
    if (job.inBlock) {
      job.inBlock = false;
      serving(job.box, of(job).servingVcpus(), -1);
    }
  }

  /** Ends an attempt that is inside: everything it holds is given back. */
  void abort(Job job, FailureReason reason) {
    Box box = job.box;
    job.life++;
    box.cpu.remove(job);
    revision.sql.abort(job);
    leave(job);
    revision.front.leaveAccount();
    revision.service.failed(job, reason);
    release(box, job);
  }

  /** Ends everything inside an instance that stops, the newest first. */
  void killAll(Box box, FailureReason reason) {
    while (!box.inside.isEmpty()) {
      Job newest = box.inside.get(box.inside.size() - 1);
      if (!box.background.isEmpty() && newestLeft(box).came > newest.came) {
        dropNewestLeft(box);
      } else {
        abort(newest, reason);
      }
    }
  }

  private static Job newestLeft(Box box) {
    return box.background.get(box.background.size() - 1);
  }

  private void dropNewestLeft(Box box) {
    Job left = newestLeft(box);
    box.background.remove(left);
    box.cpu.remove(left);
    revision.service.numbers.give(left.rank);
  }

  /** The instance is gone, and what was left to do after replies with it. */
  void ended(Box box) {
    while (!box.background.isEmpty()) {
      dropNewestLeft(box);
    }
    endedNs += box.cpu.usedNs();
  }

  private void memory(Box box) {
    PlatformModel platform = revision.spec.platform();
    long room = platform.instance().memoryBytes() - platform.limits().baseMemoryBytes();
    long used = box.inside.stream().mapToLong(job -> of(job).memoryBytes()).sum();
    if (used > room) {
      world.after(0, () -> {
        if (box.state != State.GONE) {
          revision.ending.kill(box, FailureReason.OOM_KILLED);
          revision.replaceLost();
        }
      });
    }
  }

  private void usedAlone(Box box, long cpuNs) {
    box.aloneNs += cpuNs;
    aloneNs += cpuNs;
  }

  private void serving(Box box, double vcpus, int by) {
    serving.change(vcpus, by);
    box.serving.change(vcpus, by);
  }

  /** Processor time used by all requests so far. */
  double usedNs() {
    double used = aloneNs + serving.usedNs() + endedNs;
    for (Box box : revision.boxes) {
      used += box.cpu.usedNs();
    }
    return used;
  }
}
