package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.core.UserError;
import dev.headroom.cost.Tariff.Band;
import dev.headroom.cost.Tariff.Metering;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Statements added up by hand. */
final class StatementTest {
  private static final Meter GIB_S = Meter.ACTIVE_GIB_SECONDS;

  /** 1 USD to 100, 0.5 USD to 300, then 0.25 USD; 40 of them and 1,000 requests free. */
  private static final Tariff TIERED = new Tariff(
      "tiered",
      Map.of(
          GIB_S,
          List.of(band("0", "1"), band("100", "0.5"), band("300", "0.25")),
          Meter.REQUESTS,
          List.of(band("0", "0.20"))),
      Map.of(GIB_S, dec("40"), Meter.REQUESTS, dec("1000")),
      Map.of(),
      Map.of());

  private static Band band(String from, String price) {
    return new Band(dec(from), dec(price));
  }

  private static BigDecimal dec(String number) {
    return new BigDecimal(number);
  }

  private static Tariff flat(Meter meter, String price, Map<Meter, BigDecimal> credits) {
    return new Tariff(
        "flat", Map.of(meter, List.of(band("0", price))), Map.of(), credits, Map.of());
  }

  private static void assertAmount(String expected, BigDecimal actual) {
    assertEquals(0, dec(expected).compareTo(actual), expected + " but was " + actual);
  }

  @Test
  void eachTierIsPricedForItsPartOnly() {
    Meters used = new Meters().add(GIB_S, dec("450"));
    Statement statement = Statement.of(TIERED, used, FreeTier.NONE, Rounding.COMPONENT);
    // 100 x 1 + 200 x 0.5 + 150 x 0.25
    assertEquals(
        List.of("100 100.00", "200 100.00", "150 37.50"),
        statement.lines().stream().map(l -> l.quantity() + " " + l.amount()).toList());
    assertAmount("237.50", statement.total());
  }

  @Test
  void aTierBeginsWhereTheOneBeforeEnds() {
    Meters atEdge = new Meters().add(GIB_S, dec("100"));
    assertEquals(
        1, Statement.of(TIERED, atEdge, FreeTier.NONE, Rounding.NONE).lines().size());
    assertAmount(
        "100", Statement.of(TIERED, atEdge, FreeTier.NONE, Rounding.NONE).total());
    Meters above = new Meters().add(GIB_S, dec("101"));
    assertAmount(
        "100.5", Statement.of(TIERED, above, FreeTier.NONE, Rounding.NONE).total());
  }

  @Test
  void freeAmountsComeOffBeforeTiersAndNeverBelowZero() {
    Meters used = new Meters().add(GIB_S, dec("150")).add(Meter.REQUESTS, dec("900"));
    // 110 charged: 100 x 1 + 10 x 0.5; all requests are free
    Statement free = Statement.of(TIERED, used, FreeTier.APPLIED, Rounding.COMPONENT);
    assertAmount("105.00", free.total());
    assertAmount("0", free.amount(Meter.REQUESTS));
    // 100 x 1 + 50 x 0.5 + 900 x 0.20 / 1e6 = 125.00018
    Statement list = Statement.of(TIERED, used, FreeTier.NONE, Rounding.NONE);
    assertAmount("125.00018", list.total());
  }

  @Test
  void servicesOfAnAccountShareTiersAndFreeAmounts() {
    Meters one = new Meters().add(GIB_S, dec("80"));
    Account account = new Account();
    account.add(TIERED, one, Rounding.COMPONENT);
    account.add(TIERED, one, Rounding.COMPONENT);
    // Together 160: less 40 is 120, so 100 x 1 + 20 x 0.5. Each by itself would be 40, 80 in all.
    assertEquals(1, account.statements(FreeTier.APPLIED).size());
    assertAmount("110.00", account.total(FreeTier.APPLIED));
    assertAmount("130.00", account.total(FreeTier.NONE));
    assertAmount("80", one.get(GIB_S));
  }

