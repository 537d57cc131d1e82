package dev.headroom.twin;

/**
 * So much processor time in every period, and nothing more until the next.
 *
 * <p>A period begins when somebody wants to compute and the one before is over; while somebody
 * does, they follow each other without a gap.
 */
final class Quota {
  private final double perPeriodNs;
  private final long periodNs;
  private double leftNs;
  private long endNs = Long.MIN_VALUE;

  Quota(double perPeriodNs, long periodNs) {
    this.perPeriodNs = perPeriodNs;
    this.periodNs = periodNs;
  }

  private Quota copy() {
    Quota copy = new Quota(perPeriodNs, periodNs);
    copy.leftNs = leftNs;
    copy.endNs = endNs;
    return copy;
  }

  /** Somebody wants to compute, and nobody did before. */
  void begin(long nowNs) {
    if (nowNs >= endNs) {
      endNs = nowNs + periodNs;
      leftNs = perPeriodNs;
    }
  }

  private void next() {
    endNs += periodNs;
    leftNs = perPeriodNs;
  }

  /** Takes what those get who want {@code rate} processors all the time between the two. */
  double take(long fromNs, long toNs, double rate) {
    double takenNs = 0;
    for (long atNs = fromNs; atNs < toNs; ) {
      long untilNs = Math.min(toNs, endNs);
      double nowNs = Math.min(leftNs, rate * (untilNs - atNs));
      takenNs += nowNs;
      leftNs -= nowNs;
      if (untilNs == endNs) {
        next();
      }
      atNs = untilNs;
    }
    return takenNs;
  }

  /** What they would get, without taking it. */
  double given(long fromNs, long toNs, double rate) {
    return copy().take(fromNs, toNs, rate);
  }

  /** When they have got so much. */
  double whenNs(long fromNs, double workNs, double rate) {
    Quota ahead = copy();
    long atNs = fromNs;
    double missingNs = workNs;
    while (missingNs > Math.min(ahead.leftNs, rate * (ahead.endNs - atNs))) {
      missingNs -= Math.min(ahead.leftNs, rate * (ahead.endNs - atNs));
      atNs = ahead.endNs;
      ahead.next();
    }
    return atNs + missingNs / rate;
  }
}
