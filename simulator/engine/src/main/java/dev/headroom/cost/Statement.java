package dev.headroom.cost;

import dev.headroom.cost.Tariff.Band;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A month's bill for one tariff. Tiers and free amounts hold per account and month, so the meters
 * of all services that share the account are added first ({@link Account}).
 *
 * @param tariff the prices
 * @param rounding where cents were rounded
 * @param lines what is charged, by meter and band
 * @param credit money taken off
 */
public record Statement(Tariff tariff, Rounding rounding, List<Line> lines, BigDecimal credit) {

  /**
   * One line.
   *
   * @param meter what was used
   * @param band the amount at which its price begins
   * @param quantity charged, after the free amount
   * @param amount of money, rounded where the seller rounds lines
   */
  public record Line(Meter meter, BigDecimal band, BigDecimal quantity, BigDecimal amount) {}

  public Statement {
    lines = List.copyOf(lines);
  }

  /** Prices a month's use. */
  public static Statement of(Tariff tariff, Meters month, FreeTier freeTier, Rounding rounding) {
    List<Line> lines = new ArrayList<>();
    month.amounts().forEach((meter, amount) -> {
      BigDecimal charged = amount;
      if (freeTier == FreeTier.APPLIED) {
        charged = amount
            .subtract(tariff.free().getOrDefault(meter, BigDecimal.ZERO))
            .max(BigDecimal.ZERO);
      }
      lines.addAll(charge(tariff, meter, charged, rounding));
    });
    BigDecimal credit = freeTier == FreeTier.APPLIED ? credit(tariff, lines) : BigDecimal.ZERO;
    return new Statement(tariff, rounding, lines, credit);
  }

  /**
   * Credits of a tariff are one sum against all meters that have one: Cloud Run's worked example of
   * a worker pool pays for CPU with what memory leaves of its credit.
   */
  private static BigDecimal credit(Tariff tariff, List<Line> lines) {
    BigDecimal credit = BigDecimal.ZERO;
    BigDecimal charged = BigDecimal.ZERO;
    for (Map.Entry<Meter, BigDecimal> each : tariff.credits().entrySet()) {
      credit = credit.add(each.getValue());
      charged = charged.add(sum(lines, each.getKey()));
    }
    return credit.min(charged);
  }

  private static List<Line> charge(
      Tariff tariff, Meter meter, BigDecimal charged, Rounding rounding) {
    List<Band> bands = tariff.bandsOf(meter);
    BigDecimal units = BigDecimal.valueOf(meter.unitsPerPrice());
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < bands.size(); i++) {
      Band band = bands.get(i);
      BigDecimal until = i + 1 < bands.size() ? charged.min(bands.get(i + 1).from()) : charged;
      BigDecimal quantity = until.subtract(band.from());
      if (quantity.signum() > 0 || i == 0) {
        BigDecimal amount = quantity.multiply(band.price()).divide(units);
        lines.add(new Line(meter, band.from(), quantity, rounding.line(amount)));
      }
    }
    return lines;
  }

  /** What a meter costs before credits, over all bands. */
  public BigDecimal amount(Meter meter) {
    return sum(lines, meter);
  }

  /** The sum before credits. */
  public BigDecimal beforeCredits() {
    return rounding.total(sum(lines, null));
  }

  /** What is to be paid. */
  public BigDecimal total() {
    return rounding.total(sum(lines, null).subtract(credit));
  }

  private static BigDecimal sum(List<Line> lines, Meter only) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Line line : lines) {
      if (only == null || line.meter() == only) {
        sum = sum.add(line.amount());
      }
    }
    return sum;
  }
}
