package dev.headroom.cost;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was used, by meter, before any price. Decimal, since a bill is rounded to cents and half a
 * cent must not depend on how a binary fraction falls.
 */
public final class Meters {
  private final Map<Meter, BigDecimal> amounts = new EnumMap<>(Meter.class);

  /** Adds to a meter; nothing used leaves no line on the bill. */
  public Meters add(Meter meter, BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException(meter.label() + " of " + amount + " is below zero");
    }
    if (amount.signum() > 0) {
      amounts.merge(meter, amount, BigDecimal::add);
    }
    return this;
  }

  /** Adds to a meter. */
  public Meters add(Meter meter, double amount) {
    return add(meter, BigDecimal.valueOf(amount));
  }

  /** Adds every meter of another service, as an account does before tiers and free amounts. */
  public Meters addAll(Meters other) {
    other.amounts.forEach(this::add);
    return this;
  }

  /** The same use several times over, such as a day thirty times for a month. */
  public Meters times(BigDecimal factor) {
    Meters product = new Meters();
    amounts.forEach((meter, amount) -> product.add(meter, amount.multiply(factor)));
    return product;
  }

  /** What a meter shows, zero where nothing was used. */
  public BigDecimal get(Meter meter) {
    return amounts.getOrDefault(meter, BigDecimal.ZERO);
  }

  /** Meters that show more than zero, in the order of {@link Meter}. */
  public Map<Meter, BigDecimal> amounts() {
    return Collections.unmodifiableMap(amounts);
  }
}
