package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Validation;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

/** Keep-alive, dispatch among many and rates that change, against closed forms. */
class KeepAliveTheoryTest {
  private static final Validation HELD = Validation.of(KeepAliveTheoryTest.class);
  private static final int SEEDS = 20;

  /** One function, kept 600 s, whose cold requests are as long as warm ones. */
  static Scenario keepAlive(String rate, String service, String boot, long requests) {
    return Scenarios.open(
        rate,
        requests,
        "{ dist: exponential, mean: " + service + " }",
        "{ use: generic, concurrency: { max: 1 }, keepAlive: 600s,"
            + " dispatch: most-recently-used, coldStart: { boot: " + boot + " } }");
  }

  /**
   * Where there is almost never a second request at a time, each starts an instance if its gap is
   * longer than the keep-alive: e^-3; and the mean life of what is idle is that of a gap, cut.
   */
  @Test
  void theTheoryOfRareRequests() {
    KeepAliveTheory theory = new KeepAliveTheory(0.01, 1e7, 300);
    assertEquals(Math.exp(-3), theory.coldShare, 1e-6);
    assertEquals(1 - Math.exp(-3), theory.instances, 1e-6);
  }

  @Test
  void mostRecentlyUsedWithKeepAlive() {
    KeepAliveTheory theory = new KeepAliveTheory(0.9, 10, 600);
    SummaryStatistics cold = new SummaryStatistics();
    SummaryStatistics instances = new SummaryStatistics();
    for (int seed = 1; seed <= SEEDS; seed++) {
      SteadyState seen = SteadyState.of(
          requests -> keepAlive("0.9/s", "100ms", "0ms", requests), 25_000, 500_000, seed);
      cold.addValue(seen.coldShare());
      instances.addValue(seen.instances());
    }
    String name = "Keep-alive 600 s, most recently used, 0.9/s of 100 ms: ";
    HELD.theory(name + "share of cold starts", theory.coldShare, cold, "stack of idle instances");
    HELD.theory(name + "mean instances", theory.instances, instances, "stack of idle instances");
  }

  /**
   * Power of two choices at load 0.9 with many servers: the share of servers with at least i
   * requests is load^(2^i - 1), so the mean time is the sum of load^(2^i - 2), 2.614 services
   * (Vvedenskaya, Dobrushin, Karpelevich 1996; Mitzenmacher 1996). A server shares its processor;
   * with exponential service its number of requests is that of one who serves in order.
   */
  @Test
  void powerOfTwoChoices() {
    int servers = 1000;
    double theory = 0;
    for (int i = 1; i < 12; i++) {
      theory += Math.pow(0.9, Math.pow(2, i) - 2);
    }
    String platform = Scenarios.fleet(servers, "unlimited")
        .replace("{ use", "{ instance: { cpu: 1 }, dispatch: power-of-two, use");
    SummaryStatistics seen = new SummaryStatistics();
    for (int seed = 1; seed <= 6; seed++) {
      seen.addValue(SteadyState.of(
                  requests -> Scenarios.open(
                      "9000/s", requests, "{ cpu: { dist: exponential, mean: 100ms } }", platform),
                  100_000,
                  500_000,
                  seed)
              .meanLatencySeconds()
          / 0.1);
    }
    HELD.theory(
        "Power of two choices at load 0.9: mean time, services",
        theory,
        seen,
        "theory of infinitely many servers, simulated with " + servers);
  }
}
