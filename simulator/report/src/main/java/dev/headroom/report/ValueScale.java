package dev.headroom.report;

import dev.headroom.report.TimeScale.Tick;
import java.util.ArrayList;
import java.util.List;

/**
 * Range and ticks of a value axis, with round numbers at both ends.
 *
 * @param lower the lowest value shown
 * @param upper the highest value shown, above {@code lower}
 * @param ticks in ascending order
 */
record ValueScale(double lower, double upper, List<Tick> ticks) {

  /** From zero to at least {@code max}, which may be NaN. */
  static ValueScale linear(double max, int maxTicks) {
    if (!(max > 0)) {
      return new ValueScale(0, 1, List.of(new Tick(0, "0"), new Tick(1, "1")));
    }
    double top = max * 1.04;
    double decade = StrictMath.pow(10, Math.floor(StrictMath.log10(top / maxTicks)));
    double step = decade * 10;
    for (double factor : new double[] {1, 2, 2.5, 5}) {
      if (top / (decade * factor) <= maxTicks) {
        step = decade * factor;
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    int count = (int) Math.ceil(top / step - 1e-9);
    for (int i = 0; i <= count; i++) {
      ticks.add(new Tick(i * step, label(i * step)));
    }
    return new ValueScale(0, count * step, ticks);
  }

  /** Whole decades of milliseconds around the values, which may be NaN. */
  static ValueScale logarithmicMs(double min, double max, int maxTicks) {
    double low = min > 0 ? min : 1;
    double high = max > low ? max : low * 10;
    // A microsecond to about three years; outside that a value is damage, not a latency.
    int from = (int) Math.floor(StrictMath.log10(Math.max(low, 1e-3)) + 1e-9);
    int to = (int) Math.ceil(StrictMath.log10(Math.min(high, 1e11)) - 1e-9);
    to = Math.max(to, from + 1);
    int every = (int) Math.ceil((to - from + 1) / (double) maxTicks);
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = from; exponent <= to; exponent++) {
      double value = StrictMath.pow(10, exponent);
      if ((exponent - from) % every == 0) {
        ticks.add(new Tick(value, msLabel(value)));
      }
      if (to - from <= 2 && exponent < to) {
        ticks.add(new Tick(2 * value, msLabel(2 * value)));
        ticks.add(new Tick(5 * value, msLabel(5 * value)));
      }
    }
    return new ValueScale(StrictMath.pow(10, from), StrictMath.pow(10, to), ticks);
  }

  private static String msLabel(double ms) {
    return ms >= 999 ? label(ms / 1000) + " s" : label(ms) + " ms";
  }

  private static String label(double value) {
    if (value >= 1e9) {
      return Numbers.significant(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return Numbers.significant(value / 1e6) + "M";
    }
    return value >= 1e5 ? Numbers.significant(value / 1e3) + "k" : Numbers.significant(value);
  }
}
