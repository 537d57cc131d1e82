package dev.headroom.search;

/**
 * How much traffic a day bears, between two multiples that were run.
 *
 * @param holds the highest that keeps the objectives; 0 where none that was tried does
 * @param breaks the lowest above it that violates one; infinite where none that was tried does
 * @param runs that it took
 */
public record Multiple(double holds, double breaks, int runs) {
  /** Lowest multiple that is tried. */
  static final double LEAST = 1.0 / 64;

  /** Highest multiple that is tried. */
  static final double MOST = 64;

  /** The two multiples are no further apart than this factor. */
  static final double PRECISION = 1.02;

  private static final double DOUBLED = 2;

  /** Whether a day keeps the objectives at a multiple of the traffic. */
  @FunctionalInterface
  interface Day {
    boolean holdsAt(double multiple);
  }

  /**
   * Looks for it by steps that grow and then by halving the ratio. That a day which breaks at one
   * multiple breaks at every higher one is assumed, as requests are only added; where it is not so,
   * the answer is one of the places where the objectives begin to be violated.
   *
   * @param from the multiple to begin with
   * @param step the first step, above 1; a small one where {@code from} is a good guess
   * @param most highest multiple that may be tried
   */
  static Multiple search(Day day, double from, double step, double most) {
    double holds = 0;
    double breaks = Double.POSITIVE_INFINITY;
    double at = Math.min(from, most);
    double factor = step;
    int runs = 0;
    while (true) {
      runs++;
      if (day.holdsAt(at)) {
        holds = at;
      } else {
        breaks = at;
      }
      if (holds >= most || breaks <= LEAST || breaks <= holds * PRECISION) {
        return new Multiple(holds, breaks, runs);
      }
      if (holds == 0) {
        at = Math.max(LEAST, breaks / factor);
      } else if (Double.isInfinite(breaks)) {
        at = Math.min(most, holds * factor);
      } else {
        at = Math.sqrt(holds * breaks);
      }
      factor = Math.min(DOUBLED, factor * factor);
    }
  }
}
