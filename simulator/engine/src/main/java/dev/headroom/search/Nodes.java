package dev.headroom.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.statistics.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers in the documents of this package: rounded, and null where they are not known. */
final class Nodes {
  private static final int PLACES = 6;

  private Nodes() {}

  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, rounded(value));
    } else {
      node.putNull(key);
    }
  }

  /** Two ends, or null where one of them is not known. */
  static void put(ObjectNode node, String key, Interval interval) {
    if (Double.isFinite(interval.low()) && Double.isFinite(interval.high())) {
      node.putArray(key).add(rounded(interval.low())).add(rounded(interval.high()));
    } else {
      node.putNull(key);
    }
  }

  private static BigDecimal rounded(double value) {
    BigDecimal exact = BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_EVEN);
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }
}
