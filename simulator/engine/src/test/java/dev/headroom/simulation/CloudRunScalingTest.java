package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.cost.Bill;
import dev.headroom.cost.Rates;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cloud Run at its maximum, its scale-in, manual mode and both ways of billing, by hand. */
class CloudRunScalingTest {
  @TempDir
  private Path folder;

  private Scenario scenario(String counts, String service, String platform) throws IOException {
    return Batches.of(folder, counts, """
          classes: [ { name: r, service: %s } ]
        platform: { use: cloud-run, %s }
        """.formatted(service, platform));
  }

  private RunOutcome run(String counts, String service, String platform) throws IOException {
    return Simulation.run(scenario(counts, service, platform));
  }

  /**
   * A campaign at the maximum: 30 requests of 1 s for two instances of one request each. They wait
   * at most 10 s, or 3.5 mean starts where that is longer; the others get 429.
   */
  @Test
  void campaignAtMaximumInstances() throws IOException {
    String platform = "concurrency: { max: 1 }, scale: { max: 2 }, coldStart: { boot: %s }";
    // Served from 0 to 9 s, two a second.
    assertCampaign(run("0,30\n", "1s", platform.formatted("0ms")), 20);
    // 3.5 x 2 s is less than 10 s: from 2 to 9 s.
    assertCampaign(run("0,30\n", "1s", platform.formatted("2s")), 16);
    // 3.5 x 4 s is more: from 4 to 13 s.
    RunOutcome longer = run("0,30\n", "1s", platform.formatted("4s"));
    assertCampaign(longer, 20);
    assertEquals(14e9, longer.recorder().latency(0).getMaxValue(), 0.01e9);
  }

  /**
   * A second campaign waits as long as the starts of the first have taught: 14 s for 4 s. One
   * instance is left and serves from 100 to 113 s, the other starts again and serves from 104 s on.
   */
  @Test
  void theSecondCampaignWaitsAsLong() throws IOException {
    RunOutcome run = run(
        "0,30\n1,0\n100,30\n",
        "1s",
        "concurrency: { max: 1 }, scale: { max: 2 }, coldStart: { boot: 4s }");
    assertEquals(20 + 14 + 10, Batches.count(run, Count.COMPLETED));
    assertEquals(10 + 6, Batches.totals(run).failed(0, FailureReason.THROTTLED));
  }

  private static void assertCampaign(RunOutcome run, int served) {
    assertEquals(served, Batches.count(run, Count.COMPLETED));
    assertEquals(30 - served, Batches.totals(run).failed(0, FailureReason.THROTTLED));
    assertEquals(2, run.recorder().peakLive());
  }

  /**
   * Ten requests of 30 s at 60 % make 17 instances at 5 s, seven of them never used. At 60 s the
   * mean of 10 x 30 / 60 asks for nine and those seven go; the others were used for half of the
   * minute. At 85 s each of the ten was used for 5 s of the last minute, which is less than 10 %;
   * 10 x 5 / 60 asks for two, so eight go. At 90 s the minute is empty: one of two goes. The last
   * one waits for its 15 minutes, until 930 s.
   */
  @Test
  void scaleInInTwoStages() throws IOException {
    RunOutcome run = run("0,10\n", "30s", "concurrency: { max: 1 }, coldStart: { boot: 0ms }");
    assertEquals(7 * 55e9 + 8 * 55e9 + 60e9 + 900e9, Batches.totals(run).integral(0, Gauge.IDLE));
    assertEquals(930_000_000_000L, run.endNs());
  }

  /** Without its first stage all seventeen are kept for 15 minutes. */
  @Test
  void withoutTheFirstStageAllWaitForTheirKeepAlive() throws IOException {
    RunOutcome run = run(
        "0,10\n",
        "30s",
        "concurrency: { max: 1 }, coldStart: { boot: 0ms },"
            + " scale: { littleUsed: { below: 0%, over: 1h } }");
    assertEquals(17 * 900e9, Batches.totals(run).integral(0, Gauge.IDLE));
  }

  /** Of seven that are idle from 6 s on, at 60 s exactly nine tenths of the minute have passed. */
  @Test
  void anInstanceIdleForExactlyNineTenthsGoes() throws IOException {
    RunOutcome run =
        run("0,10\n1,0\n65,1\n", "6s", "concurrency: { max: 1 }, coldStart: { boot: 0ms }");
    assertEquals(2, Batches.ready(run, 0, 60));
  }

  /**
   * Ten requests of a minute make 17 instances by 5 s, and from 120 s on none is wanted: all are
   * parked. At 200 s ten requests put ten of them back, the autoscaler the other seven by 260 s,
   * and seventeen requests of 261 s find them all, so that none starts again until then.
   */
  @Test
  void parkedInstancesComeBack() throws IOException {
    RunOutcome run = run(
        "0,10\n1,0\n200,10\n201,0\n261,17\n",
        "60s",
        "concurrency: { max: 1 }, coldStart: { boot: 0ms },"
            + " scale: { littleUsed: { below: 0%, over: 1h } }");
    assertEquals(17, Batches.until(run, Count.STARTED, 261));
    assertEquals(37 * 60e9, Batches.totals(run).latencySumNs(0));
  }

