package dev.headroom.traffic;

/**
 * How clicks on a mailing spread over the day after it went out.
 *
 * <p>Published: 33.6 % of clicks within 1 h, 51.4 % within 3 h, 81 % within 24 h (GetResponse,
 * 5.5 billion mails, July 2019 to June 2020, by way of Marketing Charts). Between these the share
 * is a straight line over the logarithm of time.
 *
 * <p>About the first hour nothing more is published. Assumed: a stated share falls evenly into the
 * first minute; then the rate is even until the line of 1 h to 3 h, drawn backwards, takes over.
 * The rate never rises, and 33.6 % is met.
 */
public final class EmailClicks {
  /** The share at which the first minute is like those after it: the smoothest such curve. */
  public static final double FIRST_MINUTE_SHARE = 0.0079;

  /** The share at which the even rate lasts until 1 h. */
  public static final double FIRST_MINUTE_SHARE_MAX = 0.176;

  /** Where the published figures end. */
  public static final long DURATION_MAX_NS = 86_400 * TimeText.SECOND_NS;

  private static final double MINUTE = 60;
  private static final double[] AT_SECONDS = {3_600, 10_800, 86_400};
  private static final double[] SHARE = {0.336, 0.514, 0.81};

  /** Share per unit of the logarithm of time from 1 h to 3 h. */
  private static final double SLOPE = (SHARE[1] - SHARE[0]) / StrictMath.log(3);

  private EmailClicks() {}

  /** Cumulative share of all clicks within {@code t} seconds, 0 to 0.81. */
  static double share(double t, double firstMinuteShare) {
    if (t <= AT_SECONDS[0]) {
      return firstHour(Math.max(0, t), firstMinuteShare);
    }
    int i = t <= AT_SECONDS[1] ? 0 : 1;
    double part = StrictMath.log(Math.min(t, AT_SECONDS[2]) / AT_SECONDS[i])
        / StrictMath.log(AT_SECONDS[i + 1] / AT_SECONDS[i]);
    return SHARE[i] + (SHARE[i + 1] - SHARE[i]) * part;
  }

  private static double firstHour(double t, double firstMinuteShare) {
    if (t <= MINUTE) {
      return firstMinuteShare * t / MINUTE;
    }
    double takeover = takeover(firstMinuteShare);
    if (t <= takeover) {
      return firstMinuteShare + SLOPE * (t - MINUTE) / takeover;
    }
    return SHARE[0] + SLOPE * StrictMath.log(t / AT_SECONDS[0]);
  }

  /**
   * When the even rate SLOPE / T meets the line, T in seconds: the shares before and after T must
   * add up to the published one of the hour, SLOPE (1 - 60 / T + ln(3600 / T)).
   */
  private static double takeover(double firstMinuteShare) {
    double wanted = (SHARE[0] - firstMinuteShare) / SLOPE;
    double low = MINUTE;
    double high = AT_SECONDS[0];
    for (int i = 0; i < 60; i++) {
      double t = (low + high) / 2;
      if (1 - MINUTE / t + StrictMath.log(AT_SECONDS[0] / t) > wanted) {
        low = t;
      } else {
        high = t;
      }
    }
    return low;
  }
}
