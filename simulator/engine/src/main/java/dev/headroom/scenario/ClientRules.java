package dev.headroom.scenario;

import dev.headroom.core.Distribution;

/**
 * How users and their software react.
 *
 * @param timeoutNs longest wait per attempt, {@code Long.MAX_VALUE} for ever
 * @param cancel whether the server stops working when the client has left
 * @param retries when a failed attempt is tried again
 * @param patience how long a user waits for the whole request, or null for as long as it takes
 * @param breaker a circuit breaker before the service, or null
 * @param messages the queue between them and the function, or null where they wait for it
 */
public record ClientRules(
    long timeoutNs,
    boolean cancel,
    RetryRules retries,
    Distribution patience,
    BreakerRules breaker,
    MessageRules messages) {

  /** Clients that wait for ever and never retry. */
  public static final ClientRules PATIENT =
      new ClientRules(Long.MAX_VALUE, false, RetryRules.NONE, null, null, null);

  /**
   * Callers that have their answer when a queue has the message. Who works on a message stops when
   * its time is over.
   */
  static ClientRules of(MessageRules messages) {
    return new ClientRules(Long.MAX_VALUE, true, RetryRules.NONE, null, null, messages);
  }
}
