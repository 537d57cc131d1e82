package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.core.TokenBucket;
import dev.headroom.scenario.MessageRules;

/**
 * A queue that pushes: it dispatches tasks to the service, each by itself, at most so many a second
 * and so many at once. A task that failed is tried again after a pause that doubles a number of
 * times and then grows by as much each time.
 *
 * <p>Source: Cloud Tasks API reference, {@code RateLimits} and {@code RetryConfig}.
 */
final class TaskQueue extends PolledQueue {
  private final MessageRules.Tasks tasks;
  private final TokenBucket rate;
  private int inProgress;

  TaskQueue(ServiceRuntime service, Clients clients) {
    super(service, clients);
    this.tasks = rules.tasks();
    this.rate = new TokenBucket(tasks.burst(), tasks.perSecond(), service.queue.nowNs());
  }

  @Override
  void poll(long nowNs) {
    while (visible() > 0 && inProgress < tasks.maxConcurrent()) {
      long allowedNs = rate.nextNs(nowNs);
      if (allowedNs > nowNs) {
        pollAt(allowedNs);
        return;
      }
      rate.take(nowNs);
      inProgress++;
      operation();
      clients.submit(take(service.revisionFor(attempts.at(first()).entity)));
    }
  }

  @Override
  int batchEnded(int a, FailureReason reason) {
    inProgress--;
    if (visible() > 0) {
      pollAt(service.queue.nowNs());
    }
    return NONE;
  }

  @Override
  long pauseNs(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    int failures = attempt.number;
    if (failures >= tasks.attempts()) {
      return -1;
    }
    long pauseNs = tasks.pauseNs(failures);
    long ageNs = service.queue.nowNs() + pauseNs - attempt.requestNs;
    return ageNs > rules.maxAgeNs() ? -1 : pauseNs;
  }
}
