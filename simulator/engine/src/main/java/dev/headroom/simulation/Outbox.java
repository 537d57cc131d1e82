package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.MessageRules;

/**
 * Where a service puts a message for each request that it has worked on: the last thing before its
 * reply, which waits until the queue has the message.
 */
final class Outbox {
  private final Attempts attempts;
  private final Clients receiver;
  private final MessageRules rules;
  private final Draws draws;

  /**
   * A way from one service to the queue of another.
   *
   * @param receiver who works on the messages
   */
  Outbox(ServiceRuntime sender, ServiceRuntime receiver) {
    this.attempts = sender.attempts;
    this.receiver = receiver.clients;
    this.rules = receiver.spec.clients().messages();
    this.draws = sender.draws(Purpose.ENQUEUE);
  }

  /** What an attempt waits for the queue, in nanoseconds. */
  long lengthNs(int a) {
    Attempt attempt = attempts.at(a);
    return rules.enqueue().sampleNs(draws, attempt.entity, attempt.number);
  }

  /** Whether the queue does not take the message of an attempt. */
  boolean fails(int a) {
    Attempt attempt = attempts.at(a);
    return rules.enqueueFailures() > 0
        && draws.uniform(attempt.entity, -attempt.number) < rules.enqueueFailures();
  }

  /** The queue has the message of an attempt. */
  void send(int a) {
    receiver.put(attempts.at(a).entity);
  }
}
