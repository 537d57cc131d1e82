package dev.headroom.sweep;

import dev.headroom.config.Units;
import java.util.Comparator;
import java.util.List;

/** Values of a path by amount, where they are numbers or carry a unit; else as they come. */
final class SweepOrder {
  private SweepOrder() {}

  /** Smaller amounts first; as they come where one is none. */
  static List<String> sorted(List<String> values) {
    if (values.stream().anyMatch(value -> Double.isNaN(amount(value)))) {
      return values;
    }
    return values.stream()
        .sorted(Comparator.comparingDouble(SweepOrder::amount))
        .toList();
  }

  /** The amount in its own kind of unit (ns, bytes, per second), NaN where it is none. */
  static double amount(String value) {
    try {
      return Units.number(value);
    } catch (IllegalArgumentException notPlain) {
      return value.contains("/") ? rate(value) : quantity(value);
    }
  }

  private static double quantity(String value) {
    try {
      return value.endsWith("%") ? Units.share(value) : Units.durationNs(value);
    } catch (IllegalArgumentException notTime) {
      try {
        return Units.bytes(value);
      } catch (IllegalArgumentException notSize) {
        return Double.NaN;
      }
    }
  }

  private static double rate(String value) {
    try {
      return Units.perSecond(value);
    } catch (IllegalArgumentException e) {
      return Double.NaN;
    }
  }
}
