package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.database.TableOptions;
import dev.headroom.results.Count;
import dev.headroom.scenario.WorkloadClass;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What asks the table for a revision: a read or write that is refused is tried again after a random
 * pause, whose longest doubles; after the last attempt its request fails. A refusal takes no time.
 */
final class TableClient {
  private static final int DOUBLINGS_MAX = 30;

  /** Draws of one read or write, apart for each of its attempts. */
  private static final int ATTEMPTS_STRIDE = 128;

  private final Revision revision;
  private final Attempts attempts;
  private final RequestUnitTable table;
  private final TableOptions options;
  private final Draws latencyDraws;
  private final Draws hotDraws;
  private final Draws pauseDraws;
  private final IntConsumer onDone;
  private final int onAnswer;
  private final int onAgain;
  /** Refusals of the read or write that an attempt is at. */
  private int[] refusals = new int[64];

  private final WorkloadClass[] classes;

  /**
   * The client of one revision.
   *
   * @param onDone told each attempt whose read or write was served
   */
  TableClient(Revision revision, RequestUnitTable table, IntConsumer onDone) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.table = table;
    this.options = table.options();
    this.classes = revision.service.spec.classes().toArray(new WorkloadClass[0]);
    this.latencyDraws = revision.service.draws(Purpose.QUERY);
    this.hotDraws = revision.service.draws(Purpose.HOT_KEY);
    this.pauseDraws = revision.service.draws(Purpose.TABLE_BACKOFF);
    this.onDone = onDone;
    this.onAnswer = revision.queue.register(this::answered);
    this.onAgain = revision.queue.register(this::again);
  }

  /** Begins the next read or write of an attempt. */
  void ask(int a) {
    if (a >= refusals.length) {
      refusals = Arrays.copyOf(refusals, Math.max(a + 1, refusals.length * 2));
    }
    refusals[a] = 0;
    send(a);
  }

  private void answered(long key) {
    if (attempts.isCurrent(key)) {
      onDone.accept((int) key);
    }
  }

  private void again(long key) {
    if (attempts.isCurrent(key)) {
      send((int) key);
    }
  }

  private void send(int a) {
    Attempt attempt = attempts.at(a);
    long nowNs = revision.queue.nowNs();
    long entity = attempt.entity;
    int number = attempt.query;
    WorkloadClass c = classes[attempt.classIndex];
    boolean isWrite = number >= c.queries() - c.writes();
    boolean isHot = options.hotShare() > 0 && hotDraws.uniform(entity, number) < options.hotShare();
    if (table.take(isWrite, isHot, nowNs)) {
      revision.recorder.count(revision.row, isWrite ? Count.DB_WRITES : Count.DB_READS);
      long lengthNs = options.latency().sampleNs(latencyDraws, entity, number);
      revision.queue.schedule(nowNs + lengthNs, onAnswer, attempts.key(a));
      return;
    }
    revision.recorder.count(revision.row, Count.DB_THROTTLED);
    int refused = ++refusals[a];
    if (refused >= options.attempts()) {
      revision.work.abort(a, FailureReason.DB_THROTTLED);
      return;
    }
    long longestNs = options.backoffNs() << Math.min(refused - 1, DOUBLINGS_MAX);
    long pauseNs =
        (long) (longestNs * pauseDraws.uniform(entity, number * ATTEMPTS_STRIDE + refused));
    revision.queue.schedule(nowNs + pauseNs, onAgain, attempts.key(a));
  }
}
