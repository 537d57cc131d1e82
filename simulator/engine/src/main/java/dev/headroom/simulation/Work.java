package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.PoolOptions.Hold;
import dev.headroom.database.Pooler;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.simulation.Attempt.Stage;

/**
 * What an attempt does inside an instance: half of its processor work, its queries, its wait, the
 * other half.
 *
 * <p>Where no two requests of an instance can ever compete for a processor, steps without a
 * decision between them are one event.
 */
final class Work {
  private final Revision revision;
  private final Attempts attempts;
  private final WorkloadClass[] classes;
  private final Draws serviceDraws;
  private final Draws cpuDraws;
  private final Draws waitDraws;
  private final Statements statements;
  private final boolean exclusive;
  private final double exclusiveRate;
  private final Pooler pooler;
  /** Null where the database is none of request units. */
  private final TableClient table;

  private final Hold hold;
  private final int onServiceEnd;
  private final int onExclusiveCpuEnd;
  private final int onWaitEnd;
  private final Processors processors;
  /** Null where no class says what memory a request takes. */
  private final Memory memory;
  /** Null where no class leaves work behind after its reply. */
  private final Background background;
  /** The attempts inside the revision's instances. */
  final Inside inside;

  private final CpuUse cpuUse;

  Work(Revision revision, ServiceRuntime.Shared shared) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.classes = revision.service.spec.classes().toArray(new WorkloadClass[0]);
    this.serviceDraws = revision.service.draws(Purpose.SERVICE);
    this.cpuDraws = revision.service.draws(Purpose.CPU);
    this.waitDraws = revision.service.draws(Purpose.WAIT);
    this.statements = new Statements(revision, classes, shared, this::queryEnded);
    PlatformModel platform = revision.spec.platform();
    this.processors = new Processors(revision.queue, platform, this::computed);
    this.memory = Memory.of(revision);
    this.inside = new Inside(attempts, revision.fleet.rows);
    this.background = Background.of(revision, classes, inside, processors);
    double usableVcpus = platform.instance().usableVcpus();
    this.exclusive = background == null
        && !processors.throttlesOne()
        && platform.concurrency() <= Math.max(1, usableVcpus);
    this.exclusiveRate = Math.min(1, usableVcpus);
    this.pooler = shared.pooler();
    this.cpuUse = new CpuUse(processors, classes);
    this.hold = revision.spec.pool() == null ? Hold.QUERY : revision.spec.pool().hold();
    this.onServiceEnd = revision.queue.register(this::serviceEnded);
    this.onExclusiveCpuEnd = revision.queue.register(this::exclusiveCpuEnded);
    this.onWaitEnd = revision.queue.register(this::waitEnded);
    this.table =
        shared.table() == null ? null : new TableClient(revision, shared.table(), this::queryEnded);
  }

  /** Processor time used by all requests so far, in vCPU-nanoseconds. */
  double cpuUsedNs(long nowNs) {
    return cpuUse.usedNs(nowNs);
  }

  /** Processor time used on an instance row so far, by all that ever had the row. */
  double cpuUsedNs(int instance, long nowNs) {
    return cpuUse.usedNs(instance, nowNs);
  }

  /** How long {@code cpuNs} of one more would take in an instance if nobody came or went. */
  double responseNs(int i, double cpuNs) {
    return processors.responseNs(i, cpuNs);
  }

  /** Starts an attempt that is inside an instance whose application is ready. */
  void start(int a) {
    Attempt attempt = attempts.at(a);
    WorkloadClass c = classes[attempt.classIndex];
    long entity = attempt.entity;
    long durationNs = attempt.durationNs;
    long nowNs = revision.queue.nowNs();
    attempt.startedNs = nowNs;
    if (durationNs >= 0 || c.service() != null) {
      attempt.stage = Stage.SERVICE;
      long lengthNs = durationNs >= 0 ? durationNs : c.service().sampleNs(serviceDraws, entity, 0);
      if (cpuUse.metersBlocks()) {
        attempt.set(Attempt.IN_BLOCK);
        cpuUse.block(attempt.instance, c.servingVcpus(), 1, nowNs);
      }
      revision.queue.schedule(nowNs + lengthNs + sendNs(a), onServiceEnd, attempts.key(a));
      return;
    }
    long cpuNs =
        revision.fleet.startUp.slowedNs(attempt.instance, c.cpu().sampleNs(cpuDraws, entity, 0));
    attempt.cpuNs = cpuNs;
    attempt.query = 0;
    if (c.queries() > 0) {
      attempt.set(Attempt.HAS_QUERIES);
      attempt.connectionNs = 0;
      attempt.poolerNs = 0;
      attempt.queriesNs = 0;
    }
    if (exclusive && c.queries() == 0) {
      attempt.stage = Stage.SERVICE;
      cpuUse.alone(attempt.instance, cpuNs);
      long lengthNs =
          (long) (cpuNs / exclusiveRate) + c.waiting().sampleNs(waitDraws, entity, 0) + sendNs(a);
      revision.queue.schedule(nowNs + lengthNs, onServiceEnd, attempts.key(a));
    } else if (hold == Hold.REQUEST && c.queries() > 0 && revision.pools != null) {
      borrow(a);
    } else {
      firstHalf(a);
    }
  }

  private void firstHalf(int a) {
    Attempt attempt = attempts.at(a);
    long halfNs = attempt.cpuNs / 2;
    attempt.stage = Stage.CPU_FIRST;
    if (exclusive) {
      cpuUse.alone(attempt.instance, halfNs);
      long endNs = revision.queue.nowNs() + (long) (halfNs / exclusiveRate);
      revision.queue.schedule(endNs, onExclusiveCpuEnd, attempts.key(a));
    } else {
      processors.add(attempt.instance, a, halfNs);
    }
  }

  private void exclusiveCpuEnded(long key) {
    if (attempts.isCurrent(key)) {
      queries((int) key);
    }
  }

  private void computed(int a) {
    switch (attempts.at(a).stage) {
      case CPU_FIRST -> queries(a);
      case BACKGROUND -> background.end(a);
      default -> finish(a);
    }
  }

  private void queries(int a) {
    Attempt attempt = attempts.at(a);
    WorkloadClass c = classes[attempt.classIndex];
    if (table != null && c.queries() > 0) {
      attempt.begin(Stage.QUERY, revision.queue.nowNs());
      table.ask(a);
    } else if (c.queries() == 0) {
      rest(a, c, 0);
    } else if (revision.pools == null) {
      attempt.queriesNs = statements.unpooledNs(a);
      rest(a, c, attempt.queriesNs);
    } else if (attempt.has(Attempt.HAS_CONNECTION)) {
      serve(a);
    } else {
      borrow(a);
    }
  }

  private void borrow(int a) {
    Attempt attempt = attempts.at(a);
    attempt.begin(Stage.BORROW, revision.queue.nowNs());
    revision.pools.borrow(a, attempt.instance);
  }

  /** The attempt has its connection from the pool. */
  void borrowed(int a) {
    Attempt attempt = attempts.at(a);
    attempt.set(Attempt.HAS_CONNECTION);
    attempt.connectionNs += revision.queue.nowNs() - attempt.sinceNs;
    if (hold == Hold.REQUEST && attempt.query == 0) {
      firstHalf(a);
    } else {
      serve(a);
    }
  }

  private void serve(int a) {
    if (pooler == null || attempts.at(a).has(Attempt.HAS_SERVER)) {
      query(a);
    } else {
      attempts.at(a).begin(Stage.POOLER, revision.queue.nowNs());
      pooler.acquire(revision.pools.connection(a), a, revision.database);
    }
  }

  /** The pooler has a server connection for the attempt. */
  void served(int a) {
    Attempt attempt = attempts.at(a);
    attempt.set(Attempt.HAS_SERVER);
    attempt.poolerNs += revision.queue.nowNs() - attempt.sinceNs;
    query(a);
  }

  private void query(int a) {
    attempts.at(a).begin(Stage.QUERY, revision.queue.nowNs());
    statements.run(a);
  }

  private void queryEnded(int a) {
    Attempt attempt = attempts.at(a);
    attempt.queriesNs += revision.queue.nowNs() - attempt.sinceNs;
    WorkloadClass c = classes[attempt.classIndex];
    boolean last = ++attempt.query == c.queries();
    if (last || hold != Hold.TRANSACTION) {
      giveServerBack(a);
    }
    if (hold == Hold.QUERY || last && hold == Hold.TRANSACTION) {
      giveConnectionBack(a);
    }
    if (last) {
      rest(a, c, 0);
    } else {
      queries(a);
    }
  }

  private void giveServerBack(int a) {
    if (attempts.at(a).clear(Attempt.HAS_SERVER)) {
      pooler.release(revision.pools.connection(a));
    }
  }

  private void giveConnectionBack(int a) {
    if (attempts.at(a).clear(Attempt.HAS_CONNECTION)) {
      revision.pools.release(a);
    }
  }

  /** What is left after the queries: the wait and the other half of the processor work. */
  private void rest(int a, WorkloadClass c, long moreNs) {
    Attempt attempt = attempts.at(a);
    long nowNs = revision.queue.nowNs();
    long waitNs = moreNs + c.waiting().sampleNs(waitDraws, attempt.entity, 0) + sendNs(a);
    if (exclusive) {
      long halfNs = attempt.cpuNs - attempt.cpuNs / 2;
      cpuUse.alone(attempt.instance, halfNs);
      attempt.stage = Stage.SERVICE;
      long lengthNs = waitNs + (long) (halfNs / exclusiveRate);
      revision.queue.schedule(nowNs + lengthNs, onServiceEnd, attempts.key(a));
    } else if (waitNs == 0) {
      secondHalf(a);
    } else {
      attempt.stage = Stage.WAIT;
      revision.queue.schedule(nowNs + waitNs, onWaitEnd, attempts.key(a));
    }
  }

  /** Time until a queue has the message that the request leaves, none where it leaves none. */
  private long sendNs(int a) {
    Outbox outbox = revision.service.clients.outbox;
    return outbox == null ? 0 : outbox.lengthNs(a);
  }

  private void waitEnded(long key) {
    if (attempts.isCurrent(key)) {
      secondHalf((int) key);
    }
  }

  private void secondHalf(int a) {
    Attempt attempt = attempts.at(a);
    attempt.stage = Stage.CPU_LAST;
    processors.add(attempt.instance, a, attempt.cpuNs - attempt.cpuNs / 2);
  }

  private void serviceEnded(long key) {
    if (attempts.isCurrent(key)) {
      finish((int) key);
    }
  }

  private void finish(int a) {
    giveConnectionBack(a);
    int i = attempts.at(a).instance;
    leave(a);
    if (background != null) {
      background.begin(a);
    }
    revision.router.leaveAccount();
    revision.service.clients.attemptSucceeded(a);
    release(i);
  }

  private void release(int i) {
    revision.fleet.release(i);
    if (background != null) {
      background.requestLeft(i);
    }
    revision.idleMakesRoom();
  }

  /** An attempt has just been given a slot: it is inside, though its work may begin later. */
  void enter(int a) {
    int i = attempts.at(a).instance;
    if (background != null) {
      background.requestEnters(i);
    }
    inside.add(a, i);
    if (memory != null) {
      memory.enter(i, attempts.at(a).classIndex);
    }
  }

  private void leave(int a) {
    Attempt attempt = attempts.at(a);
    int i = attempt.instance;
    inside.remove(a);
    revision.scaler.exited(a, i);
    if (memory != null) {
      memory.leave(i, attempt.classIndex);
    }
    if (attempt.has(Attempt.IN_BLOCK)) {
      double vcpus = classes[attempt.classIndex].servingVcpus();
      cpuUse.block(i, vcpus, -1, revision.queue.nowNs());
    }
  }

  /** Ends an attempt that is inside an instance: everything it holds is given back. */
  void abort(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    int i = attempt.instance;
    switch (attempt.stage) {
      case CPU_FIRST, CPU_LAST -> {
        if (!exclusive) {
          processors.remove(i, a);
        }
      }
      case BORROW -> revision.pools.cancel(a);
      case POOLER -> pooler.cancel(revision.pools.connection(a));
      case QUERY -> {
        if (table == null) {
          statements.abort(a);
        }
      }
      default -> {
        // A pending event finds the epoch moved on.
      }
    }
    attempt.epoch++;
    giveServerBack(a);
    giveConnectionBack(a);
    leave(a);
    revision.router.leaveAccount();
    revision.service.clients.attemptFailed(a, reason);
    release(i);
  }

  /** The server went down: attempts that had a connection to it fail. */
  void serverFailed() {
    byte lost = pooler == null ? Attempt.HAS_CONNECTION : Attempt.HAS_SERVER;
    for (int i = 0; i < revision.fleet.rows.used(); i++) {
      int a = inside.newest(i);
      while (a != Attempts.NONE) {
        if (attempts.at(a).has(lost)) {
          abort(a, FailureReason.DB_CONNECTION_LOST);
          a = inside.newest(i); // who waited for the slot may be inside now
        } else {
          a = attempts.at(a).next;
        }
      }
    }
  }

  /** Ends every attempt inside an instance that stops; with the last one the instance goes. */
  void killAll(int i, FailureReason reason) {
    for (int a = inside.newest(i); a != Attempts.NONE; a = inside.newest(i)) {
      if (attempts.at(a).stage == Stage.BACKGROUND) {
        background.drop(a);
      } else {
        abort(a, reason);
      }
    }
  }

  /** An instance is gone that had no request inside any more. */
  void instanceEnded(int i) {
    while (background != null && inside.newest(i) != Attempts.NONE) {
      background.drop(inside.newest(i));
    }
    processors.instanceEnded(i);
  }
}