  @Test
  void creditsAreOneSumAgainstTheMetersThatHaveThem() {
    Tariff tariff = new Tariff(
        "credits",
        Map.of(
            Meter.ACTIVE_VCPU_SECONDS,
            List.of(band("0", "2")),
            GIB_S,
            List.of(band("0", "1")),
            Meter.REQUESTS,
            List.of(band("0", "1000000"))),
        Map.of(),
        Map.of(Meter.ACTIVE_VCPU_SECONDS, dec("4.32"), GIB_S, dec("0.90")),
        Map.of());
    Meters used = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, dec("1"))
        .add(GIB_S, dec("9"))
        .add(Meter.REQUESTS, dec("3"));
    // 2 + 9 less 4.32 + 0.90, and 3 for requests, which have no credit
    Statement statement = Statement.of(tariff, used, FreeTier.APPLIED, Rounding.COMPONENT);
    assertAmount("8.78", statement.total());
    assertAmount("14.00", statement.beforeCredits());
    assertAmount(
        "14.00", Statement.of(tariff, used, FreeTier.NONE, Rounding.COMPONENT).total());
    // 2 + 1 are less than the credit
    Meters little = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, dec("1"))
        .add(GIB_S, dec("1"))
        .add(Meter.REQUESTS, dec("3"));
    assertAmount(
        "3.00",
        Statement.of(tariff, little, FreeTier.APPLIED, Rounding.COMPONENT).total());
  }

  @Test
  void linesRoundedBeforeTheSumMayDifferFromTheRoundedSum() {
    Tariff half = new Tariff(
        "half cents",
        Map.of(GIB_S, List.of(band("0", "0.005")), Meter.REQUESTS, List.of(band("0", "5000"))),
        Map.of(),
        Map.of(),
        Map.of());
    Meters used = new Meters().add(GIB_S, dec("1")).add(Meter.REQUESTS, dec("1"));
    assertAmount(
        "0.02", Statement.of(half, used, FreeTier.NONE, Rounding.COMPONENT).total());
    assertAmount("0.01", Statement.of(half, used, FreeTier.NONE, Rounding.TOTAL).total());
    assertAmount("0.010", Statement.of(half, used, FreeTier.NONE, Rounding.NONE).total());
    // 7.5 GiB x 730 h x 0.0070 USD is 38.325 exactly; as a binary fraction it may fall below.
    Meters memory = new Meters().add(Meter.GIB_HOURS, 7.5 * 730);
    Tariff sql = flat(Meter.GIB_HOURS, "0.0070", Map.of());
    assertAmount(
        "38.33", Statement.of(sql, memory, FreeTier.NONE, Rounding.COMPONENT).total());
  }

  @Test
  void timeIsRoundedUpAndHasAMinimum() {
    Metering lambda = new Metering(dec("0.001"), BigDecimal.ZERO, BigDecimal.ZERO);
    assertAmount("0.013", lambda.billedSeconds(dec("0.0121")));
    assertAmount("0.012", lambda.billedSeconds(dec("0.012")));
    Metering cloudRun = new Metering(dec("0.1"), BigDecimal.ZERO, BigDecimal.ZERO);
    assertAmount("0.4", cloudRun.billedSeconds(dec("0.301")));
    Metering fargate = new Metering(dec("1"), dec("60"), dec("20"));
    assertAmount("60", fargate.billedSeconds(dec("12.5")));
    assertAmount("61", fargate.billedSeconds(dec("60.2")));
    assertAmount("10", fargate.billedSize(dec("30")));
    assertAmount("0", fargate.billedSize(dec("10")));
    assertAmount("12.5", Metering.EXACT.billedSeconds(dec("12.5")));
  }

  @Test
  void useWithoutAPriceIsRefused() {
    Meters used = new Meters().add(Meter.EGRESS_GB, dec("1"));
    UserError e = assertThrows(
        UserError.class, () -> Statement.of(TIERED, used, FreeTier.NONE, Rounding.COMPONENT));
    assertEquals("tiered: no price for egressGb", e.getMessage());
    Meters nothing = new Meters().add(Meter.EGRESS_GB, BigDecimal.ZERO);
    assertAmount(
        "0", Statement.of(TIERED, nothing, FreeTier.NONE, Rounding.COMPONENT).total());
    assertThrows(IllegalArgumentException.class, () -> new Meters().add(GIB_S, -1));
  }

  @Test
  void aMonthIsSoManyDays() {
    Meters day = new Meters().add(GIB_S, dec("2")).add(Meter.REQUESTS, dec("10"));
    Meters month = day.times(dec("30"));
    assertAmount("60", month.get(GIB_S));
    assertAmount("300", month.get(Meter.REQUESTS));
  }

  @Test
  void aNegotiatedPriceReplacesAllTiers() {
    Tariff flat = TIERED.with(GIB_S, dec("0.1"));
    Meters used = new Meters().add(GIB_S, dec("450"));
    assertAmount("45", Statement.of(flat, used, FreeTier.NONE, Rounding.NONE).total());
  }
}
