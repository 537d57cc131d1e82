package dev.headroom.traffic;

/** The curves that a generator can follow; each knows its expected number of requests by t. */
public enum Shape {
  /** One rate throughout. */
  CONSTANT {
    @Override
    double cumulative(GenerateSpec g, double t) {
      return g.rate() * t;
    }
  },
  /** A straight line from one rate to another. */
  RAMP {
    @Override
    double cumulative(GenerateSpec g, double t) {
      double end = seconds(g.durationNs());
      return g.from() * t + (g.to() - g.from()) * t * t / (2 * end);
    }
  },
  /** A base rate and one trapezium on it: up, hold, down. */
  SPIKE {
    @Override
    double cumulative(GenerateSpec g, double t) {
      double height = g.peak() - g.base();
      double up = seconds(g.rampNs());
      double hold = seconds(g.holdNs());
      double down = seconds(g.decayNs());
      double area = g.base() * t;
      double since = t - seconds(g.atNs());
      double inUp = clamp(since, up);
      area += up > 0 ? height * inUp * inUp / (2 * up) : 0;
      area += height * clamp(since - up, hold);
      double inDown = clamp(since - up - hold, down);
      area += down > 0 ? height * inDown * (1 - inDown / (2 * down)) : 0;
      return area;
    }
  },
  /** A sine wave of one day, lowest at 04:00 and highest at 16:00 after the start. */
  DIURNAL {
    @Override
    double cumulative(GenerateSpec g, double t) {
      double swing = (g.peakToTrough() - 1) / (g.peakToTrough() + 1);
      double w = 2 * Math.PI / 86_400;
      double sine = StrictMath.sin(w * (t - 14_400)) - StrictMath.sin(-w * 14_400);
      return g.rate() * (t - swing * sine / w);
    }
  },
  /** Clicks after a mailing, by the published cumulative shares of {@link EmailClicks}. */
  EMAIL_CLICK {
    @Override
    double cumulative(GenerateSpec g, double t) {
      return EmailClicks.share(t, g.firstMinuteShare());
    }
  };

  /** Expected requests in [0, t) seconds, before {@link GenerateSpec#requests} rescales it. */
  abstract double cumulative(GenerateSpec g, double t);

  private static double seconds(long ns) {
    return ns / 1e9;
  }

  private static double clamp(double value, double max) {
    return Math.max(0, Math.min(value, max));
  }
}
