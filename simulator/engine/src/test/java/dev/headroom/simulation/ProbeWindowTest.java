package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.results.Count;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A published case: 48 boots with a median of 201 s, a 90th percentile of 371 s and a 95th of 417
 * s, of which startup windows of 360, 420 and 480 s kill 6, 3 and 1.
 */
class ProbeWindowTest {
  private static final int BOOTS = 48;
  private static final int REQUESTS = 4_000;

  /** Quantiles in steps of 5 %: the three published ones, the others drawn through them by us. */
  private static final double[] KNOTS = {
    90, 105, 117, 128, 138, 148, 158, 168, 179, 190, 201, 213, 226, 241, 258, 279, 304, 341, 371,
    417, 520
  };

  private static final NormalDistribution NORMAL = new NormalDistribution();

  static Stream<Arguments> windows() {
    return Stream.of("lognormal", "empirical")
        .flatMap(shape -> Stream.of(
            Arguments.of(shape, 360, 6), Arguments.of(shape, 420, 3), Arguments.of(shape, 480, 1)));
  }

  /** The simulation kills what the distribution says, and that is compatible with the case. */
  @ParameterizedTest
  @MethodSource("windows")
  void killsTheShareBeyondTheWindow(String shape, int windowSeconds, int publishedKills) {
    boolean lognormal = shape.equals("lognormal");
    double exact = lognormal ? lognormalTail(windowSeconds) : empiricalTail(windowSeconds);
    RunOutcome run = Simulation.run(Scenarios.open(
        "1/s",
        REQUESTS,
        "1s",
        "{ use: generic, keepAlive: 0s, coldStart: { boot: "
            + (lognormal ? lognormal() : empirical())
            + ", startupProbe: { kind: tcp, period: 10s, failureThreshold: "
            + windowSeconds / 10 + " } } }\nrun: { tail: 3h }"));
    long started = run.recorder().totals().count(0, Count.STARTED);
    long killed = run.recorder().totals().count(0, Count.STARTS_KILLED);
    assertEquals(REQUESTS, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(REQUESTS + killed, started, "every killed start is replaced once");
    double standardError = Math.sqrt(exact * (1 - exact) / started);
    assertEquals(exact, (double) killed / started, 3.5 * standardError);

    BinomialDistribution of48 = new BinomialDistribution(BOOTS, exact);
    assertTrue(of48.cumulativeProbability(publishedKills) > 0.025, "too few were killed");
    assertTrue(1 - of48.cumulativeProbability(publishedKills - 1) > 0.025, "too many were killed");
  }

  /** The lognormal through the median and the 90th percentile, by its median and its 99th. */
  private static String lognormal() {
    double p99 = 201 * Math.exp(sigma() * NORMAL.inverseCumulativeProbability(0.99));
    return "{ p50: 201s, p99: " + Math.round(p99 * 1000) + "ms }";
  }

  private static double sigma() {
    return Math.log(371.0 / 201) / NORMAL.inverseCumulativeProbability(0.9);
  }

  private static double lognormalTail(double seconds) {
    return 1 - NORMAL.cumulativeProbability(Math.log(seconds / 201) / sigma());
  }

  private static String empirical() {
    StringBuilder values = new StringBuilder("{ values: [");
    for (int i = 0; i < KNOTS.length; i++) {
      values.append(i == 0 ? "" : ", ").append((int) KNOTS[i]).append('s');
    }
    return values.append("] }").toString();
  }

  private static double empiricalTail(double seconds) {
    int i = 0;
    while (KNOTS[i + 1] < seconds) {
      i++;
    }
    double below = i + (seconds - KNOTS[i]) / (KNOTS[i + 1] - KNOTS[i]);
    return 1 - below / (KNOTS.length - 1);
  }
}
