package dev.headroom.scenario;

import dev.headroom.core.Distribution;
import dev.headroom.core.FailureReason;
import java.util.List;

/**
 * When and after which pause a client tries again.
 *
 * <p>Retry n (1, 2, ...) has the nominal pause {@code min(maxBackoff, base x factor^(n-1))}; the
 * jitter draws the true one from it. Full, equal and decorrelated jitter are as in M. Brooker,
 * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param max further attempts after the first; {@link Integer#MAX_VALUE} for no limit
 * @param base nominal pause before the first retry; drawn anew for each retry
 * @param factor what the pause is multiplied by from one retry to the next, 1 for a constant one
 * @param maxBackoffNs longest pause, {@code Long.MAX_VALUE} for no limit
 * @param jitter how the pause is drawn
 * @param on tokens of failures that are retried: 429, 500, 503, 504, refused, timeout, breaker
 * @param budget limit of the retries of all clients together, or null
 */
public record RetryRules(
    int max,
    Distribution base,
    double factor,
    long maxBackoffNs,
    Jitter jitter,
    List<String> on,
    Budget budget) {

  /** How a pause is drawn from its nominal length. */
  public enum Jitter {
    /** The nominal pause itself. */
    NONE,
    /** Uniform between 0 and the nominal pause. */
    FULL,
    /** Half of the nominal pause, and uniform between 0 and the other half. */
    EQUAL,
    /**
     * Uniform between the base and three times the pause before it, at most the longest pause;
     * before the first retry the base counts as the pause before. The factor has no part in it.
     */
    DECORRELATED
  }

  /**
   * A limit of retries relative to first attempts.
   *
   * @param share retries allowed for each first attempt of the window, above 0
   * @param windowNs how long a first attempt counts
   * @param minPerSecond retries allowed on top, per second
   */
  public record Budget(double share, long windowNs, double minPerSecond) {}

  /** No retry at all. */
  public static final RetryRules NONE =
      new RetryRules(0, Distribution.constant(0), 1, Long.MAX_VALUE, Jitter.NONE, List.of(), null);

  /** Whether a failure of this kind is tried again. */
  public boolean retries(FailureReason reason) {
    return max > 0 && on.contains(reason.retryToken());
  }
}
