package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.MessageRules;
import dev.headroom.scenario.WorkloadClass;
import java.util.Arrays;

/**
 * A queue that pollers empty: each takes a batch, invokes the function with it and waits for the
 * answer. There are few pollers at first and more every second while messages are left.
 *
 * <p>A batch is one attempt at the function as long as its messages together; they succeed or fail
 * together. Messages that failed are there again after the visibility time-out.
 *
 * <p>Source: Lambda developer guide, "Configuring scaling behavior for SQS event source mappings".
 */
final class SqsQueue extends PolledQueue {
  private static final double SECONDS_PER_MINUTE = 60;

  private final MessageRules.Sqs sqs;
  private final Draws serviceDraws;
  private final int onPollerBack;
  private long[] visibleNs = new long[256];
  private long[] ownNs = new long[256];
  private int inProgress;
  private double allowed;
  private boolean throttled;

  SqsQueue(ServiceRuntime service, Clients clients) {
    super(service, clients);
    this.sqs = rules.sqs();
    this.serviceDraws = service.draws(Purpose.SERVICE);
    this.allowed = sqs.pollers();
    this.onPollerBack = service.queue.register(unused -> pollerBack());
  }

  @Override
  void arrived(int a) {
    if (a >= ownNs.length) {
      visibleNs = Arrays.copyOf(visibleNs, next.length);
      ownNs = Arrays.copyOf(ownNs, next.length);
    }
    ownNs[a] = attempts.at(a).durationNs;
  }

  @Override
  void shown(int a) {
    visibleNs[a] = service.queue.nowNs();
  }

  @Override
  void poll(long nowNs) {
    while (visible() > 0 && inProgress < (int) allowed) {
      long fullNs = visibleNs[first()] + sqs.windowNs();
      if (visible() < sqs.batchSize() && fullNs > nowNs) {
        pollAt(fullNs);
        return;
      }
      takeBatch();
    }
  }

  private void takeBatch() {
    int first = first();
    Attempt attempt = attempts.at(first);
    int revision = service.revisionFor(attempt.entity);
    int last = NONE;
    long sumNs = 0;
    int size = Math.min(visible(), sqs.batchSize());
    for (int n = 0; n < size; n++) {
      int a = take(revision);
      if (size > 1) {
        sumNs += lengthNs(a);
      }
      if (last != NONE) {
        clients.beginAttempt(a);
      }
      last = a;
    }
    next[last] = NONE;
    attempt.durationNs = size > 1 ? sumNs : ownNs[first];
    inProgress++;
    operation();
    clients.submit(first);
  }

  /** What Work would draw for the message alone. */
  private long lengthNs(int a) {
    Attempt attempt = attempts.at(a);
    if (ownNs[a] >= 0) {
      return ownNs[a];
    }
    WorkloadClass c = service.spec.classes().get(attempt.classIndex);
    return c.service().sampleNs(serviceDraws, attempt.entity, 0);
  }

  @Override
  int nextRider(int a) {
    return next[a];
  }

  @Override
  int batchEnded(int a, FailureReason reason) {
    long nowNs = service.queue.nowNs();
    boolean cold = attempts.at(a).has(Attempt.AFFECTED);
    for (int m = next[a]; cold && m != NONE; m = next[m]) {
      attempts.at(m).set(Attempt.AFFECTED);
    }
    if (reason == null) {
      // The messages of a batch are deleted together.
      operation();
    }
    if (reason == FailureReason.THROTTLED) {
      throttled = true;
      service.queue.schedule(nowNs + sqs.throttlePauseNs(), onPollerBack, 0);
    } else {
      pollerBack();
    }
    return next[a];
  }

  private void pollerBack() {
    inProgress--;
    if (visible() > 0) {
      pollAt(service.queue.nowNs());
    }
  }

  @Override
  long pauseNs(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    long ageNs = service.queue.nowNs() + sqs.visibilityNs() - attempt.requestNs;
    return attempt.number >= sqs.maxReceives() || ageNs > rules.maxAgeNs()
        ? -1
        : sqs.visibilityNs();
  }

  @Override
  void eachSecond() {
    double step = sqs.perMinute() / SECONDS_PER_MINUTE;
    if (visible() == 0) {
      allowed = Math.max(sqs.pollers(), allowed - step);
    } else if (!throttled) {
      allowed = Math.min(sqs.maxConcurrency(), allowed + step);
      pollAt(service.queue.nowNs());
    }
    throttled = false;
  }
}
