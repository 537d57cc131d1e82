package dev.headroom.cost;

import dev.headroom.core.UserError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The prices of one thing that is sold, from one entry of a price book.
 *
 * @param title book, date, region and entry, for people
 * @param bands of each meter that has a price, from the first unit on, in rising order
 * @param free amounts that a month does not charge
 * @param credits money taken off each month, together from what all these meters cost
 * @param metering how a stretch of time becomes an amount, where the seller rounds it
 */
public record Tariff(
    String title,
    Map<Meter, List<Band>> bands,
    Map<Meter, BigDecimal> free,
    Map<Meter, BigDecimal> credits,
    Map<Meter, Metering> metering) {

  /**
   * A price that holds from an amount on, within one account and month.
   *
   * @param from amount at which it begins, zero for the first
   * @param price of one {@link Meter#unitsPerPrice} beyond it
   */
  public record Band(BigDecimal from, BigDecimal price) {}

  /**
   * How use becomes an amount before it is added to a meter.
   *
   * @param granularitySeconds a stretch of time is rounded up to a multiple, zero for none
   * @param minimumSeconds least that a stretch is billed
   * @param freeSize part of each instance's size that is not charged
   */
  public record Metering(
      BigDecimal granularitySeconds, BigDecimal minimumSeconds, BigDecimal freeSize) {
    /** As used. */
    public static final Metering EXACT =
        new Metering(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** What a stretch that long is billed as. */
    public BigDecimal billedSeconds(BigDecimal seconds) {
      BigDecimal rounded = seconds;
      if (granularitySeconds.signum() > 0) {
        rounded = seconds
            .divide(granularitySeconds, 0, RoundingMode.CEILING)
            .multiply(granularitySeconds);
      }
      return rounded.max(minimumSeconds);
    }

    /** What of an instance's size is charged. */
    public BigDecimal billedSize(BigDecimal size) {
      return size.subtract(freeSize).max(BigDecimal.ZERO);
    }
  }

  public Tariff {
    bands = copy(bands);
    free = copy(free);
    credits = copy(credits);
    metering = copy(metering);
  }

  private static <V> Map<Meter, V> copy(Map<Meter, V> map) {
    Map<Meter, V> copy = new EnumMap<>(Meter.class);
    copy.putAll(map);
    return Collections.unmodifiableMap(copy);
  }

  /** Whether the meter has a price here. */
  public boolean sells(Meter meter) {
    return bands.containsKey(meter);
  }

  /** The first band's price of {@link Meter#unitsPerPrice}, zero where nothing is charged. */
  public BigDecimal price(Meter meter) {
    return sells(meter) ? bands.get(meter).get(0).price() : BigDecimal.ZERO;
  }

  /** How use on this meter is rounded before it is added. */
  public Metering metering(Meter meter) {
    return metering.getOrDefault(meter, Metering.EXACT);
  }

  /** The same tariff with one price for a meter, whatever the book says: a negotiated one. */
  public Tariff with(Meter meter, BigDecimal price) {
    Map<Meter, List<Band>> changed = new EnumMap<>(Meter.class);
    changed.putAll(bands);
    changed.put(meter, List.of(new Band(BigDecimal.ZERO, price)));
    return new Tariff(title, changed, free, credits, metering);
  }

  /** The same prices under another title, that of the region they were asked for. */
  Tariff called(String other) {
    return new Tariff(other, bands, free, credits, metering);
  }

  /** The bands of a meter; use without a price is refused, since it would be billed as nothing. */
  List<Band> bandsOf(Meter meter) {
    if (!sells(meter)) {
      throw UserError.invalid(title + ": no price for " + meter.label());
    }
    return bands.get(meter);
  }
}
