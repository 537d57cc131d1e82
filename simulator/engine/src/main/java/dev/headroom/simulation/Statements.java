package dev.headroom.simulation;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.database.DatabaseServer;
import dev.headroom.scenario.WorkloadClass;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Statements of one revision's attempts on the database server: each computes there, sharing the
 * processors with everyone else's, and then waits for disks and locks.
 */
final class Statements {
  private static final int NONE = -1;

  private final Revision revision;
  private final Attempts attempts;
  private final WorkloadClass[] classes;
  private final long poolerOverheadNs;
  /** Null where the service has no database: then statements only take their time. */
  private final DatabaseServer server;

  private final IntConsumer onDone;
  private final Draws waitDraws;
  private final Draws cpuDraws;
  private final int onEnd;
  private final int onServer;
  /** Of an attempt whose statement computes, the job. */
  private int[] job = new int[64];

  /**
   * The statements.
   *
   * @param onDone told each attempt whose statement is done
   */
  Statements(
      Revision revision,
      WorkloadClass[] classes,
      ServiceRuntime.Shared shared,
      IntConsumer onDone) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.classes = classes;
    this.server = shared.server();
    this.poolerOverheadNs =
        shared.poolerOptions() == null ? 0 : shared.poolerOptions().overheadNs();
    this.onDone = onDone;
    this.waitDraws = revision.service.draws(Purpose.QUERY);
    this.cpuDraws = revision.service.draws(Purpose.QUERY_CPU);
    this.onEnd = revision.queue.register(this::ended);
    this.onServer = server == null ? NONE : server.register(this::computed);
    Arrays.fill(job, NONE);
  }

  /** How long all statements of an attempt take where no database is modelled. */
  long unpooledNs(int a) {
    Attempt attempt = attempts.at(a);
    WorkloadClass c = classes[attempt.classIndex];
    long sumNs = 0;
    for (int q = 0; q < c.queries(); q++) {
      sumNs += c.query().sampleNs(waitDraws, attempt.entity, q);
      if (c.queryCpu() != null) {
        sumNs += c.queryCpu().sampleNs(cpuDraws, attempt.entity, q);
      }
      sumNs = Math.min(sumNs, Distribution.LONGEST_NS);
    }
    return sumNs;
  }

  /** Runs the attempt's next statement. */
  void run(int a) {
    Attempt attempt = attempts.at(a);
    server.activeChanged(1);
    WorkloadClass c = classes[attempt.classIndex];
    long cpuNs =
        c.queryCpu() == null ? 0 : c.queryCpu().sampleNs(cpuDraws, attempt.entity, attempt.query);
    if (cpuNs == 0) {
      rest(a);
      return;
    }
    if (a >= job.length) {
      int from = job.length;
      job = Arrays.copyOf(job, Math.max(a + 1, from * 2));
      Arrays.fill(job, from, job.length, NONE);
    }
    job[a] = server.compute(onServer, attempts.key(a), cpuNs);
  }

  private void computed(long key) {
    job[(int) key] = NONE;
    rest((int) key);
  }

  private void rest(int a) {
    Attempt attempt = attempts.at(a);
    WorkloadClass c = classes[attempt.classIndex];
    long lengthNs = server.slowedNs(c.query().sampleNs(waitDraws, attempt.entity, attempt.query));
    revision.queue.schedule(
        revision.queue.nowNs() + lengthNs + poolerOverheadNs, onEnd, attempts.key(a));
  }

  private void ended(long key) {
    if (attempts.isCurrent(key)) {
      server.activeChanged(-1);
      onDone.accept((int) key);
    }
  }

  /** Breaks the attempt's running statement off; the server stops it at once. */
  void abort(int a) {
    server.activeChanged(-1);
    if (a < job.length && job[a] != NONE) {
      server.cancel(job[a]);
      job[a] = NONE;
    }
  }
}
