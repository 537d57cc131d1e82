package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools and poolers against closed forms, within the 99.9 % interval over seeds. */
class PoolTheoryTest {
  private static final Validation HELD = Validation.of(PoolTheoryTest.class);
  private static final int SEEDS = 20;
  private static final int ARRIVALS = 40_000;
  private static final double SERVICE_MS = 20.6;

  private static String pooler(int clients, int servers, String borrowTimeout) {
    return ("{ maxConnections: unlimited, connect: { cpu: 0ms, latency: 1ms }, pool: { size: %d },"
            + " pooler: { kind: custom, serverPool: %d, borrowTimeout: %s } }")
        .formatted(clients, servers, borrowTimeout);
  }

  private static double[] poisson(double perMs, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] ms = new double[ARRIVALS];
    double now = 0;
    for (int i = 0; i < ms.length; i++) {
      now -= Math.log(1 - random.nextDouble()) / perMs;
      ms[i] = now;
    }
    return ms;
  }

  private static double[] service(int uses) {
    double[] ms = new double[uses];
    Arrays.fill(ms, SERVICE_MS);
    return ms;
  }

  /**
   * Mean wait of M/D/c in units of the service time, from Crommelin's solution (Crommelin 1932,
   * Franx 2001): sum over i of P(N >= i c) - P(N >= i c + 1) / rho, N Poisson with mean i c rho.
   * For one server it is rho / (2 (1 - rho)).
   */
  private static double crommelin(int c, double rho) {
    double sum = 0;
    for (int i = 1; i < 2000; i++) {
      PoissonDistribution n = new PoissonDistribution(i * c * rho);
      double atLeast = 1 - n.cumulativeProbability(i * c - 1);
      double more = 1 - n.cumulativeProbability(i * c);
      double term = atLeast - more / rho;
      sum += term;
      if (Math.abs(term) < 1e-12) {
        break;
      }
    }
    return sum;
  }

  @Test
  void crommelinOfOneServer() {
    assertEquals(0.8 / (2 * 0.2), crommelin(1, 0.8), 1e-6);
  }

  /** A pooler is M/D/c with the occupancy of its server connections as service time. */
  @ParameterizedTest
  @CsvSource({"1, 0.7", "5, 0.8", "20, 0.9"})
  void poolerIsMdc(int servers, double rho) {
    SummaryStatistics waits = new SummaryStatistics();
    double perMs = rho * servers / SERVICE_MS;
    for (int seed = 0; seed < SEEDS; seed++) {
      PoolReplay.Seen seen = PoolReplay.open(
          pooler(100_000, servers, "unlimited"),
          seed,
          poisson(perMs, seed),
          service(ARRIVALS),
          2000);
      waits.addValue(Prediction.mean(seen.poolerWaitMs()));
    }
    HELD.theory(
        "Pooler of " + servers + " connections as M/D/" + servers + " at load " + rho
            + ": mean wait, ms",
        SERVICE_MS * crommelin(servers, rho),
        waits,
        "");
  }

  /** N clients who ask again at once: by Little's law each waits (N - c) S / c. */
  @ParameterizedTest
  @CsvSource({"100, 20", "50, 20", "30, 7"})
  void saturatedClients(int clients, int servers) {
    PoolReplay.Seen seen = PoolReplay.closed(
        pooler(clients, servers, "unlimited"), 1, clients, service(200_000), 2000, 12_000);
    double expected = (clients - servers) * SERVICE_MS / servers;
    // Uses at either end of the window count or not: one in each of its N.
    double slack = expected * clients / seen.poolerWaitMs().length;
    double mean = Prediction.mean(seen.poolerWaitMs());
    assertEquals(expected, mean, slack);
    HELD.put(
        Section.THEORY,
        clients + " clients that ask again at once, pooler of " + servers + ": mean wait, ms",
        expected,
        mean,
        mean - slack,
        mean + slack,
        "Little's law; the interval is what the window's ends may cut");
  }

  /** Above capacity those served have waited nearly the whole patience; 1 - 1/rho give up. */
  @ParameterizedTest
  @CsvSource({"20, 1.25", "20, 2"})
  void overloadWithPatience(int servers, double rho) {
    SummaryStatistics abandoned = new SummaryStatistics();
    SummaryStatistics waited = new SummaryStatistics();
    double perMs = rho * servers / SERVICE_MS;
    for (int seed = 0; seed < SEEDS; seed++) {
      double[] arrivals = poisson(perMs, seed);
      // The line is as long as patience after patience / (1 - 1/rho); that is not counted.
      double fromMs = 3 * 500 / (1 - 1 / rho);
      PoolReplay.Seen seen = PoolReplay.open(
          pooler(100_000, servers, "500ms"), seed, arrivals, service(ARRIVALS), fromMs);
      int served = seen.poolerWaitMs().length;
      abandoned.addValue((double) seen.timeouts() / (seen.timeouts() + served));
      waited.addValue(Prediction.mean(seen.poolerWaitMs()));
    }
    HELD.theory(
        "Pooler of " + servers + " connections at load " + rho
            + ", patience 500 ms: share that gives up",
        1 - 1 / rho,
        abandoned,
        "");
    assertTrue(waited.getMean() > 0.9 * 500 && waited.getMax() < 500, () -> "" + waited);
  }

  /**
   * The constructor's connection, 100 ms, and then p - 1 more with 30 ms between them: never faster
   * than Tc + 100 ms + (p - 1) Tc + (p - 2) 30 ms, and just so where nobody else connects.
   */
  @ParameterizedTest
  @CsvSource({"2, 5", "5, 5", "10, 12"})
  void hikariFill(int size, int connectMs) {
    PoolRig rig = new PoolRig(("{ maxConnections: 100, connect: { cpu: 0ms, latency: %dms },"
            + " pool: { library: hikari, size: %d } }")
        .formatted(connectMs, size));
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.run(10_000);
    int expectedMs = connectMs + 100 + (size - 1) * connectMs + (size - 2) * 30;
    assertEquals(expectedMs + " held " + size, rig.log.get(rig.log.size() - 1));
  }
}
