package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.platform.PlatformModel;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's bill and the statement of the same run's meters are one price list seen twice. */
final class BillTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-lambda",
        "cloud-run",
        "aws-fargate",
        "azure-container-apps",
        "knative",
        "fixed-fleet",
        "vercel",
        "wasm-edge",
        "heroku",
        "aws-fargate-spot",
        "eks-fargate",
        "ec2-asg",
        "ec2-fleet",
        "gke-autopilot",
        "cloud-run, scale: { min: 2 }",
        "cloud-run, coldStart: { cpuBoost: true }",
        "azure-container-apps, scale: { min: 2 }",
        "aws-lambda, scale: { provisioned: { count: 2 } }"
      })
  void atListPricesTheStatementOfARunIsItsBill(String use) {
    RunOutcome run = run(use);
    PlatformModel platform = run.scenario().services().get(0).revisions().get(0).platform();
    PlatformModel.Prices prices = platform.prices();
    PriceBook book = PriceBook.read(prices.book());
    Tariff tariff = book.tariff(prices.entry());
    Meters used = Bill.meters(platform, tariff, run.recorder().totals(), 0);
    assertFalse(used.amounts().isEmpty());
    Bill bill = Bill.of(
        platform, Rates.read(prices.book(), prices.entry()), run.recorder().totals(), 0);
    double statement =
        Statement.of(tariff, used, FreeTier.NONE, Rounding.NONE).total().doubleValue();
    assertTrue(bill.total() > 0);
    assertEquals(bill.total(), statement, 1e-12 * bill.total());
    Account account = new Account();
    account.add(tariff, used, book.rounding());
    assertTrue(account.total(FreeTier.APPLIED).compareTo(account.total(FreeTier.NONE)) <= 0);
  }

  @Test
  void aRunIsPricedWhereItsPlatformSaysThatItRuns() {
    // Tier 2 asks 1.4 times Tier 1 for CPU, memory and idle time, and the same for requests.
    Bill home = bill("cloud-run");
    Bill frankfurt = bill("cloud-run, region: europe-west3");
    assertEquals(1.4 * home.computeBusy(), frankfurt.computeBusy(), 1e-12);
    assertEquals(home.requests(), frankfurt.requests());
    assertTrue(home.computeBusy() > 0 && home.requests() > 0);
  }

  /** Spot at the full discount of 70 %: the same tasks for three tenths. */
  @Test
  void spotCostsThreeTenths() {
    assertEquals(0.3 * bill("aws-fargate").total(), bill("aws-fargate-spot").total(), 1e-9);
  }

  /** On EKS a task costs what it costs on ECS, for one hour of 1 vCPU and 512 MiB here. */
  @Test
  void fargateOnEksHasTheSamePrices() {
    Bill bill = bill("eks-fargate, scale: { min: 1, max: 1 }");
    RunOutcome run = run("eks-fargate, scale: { min: 1, max: 1 }");
    double seconds = Math.ceil(run.endNs() / 1e9);
    assertEquals(seconds * (0.000011244 + 0.5 * 0.000001235), bill.total(), 0.000013, "one task");
  }

  @Test
  void aRegionWithoutPricesIsRefusedBeforeTheRun() {
    Scenario scenario = scenario("aws-lambda, region: eu-west-1");
    UserError e = assertThrows(
        UserError.class,
        () -> Review.of(scenario, new Review.Request(1, "bill.yaml", "", false, nowNs -> {
          throw new IllegalStateException("the run began");
        })));
    assertEquals(
        "models/prices/aws.yaml: no price of aws-lambda in region eu-west-1; allowed: us-east-1",
        e.getMessage());
  }

  private static Bill bill(String use) {
    RunOutcome run = run(use);
    PlatformModel platform = run.scenario().services().get(0).revisions().get(0).platform();
    PlatformModel.Prices prices = platform.prices();
    Rates rates = Rates.read(prices.book(), prices.entry(), prices.region());
    return Bill.of(platform, rates, run.recorder().totals(), 0);
  }

  private static RunOutcome run(String use) {
    return Simulation.run(scenario(use), 1, nowNs -> {});
  }

  private static Scenario scenario(String use) {
    return ScenarioReader.read(ConfigNode.parse("bill.yaml", """
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: bill }
                workload:
                  generate: { shape: spike, base: 5/s, peak: 50/s, ramp: 20s, hold: 60s,
                              decay: 20s, duration: 5min }
                  classes:
                    - { name: page, service: { cpu: 20ms, wait: 100ms } }
                platform: { use: %s }
                """.formatted(use)));
  }
}
