package dev.headroom.traffic;

/**
 * A generated curve cut into intervals. The counts are the expected numbers rounded so that their
 * running total is never more than half a request from the curve's.
 */
final class ShapeIntervals implements IntervalSource {
  private final GenerateSpec spec;
  private final long stepNs;
  private final long durationNs;
  private long startNs;
  private long endNs;
  private double expectedAtEnd;
  private double mean;
  private long count;

  /** Intervals of {@code stepNs}, the last one possibly shorter. */
  ShapeIntervals(GenerateSpec spec, long stepNs) {
    this.spec = spec;
    this.stepNs = stepNs;
    this.durationNs = spec.durationNs() > 0
        ? spec.durationNs()
        : Math.max(1, Math.round(spec.requests() / spec.rate() * 1e9));
  }

  @Override
  public boolean next() {
    if (endNs == durationNs) {
      return false;
    }
    startNs = endNs;
    endNs = Math.min(durationNs, startNs + stepNs);
    double before = expectedAtEnd;
    expectedAtEnd = spec.expected(endNs / 1e9);
    mean = Math.max(0, expectedAtEnd - before);
    count = (long) Math.floor(expectedAtEnd + 0.5) - (long) Math.floor(before + 0.5);
    return true;
  }

  /** Length of the curve. */
  long durationNs() {
    return durationNs;
  }

  @Override
  public long startNs() {
    return startNs;
  }

  @Override
  public long lengthNs() {
    return endNs - startNs;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double mean() {
    return mean;
  }

  @Override
  public long endNs() {
    return endNs;
  }

  @Override
  public TraceCursor file() {
    return null;
  }

  @Override
  public void close() {}
}
