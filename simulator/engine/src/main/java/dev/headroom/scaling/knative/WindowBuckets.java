package dev.headroom.scaling.knative;

import java.util.Arrays;

/**
 * A window of sums, one per second or other granularity, and their average.
 *
 * <p>Everything recorded into the same bucket adds up. Silence at the newest end shortens the
 * window rather than counting as zeros, until it is as long as the window. Source: knative/serving
 * {@code pkg/autoscaler/aggregation/bucketing.go}. Times must be absolute: buckets are cut at
 * multiples of the granularity since the epoch.
 */
public final class WindowBuckets {
  /** What the oldest bucket of a full window may still weigh; gives the weighting's factor. */
  private static final double OLDEST_WEIGHT = 0.0001;

  private static final double NEWEST_WEIGHT_MIN = 0.2;

  private final long windowNs;
  private final long granularityNs;
  private final Release release;
  private final double[] sums;
  /** Weight of the newest bucket; 0 where all count the same. */
  private final double newestWeight;

  private boolean written;
  /** Buckets are numbered from the epoch; a number's place in the ring is its remainder. */
  private long firstBucket;

  private long lastBucket;
  private double total;

  /** An empty window of {@code windowNs} in buckets of {@code granularityNs}. */
  public WindowBuckets(
      Aggregation aggregation, long windowNs, long granularityNs, Release release) {
    if (windowNs <= 0 || granularityNs <= 0) {
      throw new IllegalArgumentException(
          "window " + windowNs + " ns of " + granularityNs + " ns, must be above 0");
    }
    this.windowNs = windowNs;
    this.granularityNs = granularityNs;
    this.release = release;
    this.sums = new double[Math.toIntExact((windowNs + granularityNs - 1) / granularityNs)];
    this.newestWeight = switch (aggregation) {
      case LINEAR -> 0;
      case WEIGHTED_EXPONENTIAL -> newestWeight(sums.length);
    };
  }

  private static double newestWeight(int buckets) {
    return Math.max(1 - StrictMath.pow(OLDEST_WEIGHT, 1.0 / buckets), NEWEST_WEIGHT_MIN);
  }

  /** Adds a value at a time, which may be a little in the past; one that is too old is dropped. */
  public void record(long atNs, double value) {
    long bucket = Math.floorDiv(atNs, granularityNs);
    if (!written) {
      startAt(bucket);
    } else if (bucket != lastBucket) {
      long aheadNs = (bucket - lastBucket) * granularityNs;
      if (aheadNs <= -windowNs) {
        return;
      }
      firstBucket = Math.min(firstBucket, bucket);
      if (aheadNs >= windowNs) {
        startAt(bucket);
      } else if (aheadNs > 0) {
        clearUntil(bucket);
      }
    }
    sums[place(bucket)] += value;
    total += value;
  }

  private void startAt(long bucket) {
    Arrays.fill(sums, 0);
    total = 0;
    written = true;
    firstBucket = bucket;
    lastBucket = bucket;
  }

  private void clearUntil(long bucket) {
    while (lastBucket < bucket) {
      lastBucket++;
      int place = place(lastBucket);
      total -= sums[place];
      sums[place] = 0;
    }
  }

  /** Whether the newest value is older than the window; one exactly that old is not. */
  public boolean isEmpty(long nowNs) {
    return !written || silenceNs(nowNs) > windowNs;
  }

  /** The window's average by now; 0 where nothing has been recorded for a window. */
  public double average(long nowNs) {
    if (!written || silenceNs(nowNs) >= windowNs) {
      return 0;
    }
    long now = Math.floorDiv(nowNs, granularityNs);
    return newestWeight == 0 ? release.rounded(plain(now)) : weighted(now);
  }

  private long silenceNs(long nowNs) {
    return (Math.floorDiv(nowNs, granularityNs) - lastBucket) * granularityNs;
  }

  private double plain(long now) {
    double sum = total;
    long usable = sums.length;
    for (long bucket = lastBucket + 1; bucket <= now; bucket++) {
      sum -= sums[place(bucket)];
      usable--;
    }
    return sum / Math.min(lastBucket - firstBucket + 1, usable);
  }

  private double weighted(long now) {
    double keep = 1 - newestWeight;
    long silent = Math.max(0, now - lastBucket);
    double weight = newestWeight;
    if (silent > 0) {
      weight *= StrictMath.pow(keep, silent);
    }
    double sum = 0;
    for (long back = 0; back < sums.length - silent; back++) {
      sum += sums[place(lastBucket - back)] * weight;
      weight *= keep;
    }
    return sum;
  }

  private int place(long bucket) {
    return (int) Math.floorMod(bucket, (long) sums.length);
  }
}
