package dev.headroom.core;

/**
 * Exponential and normal variates from 64 random bits.
 *
 * <p>Marsaglia and Tsang's ziggurat with 256 layers of equal area: bits 0 to 7 choose the layer,
 * bit 8 the sign, bits 11 to 63 the place in the layer. A rejected candidate goes on with bits
 * derived from the first, so a draw stays a pure function of them.
 */
final class Ziggurat {
  private static final int LAYERS = 256;

  /** Where the tail begins and the area of each layer, for exp(-x). */
  private static final double EXP_R = 7.69711747013105;

  private static final double EXP_V = 0.003949659822581557;

  /** The same for exp(-x*x/2). */
  private static final double NORMAL_R = 3.654152885361009;

  private static final double NORMAL_V = 0.00492867323399;

  private static final double[] EXP_X = new double[LAYERS + 1];
  private static final double[] EXP_F = new double[LAYERS + 1];
  private static final double[] NORMAL_X = new double[LAYERS + 1];
  private static final double[] NORMAL_F = new double[LAYERS + 1];

  static {
    EXP_X[0] = EXP_V / StrictMath.exp(-EXP_R);
    EXP_X[1] = EXP_R;
    for (int i = 2; i < LAYERS; i++) {
      double x = EXP_X[i - 1];
      EXP_X[i] = -StrictMath.log(EXP_V / x + StrictMath.exp(-x));
    }
    NORMAL_X[0] = NORMAL_V / StrictMath.exp(-0.5 * NORMAL_R * NORMAL_R);
    NORMAL_X[1] = NORMAL_R;
    for (int i = 2; i < LAYERS; i++) {
      double x = NORMAL_X[i - 1];
      NORMAL_X[i] = StrictMath.sqrt(-2 * StrictMath.log(NORMAL_V / x + normalDensity(x)));
    }
    for (int i = 0; i <= LAYERS; i++) {
      EXP_F[i] = StrictMath.exp(-EXP_X[i]);
      NORMAL_F[i] = normalDensity(NORMAL_X[i]);
    }
  }

  private Ziggurat() {}

  static double exponential(long bits) {
    int layer = (int) bits & (LAYERS - 1);
    double x = Draws.toUnit(bits) * EXP_X[layer];
    return x < EXP_X[layer + 1] ? x : exponentialEdge(bits, layer, x);
  }

  private static double exponentialEdge(long firstBits, int firstLayer, double firstX) {
    long bits = firstBits;
    int layer = firstLayer;
    double x = firstX;
    double tail = 0;
    while (true) {
      if (layer == 0) {
        // Memoryless: beyond r it is r plus a fresh exponential.
        tail += EXP_R;
      } else {
        bits = Draws.after(bits);
        double y = EXP_F[layer] + Draws.toUnit(bits) * (EXP_F[layer + 1] - EXP_F[layer]);
        if (y < StrictMath.exp(-x)) {
          return tail + x;
        }
      }
      bits = Draws.after(bits);
      layer = (int) bits & (LAYERS - 1);
      x = Draws.toUnit(bits) * EXP_X[layer];
      if (x < EXP_X[layer + 1]) {
        return tail + x;
      }
    }
  }

  static double normal(long bits) {
    int layer = (int) bits & (LAYERS - 1);
    double x = Draws.toUnit(bits) * NORMAL_X[layer];
    double magnitude = x < NORMAL_X[layer + 1] ? x : normalEdge(bits, layer, x);
    return (bits & LAYERS) == 0 ? magnitude : -magnitude;
  }

  private static double normalEdge(long firstBits, int firstLayer, double firstX) {
    long bits = firstBits;
    int layer = firstLayer;
    double x = firstX;
    while (true) {
      bits = Draws.after(bits);
      if (layer == 0) {
        return normalTail(bits);
      }
      double y = NORMAL_F[layer] + Draws.toUnit(bits) * (NORMAL_F[layer + 1] - NORMAL_F[layer]);
      if (y < normalDensity(x)) {
        return x;
      }
      bits = Draws.after(bits);
      layer = (int) bits & (LAYERS - 1);
      x = Draws.toUnit(bits) * NORMAL_X[layer];
      if (x < NORMAL_X[layer + 1]) {
        return x;
      }
    }
  }

  private static double normalTail(long firstBits) {
    long bits = firstBits;
    while (true) {
      double x = -StrictMath.log(1 - Draws.toUnit(bits)) / NORMAL_R;
      bits = Draws.after(bits);
      double y = -StrictMath.log(1 - Draws.toUnit(bits));
      if (2 * y > x * x) {
        return NORMAL_R + x;
      }
      bits = Draws.after(bits);
    }
  }

  private static double normalDensity(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }
}
