package dev.headroom.measure;

import dev.headroom.cost.Meter;
import dev.headroom.cost.Meters;
import dev.headroom.cost.PriceBook;
import dev.headroom.cost.Rounding;
import dev.headroom.cost.Tariff;
import dev.headroom.measure.Facts.Rows;
import dev.headroom.results.Count;
import java.util.function.IntToDoubleFunction;

/**
 * Something that is paid by the piece: a line of the bill that is a count times a price.
 *
 * @param component name of the line
 * @param tariff that has the price
 * @param rounding of the seller
 * @param meter under which the tariff has it
 * @param count what is paid for
 * @param unitsEach units of the meter for one that was counted
 * @param rows of the recorder that pay it
 */
record Fee(
    String component,
    Tariff tariff,
    Rounding rounding,
    Meter meter,
    Count count,
    double unitsEach,
    Rows rows) {

  /** A line with the price of a book's entry in its home region. */
  static Fee of(
      String component, String[] price, Meter meter, Count count, double unitsEach, Rows rows) {
    PriceBook book = PriceBook.read(price[0]);
    return new Fee(
        component, book.tariff(price[1]), book.rounding(), meter, count, unitsEach, rows);
  }

  /** Units of the meter, from how often each row counted. */
  double units(IntToDoubleFunction counted) {
    double sum = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      sum += counted.applyAsDouble(row);
    }
    return sum * unitsEach;
  }

  /** What so much costs before free amounts. */
  double cost(IntToDoubleFunction counted) {
    return units(counted) * tariff.price(meter).doubleValue() / meter.unitsPerPrice();
  }

  /** What is used, for an account's month. */
  Meters meters(IntToDoubleFunction counted) {
    return new Meters().add(meter, units(counted));
  }
}
