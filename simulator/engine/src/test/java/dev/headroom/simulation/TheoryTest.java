package dev.headroom.simulation;

import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Validation;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queueing theory must lie inside the 99.9 % interval over many fixed seeds. */
class TheoryTest {
  private static final Validation HELD = Validation.of(TheoryTest.class);
  private static final int SEEDS = 30;
  private static final long REQUESTS = 200_000;

  private static void assertTheory(
      String name, double theory, Scenario scenario, ToDoubleFunction<RunOutcome> measure) {
    SummaryStatistics seen = new SummaryStatistics();
    for (int seed = 1; seed <= SEEDS; seed++) {
      seen.addValue(measure.applyAsDouble(Simulation.run(scenario, seed, nowNs -> {})));
    }
    HELD.theory(name, theory, seen, "");
  }

  /** Mean time in an M/M/1: 1 / (mu - lambda). */
  @Test
  void singleServer() {
    Scenario scenario = Scenarios.open(
        "7/s", REQUESTS, "{ dist: exponential, mean: 100ms }", Scenarios.fleet(1, "1"));
    assertTheory(
        "M/M/1 at load 0.7: mean time, s",
        1 / (10.0 - 7.0),
        scenario,
        Scenarios::meanLatencySeconds);
  }

  /** Mean time in an M/M/4 at load 0.8 by Erlang C: 0.7455 mean service times of waiting. */
  @Test
  void severalServers() {
    double lambda = 32;
    double mu = 10;
    double wait = erlangC(4, lambda / mu) / (4 * mu - lambda);
    Scenario scenario = Scenarios.open(
        "32/s", REQUESTS, "{ dist: exponential, mean: 100ms }", Scenarios.fleet(4, "1"));
    assertTheory(
        "M/M/4 at load 0.8: mean time, s", wait + 1 / mu, scenario, Scenarios::meanLatencySeconds);
  }

  /** Blocking in an M/G/c/c depends on the mean service time alone (Erlang B). */
  @ParameterizedTest
  @ValueSource(strings = {"{ dist: exponential, mean: 500ms }", "500ms"})
  void lossSystem(String service) {
    Scenario scenario = Scenarios.open(
        "20/s",
        REQUESTS,
        service,
        "{ use: generic, scale: { min: 0, max: 8 }, concurrency: { max: 1 } }");
    assertTheory(
        "M/G/8/8 offered 10, service " + service + ": share lost",
        erlangB(8, 10),
        scenario,
        run -> (double) run.recorder().totals().count(0, Count.FAILED) / REQUESTS);
  }

  /** Pollaczek-Khinchine for constant service: half the waiting of an M/M/1. */
  @Test
  void constantService() {
    double rho = 0.7;
    Scenario scenario = Scenarios.open("7/s", REQUESTS, "100ms", Scenarios.fleet(1, "1"));
    assertTheory(
        "M/D/1 at load 0.7: mean time, s",
        0.1 + 0.1 * rho / (2 * (1 - rho)),
        scenario,
        Scenarios::meanLatencySeconds);
  }

  /** M/G/1 under processor sharing: E[S] / (1 - rho), whatever the distribution. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ cpu: 100ms }",
        "{ cpu: { dist: uniform, min: 1ms, max: 199ms } }",
        "{ cpu: { dist: exponential, mean: 100ms } }"
      })
  void processorSharing(String service) {
    String platform =
        Scenarios.fleet(1, "unlimited").replace("{ use", "{ instance: { cpu: 1 }, use");
    Scenario scenario = Scenarios.open("7/s", REQUESTS, service, platform);
    assertTheory(
        "M/G/1 processor sharing at load 0.7, service " + service + ": mean time, s",
        0.1 / (1 - 0.7),
        scenario,
        Scenarios::meanLatencySeconds);
  }

  /** E[busy] = lambda E[service] under every dispatch order, when nothing waits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "most-recently-used",
        "least-recently-used",
        "round-robin",
        "least-loaded",
        "power-of-two",
        "random"
      })
  void meanBusy(String dispatch) {
    Scenario scenario = Scenarios.open(
        "20/s",
        REQUESTS,
        "{ dist: exponential, mean: 200ms }",
        "{ use: generic, dispatch: " + dispatch + ", keepAlive: 5s }");
    assertTheory(
        "M/G/infinity offered 4, " + dispatch + ": mean busy",
        4,
        scenario,
        run -> Scenarios.mean(run, Gauge.BUSY));
  }

  static double erlangB(int servers, double load) {
    double blocking = 1;
    for (int k = 1; k <= servers; k++) {
      blocking = load * blocking / (k + load * blocking);
    }
    return blocking;
  }

  private static double erlangC(int servers, double load) {
    double blocking = erlangB(servers, load);
    double rho = load / servers;
    return blocking / (1 - rho * (1 - blocking));
  }
}
