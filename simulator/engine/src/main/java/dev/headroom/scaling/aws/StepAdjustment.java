package dev.headroom.scaling.aws;

/**
 * One step of a step scaling policy.
 *
 * @param lower where it begins, as a difference from the threshold; negative infinity if open
 * @param upper where it ends, likewise; positive infinity if open
 * @param adjustment by how much, in the unit of the policy
 */
public record StepAdjustment(double lower, double upper, int adjustment) {
  /** Checks the order; at least one side must be bounded. */
  public StepAdjustment {
    if (!(lower < upper) || (Double.isInfinite(lower) && Double.isInfinite(upper))) {
      throw new IllegalArgumentException("step from " + lower + " to " + upper
          + ": must be in order, and open on one side at most");
    }
  }

  /** The bound nearer to the threshold belongs to the step, the farther one to the next. */
  boolean covers(double breach, boolean upward) {
    return upward ? breach >= lower && breach < upper : breach > lower && breach <= upper;
  }
}
