package dev.headroom.core;

/**
 * Powers of two within two units in the last place, by additions and multiplications alone, so that
 * they are the same on every machine, as {@link StrictMath#pow} is, and cost less.
 *
 * <p>2^t = 2^(k/256) 2^f with |f| at most 1/512: a table of 256 roots of two and the Taylor series
 * to the fourth power, whose next term is below a quarter of the last place (after Tang,
 * "Table-driven implementation of the exponential function", ACM TOMS 15(2), 1989).
 */
final class Exp2 {
  private static final int ROOT_BITS = 8;
  private static final int ROOTS = 1 << ROOT_BITS;
  private static final int MANTISSA_BITS = 52;

  /** Up to here the result is a normal number. */
  private static final double LARGEST = 1000;

  /** Adding this rounds to a multiple of 1/256 and leaves k in the lowest bits. */
  private static final double ROUNDER = 0x1.8p52 / ROOTS;

  static final double LN2 = 0.6931471805599453;
  private static final double C2 = LN2 * LN2 / 2;
  private static final double C3 = LN2 * LN2 * LN2 / 6;
  private static final double C4 = LN2 * LN2 * LN2 * LN2 / 24;

  /** Bits of 2^(i/256): the whole part of k/256 is added to their exponent. */
  private static final long[] ROOT = new long[ROOTS];

  static {
    for (int i = 0; i < ROOTS; i++) {
      ROOT[i] = Double.doubleToRawLongBits(StrictMath.pow(2, (double) i / ROOTS));
    }
  }

  private Exp2() {}

  static double of(double t) {
    if (!(Math.abs(t) < LARGEST)) {
      return StrictMath.pow(2, t);
    }
    double shifted = t + ROUNDER;
    long k = Double.doubleToRawLongBits(shifted);
    double f = t - (shifted - ROUNDER);
    double ff = f * f;
    double tail = f * LN2 + ff * (C2 + f * C3 + ff * C4);
    double root =
        Double.longBitsToDouble(ROOT[(int) k & ROOTS - 1] + (k >> ROOT_BITS << MANTISSA_BITS));
    return root + root * tail;
  }
}
