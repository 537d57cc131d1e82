package dev.headroom.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Where a seller rounds to cents; halves go up. */
public enum Rounding {
  /** Every line, then their sum: as the worked examples of AWS do. */
  COMPONENT,
  /** The sum only. */
  TOTAL,
  /** Nowhere: for bills of parts of a month, which are fractions of cents. */
  NONE;

  BigDecimal line(BigDecimal amount) {
    return this == COMPONENT ? cents(amount) : amount;
  }

  BigDecimal total(BigDecimal amount) {
    return this == NONE ? amount : cents(amount);
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }
}
