package dev.headroom.core;

/**
 * Processor time handed out in slices: so much in every period, and nothing more until the next.
 *
 * <p>After the Linux scheduler's bandwidth control (kernel.org, scheduler/sched-bwc: quota and
 * period, 100 ms by default), with two simplifications. A period begins when work comes after the
 * last one is over, and others follow it without a gap; unused time is lost at its end. And time is
 * taken from the quota as it is used, not in the 5 ms slices that the kernel gives to each core.
 * Nothing happens at the end of a period by itself, so a quota costs no events.
 */
final class CpuQuota {
  private final double perPeriodNs;
  private final long periodNs;
  private long periodEndNs = Long.MIN_VALUE;
  private double leftNs;

  CpuQuota(double perPeriodNs, long periodNs) {
    this.perPeriodNs = perPeriodNs;
    this.periodNs = periodNs;
  }

  /** Work comes after there was none: the period goes on, or another begins. */
  void wake(long nowNs) {
    if (nowNs >= periodEndNs) {
      periodEndNs = nowNs + periodNs;
      leftNs = perPeriodNs;
    }
  }

  /** Nothing of the past counts: the next work begins a period. */
  void forget() {
    periodEndNs = Long.MIN_VALUE;
  }

  /** Processor time that work asking for {@code rate} processors gets between two times. */
  double given(long fromNs, long toNs, double rate) {
    if (toNs < periodEndNs) {
      return Math.min(leftNs, rate * (toNs - fromNs));
    }
    long beyondNs = toNs - periodEndNs;
    long wholePeriods = beyondNs / periodNs;
    return Math.min(leftNs, rate * (periodEndNs - fromNs))
        + wholePeriods * Math.min(perPeriodNs, rate * periodNs)
        + Math.min(perPeriodNs, rate * (beyondNs % periodNs));
  }

  /** Takes what {@link #given} says and returns it. */
  double take(long fromNs, long toNs, double rate) {
    double givenNs = given(fromNs, toNs, rate);
    if (toNs < periodEndNs) {
      leftNs -= givenNs;
    } else {
      long beyondNs = toNs - periodEndNs;
      periodEndNs += (beyondNs / periodNs + 1) * periodNs;
      leftNs = perPeriodNs - Math.min(perPeriodNs, rate * (beyondNs % periodNs));
    }
    return givenNs;
  }

  /** When work of {@code workNs} processor-nanoseconds that asks for {@code rate} is done. */
  double endNs(long fromNs, double workNs, double rate) {
    double nowNs = Math.min(leftNs, rate * (periodEndNs - fromNs));
    if (workNs <= nowNs) {
      return fromNs + workNs / rate;
    }
    double restNs = workNs - nowNs;
    double eachNs = Math.min(perPeriodNs, rate * periodNs);
    double whole = Math.ceil(restNs / eachNs) - 1;
    return periodEndNs + whole * periodNs + (restNs - whole * eachNs) / rate;
  }
}
