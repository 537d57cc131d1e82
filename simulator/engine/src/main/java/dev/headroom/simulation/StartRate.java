package dev.headroom.simulation;

import dev.headroom.core.TokenBucket;
import dev.headroom.scaling.ScalingOptions;
import java.util.Arrays;

/**
 * How fast a service's instances may start: by a bucket that refills, and so many within any
 * minute; both must allow a start.
 */
final class StartRate {
  private static final long MINUTE_NS = 60_000_000_000L;

  private final TokenBucket bucket;

  /** When the last starts happened, as many as a minute may have, a ring; null without limit. */
  private final long[] lastNs;

  private int next;

  StartRate(ScalingOptions scaling, long nowNs) {
    bucket =
        scaling.startBurst() > 0
            ? new TokenBucket(scaling.startBurst(), scaling.startsPerSecond(), nowNs)
            : null;
    lastNs = scaling.startsPerMinute() == Integer.MAX_VALUE
        ? null
        : new long[scaling.startsPerMinute()];
    if (lastNs != null) {
      Arrays.fill(lastNs, Long.MIN_VALUE / 2);
    }
  }

  /** Counts a start if one may happen now. */
  boolean take(long nowNs) {
    if (nextNs(nowNs) > nowNs) {
      return false;
    }
    if (bucket != null) {
      bucket.take(nowNs);
    }
    if (lastNs != null) {
      lastNs[next] = nowNs;
      next = next + 1 == lastNs.length ? 0 : next + 1;
    }
    return true;
  }

  /** When the next start may happen: now, later, or never (Long.MAX_VALUE). */
  long nextNs(long nowNs) {
    long byBucketNs = bucket == null ? nowNs : bucket.nextNs(nowNs);
    return lastNs == null ? byBucketNs : Math.max(byBucketNs, lastNs[next] + MINUTE_NS);
  }
}
