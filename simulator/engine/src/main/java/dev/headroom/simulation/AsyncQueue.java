package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.scenario.MessageRules;
import java.util.Arrays;

/**
 * The queue of asynchronous invocation: every event is tried at once.
 *
 * <p>After a throttle or an error of the service it is tried again after a pause that doubles,
 * until it is too old; after an error of the function, time-outs included, a fixed number of times.
 *
 * <p>Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous
 * invocation".
 */
final class AsyncQueue extends MessageQueue {
  private static final int DOUBLINGS_MAX = 40;

  private final MessageRules.Async async;
  /** Of each kind, how often an event has failed. */
  private int[] refusals = new int[256];

  private int[] errors = new int[256];

  AsyncQueue(ServiceRuntime service, Clients clients) {
    super(service, clients);
    this.async = rules.async();
  }

  @Override
  void enqueued(int a) {
    super.enqueued(a);
    if (a >= errors.length) {
      int length = Math.max(a + 1, errors.length * 2);
      errors = Arrays.copyOf(errors, length);
      refusals = Arrays.copyOf(refusals, length);
    }
    errors[a] = 0;
    refusals[a] = 0;
    clients.submit(a);
  }

  @Override
  void again(int a) {
    leaves();
    clients.submit(a);
  }

  @Override
  long pauseNs(int a, FailureReason reason) {
    long pauseNs;
    if (isRefusal(reason)) {
      int doublings = Math.min(refusals[a]++, DOUBLINGS_MAX);
      boolean longest = async.firstPauseNs() > async.longestPauseNs() >> doublings;
      pauseNs = longest ? async.longestPauseNs() : async.firstPauseNs() << doublings;
    } else if (errors[a] < async.errorPausesNs().size()) {
      pauseNs = async.errorPausesNs().get(errors[a]++);
    } else {
      return -1;
    }
    long ageNs = service.queue.nowNs() + pauseNs - attempts.at(a).requestNs;
    return ageNs > rules.maxAgeNs() ? -1 : pauseNs;
  }

  /** Whether the function has not run: everything else is an error of its own. */
  private static boolean isRefusal(FailureReason reason) {
    return reason == FailureReason.THROTTLED
        || reason == FailureReason.NO_INSTANCE
        || reason == FailureReason.QUEUE_TIMEOUT
        || reason == FailureReason.INSTANCE_STOPPED;
  }
}
