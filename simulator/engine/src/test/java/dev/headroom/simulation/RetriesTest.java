package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.scenario.RetryRules.Budget;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses between attempts, and the limit of all retries together. */
class RetriesTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir
  private Path folder;

  /** Requests at time 0 whose every attempt fails at once. */
  private RunOutcome refused(int requests, String retries) throws IOException {
    return Batches.run(
        folder, "0," + requests + "\n", """
          classes: [ { name: r, service: 0ms, failureShare: 100%% } ]
          clients: { retries: %s }
        platform: { use: generic, coldStart: { boot: 0ms } }
        run: { tail: 600s }
        """.formatted(retries.replace("max:", "on: [500], max:")));
  }

  /** Second of each attempt of one request that never succeeds. */
  private String attempts(String retries) throws IOException {
    RunOutcome run = refused(1, retries);
    StringBuilder seconds = new StringBuilder();
    for (int bin = 0; bin < run.recorder().bins().size(); bin++) {
      for (double n = run.recorder().bins().count(bin, 0, Count.ATTEMPTS); n > 0; n--) {
        seconds.append(seconds.length() == 0 ? "" : " ").append(bin);
      }
    }
    return seconds.toString();
  }

  /**
   * Pauses of 2 s: at 2, 4, 6. Doubled: 2, 4, 8 s. Tripled: 2, 6, 18 s. At most 5 s: 2, 4, 5, 5.
   */
  @ParameterizedTest
  @CsvSource({
    "'{ max: 3, base: 2s }', 0 2 4 6",
    "'{ max: 3, base: 2s, backoff: exponential }', 0 2 6 14",
    "'{ max: 3, base: 2s, backoff: exponential, factor: 3 }', 0 2 8 26",
    "'{ max: 4, base: 2s, backoff: exponential, maxBackoff: 5s }', 0 2 6 11 16",
    "'{ max: 0, base: 2s }', 0"
  })
  void pauses(String retries, String seconds) throws IOException {
    assertEquals(seconds, attempts(retries));
  }

  /** Two requests of three attempts each are two that were retried. */
  @Test
  void countsRequestsThatAreRetried() throws IOException {
    RunOutcome run = refused(2, "{ max: 2, base: 1s }");
    assertEquals(2, Batches.count(run, Count.RETRIED));
    assertEquals(6, Batches.count(run, Count.ATTEMPTS));
  }

  /** Errors of the code are retried only on request. */
  @Test
  void retriesOnlyWhatItIsToldTo() throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n", """
              classes: [ { name: r, service: 0ms, failureShare: 100% } ]
              clients: { retries: { max: 3, base: 2s } }
            platform: { use: generic, coldStart: { boot: 0ms } }
            """);
    assertEquals(1, Batches.count(run, Count.ATTEMPTS));
  }

  /** Where the last attempt of many requests falls: mean pause and the ends of its range. */
  private double[] onePause(String jitter) throws IOException {
    int requests = 20_000;
    String rest = "base: 100s, jitter: " + jitter;
    RunOutcome run = refused(requests, "{ max: 1, " + rest + " }");
    double sum = 0;
    double least = Double.MAX_VALUE;
    double most = 0;
    double counted = 0;
    for (int bin = 0; bin < run.recorder().bins().size(); bin++) {
      double n = run.recorder().bins().count(bin, 0, Count.FAILED);
      counted += n;
      sum += n * (bin + 0.5);
      if (n > 0) {
        least = Math.min(least, bin);
        most = bin + 1;
      }
    }
    assertEquals(requests, counted);
    return new double[] {sum / counted, least, most};
  }

  /**
   * Full: uniform in 0 to 100 s, mean 50. Equal: 50 to 100, mean 75. Decorrelated: 100 to 300, mean
   * 200. The standard error of a mean is at most 200 / sqrt(12) / sqrt(20,000) = 0.41 s.
   */
  @ParameterizedTest
  @CsvSource({"full, 50, 0, 100", "equal, 75, 50, 100", "decorrelated, 200, 100, 300"})
  void jitter(String kind, double mean, double least, double most) throws IOException {
    double[] seen = onePause(kind);
    assertEquals(mean, seen[0], 4 * 0.41);
    assertEquals(least, seen[1], 1);
    assertEquals(most, seen[2], 1);
  }

  /** A base that is drawn is drawn anew for each retry of each request. */
  @Test
  void drawnBase() throws IOException {
    RunOutcome run = refused(20_000, "{ base: { dist: exponential, mean: 10s }, max: 4 }");
    double sum = 0;
    double squares = 0;
    for (int bin = 0; bin < run.recorder().bins().size(); bin++) {
      double n = run.recorder().bins().count(bin, 0, Count.FAILED);
      sum += n * (bin + 0.5);
      squares += n * (bin + 0.5) * (bin + 0.5);
    }
    double mean = sum / 20_000;
    // Four exponential pauses of 10 s: mean 40, variance 4 x 100 (and 1/12 of the bins).
    assertEquals(40, mean, 4 * 20 / Math.sqrt(20_000));
    assertEquals(400, squares / 20_000 - mean * mean, 40);
  }

  /** Three attempts each and all fail: threefold load, with a budget of 10 % only 1.1-fold. */
  @ParameterizedTest
  @CsvSource({"'', 3.0, 0", "', budget: 10%', 1.1, 1", "', budget: { share: 50% }', 1.5, 1"})
  void budgetCutsAmplification(String budget, double factor, int denies) {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: storm }
                workload:
                  generate: { shape: constant, rate: 100/s, requests: 60000 }
                  classes: [ { name: r, service: 0ms, failureShare: 100%% } ]
                  clients: { retries: { max: 2, base: 100ms, jitter: full, on: [500] %s } }
                platform: { use: generic, coldStart: { boot: 0ms } }
                """.formatted(budget)));
    double amplification = Batches.count(run, Count.ATTEMPTS) / 60_000.0;
    assertEquals(factor, amplification, 0.001);
    assertEquals(60_000, Batches.totals(run).failed(0, FailureReason.FUNCTION_ERROR));
    assertEquals(denies > 0, Batches.count(run, Count.RETRIES_DENIED) > 0);
  }

  /**
   * A tenth of a token each: nine first attempts are not enough, the tenth pays for one retry. Ten
   * seconds after the first attempts, they and the retry are forgotten. With one retry a second on
   * top ten more are there at once.
   */
  @Test
  void budgetByHand() {
    RetryBudget budget = new RetryBudget(new Budget(0.1, 10 * SECOND, 0));
    for (int i = 0; i < 9; i++) {
      budget.firstAttempt(500_000_000L);
    }
    assertFalse(budget.take(SECOND));
    budget.firstAttempt(SECOND);
    assertTrue(budget.take(SECOND));
    assertFalse(budget.take(SECOND));
    for (int i = 0; i < 10; i++) {
      budget.firstAttempt(5 * SECOND);
    }
    // The window of 9.9 s holds seconds 0 to 9: two tokens in, one taken.
    assertTrue(budget.take(9 * SECOND + 900_000_000L));
    assertFalse(budget.take(9 * SECOND + 900_000_000L));
    // At 15 s only the retry of second 9 is left: less than nothing.
    assertFalse(budget.take(15 * SECOND));
    RetryBudget reserve = new RetryBudget(new Budget(0.1, 10 * SECOND, 1));
    for (int i = 0; i < 10; i++) {
      assertTrue(reserve.take(0));
    }
    assertFalse(reserve.take(9 * SECOND));
    assertTrue(reserve.take(10 * SECOND));
  }
}
