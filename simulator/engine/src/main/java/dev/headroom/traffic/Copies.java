package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;

/**
 * Nested thinning: copy j of a request exists where u(request, j) is below k - j, k the multiple
 * of the rate. So 1 is the traffic itself, and a higher multiple only adds requests.
 */
final class Copies {
  private static final long COPY_MASK = 127L << Entities.COPY_SHIFT;

  private final double multiple;
  private final int count;
  private final Draws draws;

  Copies(double multiple, long seed, int run) {
    this.multiple = multiple;
    this.count = (int) Math.ceil(multiple);
    this.draws = Draws.of(seed, run, Purpose.COPY);
  }

  /** How many copies a request can have, itself included. */
  int count() {
    return count;
  }

  /** Whether this copy of the request exists. */
  boolean exists(long entity, int copy) {
    double share = multiple - copy;
    return share >= 1 || draws.uniform(entity & ~COPY_MASK, copy) < share;
  }
}
