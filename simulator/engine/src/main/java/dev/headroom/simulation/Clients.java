package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.Limits;
import dev.headroom.results.Count;
import dev.headroom.scenario.ClientRules;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.simulation.Attempts.Stage;
import dev.headroom.traffic.Arrivals;
import java.util.List;

/** The callers of one service: requests as they arrive, time-outs, retries, and both ledgers. */
final class Clients {
  private static final int FOLD_COMPLETED = 64;
  private static final int FOLD_CLIENT_LEFT = 65;
  private static final int BACKOFF_DOUBLINGS_MAX = 30;

  private final ServiceRuntime service;
  private final Attempts attempts;
  private final ClientRules rules;
  private final Arrivals arrivals;
  private final Draws classDraws;
  private final Draws jitterDraws;
  private final double[] shareUpTo;
  private final boolean[] retries = new boolean[FailureReason.count()];
  private final Lane clientTimeouts;
  private final Lane[] requestTimeouts;
  private final int onArrival;
  private final int onRetry;
  private long open;
  private long underWay;
  private boolean ended;

  Clients(ServiceRuntime service, Arrivals arrivals) {
    this.service = service;
    this.attempts = service.attempts;
    this.rules = service.spec.clients();
    this.arrivals = arrivals;
    this.classDraws = service.draws(Purpose.CLASS);
    this.jitterDraws = service.draws(Purpose.RETRY_JITTER);
    this.shareUpTo = cumulate(service.spec.classes());
    for (FailureReason reason : FailureReason.values()) {
      retries[reason.ordinal()] = rules.retries(reason);
    }
    this.onArrival = service.queue.register(Turn.ARRIVAL, unused -> arrived());
    this.onRetry = service.queue.register(this::retryDue);
    this.clientTimeouts = lane(rules.timeoutNs(), this::clientTimedOut);
    this.requestTimeouts = new Lane[service.revisions.length];
    for (int r = 0; r < requestTimeouts.length; r++) {
      requestTimeouts[r] =
          lane(service.revisions[r].spec.platform().requestTimeoutNs(), this::requestTimedOut);
    }
  }

  private Lane lane(long delayNs, dev.headroom.core.EventHandler handler) {
    return delayNs == Long.MAX_VALUE
        ? null
        : new Lane(service.queue, delayNs, handler, attempts::isCurrent);
  }

  private static double[] cumulate(List<WorkloadClass> classes) {
    double[] upTo = new double[classes.size()];
    double sum = 0;
    for (int i = 0; i < upTo.length; i++) {
      sum += classes.get(i).share();
      upTo[i] = sum;
    }
    return upTo;
  }

  /** Schedules the first arrival. */
  void begin() {
    scheduleNext();
  }

  private void scheduleNext() {
    if (arrivals.next()) {
      service.queue.schedule(arrivals.timeNs(), onArrival, 0);
    } else {
      ended = true;
      service.trafficEnded();
    }
  }

  /** Whether the trace has ended. */
  boolean ended() {
    return ended;
  }

  /** Requests without an outcome yet. */
  long open() {
    return open;
  }

  private void arrived() {
    long nowNs = service.queue.nowNs();
    int a = attempts.allocate();
    attempts.requestNs[a] = nowNs;
    attempts.entity[a] = arrivals.entity();
    attempts.durationNs[a] = arrivals.durationNs();
    attempts.classIndex[a] = classOf(a);
    attempts.number[a] = 1;
    attempts.flags[a] = nowNs >= 0 ? Attempts.COUNTED : 0;
    attempts.revision[a] = service.revisionFor(attempts.entity[a]);
    open++;
    count(a, Count.OFFERED);
    scheduleNext();
    submit(a);
  }

  private int classOf(int a) {
    int given = arrivals.classIndex();
    if (given >= 0 || shareUpTo.length == 1) {
      return Math.max(given, 0);
    }
    double u = classDraws.uniform(attempts.entity[a]) * shareUpTo[shareUpTo.length - 1];
    int i = 0;
    while (i < shareUpTo.length - 1 && u >= shareUpTo[i]) {
      i++;
    }
    return i;
  }

  private void submit(int a) {
    attempts.attemptNs[a] = service.queue.nowNs();
    underWay++;
    count(a, Count.ATTEMPTS);
    if (clientTimeouts != null) {
      clientTimeouts.start(attempts.key(a));
    }
    Lane requestTimeout = requestTimeouts[attempts.revision[a]];
    if (requestTimeout != null) {
      requestTimeout.start(attempts.key(a));
    }
    revision(a).router.accept(a);
  }

  private Revision revision(int a) {
    return service.revisions[attempts.revision[a]];
  }

  private int row(int a) {
    return revision(a).row;
  }

