package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.MessageRules;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Messages between the callers of a service and its function, from the moment they are accepted to
 * their outcome. While a message waits, its attempt is in back-off.
 */
abstract class MessageQueue {
  private static final int NONE = Attempts.NONE;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long AGE_MAX_NS = 30L * 86_400 * SECOND_NS;

  final ServiceRuntime service;
  final Clients clients;
  final Attempts attempts;
  final MessageRules rules;
  private final Draws enqueueDraws;
  private final int onSecond;
  private final Histogram ageNs = new Histogram(1_000, AGE_MAX_NS, 3);
  /** All without an outcome, in the order they came. */
  private int[] newer = new int[256];

  private int[] older = new int[256];
  private int newest = NONE;
  private int oldest = NONE;
  private long unresolved;
  private long waiting;
  private long waitingPeak;
  private long oldestNs;
  private long lastResolvedNs;

  MessageQueue(ServiceRuntime service, Clients clients) {
    this.service = service;
    this.clients = clients;
    this.attempts = service.attempts;
    this.rules = service.spec.clients().messages();
    this.enqueueDraws = service.draws(Purpose.ENQUEUE);
    this.onSecond = service.queue.register(Turn.OBSERVE, unused -> secondOver());
  }

  /** The queue that the callers' rules name, or null where they wait for the function. */
  static MessageQueue of(ServiceRuntime service, Clients clients) {
    MessageRules rules = service.spec.clients().messages();
    if (rules == null) {
      return null;
    }
    return switch (rules.kind()) {
      case ASYNC -> new AsyncQueue(service, clients);
      case SQS -> new SqsQueue(service, clients);
      case CLOUD_TASKS -> new TaskQueue(service, clients);
    };
  }

  final void begin() {
    service.queue.schedule(service.queue.nowNs() + SECOND_NS, onSecond, 0);
  }

  /** What the caller of a message waits for. */
  final long enqueueNs(int a) {
    return rules.enqueue().sampleNs(enqueueDraws, attempts.at(a).entity, 0);
  }

  /** The queue was asked for something that it charges for. */
  final void operation() {
    service.recorder.count(row(), Count.QUEUE_OPERATIONS);
  }

  private void count(int a, Count what) {
    if (attempts.at(a).has(Attempt.COUNTED)) {
      service.recorder.count(row(), what);
    }
  }

  /** A new message. */
  void enqueued(int a) {
    if (a >= newer.length) {
      int length = Math.max(a + 1, newer.length * 2);
      newer = Arrays.copyOf(newer, length);
      older = Arrays.copyOf(older, length);
    }
    older[a] = newest;
    newer[a] = NONE;
    if (newest == NONE) {
      oldest = a;
    } else {
      newer[newest] = a;
    }
    newest = a;
    unresolved++;
    count(a, Count.MESSAGES_IN);
    operation();
  }

  /** A message that waits again is due. */
  abstract void again(int a);

  /** Until a message is tried again after a failure; negative where it is given up. */
  abstract long pauseNs(int a, FailureReason reason);

  /** The next message of the batch that {@code a} belongs to, or -1. */
  int nextRider(int a) {
    return NONE;
  }

  /**
   * A batch has ended.
   *
   * @param a its first message
   * @param reason why it failed, or null
   * @return its second message, or -1
   */
  int batchEnded(int a, FailureReason reason) {
    return NONE;
  }

  /** Another second is over. */
  void eachSecond() {}

  /** A message waits from now on. */
  final void waits() {
    waiting++;
    long nowNs = service.queue.nowNs();
    if (nowNs >= 0) {
      waitingPeak = Math.max(waitingPeak, waiting);
    }
    service.recorder.change(row(), Gauge.MESSAGES_WAITING, 1);
  }

  /** A message waits no more. */
  final void leaves() {
    waiting--;
    service.recorder.change(row(), Gauge.MESSAGES_WAITING, -1);
  }

  /** All revisions of a service share its queue; it is metered with the first. */
  private int row() {
    return service.revisions[0].row;
  }

  /** A message has its outcome. */
  final void resolved(int a, boolean worked) {
    Attempt attempt = attempts.at(a);
    long nowNs = service.queue.nowNs();
    count(a, worked ? Count.MESSAGES_DONE : Count.MESSAGES_DEAD);
    if (attempt.has(Attempt.COUNTED)) {
      oldestNs = Math.max(oldestNs, nowNs - attempt.requestNs);
      if (worked) {
        ageNs.recordValue(attempt.attemptNs - attempt.requestNs);
      }
    }
    lastResolvedNs = nowNs;
    unresolved--;
    if (newer[a] == NONE) {
      newest = older[a];
    } else {
      older[newer[a]] = older[a];
    }
    if (older[a] == NONE) {
      oldest = newer[a];
    } else {
      newer[older[a]] = newer[a];
    }
  }

  private void secondOver() {
    long nowNs = service.queue.nowNs();
    service.queue.schedule(nowNs + SECOND_NS, onSecond, 0);
    long seconds = oldest == NONE ? 0 : (nowNs - attempts.at(oldest).requestNs) / SECOND_NS;
    service.recorder.set(row(), Gauge.OLDEST_MESSAGE_SECONDS, seconds);
    eachSecond();
  }

  /** Messages without an outcome. */
  final long unresolved() {
    return unresolved;
  }

  final MessageReport report() {
    long oldestEverNs = oldestNs;
    if (oldest != NONE) {
      oldestEverNs = Math.max(oldestEverNs, service.queue.nowNs() - attempts.at(oldest).requestNs);
    }
    return new MessageReport(
        rules.kind(), waitingPeak, oldestEverNs, ageNs, unresolved, lastResolvedNs);
  }
}
