package dev.headroom.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The plain keep-alive model written down a second time, as directly as it can be: a list of
 * instances that is searched for every request, and nothing of the simulator's.
 *
 * <p>A request takes the free instance that became free last, or starts one; an instance idle for
 * the keep-alive is gone. It also yields what the simulator's gauges do not: the mean of a ratio.
 */
final class PlainKeepAlive {
  private final RandomGenerator random;
  private final double keepAlive;
  private double[] freeFrom = new double[16];
  private int live;
  private double now;

  private long cold;
  private double countedFrom;
  private double liveTime;
  private double runningTime;
  private double nonEmptyTime;
  private double ratioTime;

  /** An empty platform; all times in seconds. */
  PlainKeepAlive(RandomGenerator random, double keepAlive) {
    this.random = random;
    this.keepAlive = keepAlive;
  }

  /** Serves so many requests, of the same mean time cold and warm but for an extra time. */
  void serve(long requests, double ratePerSecond, double warm, double extraWhenCold) {
    serve(requests, ratePerSecond, warm, extraWhenCold, warm);
  }

  /** Serves so many requests; a cold one takes an extra time and then an exponential one. */
  void serve(
      long requests, double ratePerSecond, double warm, double extraWhenCold, double meanWhenCold) {
    for (long i = 0; i < requests; i++) {
      advanceTo(now + random.nextExponential() / ratePerSecond);
      double service = random.nextExponential();
      int chosen = lastFreed();
      if (chosen >= 0) {
        freeFrom[chosen] = now + warm * service;
      } else {
        cold++;
        if (live == freeFrom.length) {
          freeFrom = Arrays.copyOf(freeFrom, 2 * live);
        }
        freeFrom[live++] = now + extraWhenCold + meanWhenCold * service;
      }
    }
  }

  /** Forgets what was counted, not the instances. */
  void restartCounting() {
    cold = 0;
    countedFrom = now;
    liveTime = 0;
    runningTime = 0;
    nonEmptyTime = 0;
    ratioTime = 0;
  }

  long cold() {
    return cold;
  }

  /** Time in which was counted. */
  double seconds() {
    return now - countedFrom;
  }

  /** Instance-seconds, running and idle. */
  double liveTime() {
    return liveTime;
  }

  /** Instance-seconds with a request inside, start-up included. */
  double runningTime() {
    return runningTime;
  }

  /** Running share of the instances, averaged over the time in which there was an instance. */
  double meanRunningShare() {
    return ratioTime / nonEmptyTime;
  }

  private int lastFreed() {
    int best = -1;
    for (int k = 0; k < live; k++) {
      if (freeFrom[k] <= now && (best < 0 || freeFrom[k] > freeFrom[best])) {
        best = k;
      }
    }
    return best;
  }

  /** Steps from one change of the instances to the next, up to the given time. */
  private void advanceTo(double to) {
    while (now < to) {
      double next = to;
      int running = 0;
      for (int k = 0; k < live; k++) {
        boolean runs = freeFrom[k] > now;
        running += runs ? 1 : 0;
        next = Math.min(next, runs ? freeFrom[k] : freeFrom[k] + keepAlive);
      }
      double span = next - now;
      liveTime += live * span;
      runningTime += running * span;
      if (live > 0) {
        nonEmptyTime += span;
        ratioTime += span * running / live;
      }
      now = next;
      for (int k = live - 1; k >= 0; k--) {
        if (freeFrom[k] + keepAlive <= now) {
          freeFrom[k] = freeFrom[--live];
        }
      }
    }
  }
}
