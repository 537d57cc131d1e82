package dev.headroom.scenario;

import dev.headroom.core.FailureReason;
import java.util.List;

/**
 * How users and their software react.
 *
 * @param timeoutNs longest wait per attempt, {@code Long.MAX_VALUE} for ever
 * @param cancel whether the server stops working when the client has left
 * @param retriesMax further attempts after the first
 * @param backoffBaseNs first pause before a retry
 * @param exponential whether the pause doubles with each retry
 * @param fullJitter whether the pause is drawn uniformly between zero and itself
 * @param retryOn tokens of failures that are retried: 429, 500, 503, 504, refused, timeout
 * @param messages the queue between them and the function, or null where they wait for it
 */
public record ClientRules(
    long timeoutNs,
    boolean cancel,
    int retriesMax,
    long backoffBaseNs,
    boolean exponential,
    boolean fullJitter,
    List<String> retryOn,
    MessageRules messages) {

  /** Clients that wait for ever and never retry. */
  public static final ClientRules PATIENT =
      new ClientRules(Long.MAX_VALUE, false, 0, 0, false, false, List.of(), null);

  /**
   * Callers that have their answer when a queue has the message. Who works on a message stops when
   * its time is over.
   */
  static ClientRules of(MessageRules messages) {
    return new ClientRules(Long.MAX_VALUE, true, 0, 0, false, false, List.of(), messages);
  }

  /** Whether a failure of this kind is tried again. */
  public boolean retries(FailureReason reason) {
    return retryOn.contains(reason.retryToken());
  }
}
