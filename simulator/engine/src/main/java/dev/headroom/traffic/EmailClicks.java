package dev.headroom.traffic;

/**
 * How clicks on a mailing spread over the day after it went out.
 *
 * <p>Published: 33.6 % of clicks within 1 h, 51.4 % within 3 h, 81 % within 24 h (GetResponse,
 * 5.5 billion mails, July 2019 to June 2020, by way of Marketing Charts). Between these the share
 * is taken as a straight line over the logarithm of time. Nothing is published about the first
 * minutes: a stated share falls evenly into the first minute, and the line goes on from there.
 */
public final class EmailClicks {
  /**
   * Share of the first minute at which the rate does not jump at its end: 0.336 / (1 + ln 60). An
   * assumption, not a published figure.
   */
  public static final double FIRST_MINUTE_SHARE = 0.066;

  /** Where the published figures end. */
  public static final long DURATION_MAX_NS = 86_400 * TimeText.SECOND_NS;

  private static final double[] AT_SECONDS = {60, 3_600, 10_800, 86_400};
  private static final double[] SHARE = {0, 0.336, 0.514, 0.81};

  private EmailClicks() {}

  /** Cumulative share of all clicks within {@code t} seconds, 0 to 0.81. */
  static double share(double t, double firstMinuteShare) {
    if (t <= AT_SECONDS[0]) {
      return firstMinuteShare * Math.max(0, t) / AT_SECONDS[0];
    }
    int i = 1;
    while (i < AT_SECONDS.length - 1 && t > AT_SECONDS[i]) {
      i++;
    }
    double before = i == 1 ? firstMinuteShare : SHARE[i - 1];
    double part = StrictMath.log(t / AT_SECONDS[i - 1])
        / StrictMath.log(AT_SECONDS[i] / AT_SECONDS[i - 1]);
    return before + (SHARE[i] - before) * Math.min(1, part);
  }
}
