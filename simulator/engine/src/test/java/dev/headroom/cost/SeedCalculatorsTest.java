package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

/**
 * The two calculators that the project started from, as formulas over the price book. The one for
 * Fargate agrees with the provider. The one for Cloud Run quotes the vCPU-second ten times and the
 * GB-second 9.6 times too dear (0.00024 and 0.000024 USD instead of 0.000024 and 0.0000025), so its
 * formula is kept and its rates are not.
 */
final class SeedCalculatorsTest {
  private static final BigDecimal MONTH_HOURS = dec("730");
  private static final BigDecimal HOUR = dec("3600");
  private static final BigDecimal QUOTED_VCPU_SECOND = dec("0.00024");
  private static final BigDecimal QUOTED_GB_SECOND = dec("0.000024");
  private static final BigDecimal QUOTED_REQUEST = dec("0.0000004");

  private static final Tariff FARGATE = PriceBook.read("aws").tariff("aws-fargate");
  private static final Tariff CLOUD_RUN = PriceBook.read("gcp").tariff("cloud-run");

  private static BigDecimal dec(String number) {
    return new BigDecimal(number);
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP);
  }

  /** (vCPU x 0.04048 + GB x 0.004445) x hours. */
  private static BigDecimal fargateQuoted(BigDecimal vcpu, BigDecimal gb, BigDecimal hours) {
    return vcpu.multiply(dec("0.04048")).add(gb.multiply(dec("0.004445"))).multiply(hours);
  }

  private static BigDecimal fargateBook(BigDecimal vcpu, BigDecimal gb, BigDecimal hours) {
    BigDecimal seconds = hours.multiply(HOUR);
    Meters used = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, vcpu.multiply(seconds))
        .add(Meter.ACTIVE_GIB_SECONDS, gb.multiply(seconds));
    return Statement.of(FARGATE, used, FreeTier.NONE, Rounding.NONE).total();
  }

  /** vCPU x s x requests x rate + GB x s x requests x rate + requests x rate, month. */
  private static BigDecimal cloudRun(
      BigDecimal vcpu,
      BigDecimal gb,
      BigDecimal seconds,
      BigDecimal requests,
      BigDecimal vcpuSecond,
      BigDecimal gbSecond,
      BigDecimal request) {
    BigDecimal busy = seconds.multiply(requests);
    return vcpu.multiply(busy)
        .multiply(vcpuSecond)
        .add(gb.multiply(busy).multiply(gbSecond))
        .add(requests.multiply(request));
  }

  private static Statement cloudRunBook(
      BigDecimal vcpu, BigDecimal gb, BigDecimal seconds, BigDecimal requests) {
    BigDecimal busy = seconds.multiply(requests);
    Meters used = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, vcpu.multiply(busy))
        .add(Meter.ACTIVE_GIB_SECONDS, gb.multiply(busy))
        .add(Meter.REQUESTS, requests);
    return Statement.of(CLOUD_RUN, used, FreeTier.NONE, Rounding.NONE);
  }

  @Test
  void fargateAgreesToTheCentForATaskAMonth() {
    // The sizes that Fargate sells with the least memory of each.
    String[][] sizes = {{"0.25", "0.5"}, {"0.5", "1"}, {"1", "2"}, {"2", "4"}};
    for (String[] size : sizes) {
      assertEquals(
          cents(fargateQuoted(dec(size[0]), dec(size[1]), MONTH_HOURS)),
          cents(fargateBook(dec(size[0]), dec(size[1]), MONTH_HOURS)),
          size[0] + " vCPU");
    }
    assertEquals(dec("36.04"), cents(fargateBook(dec("1"), dec("2"), MONTH_HOURS)));
  }

  @Test
  void fargatePricesPerSecondAndPerHourDifferByRoundingOnly() {
    // 0.000011244 x 3,600 is 0.0404784, and 0.000001235 x 3,600 is 0.004446.
    BigDecimal quoted = fargateQuoted(dec("1000"), dec("2000"), MONTH_HOURS);
    BigDecimal book = fargateBook(dec("1000"), dec("2000"), MONTH_HOURS);
    BigDecimal off = book.subtract(quoted).abs().divide(quoted, 9, RoundingMode.HALF_UP);
    assertTrue(off.compareTo(dec("0.0003")) < 0, "differs by " + off);
  }

  @Test
  void theCloudRunFormulaOverTheBooksRatesIsTheBooksStatement() {
    // A million requests of 200 ms on 1 vCPU and 0.5 GiB: 4.80 + 0.25 + 0.40.
    BigDecimal formula = cloudRun(
        dec("1"),
        dec("0.5"),
        dec("0.2"),
        dec("1000000"),
        CLOUD_RUN.price(Meter.ACTIVE_VCPU_SECONDS),
        CLOUD_RUN.price(Meter.ACTIVE_GIB_SECONDS),
        CLOUD_RUN.price(Meter.REQUESTS).movePointLeft(6));
    BigDecimal book =
        cloudRunBook(dec("1"), dec("0.5"), dec("0.2"), dec("1000000")).total();
    assertEquals(0, formula.compareTo(book), formula + " and " + book);
    assertEquals(dec("5.45"), cents(book));
  }

  @Test
  void theQuotedCloudRunRatesAreTenAndNinePointSixTimesTheProviders() {
    assertEquals(
        0,
        dec("10").compareTo(QUOTED_VCPU_SECOND.divide(CLOUD_RUN.price(Meter.ACTIVE_VCPU_SECONDS))));
    assertEquals(
        0,
        dec("9.6").compareTo(QUOTED_GB_SECOND.divide(CLOUD_RUN.price(Meter.ACTIVE_GIB_SECONDS))));
    assertEquals(0, QUOTED_REQUEST.movePointRight(6).compareTo(CLOUD_RUN.price(Meter.REQUESTS)));
    // The same million requests: 48.00 + 2.40 + 0.40 instead of 5.45.
    BigDecimal quoted = cloudRun(
        dec("1"),
        dec("0.5"),
        dec("0.2"),
        dec("1000000"),
        QUOTED_VCPU_SECOND,
        QUOTED_GB_SECOND,
        QUOTED_REQUEST);
    assertEquals(dec("50.80"), cents(quoted));
  }

  @Test
  void anInstanceThatIsAlwaysOnIsQuotedTenTimesTooDearAsWell() {
    // The calculator adds instance hours x 0.00024 x 3600 for one vCPU: 630.72 USD a month.
    BigDecimal quoted = MONTH_HOURS.multiply(QUOTED_VCPU_SECOND).multiply(HOUR);
    assertEquals(dec("630.72"), cents(quoted));
    Meters busy = new Meters().add(Meter.ACTIVE_VCPU_SECONDS, MONTH_HOURS.multiply(HOUR));
    assertEquals(
        dec("63.07"),
        cents(Statement.of(CLOUD_RUN, busy, FreeTier.NONE, Rounding.NONE).total()));
    // And a minimum instance that waits costs the idle rate: 6.57 USD a month.
    Meters idle = new Meters().add(Meter.IDLE_VCPU_SECONDS, MONTH_HOURS.multiply(HOUR));
    assertEquals(
        dec("6.57"),
        cents(Statement.of(CLOUD_RUN, idle, FreeTier.NONE, Rounding.NONE).total()));
  }
}
