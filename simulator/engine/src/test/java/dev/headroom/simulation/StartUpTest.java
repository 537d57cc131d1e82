package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every cause of a start-up on paper, to the nanosecond. */
class StartUpTest {
  @TempDir
  private Path folder;

  /** Requests of 1 s of processor work at the times given. */
  private RunOutcome run(String times, String platform) throws IOException {
    return run(times, "service: { cpu: 1s }", platform);
  }

  private RunOutcome run(String times, String work, String platform) throws IOException {
    return Simulation.run(scenario(times, work, platform));
  }

  private Scenario scenario(String times, String work, String platform) throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, "timestamp\n" + times.replace(' ', '\n') + "\n");
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: start }
        workload:
          trace: { file: %s }
          classes: [ { name: r, %s } ]
          clients: { timeout: 1000s }
        platform: %s
        """.formatted(file, work, platform));
  }

  private static String generic(String coldStart) {
    return "{ use: generic, keepAlive: 0s, coldStart: { " + coldStart + " } }";
  }

  private static double seconds(RunOutcome run, Gauge gauge) {
    return run.recorder().totals().integral(0, gauge) / 1e9;
  }

  private static double latencySeconds(RunOutcome run) {
    return run.recorder().totals().latencySumNs(0) / 1e9;
  }

  /** 100 MB of which 40 % is needed at 20 MB/s, and 3 s whatever the size: 5 s. */
  @Test
  void imageSizeOverPullRate() throws IOException {
    String pull = "pulling: 3s, pullRate: 20MB/s, image: 100MB, booting: 1s";
    assertEquals(5, seconds(run("0", generic(pull + ", imageNeeded: 40%")), Gauge.PULLING));
    assertEquals(8, seconds(run("0", generic(pull)), Gauge.PULLING));
    assertEquals(10, latencySeconds(run("0", generic(pull))));
  }

  /** Of 4,000 starts with 8 s of pulling 70 % find the image there; 4 standard errors are 2.9 %. */
  @Test
  void cachedImages() {
    Scenario scenario = Scenarios.open(
        "1/s",
        4000,
        "1s",
        generic("pulling: 3s, pullRate: 20MB/s, image: 100MB, cachedShare: 70%"));
    RunOutcome run = Simulation.run(scenario);
    assertEquals(4000, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(0.3, seconds(run, Gauge.PULLING) / 8 / 4000, 0.029);
    assertEquals(0.3 * 8e9, scenario.services().get(0).platform().start().meanNs(), 1);
  }

  /**
   * A start of 8 s on one vCPU computes for 75 % of it on up to two: 2 s + 12 s on half a vCPU,
   * 2 s + 3 s on four, as on one that is boosted to two; half of one boosted is one.
   */
  @Test
  void processorsAndBoost() throws IOException {
    assertEquals(14, booting("500m", ""));
    assertEquals(8, booting("1", ""));
    assertEquals(5, booting("2", ""));
    assertEquals(5, booting("4", ""));
    String boost = ", cpuBoost: true, cpuBoostFactor: 2, cpuBoostMax: 8";
    assertEquals(8, booting("500m", boost));
    assertEquals(5, booting("1", boost));
    // A boost never takes processors away, whatever its most.
    assertEquals(8, booting("1", ", cpuBoost: true, cpuBoostFactor: 2, cpuBoostMax: 500m"));
    assertEquals(8, booting("1", ", cpuBoostFactor: 2"));
  }

  /** A boost lasts for 10 s after each of two starts; without one nothing is boosted. */
  @Test
  void aBoostGoesOnAfterTheStart() throws IOException {
    String cloudRun = "{ use: cloud-run, concurrency: { max: 1 }, coldStart: { boot: 2s%s } }";
    RunOutcome boosted = run("0 0", cloudRun.formatted(", cpuBoost: true"));
    assertEquals(20e9, boosted.recorder().totals().count(0, Count.BOOSTED_NS));
    RunOutcome plain = run("0 0", cloudRun.formatted(""));
    assertEquals(0, plain.recorder().totals().count(0, Count.BOOSTED_NS));
    assertEquals(2, plain.recorder().boot(0).getTotalCount());
    assertEquals(2e9, plain.recorder().boot(0).getMaxValue(), 0.01e9);
  }

  /** What is ready as soon as it starts is so for a second request of the same moment too. */
  @Test
  void aStartOfNoLengthIsReadyAtOnce() throws IOException {
    RunOutcome run = run(
        "1 1", "{ use: generic, keepAlive: 0s, concurrency: { max: 2 }, instance: { cpu: 2 } }");
    assertEquals(1, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(1, run.recorder().peakLive());
    assertEquals(2, run.recorder().totals().count(0, Count.AFFECTED));
  }

  private double booting(String cpu, String more) throws IOException {
    return seconds(
        run(
            "0",
            "{ use: generic, keepAlive: 0s, instance: { cpu: " + cpu + " }, coldStart: {"
                + " runtime: x, runtimes: { x: { time: 8s, measuredOn: 1, cpuShare: 75%,"
                + " parallelism: 2 } }" + more + " } }"),
        Gauge.BOOTING);
  }

  /** A machine after 1 s, its GPU after 5 s more. */
  @Test
  void gpuAttach() throws IOException {
    String placing = "placing: 1s, gpuAttach: 5s, booting: 2s";
    assertEquals(1, seconds(run("0", generic(placing)), Gauge.PLACING));
    assertEquals(6, seconds(run("0", generic(placing + ", gpu: true")), Gauge.PLACING));
  }

  /** Looks every 10 s find at 20 s what listens since 12 s; readiness looks at 5, 8, 11, 14 s. */
  @Test
  void probesLookNowAndThen() throws IOException {
    String start = "booting: 12s, startupProbe: { kind: tcp, period: 10s, failureThreshold: 3 }";
    RunOutcome run = run("0", generic(start));
    assertEquals(12, seconds(run, Gauge.BOOTING));
    assertEquals(8, seconds(run, Gauge.PROBING));
    String ready = "readinessProbe: { kind: tcp, initialDelay: 5s, period: 3s";
    assertEquals(15, latencySeconds(run("0", generic("booting: 12s, " + ready + " }"))));
    assertEquals(15, latencySeconds(run("0", generic("booting: 14s, " + ready + " }"))));
    assertEquals(6, latencySeconds(run("0", generic("booting: 2s, " + ready + " }"))));
    RunOutcome twice = run("0", generic("booting: 12s, " + ready + ", successThreshold: 2 }"));
    assertEquals(18, latencySeconds(twice));
    // The startup probe passes at 20 s, readiness looks at 20 s next.
    assertEquals(21, latencySeconds(run("0", generic(start + ", " + ready + " }"))));
  }

  /**
   * What needs 40 s is killed at 30, 60 and 90 s, each time replaced for the client that waits;
   * it gives up at 100 s, and the fourth, killed at 120 s, is not replaced.
   */
  @Test
  void aWindowThatClosesFirstKills() throws IOException {
    String start = "boot: 40s, startupProbe: { kind: tcp, period: 10s, failureThreshold: 3 }";
    killedFourTimes(generic(start));
    killedFourTimes("{ use: generic, keepAlive: 0s, binding: central, queue: { limit: unlimited },"
        + " scale: { burst: pending-over-concurrency }, coldStart: { " + start + " } }");
  }

  private void killedFourTimes(String platform) throws IOException {
    Path file = folder.resolve("kill.csv");
    Files.writeString(file, "timestamp\n0\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: kill }
                workload:
                  trace: { file: %s }
                  classes: [ { name: r, service: 1s } ]
                  clients: { timeout: 100s }
                platform: %s
                """.formatted(file, platform)));
    Totals totals = run.recorder().totals();
    assertEquals(4, totals.count(0, Count.STARTED));
    assertEquals(4, totals.count(0, Count.STARTS_KILLED));
    assertEquals(0, totals.count(0, Count.COMPLETED));
    assertEquals(120, seconds(run, Gauge.BOOTING));
    assertEquals(120_000_000_000L, run.endNs());
    assertEquals(
        "instance 0 killed: not up within 30 s",
        run.events().entries().stream()
            .filter(entry -> entry.kind().equals("start"))
            .findFirst()
            .orElseThrow()
            .text());
  }

  /** What listens exactly when the window closes lives, a nanosecond later it does not. */
  @Test
  void theWindowIncludesItsEnd() throws IOException {
    String probe =
        "startupProbe: { kind: tcp, initialDelay: 5s, period: 10s, failureThreshold: 2 }";
    RunOutcome lives = run("0", generic("booting: 25s, " + probe));
    assertEquals(0, lives.recorder().totals().count(0, Count.STARTS_KILLED));
    assertEquals(26, latencySeconds(lives));
    RunOutcome dies = run("0", generic("booting: 25001ms, " + probe));
    assertEquals(40, dies.recorder().totals().count(0, Count.STARTS_KILLED));
  }

  /** Restarted where it is, a process keeps its machine and image: one start, boots added up. */
  @Test
  void restartsInPlace() throws IOException {
    RunOutcome run = run(
        "0",
        generic("placing: 2s, pulling: 3s, booting: { dist: uniform, min: 29s, max: 60s },"
            + " startupProbe: { kind: tcp, window: 30s, onFailure: restart }"));
    Totals totals = run.recorder().totals();
    long killed = totals.count(0, Count.STARTS_KILLED);
    assertTrue(killed > 0, "no boot was killed");
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(2, seconds(run, Gauge.PLACING));
    assertEquals(3, seconds(run, Gauge.PULLING));
    assertEquals(30 * killed + 29.5, seconds(run, Gauge.BOOTING), 0.5);
    assertEquals(latencySeconds(run), seconds(run, Gauge.BOOTING) + 2 + 3 + 1, 1e-6);
  }

  /**
   * The port is bound at 2 s, the application ready at 5 s. With a look at the port the first
   * request goes in at 2 s and waits inside, as does one that comes at 3 s; with a look at the
   * application both wait outside. Either way each takes 1 s of its own vCPU from 5 s on.
   */
  @Test
  void trafficBeforeTheApplicationIsReady() throws IOException {
    String platform =
        "{ use: generic, keepAlive: 0s, instance: { cpu: 2 }, concurrency: { max: 2 },"
            + " binding: central, queue: { limit: unlimited },"
            + " scale: { max: 1, burst: pending-over-concurrency },"
            + " coldStart: { booting: 2s, appReady: 3s, startupProbe: { kind: %s } } }";
    RunOutcome early = run("0 3", platform.formatted("tcp"));
    assertEquals(6 + 3, latencySeconds(early));
    assertEquals(4, seconds(early, Gauge.BUSY));
    assertEquals(2, seconds(early, Gauge.QUEUED));
    assertEquals(2, early.recorder().totals().count(0, Count.AFFECTED));
    RunOutcome late = run("0 3", platform.formatted("http"));
    assertEquals(6 + 3, latencySeconds(late));
    assertEquals(1, seconds(late, Gauge.BUSY));
    assertEquals(5 + 2, seconds(late, Gauge.QUEUED));
  }

  /** Within 10 s of being ready work takes three times as long: 3 s, 3 s, then 1 s. */
  @Test
  void warmUp() throws IOException {
    String platform = "{ use: generic, keepAlive: 60s, coldStart: { booting: 2s,"
        + " warmUp: { factor: 3, for: 10s } } }";
    assertEquals(5 + 3 + 1, latencySeconds(run("0 8 20", platform)));
    assertEquals(5 + 1, latencySeconds(run("0 12", platform)), "warm from 12 s on");
    String warm = "{ use: fixed-fleet, scale: { min: 1, max: 1 }, coldStart: {"
        + " warmUp: { factor: 3, for: 10s } } }";
    assertEquals(1, latencySeconds(run("0", warm)), "what runs already is warm");
  }

  /** An initialisation of 12 s is given up at 10 s and done again: 22 s. */
  @Test
  void initialisationIsRepeated() throws IOException {
    String lambda = "{ use: aws-lambda, instance: { memory: 1769Mi }, keepAlive: 0s,"
        + " coldStart: { boot: %s } }";
    assertEquals(23, latencySeconds(run("0", lambda.formatted("12s"))));
    assertEquals(11, latencySeconds(run("0", lambda.formatted("10s"))));
  }

  /** A boot time alone is the whole start, and Cloud Run's own window of 240 s holds for it. */
  @Test
  void bootAloneIsTheWholeStart() throws IOException {
    String cloudRun = "{ use: cloud-run, coldStart: { boot: %s } }";
    assertEquals(4, latencySeconds(run("0", cloudRun.formatted("3s"))));
    assertEquals(241, latencySeconds(run("0", cloudRun.formatted("240s"))));
    RunOutcome killed = run("0", cloudRun.formatted("300s"));
    assertTrue(killed.recorder().totals().count(0, Count.STARTS_KILLED) > 0, "none was killed");
    assertEquals(0, killed.recorder().totals().count(0, Count.COMPLETED));
    String wider = ", startupProbe: { period: 10s, failureThreshold: 40 } } }";
    assertEquals(281, latencySeconds(run("0", cloudRun.formatted("280s").replace(" } }", wider))));
  }

  /** SnapStart takes the restore's profile, and only where one is known. */
  @Test
  void snapStart() throws IOException {
    String lambda = "{ use: aws-lambda, coldStart: { snapStart: true, runtime: %s } }";
    Scenario spring = scenario("0", "service: 1s", lambda.formatted("spring-boot"));
    assertEquals(
        "spring-boot-snapstart", spring.services().get(0).platform().start().runtime());
    UserError error =
        assertThrows(UserError.class, () -> scenario("0", "service: 1s", lambda.formatted("go")));
    assertTrue(
        error.getMessage().contains("known: spring-boot, quarkus, micronaut"), error.getMessage());
  }

  @Test
  void whatAPlatformLacksIsRefused() {
    for (String key : new String[] {"gpu", "cpuBoost"}) {
      UserError error = assertThrows(
          UserError.class, () -> scenario("0", "service: 1s", generic(key + ": true")));
      assertTrue(error.getMessage().contains(key), error.getMessage());
    }
    assertThrows(
        UserError.class,
        () -> scenario(
            "0", "service: 1s", generic("startupProbe: { kind: tcp, failureThreshold: 3 }")));
  }
}
