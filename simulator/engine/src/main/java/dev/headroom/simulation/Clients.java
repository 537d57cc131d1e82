package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Lane;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.platform.Limits;
import dev.headroom.results.Count;
import dev.headroom.scenario.ClientRules;
import dev.headroom.simulation.Attempt.Stage;
import dev.headroom.traffic.Arrivals;

/** The callers of one service: requests as they arrive, time-outs, retries, and both ledgers. */
final class Clients {
  static final int FOLD_COMPLETED = 64;
  static final int FOLD_CLIENT_LEFT = 65;

  private final ServiceRuntime service;
  private final Attempts attempts;
  private final ClientRules rules;
  private final Arrivals arrivals;
  private final ClassChoice classes;
  private final Retries retries;
  private final Completion completion;
  /** Null where users wait for as long as it takes. */
  private final Patience patience;
  /** Null where nothing stands between the clients and the service. */
  private final ClientBreaker breaker;

  private final Lane clientTimeouts;
  private final Lane[] requestTimeouts;
  private final int onArrival;
  private final int onRetry;
  private long open;
  private long underWay;
  private boolean ended;
  /** The queue between the callers and the function, or null. */
  private final MessageQueue messages;
  /** Null where no class has any. */
  private final CodeErrors codeErrors;
  /** Where requests leave a message for another service, or null. */
  Outbox outbox;

