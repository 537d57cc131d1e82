package dev.headroom.core;

/**
 * A rate limit with a burst: a bucket that holds at most {@code burst} tokens and refills
 * continuously. Unused rate does not accumulate beyond the burst.
 */
public final class TokenBucket {
  private static final double NS_PER_SECOND = 1e9;

  /** Absorbs the rounding of many small refills, so that a due token is never an ulp short. */
  private static final double SLACK = 1e-9;

  private final double burst;
  private final double perNs;
  private double tokens;
  private long lastNs;

  /**
   * A full bucket.
   *
   * @param burst most tokens it holds, above 0
   * @param perSecond refill in tokens per second, 0 or more
   * @param nowNs time from which it refills
   */
  public TokenBucket(double burst, double perSecond, long nowNs) {
    this.burst = burst;
    this.perNs = perSecond / NS_PER_SECOND;
    this.tokens = burst;
    this.lastNs = nowNs;
  }

  /** Takes one token if there is one. */
  public boolean take(long nowNs) {
    tokens = Math.min(burst, tokens + (nowNs - lastNs) * perNs);
    lastNs = nowNs;
    if (tokens + SLACK < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  /** When the next token will be there: {@code nowNs} or later, or never (Long.MAX_VALUE). */
  public long nextNs(long nowNs) {
    double have = Math.min(burst, tokens + (nowNs - lastNs) * perNs);
    if (have + SLACK >= 1) {
      return nowNs;
    }
    return perNs > 0 ? nowNs + (long) Math.ceil((1 - have) / perNs) : Long.MAX_VALUE;
  }
}
