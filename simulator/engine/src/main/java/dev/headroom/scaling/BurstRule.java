package dev.headroom.scaling;

/**
 * How many instances a platform starts for requests that are waiting now, beside what its metrics
 * ask for. Cloud Run documents that it does so and not how many, so each rule is an assumption
 * that a result names.
 *
 * @param kind the rule
 * @param perSecond instances per second of the capped rule
 */
public record BurstRule(Kind kind, double perSecond) {
  /** The named rules. */
  public enum Kind {
    ONE_PER_PENDING,
    PENDING_OVER_CONCURRENCY,
    PENDING_OVER_CONCURRENCY_CAPPED,
    METRICS_ONLY
  }

  /** Instances that should be starting for {@code pending} requests. */
  public int startingWanted(int pending, int concurrency) {
    return switch (kind) {
      case ONE_PER_PENDING -> pending;
      case PENDING_OVER_CONCURRENCY, PENDING_OVER_CONCURRENCY_CAPPED ->
        (int) (((long) pending + concurrency - 1) / concurrency);
      case METRICS_ONLY -> 0;
    };
  }
}