  /**
   * At 100 s ten minutes of work of the last minute, a third of it done, ask for six; the other
   * eleven are parked and no part of what a deployment replaces. At 250 s, with all parked and ten
   * requests since 200 s, 50 of 60 s of work ask for 14, so that four are back beside the ten.
   */
  @Test
  void aDeploymentReplacesWhatIsNotParked() throws IOException {
    RunOutcome run = deployed("0,10\n1,0\n150,1\n", 101);
    assertEquals(
        "101: revision 2 replaces 1, 6 instances, surge 100 %",
        Batches.events(run, "deploy").get(0));
    assertEquals(6, run.recorder().totals().count(1, Count.STARTED));
    assertEquals(
        "251: revision 2 replaces 1, 14 instances, surge 100 %",
        Batches.events(deployed("0,10\n1,0\n200,10\n201,0\n260,1\n", 251), "deploy")
            .get(0));
  }

  private RunOutcome deployed(String counts, int atSeconds) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: 60s } ]
        platform: { use: cloud-run, concurrency: { max: 1 }, coldStart: { boot: 0ms },
                    scale: { littleUsed: { below: 0%%, over: 1h } } }
        events: [ { at: %ds, do: deploy } ]
        """.formatted(atSeconds));
  }

  /**
   * Ten requests of 4 s, done within the first 5 s: 8 on average ask for 14 of 60 %, and at 60 s
   * two thirds for two. At 65 s the minute is empty, and the minimum is left.
   */
  @Test
  void theReasonNamesTheLimitThatHolds() throws IOException {
    List<String> scaled = Batches.events(
        run(
            "0,10\n1,0\n80,0\n",
            "4s",
            "concurrency: { max: 1 }, coldStart: { boot: 0ms }, scale: { min: 1, max: 10 }"),
        "scale");
    assertEquals(
        "5: 1 -> 10 instances: observed 8 against 0.6 over 5 s, raw 14, concurrency,"
            + " at the maximum",
        scaled.get(0));
    assertEquals(
        "65: 2 -> 1 instances: observed 0 against 0.6 over 60 s, raw 0, concurrency,"
            + " at the minimum",
        scaled.get(scaled.size() - 1));
  }

  /**
   * The first of two new instances is there at 10 s and has half of the 40 requests of 11 s. At 16
   * s more than two are wished for, but two are the most, and at 19 s both are there. When the
   * maximum goes at 20 s, the wish is carried out at once.
   */
  @Test
  void aDeploymentForgetsNoHigherWish() throws IOException {
    RunOutcome run = Batches.run(folder, "0,0\n11,40\n12,0\n60,0\n", """
          classes: [ { name: r, service: 20s } ]
        platform: { use: cloud-run, concurrency: { max: 1 }, coldStart: { boot: 9s },
                    scale: { min: 2, max: 2, schedule: [ { at: 20s, max: 100 } ] } }
        events: [ { at: 1s, do: deploy, surge: 50% } ]
        """);
    assertTrue(
        Batches.events(run, "scale").stream()
            .anyMatch(text -> text.matches("20: 2 -> \\d+ instances: scheduled")),
        () -> Batches.events(run, "scale").toString());
  }

  /** Two on average wish for four at 5 s; three more start at 6 s, and nobody waits for a fifth. */
  @Test
  void aHigherMaximumStartsNoMoreThanIsWishedFor() throws IOException {
    RunOutcome run = run(
        "0,2\n1,0\n60,0\n",
        "20s",
        "concurrency: { max: 1 }, coldStart: { boot: 0ms }, timeouts: { request: unlimited },"
            + " scale: { max: 1, schedule: [ { at: 6s, max: 10 } ] }");
    assertEquals(4, Batches.until(run, Count.STARTED, 6));
    assertEquals(20e9 + 26e9, Batches.totals(run).latencySumNs(0));
  }

  private static String limited(String target) {
    return "concurrency: { max: 1 }, coldStart: { boot: 0ms }, timeouts: { request: unlimited },"
        + " scale: { target: " + target + ", startBurst: 3, startsPerSecond: 1 }";
  }

  /**
   * Three may start at once and one a second after. At 5 s four requests of 0 s ask for four: one
   * starts, is ready at once and takes the fourth, for which no fifth starts.
   */
  @Test
  void whoWaitsGetsWhatTheMetricsAskFor() throws IOException {
    RunOutcome run = run("0,4\n1,0\n7,0\n", "20s", limited("100%"));
    assertEquals(4, Batches.until(run, Count.STARTED, 6));
    assertEquals(4 * 20e9 + 5e9, Batches.totals(run).latencySumNs(0));
  }

  /** Four of 4 s ask for one at 5 s, 0.8 on average, but one of them waits: it gets a fourth. */
  @Test
  void whoWaitsGetsAnInstanceWhenOneMayStartAgain() throws IOException {
    RunOutcome run = run("4,4\n5,0\n7,0\n", "20s", limited("100%"));
    assertEquals(4, Batches.until(run, Count.STARTED, 6));
    assertEquals(4 * 20e9 + 1e9, Batches.totals(run).latencySumNs(0));
  }

  /** Three instances by hand: five requests of 1 s take 1, 1, 1, 2 and 2 s; nothing starts. */
  @Test
  void manualMode() throws IOException {
    RunOutcome run =
        run("0,5\n2,0\n100,0\n", "1s", "concurrency: { max: 1 }, scale: { manual: 3 }");
    assertEquals(0, Batches.count(run, Count.STARTED));
    assertEquals(7e9, Batches.totals(run).latencySumNs(0));
    assertEquals(3, run.recorder().peakLive());
    double lived = 3.0 * run.endNs();
    assertEquals(lived - 5e9, Batches.totals(run).integral(0, Gauge.IDLE));
    // Minimum instances cost their idle rate while idle.
    assertEquals(lived - 5e9, Batches.totals(run).integral(0, Gauge.IDLE_BILLED));
  }

  /** A minimum of two: the idle rate for what of them is idle, none for the third. */
  @Test
  void minimumInstancesIdleRate() throws IOException {
    RunOutcome run = run(
        "0,3\n100,0\n",
        "10s",
        "concurrency: { max: 1 }, scale: { min: 2 }, coldStart: { boot: 0ms }");
    assertEquals(2.0 * (run.endNs() - 10e9), Batches.totals(run).integral(0, Gauge.IDLE_BILLED));
    Bill bill = bill(run, "cloud-run");
    double idle = 2 * (run.endNs() / 1e9 - 10);
    assertEquals(idle * (1 + 0.5) * 0.0000025, bill.computeIdle(), 1e-12);
  }

  /** An instance that lives 31 s is paid for a minute, at the lower rates and without a fee. */
  @Test
  void instanceBasedBilling() throws IOException {
    RunOutcome run =
        run("0,1\n", "1s", "billing: instance, keepAlive: 30s, coldStart: { boot: 0ms }");
    Bill bill = bill(run, "cloud-run-instance");
    assertEquals(60 * (0.000018 + 0.5 * 0.000002), bill.total(), 1e-15);
    assertEquals(0, bill.requests());
    assertEquals(
        "cloud-run-instance",
        run.scenario().services().get(0).platform().prices().entry());
    RunOutcome request =
        run("0,1\n", "1s", "billing: request, keepAlive: 30s, coldStart: { boot: 0ms }");
    assertEquals(0.000024 + 0.5 * 0.0000025, bill(request, "cloud-run").computeBusy(), 1e-15);
    UserError e = assertThrows(UserError.class, () -> scenario("0,1\n", "1s", "billing: monthly"));
    assertTrue(e.getMessage().endsWith("allowed: request, instance"), e.getMessage());
  }

  /**
   * Two of three fill the memory of the only instance and are killed with it. The third waits for
   * a slot, so that another starts at once, and not when the autoscaler looks at 5 s.
   */
  @Test
  void whoWaitsStartsAnotherWhenAllAreKilled() throws IOException {
    RunOutcome run = Batches.run(folder, "0,3\n", """
          classes: [ { name: r, service: 1s, memory: 300Mi } ]
        platform: { use: cloud-run, instance: { memory: 512Mi }, concurrency: { max: 2 },
                    coldStart: { boot: 0ms }, scale: { max: 1 } }
        """);
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.OOM_KILLED));
    assertEquals(2, Batches.count(run, Count.STARTED));
    assertEquals(1e9, Batches.totals(run).latencySumNs(0));
  }

  /**
   * Six at once start four beside the minimum of two; half a minute later all four are parked. One
   * that serves is killed for its memory: a parked one takes its place, and none is started.
   */
  @Test
  void aParkedOneReplacesTheLost() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "timestamp,class\n" + "0.2,small\n".repeat(6) + "30,large\n40,small\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: lost }
        workload:
          trace: { file: %s }
          classes: [ { name: small, share: 50%%, service: 1s },
                     { name: large, share: 50%%, service: 1s, memory: 1Gi } ]
        platform: { use: cloud-run, instance: { memory: 512Mi }, concurrency: { max: 1 },
                    coldStart: { boot: 0ms }, scale: { min: 2 } }
        """.formatted(rows)));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.OOM_KILLED));
    assertEquals(4, Batches.count(run, Count.STARTED));
  }

  private static Bill bill(RunOutcome run, String entry) {
    return Bill.of(
        run.scenario().services().get(0).platform(),
        Rates.read("gcp", entry),
        Batches.totals(run),
        0);
  }
}
