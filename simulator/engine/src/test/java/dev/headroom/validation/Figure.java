package dev.headroom.validation;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A figure of the simulator and what it is held against. They agree if the latter lies in the
 * interval of the former, which the section of the page explains.
 *
 * @param section where it stands
 * @param group the figures that the page counts together; empty for one that stands alone
 * @param name within the group
 * @param heldAgainst theory, measurement or publication
 * @param simulated the simulator's
 * @param low end of the interval
 * @param high end of the interval
 * @param note what a reader must know, may be empty
 */
@JsonPropertyOrder({"section", "group", "name", "heldAgainst", "simulated", "low", "high", "note"})
public record Figure(
    Section section,
    String group,
    String name,
    BigDecimal heldAgainst,
    BigDecimal simulated,
    BigDecimal low,
    BigDecimal high,
    String note) {
  private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  static BigDecimal rounded(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal kept = value == Math.rint(value) ? exact : exact.round(DIGITS);
    BigDecimal stripped = kept.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  boolean agrees() {
    return low.compareTo(heldAgainst) <= 0 && heldAgainst.compareTo(high) <= 0;
  }

  String key() {
    return section + " | " + group + " | " + name;
  }
}
