package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.cost.Bill;
import dev.headroom.cost.Meter;
import dev.headroom.cost.Meters;
import dev.headroom.cost.PriceBook;
import dev.headroom.cost.Rates;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments kept ready: by hand. */
class ProvisionedConcurrencyTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String seconds, String provisioned) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: %s } ]
        platform: { use: aws-lambda, keepAlive: 5s, coldStart: { boot: 2s },
                    scale: { provisioned: %s } }
        """.formatted(seconds, provisioned));
  }

  /** Two kept ready take two of three requests at once; the third starts an environment. */
  @Test
  void whatIsBeyondSpillsOver() throws IOException {
    RunOutcome run = run("0,3\n", "1s", "{ count: 2 }");
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(1, Batches.count(run, Count.AFFECTED));
    assertEquals(1e9 + 1e9 + 3e9, Batches.totals(run).latencySumNs(0));
    assertEquals(2e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
    // The one started on demand ends after its keep-alive, at 2 + 1 + 5 s; the two stay.
    assertEquals(8_000_000_000L, run.endNs());
    assertEquals(16e9, Batches.totals(run).integral(0, Gauge.PROVISIONED));
  }

  /** Ready time, requests on it and requests beside it have three prices. */
  @Test
  void paidAtItsOwnRates() throws IOException {
    RunOutcome run = run("0,3\n", "1s", "{ count: 2 }");
    var platform = run.scenario().services().get(0).platform();
    Bill bill = Bill.of(platform, Rates.read("aws", "aws-lambda"), Batches.totals(run), 0);
    // 1 GiB: 2 x 8 s kept, 2 x 1 s used, 1 s on demand, 2 s of start-up.
    assertEquals(16 * 0.0000041667, bill.computeProvisioned(), 1e-15);
    assertEquals(2 * 0.0000097222 + 0.0000166667, bill.computeBusy(), 1e-15);
    assertEquals(2 * 0.0000166667, bill.computeStart(), 1e-15);
    Meters used =
        Bill.meters(platform, PriceBook.read("aws").tariff("aws-lambda"), Batches.totals(run), 0);
    assertEquals(16, used.amounts().get(Meter.PROVISIONED_GIB_SECONDS).doubleValue(), 1e-9);
    assertEquals(2, used.amounts().get(Meter.PROVISIONED_ACTIVE_GIB_SECONDS).doubleValue(), 1e-9);
  }

  /** Sixty at sixty a minute after 90 s: none can be used before 150 s, then all. */
  @Test
  void noneIsUsableBeforeAllAre() throws IOException {
    RunOutcome run = run(
        "0,0\n149,60\n150,0\n151,60\n",
        "100ms",
        "{ count: 60, initial: empty, perMinute: 60, delay: 90s }");
    assertEquals(60, Batches.count(run, Count.AFFECTED));
    // 60 cold with 2.1 s, 60 warm with 0.1 s.
    assertEquals(60 * 2.2e9, Batches.totals(run).latencySumNs(0));
    assertEquals(
        List.of("0: 0 -> 60 environments kept ready: configured"),
        Batches.events(run, "provisioned"));
  }

  /**
   * One from the beginning, three from 60 s, none from 400 s. Each is paid in multiples of 300 s:
   * the one until 600 s, the two until 660 s.
   */
  @Test
  void schedule() throws IOException {
    RunOutcome run = run(
        "0,1\n1,0\n148,0\n149,3\n170,3\n171,0\n700,1\n",
        "100ms",
        "{ count: 1, perMinute: 6000, delay: 90s, schedule: [ { at: 60s, count: 3 },"
            + " { at: 400s, count: 0 } ] }");
    assertEquals(1800e9, Batches.totals(run).integral(0, Gauge.PROVISIONED));
    // At 149 s two of three are cold, at 170 s none, at 700 s the only one.
    assertEquals(3, Batches.count(run, Count.AFFECTED));
    assertEquals(2, Batches.events(run, "provisioned").size());
    assertEquals(
        0.1e9 + 0.1e9 + 3 * 0.1e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
  }

  /**
   * Two from 60 to 360 s are paid for 300 s, one from 400 to 500 s likewise, and the one that is
   * there from the beginning to 1,000 s for 1,200 s.
   */
  @Test
  void exactlyTheMinimumIsPaidAsItIs() throws IOException {
    RunOutcome run = run(
        "0,1\n1,0\n1300,1\n",
        "100ms",
        "{ count: 1, schedule: [ { at: 60s, count: 3 }, { at: 360s, count: 1 },"
            + " { at: 400s, count: 2 }, { at: 500s, count: 1 }, { at: 1000s, count: 0 } ] }");
    assertEquals((600 + 300 + 1200) * 1e9, Batches.totals(run).integral(0, Gauge.PROVISIONED));
  }

  /** One at the beginning and one more every ten seconds until 100 s, each paid for 300 s. */
  @Test
  void manyStepsUpAreManyStretches() throws IOException {
    StringBuilder schedule = new StringBuilder();
    for (int step = 1; step <= 10; step++) {
      schedule.append("{ at: " + 10 * step + "s, count: " + (step + 1) + " }, ");
    }
    RunOutcome run = run(
        "0,1\n1,0\n700,1\n",
        "100ms",
        "{ count: 1, schedule: [ " + schedule + "{ at: 200s, count: 0 } ] }");
    assertEquals(11 * 300e9, Batches.totals(run).integral(0, Gauge.PROVISIONED));
  }

  /**
   * Let go while it is busy from 0 to 100 s, it goes on as one on demand: one of 60 s finds it full
   * and starts another, one of 103 s finds it idle, and it ends after its keep-alive.
   */
  @Test
  void aBusyOneIsLetGoAsItIs() throws IOException {
    RunOutcome run = run(
        "0,1\n1,0\n60,1\n61,0\n103,1\n",
        "100s",
        "{ count: 1, schedule: [ { at: 50s, count: 0 } ] }");
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(100e9 + 102e9 + 100e9, Batches.totals(run).latencySumNs(0));
    assertEquals(50e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
    assertEquals(3e9 + 5e9 + 5e9, Batches.totals(run).integral(0, Gauge.IDLE));
    assertEquals(208_000_000_000L, run.endNs());
  }

  /** Let go with one of two slots free it takes one more, at 60 s; the next starts another. */
  @Test
  void aHalfBusyOneIsLetGoWithItsFreeSlot() throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n1,0\n60,1\n61,0\n70,1\n", """
          classes: [ { name: r, service: 100s } ]
        platform: { use: aws-lambda, keepAlive: 5s, coldStart: { boot: 2s },
                    concurrency: { max: 2 },
                    scale: { provisioned: { count: 1, schedule: [ { at: 50s, count: 0 } ] } } }
        """);
    assertEquals(0, Batches.until(run, Count.STARTED, 65));
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(100e9 + 100e9 + 102e9, Batches.totals(run).latencySumNs(0));
    assertEquals(50e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
  }

  /** Three are asked for at 60 s, and only one of them is still wanted when they come, at 153 s. */
  @Test
  void whatIsNoLongerWantedIsNotAllocated() throws IOException {
    RunOutcome run = run(
        "0,1\n1,0\n200,4\n",
        "1s",
        "{ count: 1, delay: 90s, perMinute: 60,"
            + " schedule: [ { at: 60s, count: 4 }, { at: 100s, count: 2 } ] }");
    assertEquals(2, Batches.count(run, Count.STARTED));
  }

  /**
   * Nine of ten in use for three minutes: 0.9 against 0.7 makes ceil(12.86) = 13, usable at 270.03
   * s. Over the minute until 300 s that was 540 / (10 x 30.03 + 13 x 29.97) = 0.783, which makes
   * ceil(14.54) = 15; nine of fifteen are below the target.
   */
  @Test
  void trackingItsUtilisation() throws IOException {
    RunOutcome run = run("0,9\n", "800s", "{ count: 10, tracking: { min: 2, max: 100 } }");
    List<String> events = Batches.events(run, "provisioned");
    assertEquals("180: 10 -> 13 environments kept ready: scale out", events.get(0));
    assertEquals("300: 13 -> 15 environments kept ready: scale out", events.get(1));
    assertTrue(events.size() < 4, events.toString());
  }

  /** Below 0.63 for fifteen minutes it shrinks, to the minimum where nothing was used. */
  @Test
  void trackingScalesIn() throws IOException {
    RunOutcome run =
        run("0,1\n1,0\n1200,1\n", "100ms", "{ count: 10, tracking: { min: 2, max: 100 } }");
    assertEquals(
        List.of("900: 10 -> 2 environments kept ready: scale in"),
        Batches.events(run, "provisioned"));
    assertEquals(0, Batches.count(run, Count.STARTED));
  }

  @Test
  void notMoreThanTheFunctionMayUse() {
    UserError e = assertThrows(UserError.class, () -> run("0,1\n", "1s", "{ count: 1001 }"));
    assertTrue(
        e.getMessage().contains("at most the function's concurrency of 1000"), e.getMessage());
  }

  /**
   * Version 2 takes over at 100 s and asks for two of its own, usable 90.02 s later; version 1 lets
   * its two go at once and pays them until 300 s. Requests come every ten seconds.
   */
  @Test
  void aNewVersionWaitsForItsOwn() {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: versions }
                workload:
                  generate: { shape: constant, rate: 0.1/s, requests: 40, arrivals: uniform }
                  classes: [ { name: r, service: 100ms } ]
                platform: { use: aws-lambda, keepAlive: 5s, coldStart: { boot: 2s },
                            scale: { provisioned: { count: 2 } } }
                events: [ { at: 100s, do: deploy } ]
                """));
    assertEquals(600e9, run.recorder().totals().integral(0, Gauge.PROVISIONED));
    assertEquals(0, run.recorder().totals().count(0, Count.AFFECTED));
    assertEquals(9, run.recorder().totals().count(1, Count.AFFECTED), 1);
    assertEquals(
        40,
        run.recorder().totals().count(0, Count.COMPLETED)
            + run.recorder().totals().count(1, Count.COMPLETED));
  }

  /** While version 2 comes both keep theirs: 30 and 30 of 50 would be more than there is. */
  @Test
  void bothVersionsKeepTheirsDuringADeployment() {
    assertTooMany(
        "services reserve 0 and keep up to 60 environments ready; allowed together: 50",
        "concurrency: 50",
        "");
    assertTooMany(
        "provisioned keeps up to 60; allowed: at most the function's concurrency of 40",
        "concurrency: 1000",
        ", reservedConcurrency: 40");
  }

  private static void assertTooMany(String expected, String limit, String reserved) {
    UserError e = assertThrows(UserError.class, () -> Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: versions }
                accounts: { main: { %s } }
                workload:
                  generate: { shape: constant, rate: 1/s, requests: 10 }
                  classes: [ { name: r, service: 100ms } ]
                platform: { use: aws-lambda, account: main%s,
                            scale: { provisioned: { count: 30 } } }
                events: [ { at: 5s, do: deploy } ]
                """.formatted(limit, reserved)));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  /** What one function keeps ready is not there for another; it may go beyond it. */
  @Test
  void carvedOutOfTheAccount() {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: two }
                accounts: { main: { concurrency: 100 } }
                services:
                  - name: kept
                    workload:
                      generate: { shape: constant, rate: 50/s, requests: 50, arrivals: batch }
                      classes: [ { name: r, service: 10s } ]
                    platform: { use: aws-lambda, account: main,
                                scale: { provisioned: { count: 30 } } }
                  - name: other
                    workload:
                      generate: { shape: constant, rate: 90/s, requests: 90, arrivals: batch }
                      classes: [ { name: r, service: 10s } ]
                    platform: { use: aws-lambda, account: main }
                """));
    // 50 of the first, 20 of them beyond what it keeps; 50 are left for the other.
    assertEquals(50, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(20, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(50, run.recorder().totals().count(1, Count.COMPLETED));
    assertEquals(40, run.recorder().totals().count(1, Count.THROTTLED_ACCOUNT));
  }

  /**
   * The one that is kept ready is killed for its memory at 0 s, another is there after 1 s and 10 s
   * more, and ends when none is wanted any more. What began meanwhile began on demand.
   */
  @Test
  void lostOneIsAllocatedAnew() throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n5,0\n12,1\n", """
          classes: [ { name: r, service: 100ms, memory: 1Gi } ]
        platform: { use: aws-lambda, keepAlive: 5s, coldStart: { boot: 2s },
                    instance: { memory: 512Mi },
                    scale: { provisioned: { count: 1, delay: 10s, perMinute: 60,
                                            schedule: [ { at: 15s, count: 0 } ] } } }
        """);
    // Both are killed as they come, the second in the new one, so nothing ever starts.
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.OOM_KILLED));
    assertEquals(0, Batches.count(run, Count.STARTED));
  }

  /**
   * With a maximum of one, demand has an environment from 0 s to 7.1 s; idle, it would stay until
   * 67.1 s. The one kept ready is allocated after 10 s and 1 s more and takes its place at once.
   */
  @Test
  void anIdleOneMakesRoomBelowTheMaximum() throws IOException {
    RunOutcome run = atMostOne("0,1\n20,0\n21,1\n", "5100ms");
    assertEquals(1, Batches.count(run, Count.AFFECTED));
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(7.1e9 + 5.1e9, Batches.totals(run).latencySumNs(0));
    // Idle from 7.1 s to 11 s on demand, then kept ready until its request at 21 s and after it.
    assertEquals(5.1e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
    assertEquals(3.9e9 + 10e9, Batches.totals(run).integral(0, Gauge.IDLE));
  }

  /** A busy one makes room when it is done: at 2 + 15 s, and not at 11 s. */
  @Test
  void aBusyOneMakesRoomWhenItIsDone() throws IOException {
    RunOutcome run = atMostOne("0,1\n16,1\n17,0\n18,1\n", "15s");
    assertEquals(1, Batches.count(run, Count.THROTTLED_MAX_INSTANCES));
    assertEquals(2, Batches.count(run, Count.COMPLETED));
    assertEquals(17e9 + 15e9, Batches.totals(run).latencySumNs(0));
    assertEquals(15e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
    assertEquals(1e9, Batches.totals(run).integral(0, Gauge.IDLE));
  }

  private RunOutcome atMostOne(String counts, String service) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: %s } ]
        platform: { use: aws-lambda, keepAlive: 60s, coldStart: { boot: 2s },
                    scale: { max: 1, provisioned: { count: 1, initial: empty, delay: 10s,
                                                    perMinute: 60 } } }
        """.formatted(service));
  }

  private RunOutcome atMostThree(String counts, String provisioned) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: 60s } ]
        platform: { use: aws-lambda, keepAlive: 5s, coldStart: { boot: 2s },
                    scale: { max: 3, provisioned: { initial: empty, delay: 10s, perMinute: 60,
                                                    %s } } }
        """.formatted(provisioned));
  }

  /**
   * Demand has two of three until 62 s, so of three allocated at 13 s one is there and two wait; at
   * 20 s only two are wanted. At 80 s three requests find two ready.
   */
  @Test
  void whoWaitsForRoomIsLetGoFirst() throws IOException {
    RunOutcome run =
        atMostThree("0,2\n1,0\n80,3\n", "count: 3, schedule: [ { at: 20s, count: 2 } ]");
    assertEquals(3, Batches.count(run, Count.STARTED));
    assertEquals(2 * 60e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
  }

  /**
   * Demand has all three, and one allocated at 11 s waits. Of two more that come at 32 s one is
   * still wanted since 25 s. At 80 s three requests find two ready.
   */
  @Test
  void whoWaitsForRoomCountsAsAllocated() throws IOException {
    RunOutcome run = atMostThree(
        "0,3\n1,0\n80,3\n", "count: 1, schedule: [ { at: 20s, count: 3 }, { at: 25s, count: 2 } ]");
    assertEquals(4, Batches.count(run, Count.STARTED));
    assertEquals(2 * 60e9, Batches.totals(run).integral(0, Gauge.PROVISIONED_BUSY));
  }
}
