package dev.headroom.traffic;

import dev.headroom.core.UserError;

/**
 * Traffic that is made, not read. Fields that a shape does not use are 0.
 *
 * @param shape the curve
 * @param rate requests per second: of a constant, the mean of a day
 * @param requests for a constant the exact number of arrivals, for the others the total to which
 *     the curve is scaled; -1 for neither
 * @param durationNs length; -1 for a constant that ends after its {@code requests}
 * @param from rate at a ramp's start, per second
 * @param to rate at a ramp's end, per second
 * @param base rate beside a spike, per second
 * @param peak rate on top of a spike, per second
 * @param atNs when a spike begins
 * @param rampNs how long a spike rises
 * @param holdNs how long it stays up
 * @param decayNs how long it falls
 * @param peakToTrough highest over lowest rate of a day, at least 1
 * @param firstMinuteShare share of all clicks in a mailing's first minute, 0 to 0.176
 */
public record GenerateSpec(
    Shape shape,
    double rate,
    long requests,
    long durationNs,
    double from,
    double to,
    double base,
    double peak,
    long atNs,
    long rampNs,
    long holdNs,
    long decayNs,
    double peakToTrough,
    double firstMinuteShare) {
  /** What a generator may ask of one run. */
  static final double REQUESTS_MAX = 1e11;

  private static final long CENTURY_NS = 100L * 366 * 86_400 * TimeText.SECOND_NS;

  /** Rejects what no curve can be drawn from. */
  public GenerateSpec {
    rates("rate", rate);
    rates("from", from);
    rates("to", to);
    rates("base", base);
    rates("peak", peak);
    require(requests == -1 || requests > 0, "requests = " + requests + ", must be at least 1");
    require(requests <= 1L << 54, "requests = " + requests + ", must be at most 2^54");
    require(durationNs == -1 || durationNs > 0, "duration must be more than 0");
    require(durationNs <= CENTURY_NS, "duration must be at most 100 years");
    require(
        Math.max(Math.max(atNs, rampNs), Math.max(holdNs, decayNs)) <= CENTURY_NS / 4,
        "at, ramp, hold and decay must be at most 25 years each");
    require(
        atNs >= 0 && rampNs >= 0 && holdNs >= 0 && decayNs >= 0,
        "at, ramp, hold and decay must be at least 0");
    if (shape == Shape.CONSTANT) {
      require(rate > 0, "rate = 0, must be more than 0");
      require(requests > 0 || durationNs > 0, "a constant rate needs requests or duration");
    } else {
      require(durationNs > 0, "duration must be more than 0");
    }
    if (shape == Shape.SPIKE) {
      require(peak >= base, "peak must be at least base");
      long overNs = atNs + rampNs + holdNs + decayNs;
      require(
          overNs <= durationNs,
          "at, ramp, hold and decay of a spike ("
              + TimeText.seconds(overNs) + ") must fit into its duration ("
              + TimeText.seconds(durationNs) + ")");
    }
    if (shape == Shape.DIURNAL) {
      require(peakToTrough >= 1 && peakToTrough < 1e9, "peak-to-trough must be at least 1");
    }
    if (shape == Shape.EMAIL_CLICK) {
      require(requests > 0, "clicks must be at least 1");
      require(
          durationNs <= EmailClicks.DURATION_MAX_NS,
          "duration must be at most 24h, where the published figures end");
      require(
          firstMinuteShare >= 0 && firstMinuteShare <= EmailClicks.FIRST_MINUTE_SHARE_MAX,
          "first-minute share must be between 0 and 17.6 %: 33.6 % are published for the hour, and "
              + "the rate must not rise at its end");
    }
  }

  /** A constant rate with exactly {@code requests} arrivals, until {@code durationNs}, or both. */
  public static GenerateSpec constant(double rate, long requests, long durationNs) {
    return new GenerateSpec(
        Shape.CONSTANT, rate, requests, durationNs, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** A line from one rate to another. */
  public static GenerateSpec ramp(double from, double to, long durationNs) {
    return new GenerateSpec(Shape.RAMP, 0, -1, durationNs, from, to, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** A base rate with a trapezium on it that begins after {@code atNs}. */
  public static GenerateSpec spike(
      double base,
      double peak,
      long atNs,
      long rampNs,
      long holdNs,
      long decayNs,
      long durationNs) {
    return new GenerateSpec(
        Shape.SPIKE, 0, -1, durationNs, 0, 0, base, peak, atNs, rampNs, holdNs, decayNs, 0, 0);
  }

  /** Days that follow a sine. */
  public static GenerateSpec diurnal(double mean, double peakToTrough, long durationNs) {
    return new GenerateSpec(
        Shape.DIURNAL, mean, -1, durationNs, 0, 0, 0, 0, 0, 0, 0, 0, peakToTrough, 0);
  }

  /** {@code clicks} clicks within {@code durationNs} after a mailing, at most 24 h. */
  public static GenerateSpec emailClick(long clicks, long durationNs, double firstMinuteShare) {
    return new GenerateSpec(
        Shape.EMAIL_CLICK, 0, clicks, durationNs, 0, 0, 0, 0, 0, 0, 0, 0, 0, firstMinuteShare);
  }

  /** The same curve scaled to a total. */
  public GenerateSpec withRequests(long total) {
    return new GenerateSpec(
        shape,
        rate,
        total,
        durationNs,
        from,
        to,
        base,
        peak,
        atNs,
        rampNs,
        holdNs,
        decayNs,
        peakToTrough,
        firstMinuteShare);
  }

  /** Expected requests in [0, t) seconds, scaled to {@code requests} where that is given. */
  public double expected(double t) {
    double raw = shape.cumulative(this, t);
    return requests < 0 || shape == Shape.CONSTANT
        ? raw
        : raw / shape.cumulative(this, durationNs / 1e9) * requests;
  }

  /** Expected requests of the whole curve. */
  double expected() {
    return requests >= 0 ? requests : expected(durationNs / 1e9);
  }

  private static void rates(String name, double value) {
    require(value >= 0 && value <= 1e9, name + " must be between 0 and 10^9 per second");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw UserError.invalid("generate: " + what);
    }
  }
}