  /** The attempt's work is done and its reply on the way. */
  void attemptSucceeded(int a) {
    long nowNs = service.queue.nowNs();
    underWay--;
    if (attempts.has(a, Attempts.CLIENT_GONE)) {
      fold(a, FOLD_CLIENT_LEFT);
      count(a, Count.FINISHED_AFTER_CLIENT_LEFT);
    } else {
      open--;
      fold(a, FOLD_COMPLETED);
      if (attempts.has(a, Attempts.COUNTED)) {
        service.recorder.completed(row(a), nowNs - attempts.requestNs[a], nowNs);
        if (attempts.has(a, Attempts.AFFECTED)) {
          service.recorder.count(row(a), Count.AFFECTED, nowNs);
        }
      }
    }
    attempts.free(a);
  }

  /** The attempt is over without a good reply; it holds nothing any more. */
  void attemptFailed(int a, FailureReason reason) {
    underWay--;
    fold(a, reason.ordinal());
    count(a, Count.ATTEMPTS_FAILED);
    if (attempts.has(a, Attempts.CLIENT_GONE)) {
      attempts.free(a);
    } else {
      retryOrGiveUp(a, reason);
    }
  }

  private void retryOrGiveUp(int a, FailureReason reason) {
    long nowNs = service.queue.nowNs();
    if (attempts.number[a] <= rules.retriesMax() && retries[reason.ordinal()]) {
      int retry = attempts.number[a]++;
      if (retry == 1) {
        count(a, Count.RETRIED);
      }
      attempts.epoch[a]++;
      attempts.stage[a] = Stage.BACKOFF;
      attempts.flags[a] &= Attempts.COUNTED;
      service.wantsDatabase(reason, 1);
      attempts.query[a] = reason.isDatabase() ? 1 : 0;
      service.queue.schedule(nowNs + backoffNs(a, retry), onRetry, attempts.key(a));
      return;
    }
    open--;
    if (attempts.has(a, Attempts.COUNTED)) {
      service.recorder.failed(row(a), reason, nowNs);
      if (reason.isDatabase()) {
        service.exhaustion.requestFailed();
      }
    }
    attempts.free(a);
  }

  private long backoffNs(int a, int retry) {
    long pauseNs = rules.backoffBaseNs();
    if (rules.exponential()) {
      pauseNs <<= Math.min(retry - 1, BACKOFF_DOUBLINGS_MAX);
    }
    return rules.fullJitter()
        ? (long) (pauseNs * jitterDraws.uniform(attempts.entity[a], retry))
        : pauseNs;
  }

  private void retryDue(long key) {
    int a = (int) key;
    if (attempts.query[a] == 1) {
      service.wantsDatabase(FailureReason.DB_REFUSED, -1);
    }
    attempts.revision[a] = service.revisionFor(attempts.entity[a]);
    submit(a);
  }

  private void clientTimedOut(long key) {
    int a = (int) key;
    if (attempts.has(a, Attempts.CLIENT_GONE)) {
      return;
    }
    switch (attempts.stage[a]) {
      case QUEUED, BOUND -> {
        revision(a).router.leave(a);
        attemptFailed(a, FailureReason.CLIENT_TIMEOUT);
      }
      case FREE, BACKOFF -> throw new IllegalStateException("time-out of an ended attempt");
      default -> {
        if (rules.cancel()) {
          revision(a).work.abort(a, FailureReason.CLIENT_TIMEOUT);
        } else {
          leaveBehind(a, FailureReason.CLIENT_TIMEOUT);
        }
      }
    }
  }

  /** The client goes; the server works on, and what the client does next is another attempt. */
  private void leaveBehind(int a, FailureReason reason) {
    int b = attempts.allocate();
    attempts.copyRequest(a, b);
    attempts.set(a, Attempts.CLIENT_GONE);
    retryOrGiveUp(b, reason);
  }

  private void requestTimedOut(long key) {
    int a = (int) key;
    Limits limits = revision(a).spec.platform().limits();
    if (attempts.stage[a] == Stage.QUEUED || attempts.stage[a] == Stage.BOUND) {
      revision(a).router.leave(a);
      attemptFailed(a, limits.timeoutReason());
    } else if (limits.timeoutKills() || rules.cancel()) {
      // A server that heeds a client's leaving heeds the front door's as well.
      revision(a).work.abort(a, limits.timeoutReason());
    } else if (!attempts.has(a, Attempts.CLIENT_GONE)) {
      leaveBehind(a, limits.timeoutReason());
    }
  }

  private void count(int a, Count what) {
    if (attempts.has(a, Attempts.COUNTED)) {
      service.recorder.count(row(a), what, service.queue.nowNs());
    }
  }

  private void fold(int a, int outcome) {
    if (attempts.has(a, Attempts.COUNTED)) {
      service.recorder.fold(
          attempts.entity[a],
          ((long) service.index << 32) + ((long) attempts.number[a] << 8) + outcome,
          service.queue.nowNs());
    }
  }

  /** Attempts without an end yet. */
  long underWay() {
    return underWay;
  }
}
