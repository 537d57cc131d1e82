package dev.headroom.simulation;

import dev.headroom.core.TokenBucket;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScalingOptions.StartsOf;
import java.util.Arrays;
import java.util.Map;

/**
 * How fast a service's instances may start: by a bucket that refills, and so many within any
 * minute; both must allow a start.
 */
final class StartRate {
  private static final long MINUTE_NS = 60_000_000_000L;

  /** A bucket and how many revisions draw on it. */
  static final class Launches {
    private final TokenBucket bucket;
    private int users;

    Launches(ScalingOptions scaling, long nowNs) {
      bucket = new TokenBucket(scaling.startBurst(), scaling.startsPerSecond(), nowNs);
    }
  }

  private final Launches launches;

  /** When the last starts happened, as many as a minute may have, a ring; null without limit. */
  private final long[] lastNs;

  private int next;

  /**
   * The limit of a revision.
   *
   * @param shared by name, the buckets of accounts
   * @param account in which it starts its instances, and its platform
   */
  StartRate(ScalingOptions scaling, long nowNs, Map<String, Launches> shared, String account) {
    if (scaling.startBurst() == 0) {
      launches = null;
    } else if (scaling.startsOf() == StartsOf.ACCOUNT) {
      launches = shared.computeIfAbsent(account, key -> new Launches(scaling, nowNs));
      launches.users++;
    } else {
      launches = new Launches(scaling, nowNs);
    }
    lastNs =
        scaling.startsPerMinute() == Integer.MAX_VALUE ? null : new long[scaling.startsPerMinute()];
    if (lastNs != null) {
      Arrays.fill(lastNs, Long.MIN_VALUE / 2);
    }
  }

  /** Counts a start if one may happen now. */
  boolean take(long nowNs) {
    if (nextNs(nowNs) > nowNs) {
      return false;
    }
    if (launches != null) {
      launches.bucket.take(nowNs);
    }
    if (lastNs != null) {
      lastNs[next] = nowNs;
      next = next + 1 == lastNs.length ? 0 : next + 1;
    }
    return true;
  }

  /** Whether others draw on the same bucket. */
  boolean isShared() {
    return launches != null && launches.users > 1;
  }

  /** When the next start may happen: now, later, or never (Long.MAX_VALUE). */
  long nextNs(long nowNs) {
    long byBucketNs = launches == null ? nowNs : launches.bucket.nextNs(nowNs);
    return lastNs == null ? byBucketNs : Math.max(byBucketNs, lastNs[next] + MINUTE_NS);
  }
}
