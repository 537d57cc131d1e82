package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documented timelines of Lambda's scaling, and its limits on concurrency, by hand. */
class LambdaScalingTest {
  private static final Validation HELD = Validation.of(LambdaScalingTest.class);

  @TempDir
  private Path folder;

  /**
   * 5,000 callers at once, each there for two minutes, who try again every half second. The guide
   * on scaling behaviour: 1,000 environments at once and 1,000 more every 10 s, so 2,000 at 10 s
   * and 5,000 at 40 s; the rest is throttled.
   */
  @Test
  void fromZeroToFiveThousand() throws IOException {
    RunOutcome run = Batches.run(folder, "0,5000\n", """
              classes: [ { name: r, service: 120s } ]
              clients: { retries: { max: 100, base: 500ms } }
            platform: { use: aws-lambda, scale: { max: 5000 }, coldStart: { boot: 100ms } }
            """);
    // Retries at 0 s and 0.5 s of each second, each time 50 tokens.
    assertEquals(1000 + 50, Batches.until(run, Count.STARTED, 0));
    assertEquals(2000 - 50, Batches.until(run, Count.STARTED, 9));
    assertEquals(2000 + 50, Batches.until(run, Count.STARTED, 10));
    assertEquals(5000 - 50, Batches.until(run, Count.STARTED, 39));
    assertEquals(5000, Batches.until(run, Count.STARTED, 40));
    assertEquals(5000, run.recorder().peakLive());
    for (int second : new int[] {0, 10, 20, 30, 40}) {
      note(
          "AWS Lambda 0 to 5,000, environments at " + second + " s",
          1000 + 100 * second,
          Batches.until(run, Count.STARTED, second),
          50,
          "AWS guide; a retry of 50 at the half second comes within the second counted");
    }
    assertEquals(5000, Batches.count(run, Count.COMPLETED));
    // 4,000 the first time, 50 fewer each time, none after 80 times: 4,000 x 81 - 50 x 80 x 81 / 2.
    assertEquals(162_000, Batches.count(run, Count.THROTTLED_START_RATE));
    assertEquals(162_000, Batches.count(run, Count.ATTEMPTS_FAILED));
    assertEquals(
        List.of("0: throttled by start rate of the function: 0 instances busy, 1000" + " starting"),
        Batches.events(run, "throttle"));
  }

  private static void note(
      String name, double published, double simulated, double within, String note) {
    HELD.put(
        Section.TIMELINES,
        name,
        published,
        simulated,
        simulated - within,
        simulated + within,
        note);
  }

