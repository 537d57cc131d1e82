package dev.headroom.report;

import java.util.ArrayList;
import java.util.List;

/** Positive values as places between two edges, equal ratios equally far apart. */
final class LogScale {
  private final double low;
  private final double high;
  private final double first;
  private final double last;

  /**
   * A scale.
   *
   * @param least above 0
   * @param greatest at least {@code least}
   * @param first place of the lower end
   * @param last place of the upper end
   * @param padded whether the ends are round numbers beyond the values; else they are the values
   */
  LogScale(double least, double greatest, double first, double last, boolean padded) {
    double top = greatest > least ? greatest : least * 1.1;
    this.low = padded ? round(least, false) : least;
    this.high = padded ? round(top, true) : top;
    this.first = first;
    this.last = last;
  }

  /** The next of 1, 2 and 5 times a power of ten. */
  private static double round(double value, boolean up) {
    double decade = StrictMath.pow(10, Math.floor(StrictMath.log10(value) + 1e-9));
    double below = decade;
    for (double factor : new double[] {1, 2, 5, 10}) {
      double step = decade * factor;
      if (up && step >= value * (1 - 1e-9)) {
        return step;
      }
      below = step <= value * (1 + 1e-9) ? step : below;
    }
    return below;
  }

  double place(double value) {
    double share = StrictMath.log(value / low) / StrictMath.log(high / low);
    return first + share * (last - first);
  }

  /** 1, 2 and 5 times powers of ten, or those powers alone where there would be too many. */
  List<Double> ticks(int most) {
    List<Double> ticks = ticks(new double[] {1, 2, 5});
    return ticks.size() <= most ? ticks : ticks(new double[] {1});
  }

  private List<Double> ticks(double[] factors) {
    List<Double> ticks = new ArrayList<>();
    int from = (int) Math.floor(StrictMath.log10(low));
    int to = (int) Math.ceil(StrictMath.log10(high));
    for (int exponent = from; exponent <= to; exponent++) {
      for (double factor : factors) {
        double tick = factor * StrictMath.pow(10, exponent);
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
