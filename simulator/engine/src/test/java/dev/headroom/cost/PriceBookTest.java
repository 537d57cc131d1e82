package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.core.UserError;
import dev.headroom.cost.Tariff.Band;
import dev.headroom.cost.Tariff.Metering;
import dev.headroom.platform.Models;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed price books: readable whole, regions known by name, in step with the models. */
final class PriceBookTest {
  private static final BigDecimal MONTH_SECONDS = new BigDecimal("2628000");

  @ParameterizedTest
  @ValueSource(strings = {"aws", "gcp", "azure", "kubernetes", "heroku", "vercel", "cloudflare"})
  void everyEntrySellsSomething(String name) {
    PriceBook book = PriceBook.read(name);
    assertFalse(book.entries().isEmpty());
    assertEquals("USD", book.currency());
    for (String entry : book.entries()) {
      assertFalse(book.tariff(entry).bands().isEmpty(), name + " " + entry + " has no price");
    }
  }

  @Test
  void whatModelsReferToExists() {
    List<String> entries = new ArrayList<>();
    for (String platform : Models.PLATFORMS) {
      MapNode model = (MapNode) Models.read("platforms/" + platform);
      if (model.get("prices") != null) {
        refer(Section.root(model).section("prices"), entries);
      }
    }
    for (String database : Models.DATABASES) {
      MapNode model = (MapNode) Models.read("databases/" + database);
      if (model.get("instances") instanceof MapNode classes) {
        Section all = Section.root(classes);
        all.keys().stream()
            .map(all::section)
            .map(c -> c.optionalSection("price"))
            .filter(price -> price != null)
            .forEach(price -> refer(price, entries));
      }
    }
    assertTrue(entries.size() > 20, "only " + entries);
  }

  private static void refer(Section price, List<String> entries) {
    Rates rates = Rates.read(price.text("book"), price.text("entry"));
    assertTrue(
        rates.activeVcpuSecond()
                + rates.activeGibSecond()
                + rates.instanceSecond()
                + rates.cpuSecond()
            > 0,
        rates.book());
    entries.add(rates.book());
  }

  @Test
  void billingRulesOfBookAndPlatformAgree() {
    int compared = 0;
    for (String platform : Models.PLATFORMS) {
      Section model = Section.root(Models.read("platforms/" + platform));
      if (!model.has("prices")) {
        continue;
      }
      Section prices = model.section("prices");
      Tariff tariff = PriceBook.read(prices.text("book")).tariff(prices.text("entry"));
      Metering rule = tariff.metering().get(Meter.ACTIVE_GIB_SECONDS);
      if (rule != null) {
        Section billing = model.section("billing");
        assertEquals(
            billing.durationNs("granularity", 0, Long.MAX_VALUE),
            rule.granularitySeconds().movePointRight(9).longValueExact(),
            platform);
        assertEquals(
            billing.durationNs("minimum", 0, Long.MAX_VALUE),
            rule.minimumSeconds().movePointRight(9).longValueExact(),
            platform);
        compared++;
      }
    }
    assertTrue(compared >= 3, "only " + compared + " platforms compared");
  }

  @Test
  void aRegionHasItsOwnPricesOrNone() {
    PriceBook gcp = PriceBook.read("gcp");
    assertEquals(gcp.tariff("cloud-run"), gcp.tariff("cloud-run", ""));
    assertEquals(gcp.tariff("cloud-run"), gcp.tariff("cloud-run", "us-central1"));
    Tariff frankfurt = gcp.tariff("cloud-run", "europe-west3");
    assertEquals("gcp@2026-11 europe-west3 cloud-run", frankfurt.title());
    assertEquals(gcp.tariff("cloud-run-tier2").bands(), frankfurt.bands());
    assertEquals(
        gcp.tariff("cloud-run").bands(), gcp.tariff("cloud-run", "europe-west1").bands());
    assertEquals(0.0000336, Rates.read("gcp", "cloud-run", "europe-west3").activeVcpuSecond());
    UserError e = assertThrows(UserError.class, () -> gcp.tariff("gke-autopilot", "europe-west3"));
    assertEquals(
        "models/prices/gcp.yaml: no price of gke-autopilot in region europe-west3; allowed:"
            + " us-central1",
        e.getMessage());
    PriceBook azure = PriceBook.read("azure");
    assertEquals(
        azure.tariff("container-apps-westus2").bands(),
        azure.tariff("container-apps", "westus2").bands());
  }

  @Test
  void anUnknownEntryIsNamed() {
    UserError e = assertThrows(UserError.class, () -> Rates.read("vercel", "vercel-function"));
    assertTrue(
        e.getMessage()
            .startsWith("models/prices/vercel.yaml: no entry 'vercel-function'; did you mean"),
        e.getMessage());
  }

  @Test
  void lambdaTiersRiseAsPublished() {
    Tariff x86 = PriceBook.read("aws").tariff("aws-lambda");
    assertEquals(
        List.of("0 0.0000166667", "6000000000 0.000015", "15000000000 0.0000133334"),
        x86.bands().get(Meter.ACTIVE_GIB_SECONDS).stream()
            .map(PriceBookTest::text)
            .toList());
  }

  private static String text(Band band) {
    return band.from().stripTrailingZeros().toPlainString() + " "
        + band.price().stripTrailingZeros().toPlainString();
  }

  /** The pricing page tells 16.83 USD before and 11.61 USD after the free amounts. */
  @Test
  void aCommittedWorkerPoolComesOutAsThePageSays() {
    Tariff pool = PriceBook.read("gcp").tariff("cloud-run-worker-pool-flex-3y");
    Meters month = new Meters()
        .add(Meter.ACTIVE_VCPU_SECONDS, MONTH_SECONDS)
        .add(Meter.ACTIVE_GIB_SECONDS, MONTH_SECONDS.divide(BigDecimal.valueOf(2)));
    Statement statement = Statement.of(pool, month, FreeTier.APPLIED, Rounding.TOTAL);
    assertEquals(new BigDecimal("16.83"), statement.beforeCredits());
    assertEquals(new BigDecimal("11.61"), statement.total());
  }

  @Test
  void aDynoIsChargedItsShareOfTheMonth() {
    Rates basic = Rates.read("heroku", "heroku-basic");
    assertEquals(7.0, basic.instanceSecond() * MONTH_SECONDS.doubleValue(), 1e-9);
  }

  @Test
  void labelsAndPriceKeysAreUnique() {
    Set<Meter> all = EnumSet.allOf(Meter.class);
    assertEquals(all.size(), all.stream().map(Meter::label).distinct().count());
    assertEquals(all.size(), all.stream().map(Meter::priceKey).distinct().count());
    assertEquals("snapStartCacheGibSeconds", Meter.SNAP_START_CACHE_GIB_SECONDS.label());
  }
}
