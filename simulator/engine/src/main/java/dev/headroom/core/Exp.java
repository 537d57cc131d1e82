package dev.headroom.core;

/**
 * The exponential function within two units in the last place, by additions and multiplications
 * alone, so that it is the same on every machine, as {@link StrictMath#exp} is, and costs less.
 *
 * <p>exp(x) = 2^(k/64) exp(r) with |r| at most ln(2)/128: a table of 64 roots of two and the Taylor
 * series to the sixth power (Tang, "Table-driven implementation of the exponential function", ACM
 * TOMS 15(2), 1989).
 */
final class Exp {
  private static final int ROOT_BITS = 6;
  private static final int ROOTS = 1 << ROOT_BITS;

  /** Beyond, the result is not a normal number. */
  private static final double LARGEST = 700;

  private static final double PER_STEP = ROOTS / 0.6931471805599453;

  /** ln(2)/64 in two parts, the first with zeros at the end so that k times it is exact. */
  private static final double STEP_HIGH = Double.longBitsToDouble(
      Double.doubleToRawLongBits(0.6931471805599453 / ROOTS) & 0xFFFFFFFF00000000L);

  /** ln(2) is 0.6931471805599453 plus 2.3190468138462996e-17. */
  private static final double STEP_LOW =
      0.6931471805599453 / ROOTS - STEP_HIGH + 2.3190468138462996e-17 / ROOTS;

  /** Adding and taking away this rounds to a whole number. */
  private static final double ROUNDER = 0x1.8p52;

  private static final double[] ROOT = new double[ROOTS];

  static {
    for (int i = 0; i < ROOTS; i++) {
      ROOT[i] = StrictMath.pow(2, (double) i / ROOTS);
    }
  }

  private Exp() {}

  static double of(double x) {
    if (!(Math.abs(x) < LARGEST)) {
      return StrictMath.exp(x);
    }
    double steps = x * PER_STEP + ROUNDER - ROUNDER;
    int k = (int) steps;
    double r = x - steps * STEP_HIGH - steps * STEP_LOW;
    double tail =
        r + r * r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r / 720.0))));
    double root = ROOT[k & ROOTS - 1];
    return (root + root * tail) * Double.longBitsToDouble((k >> ROOT_BITS) + 1023L << 52);
  }
}
