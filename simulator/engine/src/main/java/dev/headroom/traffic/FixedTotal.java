package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;

/**
 * A curve's intervals with random counts that add up to exactly the curve's total: each request
 * falls independently, with the curve as its density. Draws the requests in time order as sums of
 * exponential spacings, so nothing is stored.
 */
final class FixedTotal implements IntervalSource {
  private final ShapeIntervals curve;
  private final Draws draws;
  private final long requests;
  private final double total;
  private double sum;
  private long drawn;
  private double expected;
  private long count;

  FixedTotal(GenerateSpec spec, long stepNs, long seed) {
    curve = new ShapeIntervals(spec, stepNs);
    draws = Draws.of(seed, 0, Purpose.SHAPE);
    requests = spec.requests();
    double all = 0;
    for (long i = 0; i <= requests; i++) {
      all += draws.exponential(i);
    }
    total = all;
    sum = draws.exponential(0);
  }

  @Override
  public boolean next() {
    if (!curve.next()) {
      return false;
    }
    expected += curve.mean();
    boolean last = curve.endNs() == curve.durationNs();
    count = 0;
    while (drawn < requests && (last || sum / total * requests < expected)) {
      count++;
      sum += draws.exponential(++drawn);
    }
    return true;
  }

  @Override
  public long startNs() {
    return curve.startNs();
  }

  @Override
  public long lengthNs() {
    return curve.lengthNs();
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double mean() {
    return count;
  }

  @Override
  public long endNs() {
    return curve.endNs();
  }

  @Override
  public TraceCursor file() {
    return null;
  }

  @Override
  public void close() {}
}
