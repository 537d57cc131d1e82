package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.KeyLog;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.ScenarioReader;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Each kind of time at a price of its own, so that none can stand in for another. */
final class ChargesTest {
  private static final double S = 1e9;

  /** Per second of a vCPU 3 and idle 7, of a GiB 5 and idle 11, and so on. */
  private static final Rates RATES = new Rates("test", "USD", 3, 5, 7, 11, 13, 17, 19, 23, 29);

  /** 100 s busy of which 4 provisioned, 10 draining, 1 by rounding; 30 s idle, 20 at its rate. */
  private static final Recorded RECORDED = recorded();

  private static Recorded recorded() {
    Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);
    gauges.put(Gauge.PULLING, 2 * S);
    gauges.put(Gauge.BOOTING, 3 * S);
    gauges.put(Gauge.PROBING, 5 * S);
    gauges.put(Gauge.BUSY, 100 * S);
    gauges.put(Gauge.DRAINING, 10 * S);
    gauges.put(Gauge.IDLE, 50 * S);
    gauges.put(Gauge.IDLE_BILLED, 20 * S);
    gauges.put(Gauge.PROVISIONED, 200 * S);
    gauges.put(Gauge.PROVISIONED_BUSY, 4 * S);
    Map<Count, Double> counts = new EnumMap<>(Count.class);
    counts.put(Count.INVOCATIONS, 7.0);
    counts.put(Count.CPU_NS, 6 * S);
    counts.put(Count.BOOSTED_NS, 2 * S);
    counts.put(Count.PROVISIONED_ROUNDED_NS, 1 * S);
    return new Recorded() {
      @Override
      public double gauge(int row, Gauge gauge) {
        return row == 1 ? gauges.getOrDefault(gauge, 0.0) : Double.NaN;
      }

      @Override
      public double count(int row, Count count) {
        return row == 1 ? counts.getOrDefault(count, 0.0) : Double.NaN;
      }

      @Override
      public double extraNs(int row) {
        return row == 1 ? S : Double.NaN;
      }

      @Override
      public double lengthNs() {
        return 1000 * S;
      }
    };
  }

  private static PlatformModel platform(String use) {
    return ScenarioReader.read(ConfigNode.parse("charges.yaml", """
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: charges }
                workload:
                  generate: { shape: constant, rate: 1/s, duration: 1min }
                  classes: [ { name: page, service: 20ms } ]
                platform: { use: %s }
                """.formatted(use)))
        .services()
        .get(0)
        .revisions()
        .get(0)
        .platform();
  }

  private static Bill bill(String use) {
    return Bill.of(platform(use), RATES, RECORDED, 1);
  }

  /** Two vCPU and 4 GiB: 6 + 20 + 17 active, 14 + 44 idle; the whole life is charged. */
  @Test
  void byTheLifeOfAnInstance() {
    Bill bill = bill("generic, instance: { cpu: 2, memory: 4Gi }");
    // 100 + 10 - 4 + 1 s, and 4 + 1 s at 29 for each GiB.
    assertEquals(107 * 43 + 5 * 4 * 29, bill.computeBusy(), 1e-9);
    assertEquals((2 + 3 + 5) * 43, bill.computeStart(), 1e-9);
    assertEquals(30 * 43 + 20 * 58, bill.computeIdle(), 1e-9);
    assertEquals(7 * 13, bill.requests(), 1e-9);
    assertEquals(200 * 4 * 23, bill.computeProvisioned(), 1e-9);
    assertEquals(5181 + 430 + 2450 + 91 + 18400, bill.total(), 1e-9);
    assertEquals(
        107 + 10 + 30,
        Bill.activeSeconds(platform("generic, instance: { cpu: 2, memory: 4Gi }"), RECORDED, 1),
        1e-9);
  }

  /** Processor time instead of vCPUs, no start, and no idle time beyond what has a rate. */
  @Test
  void byProcessorTime() {
    PlatformModel edge = platform("wasm-edge");
    double gib = edge.instance().memoryBytes() / (double) (1L << 30);
    Bill bill = Bill.of(edge, RATES, RECORDED, 1);
    double active = 5 * gib + 17;
    assertEquals(107 * active + 6 * (3 + 19) + 5 * gib * 29, bill.computeBusy(), 1e-9);
    assertEquals(0, bill.computeStart());
    assertEquals(
        20 * (7 * edge.instance().vcpus() + 11 * gib), bill.computeIdle(), 1e-9, "at its rate");
  }

  /** One vCPU is doubled from the process's start until it has been ready for a while: 10 s. */
  @Test
  void aBoostIsChargedBesideTheStart() {
    double with =
        bill("cloud-run, instance: { cpu: 1, memory: 1Gi }, coldStart: { cpuBoost: true }")
            .computeStart();
    double without =
        bill("cloud-run, instance: { cpu: 1, memory: 1Gi }, coldStart: { cpuBoost: false }")
            .computeStart();
    assertEquals(10 * (3 + 5 + 17), without, 1e-9);
    assertEquals((3 + 5 + 2) * 3, with - without, 1e-9);
  }

  @Test
  void whatIsFree() {
    assertTrue(Rates.FREE.isFree());
    assertFalse(RATES.isFree());
    assertEquals(0, Bill.of(platform("generic"), Rates.FREE, RECORDED, 1).total());
  }

  /**
   * Read anew rather than from what an earlier reader left: tiers, free amounts, credits, rules of
   * metering and regions as they stand in the file.
   */
  @Test
  void aBookIsReadAsItStands() {
    PriceBook aws = fresh("aws");
    Tariff lambda = aws.tariff("aws-lambda");
    assertEquals(3, lambda.bandsOf(Meter.ACTIVE_GIB_SECONDS).size());
    assertEquals(0, new BigDecimal("1000000").compareTo(lambda.free().get(Meter.REQUESTS)));
    assertEquals(
        0, new BigDecimal("400000").compareTo(lambda.free().get(Meter.ACTIVE_GIB_SECONDS)));
    assertEquals(
        new BigDecimal("0.001"), lambda.metering(Meter.ACTIVE_GIB_SECONDS).granularitySeconds());
    assertEquals(List.of("us-east-1"), aws.regionsOf("aws-lambda"));
    PriceBook gcp = fresh("gcp");
    assertEquals(
        new BigDecimal("0.1"),
        gcp.tariff("cloud-run").metering(Meter.ACTIVE_GIB_SECONDS).granularitySeconds());
    assertTrue(gcp.regionsOf("cloud-run").contains("europe-west3"));
    assertEquals("us-central1", gcp.regionsOf("cloud-run").get(0));
    assertEquals(
        2, gcp.tariff("cloud-run-worker-pool-flex-3y").credits().size(), "of vCPU and memory");
  }

  private static PriceBook fresh(String name) {
    AtomicReference<PriceBook> book = new AtomicReference<>();
    new KeyLog().record(() -> book.set(PriceBook.read(name)));
    return book.get();
  }
}