  Clients(ServiceRuntime service, Arrivals arrivals) {
    this.service = service;
    this.attempts = service.attempts;
    this.rules = service.spec.clients();
    this.arrivals = arrivals;
    this.classes = new ClassChoice(service.spec.classes(), service.draws(Purpose.CLASS));
    this.retries = new Retries(service);
    this.completion = new Completion(service);
    this.patience = Patience.of(service, this::abandoned);
    this.breaker = ClientBreaker.of(service);
    this.messages = MessageQueue.of(service, this);
    this.codeErrors = CodeErrors.of(service, messages);
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

  /** Schedules the first arrival. */
  void begin() {
    if (messages != null) {
      messages.begin();
    }
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
    int a = request(arrivals.entity(), arrivals.durationNs(), arrivals.classIndex());
    scheduleNext();
    begin(a);
  }

  /** A message of another service's request. */
  void put(long entity) {
    begin(request(entity, -1, -1));
  }

  private int request(long entity, long durationNs, int givenClass) {
    long nowNs = service.queue.nowNs();
    int a = attempts.allocate();
    Attempt attempt = attempts.at(a);
    attempt.requestNs = nowNs;
    attempt.entity = entity;
    attempt.durationNs = durationNs;
    attempt.classIndex = classes.of(entity, givenClass);
    attempt.number = 1;
    attempt.flags = nowNs >= 0 ? Attempt.COUNTED : 0;
    attempt.revision = service.revisionFor(attempt.entity);
    open++;
    count(a, Count.OFFERED);
    return a;
  }

  private void begin(int a) {
    if (patience != null) {
      patience.begins(a);
    }
    if (messages == null) {
      submit(a);
    } else {
      attempts.at(a).stage = Stage.BACKOFF;
      messages.enqueued(a);
    }
  }

  /** An attempt begins; a message that rides in a batch goes no way of its own. */
  void beginAttempt(int a) {
    attempts.at(a).attemptNs = service.queue.nowNs();
    underWay++;
    count(a, Count.ATTEMPTS);
  }

  void submit(int a) {
    beginAttempt(a);
    retries.attempted(a);
    if (breaker != null && !breaker.permits(a)) {
      attemptFailed(a, FailureReason.BREAKER_OPEN);
      return;
    }
    if (clientTimeouts != null) {
      clientTimeouts.start(attempts.key(a));
    }
    Lane requestTimeout = requestTimeouts[attempts.at(a).revision];
    if (requestTimeout != null) {
      requestTimeout.start(attempts.key(a));
    }
    revision(a).router.accept(a);
  }

  private Revision revision(int a) {
    return service.revisions[attempts.at(a).revision];
  }

  private int row(int a) {
    return revision(a).row;
  }

  /** The attempt's work is done and its reply on the way. */
  void attemptSucceeded(int a) {
    if (codeErrors != null && codeErrors.fails(a)) {
      attemptFailed(a, FailureReason.FUNCTION_ERROR);
      return;
    }
    if (outbox != null && outbox.fails(a)) {
      attemptFailed(a, FailureReason.ENQUEUE_FAILED);
      return;
    }
    int rider = messages == null ? Attempts.NONE : messages.batchEnded(a, null);
    succeeded(a);
    while (rider != Attempts.NONE) {
      int next = messages.nextRider(rider);
      succeeded(rider);
      rider = next;
    }
  }

  private void succeeded(int a) {
    Attempt attempt = attempts.at(a);
    underWay--;
    if (outbox != null) {
      outbox.send(a);
    }
    if (attempt.has(Attempt.CLIENT_GONE)) {
      service.fold(a, FOLD_CLIENT_LEFT);
      count(a, Count.FINISHED_AFTER_CLIENT_LEFT);
    } else {
      if (breaker != null) {
        breaker.ended(a, null);
      }
      resolved(a);
      service.fold(a, FOLD_COMPLETED);
      if (attempt.has(Attempt.COUNTED)) {
        if (service.spec.isFed()) {
          count(a, Count.COMPLETED);
        } else {
          completed(a);
        }
        if (attempt.has(Attempt.AFFECTED)) {
          service.recorder.count(row(a), Count.AFFECTED);
        }
      }
    }
    if (messages != null) {
      messages.resolved(a, true);
    }
    attempts.free(a);
  }

  private void completed(int a) {
    if (messages == null) {
      completion.replied(a, row(a), service.queue.nowNs() - attempts.at(a).requestNs);
    } else {
      completion.enqueued(row(a), messages.enqueueNs(a));
    }
  }

  /** The attempt is over without a good reply; it holds nothing any more. */
  void attemptFailed(int a, FailureReason reason) {
    int rider = messages == null ? Attempts.NONE : messages.batchEnded(a, reason);
    failed(a, reason);
    while (rider != Attempts.NONE) {
      int next = messages.nextRider(rider);
      failed(rider, reason);
      rider = next;
    }
  }

  private void failed(int a, FailureReason reason) {
    underWay--;
    service.fold(a, reason.ordinal());
    count(a, Count.ATTEMPTS_FAILED);
    if (attempts.at(a).has(Attempt.CLIENT_GONE)) {
      attempts.free(a);
    } else {
      retryOrGiveUp(a, reason);
    }
  }

  /** A request has its outcome. */
  private void resolved(int a) {
    open--;
    if (patience != null) {
      patience.ends(a);
    }
  }

  private void retryOrGiveUp(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    if (breaker != null) {
      breaker.ended(a, reason);
    }
    long nowNs = service.queue.nowNs();
    long pauseNs = messages == null ? retries.pauseNs(a, reason) : messages.pauseNs(a, reason);
    if (pauseNs >= 0) {
      int retry = attempt.number++;
      if (retry == 1) {
        count(a, Count.RETRIED);
      }
      attempt.beginBackoff();
      service.wantsDatabase(reason, 1);
      attempt.query = reason.isDatabase() ? 1 : 0;
      if (messages != null) {
        messages.waits();
      }
      service.queue.schedule(nowNs + pauseNs, onRetry, attempts.key(a));
    } else {
      giveUp(a, reason);
    }
  }

  private void giveUp(int a, FailureReason reason) {
    resolved(a);
    if (attempts.at(a).has(Attempt.COUNTED)) {
      service.recorder.failed(row(a), reason);
      if (reason.isDatabase()) {
        service.exhaustion.requestFailed();
      }
    }
    if (messages != null) {
      messages.resolved(a, false);
    }
    attempts.free(a);
  }

  private void retryDue(long key) {
    int a = (int) key;
    Attempt attempt = attempts.at(a);
    if (!attempts.isCurrent(key)) {
      return;
    }
    leavesBackoff(a);
    attempt.revision = service.revisionFor(attempt.entity);
    if (messages == null) {
      submit(a);
    } else {
      messages.again(a);
    }
  }

  private void leavesBackoff(int a) {
    if (attempts.at(a).query == 1) {
      service.wantsDatabase(FailureReason.DB_REFUSED, -1);
    }
  }

  private void clientTimedOut(long key) {
    int a = (int) key;
    if (!attempts.at(a).has(Attempt.CLIENT_GONE)) {
      clientGoes(a, FailureReason.CLIENT_TIMEOUT);
    }
  }

  /** The user leaves for good, whatever the attempt of now is doing. */
  private void abandoned(int a) {
    if (attempts.at(a).stage == Stage.BACKOFF) {
      leavesBackoff(a);
      service.fold(a, FailureReason.ABANDONED.ordinal());
      giveUp(a, FailureReason.ABANDONED);
    } else {
      clientGoes(a, FailureReason.ABANDONED);
    }
  }

  private void clientGoes(int a, FailureReason reason) {
    switch (attempts.at(a).stage) {
      case QUEUED, BOUND -> {
        revision(a).router.leave(a);
        attemptFailed(a, reason);
      }
      case FREE, BACKOFF -> throw new IllegalStateException("time-out of an ended attempt");
      default -> {
        if (rules.cancel()) {
          revision(a).work.abort(a, reason);
        } else {
          leaveBehind(a, reason);
        }
      }
    }
  }

  /** The client goes; the server works on, and what the client does next is another attempt. */
  private void leaveBehind(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    int b = attempts.allocate();
    attempts.at(b).copyRequest(attempt);
    attempt.set(Attempt.CLIENT_GONE);
    if (patience != null) {
      patience.moved(a, b);
    }
    retryOrGiveUp(b, reason);
  }

  private void requestTimedOut(long key) {
    int a = (int) key;
    Attempt attempt = attempts.at(a);
    Limits limits = revision(a).spec.platform().limits();
    if (attempt.stage == Stage.QUEUED || attempt.stage == Stage.BOUND) {
      revision(a).router.leave(a);
      attemptFailed(a, limits.timeoutReason());
    } else if (limits.timeoutKills() || rules.cancel()) {
      // A server that heeds a client's leaving heeds the front door's as well.
      revision(a).work.abort(a, limits.timeoutReason());
    } else if (!attempt.has(Attempt.CLIENT_GONE)) {
      leaveBehind(a, limits.timeoutReason());
    }
  }

  private void count(int a, Count what) {
    if (attempts.at(a).has(Attempt.COUNTED)) {
      service.recorder.count(row(a), what);
    }
  }

  /** Messages without an outcome yet. */
  long unresolved() {
    return messages == null ? 0 : messages.unresolved();
  }

  /** What the queue saw, or null where there is none. */
  MessageReport report() {
    return messages == null ? null : messages.report();
  }

  /** Attempts without an end yet. */
  long underWay() {
    return underWay;
  }
}
