package dev.headroom.statistics;

/**
 * Whether days keep an objective often enough: the share of days that violate it is held against a
 * risk that somebody is ready to take.
 *
 * @param violated days that violated it
 * @param runs days that were simulated
 * @param risk share of days that may violate it, above 0 and below 1
 */
public record Judgement(int violated, int runs, double risk) {
  /** The risk where nobody states another: one day in twenty. */
  public static final double DEFAULT_RISK = 0.05;

  /** What may be said. */
  public enum Verdict {
    PASS,
    FAIL,
    INCONCLUSIVE;

    /** As in documents. */
    public String label() {
      return switch (this) {
        case PASS -> "pass";
        case FAIL -> "fail";
        case INCONCLUSIVE -> "inconclusive";
      };
    }
  }

  public Judgement {
    if (runs < 1 || violated < 0 || violated > runs || !(risk > 0 && risk < 1)) {
      throw new IllegalArgumentException(violated + " of " + runs + ", risk " + risk);
    }
  }

  /** 95 % interval of the share of days that violate it (Wilson). */
  public Interval interval() {
    return Interval.wilson(violated, runs);
  }

  /**
   * Pass where the whole interval is below the risk, fail where it is above, else inconclusive. A
   * single day is judged for itself, since it was all that was asked for.
   */
  public Verdict verdict() {
    if (runs == 1) {
      return violated == 0 ? Verdict.PASS : Verdict.FAIL;
    }
    if (interval().high() < risk) {
      return Verdict.PASS;
    }
    return interval().low() > risk ? Verdict.FAIL : Verdict.INCONCLUSIVE;
  }

  /** Fewest runs with which no violation at all is a pass: 73 at a risk of 5 %. */
  public static int runsToPass(double risk) {
    int runs = Math.max(1, (int) (Interval.Z * Interval.Z * (1 - risk) / risk));
    while (!(Interval.wilson(0, runs).high() < risk)) {
      runs++;
    }
    return runs;
  }
}