  private RunOutcome olderRule(String counts) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: 59s } ]
        platform:
          use: aws-lambda
          scale: { max: 10000, startBurst: 3000, startsPerSecond: 8.333333333333334 }
          coldStart: { boot: 100ms }
        """);
  }

  /**
   * The operator guide's example of the rule before 2023: a burst of 3,000, then 500 more a minute,
   * and 10,000 requests. Its figures hold if each minute's requests come together at its beginning
   * and each keeps its environment for just under a minute: minute k then serves 3,000 + 500 (k -
   * 1).
   */
  @Test
  void olderRuleOfTheOperatorGuide() throws IOException {
    assertEquals(7000, failedIn(olderRule("0,10000\n"), 0));
    RunOutcome two = olderRule("0,5000\n60,5000\n");
    assertEquals(2000, failedIn(two, 0));
    assertEquals(1500, failedIn(two, 60));
    RunOutcome three = olderRule("0,3333\n60,3333\n120,3334\n");
    assertEquals(333, failedIn(three, 0));
    assertEquals(333, Batches.totals(three).failed(0, FailureReason.THROTTLED));
    RunOutcome four = olderRule("0,2500\n60,2500\n120,2500\n180,2500\n");
    assertEquals(0, Batches.totals(four).failed(0, FailureReason.THROTTLED));
    assertEquals(10_000, Batches.count(four, Count.COMPLETED));
  }

  private static long failedIn(RunOutcome run, int second) {
    return (long) run.recorder().bins().failed(second, FailureReason.THROTTLED);
  }

  /**
   * "Scaling containers on AWS in 2022": Lambda has 3,000 at once and then grows to 3,500, with the
   * burst of a large region under the older rule within a minute.
   */
  @Test
  void toThreeThousandFiveHundredUnderTheOlderRule() throws IOException {
    RunOutcome run = Batches.run(folder, "0,3500\n", """
              classes: [ { name: r, service: 300s } ]
              clients: { retries: { max: 100, base: 1s } }
            platform:
              use: aws-lambda
              scale: { max: 10000, startBurst: 3000, startsPerSecond: 8.333333333333334 }
              coldStart: { boot: 100ms }
            """);
    assertEquals(3000, Batches.until(run, Count.STARTED, 0));
    assertEquals(3250, Batches.until(run, Count.STARTED, 30));
    note(
        "AWS Lambda 0 to 3,500 under the older rule, at once",
        3000,
        Batches.until(run, Count.STARTED, 0),
        0,
        "a published test of 2022");
    note(
        "AWS Lambda 0 to 3,500 under the older rule, after a minute",
        3500,
        Batches.until(run, Count.STARTED, 60),
        0,
        "a published test of 2022");
    assertEquals(3491, Batches.until(run, Count.STARTED, 59));
    assertEquals(3500, Batches.until(run, Count.STARTED, 60));
  }

  private static String two(int reserved, String account) {
    return """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: two }
        accounts: { main: %s }
        services:
          - name: orders
            workload:
              generate: { shape: constant, rate: 600/s, requests: 600, arrivals: batch }
              classes: [ { name: r, service: 10s } ]
            platform: { use: aws-lambda, account: main, reservedConcurrency: %d,
                        coldStart: { boot: 0ms } }
          - name: reports
            workload:
              generate: { shape: constant, rate: 700/s, requests: 700, arrivals: batch }
              classes: [ { name: r, service: 10s } ]
            platform: { use: aws-lambda, account: main, coldStart: { boot: 0ms } }
        """.formatted(account, reserved);
  }

  /** Of 1,000, one function has reserved 400: it gets no more, and the other no more than 600. */
  @Test
  void reservedConcurrencyIsACapAndACarveOut() {
    RunOutcome run = Simulation.run(Scenarios.of(two(400, "{ concurrency: 1000 }")));
    assertEquals(200, run.recorder().totals().count(0, Count.THROTTLED_RESERVED));
    assertEquals(400, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(100, run.recorder().totals().count(1, Count.THROTTLED_ACCOUNT));
    assertEquals(600, run.recorder().totals().count(1, Count.COMPLETED));
    assertEquals(200, run.recorder().totals().failed(0, FailureReason.THROTTLED));
    assertTrue(Batches.events(run, "throttle").get(0).contains("reserved concurrency"));
    assertTrue(Batches.events(run, "throttle").get(1).contains("account concurrency"));
  }

  @Test
  void aHundredStayUnreserved() {
    Scenarios.of(two(900, "{ concurrency: 1000 }"));
    Scenarios.of(two(1000, "{ concurrency: 1000, unreservedMinimum: 0 }"));
    UserError e =
        assertThrows(UserError.class, () -> Scenarios.of(two(901, "{ concurrency: 1000 }")));
    assertTrue(
        e.getMessage().contains("services reserve 901 of 1000; at least 100 must stay unreserved"),
        e.getMessage());
  }

  /** Without an account the reservation is only a cap; none at all stops the function. */
  @Test
  void reservingNothingStopsTheFunction() throws IOException {
    RunOutcome run = Batches.run(folder, "0,10050\n", """
              classes: [ { name: r, service: 1s } ]
            platform: { use: aws-lambda, reservedConcurrency: 0 }
            """);
    // However many: none is refused for its rate.
    assertEquals(10_050, Batches.count(run, Count.THROTTLED_RESERVED));
    assertEquals(0, Batches.count(run, Count.COMPLETED));
  }

  /** Ten requests a second for each of 10 concurrent ones: the 101st of an instant is too many. */
  @Test
  void requestRateIsTenTimesTheConcurrency() throws IOException {
    RunOutcome run = Batches.run(folder, "0,150\n", """
              classes: [ { name: r, service: 1s } ]
            platform: { use: aws-lambda, scale: { max: 10 }, coldStart: { boot: 0ms } }
            """);
    assertEquals(50, Batches.count(run, Count.THROTTLED_REQUEST_RATE));
    assertEquals(90, Batches.count(run, Count.THROTTLED_MAX_INSTANCES));
    assertEquals(10, Batches.count(run, Count.COMPLETED));
  }

  /** With all starts ahead of their requests nobody waits; with none, everybody who starts one. */
  @Test
  void proactiveInitialisation() throws IOException {
    String rest = """
          classes: [ { name: r, service: 1s } ]
        platform: { use: aws-lambda, coldStart: { boot: 2s }, scale: { proactive: %s } }
        """;
    RunOutcome none = Batches.run(folder, "0,100\n", rest.formatted("0%"));
    RunOutcome all = Batches.run(folder, "0,100\n", rest.formatted("100%"));
    RunOutcome half = Batches.run(folder, "0,100\n", rest.formatted("50%"));
    assertEquals(300e9, Batches.totals(none).latencySumNs(0));
    assertEquals(100e9, Batches.totals(all).latencySumNs(0));
    assertEquals(100, Batches.count(all, Count.STARTED));
    assertEquals(0, Batches.count(all, Count.AFFECTED));
    long cold = Batches.count(half, Count.AFFECTED);
    // Binomial with a standard deviation of 5.
    assertTrue(cold > 30 && cold < 70, cold + " cold of 100");
    assertEquals(100e9 + cold * 2e9, Batches.totals(half).latencySumNs(0));
  }

  /** What is reserved is what counts: of 60 in an instant 50 pass, and five of those are let in. */
  @Test
  void requestRateIsTenTimesTheReservation() throws IOException {
    RunOutcome run = Batches.run(folder, "0,60\n", """
              classes: [ { name: r, service: 1s } ]
            platform: { use: aws-lambda, reservedConcurrency: 5, coldStart: { boot: 0ms } }
            """);
    assertEquals(10, Batches.count(run, Count.THROTTLED_REQUEST_RATE));
    assertEquals(45, Batches.count(run, Count.THROTTLED_RESERVED));
    assertEquals(5, Batches.count(run, Count.COMPLETED));
  }
}
