package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that change at set times, on every platform that scales. */
class ScheduledLimitsTest {
  @TempDir
  private Path folder;

  private static RunOutcome quiet(String platform) {
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: schedule }
            workload:
              generate: { shape: constant, rate: 1/s, duration: 30min }
              classes: [ { name: r, service: 100ms } ]
            platform: %s
            """.formatted(platform)));
  }

  private static double ready(RunOutcome run, int second) {
    double idle = run.recorder().bins().integral(second, 0, Gauge.IDLE);
    return (idle + run.recorder().bins().integral(second, 0, Gauge.BUSY)) / 1e9;
  }

  /**
   * A minimum of 20 from 100 s to 200 s: reached once the instances have started, at most 60 s
   * later, held until the end, and left as each platform leaves it: by 20 minutes after the end
   * five are the most (HPA and Container Apps hold for 5 min, ECS and EC2 need 15 min of low
   * alarm).
   */
  @ParameterizedTest
  @CsvSource({
    "cloud-run, 1",
    "knative, 1",
    "kubernetes-hpa, 1",
    "aws-fargate, 1",
    "ec2-asg, 2",
    "azure-container-apps, 1",
    "fixed-fleet, 5",
    "aws-lambda, 0"
  })
  void aMinimumHoldsForItsTimeOnly(String platform, int min) {
    RunOutcome run =
        quiet("{ use: %s, scale: { min: %d, max: 30, schedule: [ { at: 100s, min: 20 },"
                .formatted(platform, min)
            + " { at: 200s, min: %d%s } ] } }"
                .formatted(min, platform.equals("fixed-fleet") ? ", max: 5" : ""));
    assertTrue(ready(run, 99) <= 5, "before: " + ready(run, 99));
    assertTrue(ready(run, 180) >= 20 - 1e-9, "during: " + ready(run, 180));
    assertTrue(ready(run, 1600) <= 5, "after: " + ready(run, 1600));
    assertEquals(
        List.of(100L, 200L),
        run.events().entries().stream()
            .filter(entry -> entry.kind().equals("schedule"))
            .map(entry -> entry.timeNs() / 1_000_000_000L)
            .toList());
  }

  /**
   * The run begins at 09:59:30 in UTC, so the minimum of 3 set at 08:00 holds from its beginning;
   * that of 6 comes after 30 s, with a number of 8.
   */
  @Test
  void timesOfDayRepeatDaily() throws IOException {
    Path file = folder.resolve("dated.csv");
    Files.writeString(file, "timestamp,count\n2026-05-22T09:59:30Z,1\n2026-05-22T10:02:30Z,1\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: dated }
                workload:
                  trace: { file: %s }
                  classes: [ { name: r, service: 100ms } ]
                platform:
                  use: fixed-fleet
                  scale:
                    min: 1
                    max: 10
                    schedule:
                      - { at: 10:00, min: 6, desired: 8 }
                      - { at: 08:00, min: 3 }
                """.formatted(file)));
    assertEquals(3, ready(run, 0));
    assertEquals(3, ready(run, 29));
    assertEquals(8, ready(run, 31));
    assertEquals(
        List.of(
            "30 schedule minimum 3 -> 6, maximum 10 -> 10",
            "30 scale 3 -> 8 instances: scheduled",
            "30 ready first of 5 new instances ready 0 s after the decision: started after 0 s"),
        LoadSteps.told(run, 60));
  }

  /**
   * Two are placed at different times of the draws and serve once they have a connection, 500 ms
   * later. What is told of the first are its own phases, though the other's is the more recent.
   */
  @Test
  void whatIsToldOfTheFirstAreItsOwnPhases() {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: placed }
                run: { seed: 1 }
                workload:
                  generate: { shape: constant, rate: 1/s, duration: 60s }
                  classes:
                    - { name: r, service: { cpu: 1ms }, queries: { count: 1, each: 1ms } }
                platform:
                  use: fixed-fleet
                  coldStart: { placing: { values: [1s, 2s] } }
                  scale: { min: 0, initial: 0, max: 9, schedule: [ { at: 10s, min: 2 } ] }
                database:
                  maxConnections: 10
                  connect: { cpu: 0ms, latency: 500ms }
                  pool: { library: hikari, size: 1 }
                """));
    assertEquals(
        "12 ready first of 2 new instances ready 2.2 s after the decision: started after 0 s,"
            + " placed in 1.7 s",
        LoadSteps.told(run, 60).get(2));
  }

  /** The seventeenth is the first beyond what was made room for, with a phase or without. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1s | 11 ready first of 1 new instances ready 1 s after the decision: started after 0 s,"
            + " placed in 1 s",
        "0s | 10 ready first of 1 new instances ready 0 s after the decision: started after 0 s"
      })
  void theSeventeenthIsToldOfToo(String placing, String told) {
    RunOutcome run = quiet("{ use: fixed-fleet, coldStart: { placing: " + placing + " }, scale: {"
        + " min: 1, initial: 16, max: 20, schedule: [ { at: 10s, min: 17 } ] } }");
    assertEquals(told, LoadSteps.told(run, 60).get(2));
  }

  @Test
  void aTimeOfDayNeedsACalendar() {
    UserError error = assertThrows(
        UserError.class,
        () -> quiet("{ use: cloud-run, scale: { schedule: [ { at: 10:00, min: 6 } ] } }"));
    assertTrue(error.getMessage().contains("calendar"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ at: 5min, min: 20 } | capacity 20 to 10",
        "{ at: 5min } | changes nothing",
        "{ at: noon, min: 2 } | a time of day such as 08:00",
        "{ at: 5min, every: 0s, min: 2 } | every",
        "{ at: 5min, min: 2, least: 2 } | unknown key"
      })
  void mistakesAreNamed(String action, String named) {
    UserError error = assertThrows(
        UserError.class,
        () -> quiet("{ use: cloud-run, scale: { max: 10, schedule: [ " + action + " ] } }"));
    assertTrue(error.getMessage().contains(named), error.getMessage());
    assertTrue(error.getMessage().contains("platform.scale.schedule"), error.getMessage());
  }

  /** Every ten minutes a minimum of 4 for five. */
  @Test
  void anActionRepeats() {
    RunOutcome run = quiet("{ use: fixed-fleet, scale: { min: 1, max: 4, initial: 1, schedule: ["
        + " { at: 1min, every: 10min, min: 4 }, { at: 6min, every: 10min, min: 1 } ] } }");
    for (int second = 0; second < 1800; second += 60) {
      int expected = second / 60 % 10 >= 1 && second / 60 % 10 < 6 ? 4 : 1;
      assertEquals(expected, ready(run, second + 30), "at " + (second + 30) + " s");
    }
  }

  /**
   * Two requests of 20 s where arrivals start instances, and a maximum of one. When it is two at 6
   * s, the second starts one, and does not wait for the first.
   */
  @Test
  void whoWaitsStartsAnotherWhenTheMaximumRises() throws IOException {
    RunOutcome run = Batches.run(folder, "0,2\n1,0\n60,0\n", """
          classes: [ { name: r, service: 20s } ]
        platform: { use: generic, binding: central, concurrency: { max: 1 },
                    queue: { limit: unlimited, timeout: unlimited }, coldStart: { boot: 0ms },
                    scale: { max: 1, burst: pending-over-concurrency,
                             schedule: [ { at: 6s, max: 2 } ] } }
        """);
    assertEquals(20e9 + 26e9, Batches.totals(run).latencySumNs(0));
  }

  private RunOutcome fleet(String times, String rest) throws IOException {
    Path file = folder.resolve("fleet.csv");
    Files.writeString(file, "timestamp\n" + times.replace(' ', '\n') + "\n");
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: fleet }
            workload:
              trace: { file: %s }
              classes: [ { name: r, service: { cpu: 10s } } ]
              clients: { timeout: 100s }
            platform: { use: fixed-fleet, instance: { cpu: 1 }, concurrency: { max: 1 }, %s }
            """.formatted(file, rest)));
  }

  /**
   * From two to six at 10 s, to four at 15 s, when four are starting: two of those go. At 40 s two
   * of four are busy and one is wanted: both idle ones go, and the younger of the busy ones when it
   * is done at 48 s.
   */
  @Test
  void whatStartsGoesFirstThenWhatIdles() throws IOException {
    RunOutcome run = fleet(
        "38 38 80",
        "coldStart: { boot: 10s }, scale: { min: 2, max: 2, schedule: ["
            + " { at: 10s, min: 6, max: 6 }, { at: 15s, min: 4, max: 4 },"
            + " { at: 40s, min: 1, max: 1 } ] }");
    assertEquals(4, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(2 * 5e9 + 2 * 10e9, run.recorder().totals().integral(0, Gauge.BOOTING));
    assertEquals(2, ready(run, 18));
    assertEquals(4, ready(run, 30));
    assertEquals(1, ready(run, 41));
    assertEquals(8e9, run.recorder().totals().integral(0, Gauge.DRAINING));
    assertEquals(1, ready(run, 60));
  }

  /** As before, youngest first: at 40 s the three youngest of four go, whatever they do. */
  @Test
  void theYoungestGoFirst() throws IOException {
    RunOutcome run = fleet(
        "38 38 38 38 80",
        "coldStart: { boot: 10s }, scale: { min: 2, max: 2, removal: youngest, schedule: ["
            + " { at: 10s, min: 6, max: 6 }, { at: 15s, min: 4, max: 4 },"
            + " { at: 40s, min: 1, max: 1 } ] }");
    assertEquals(2 * 5e9 + 2 * 10e9, run.recorder().totals().integral(0, Gauge.BOOTING));
    assertEquals(1, ready(run, 41));
    assertEquals(3 * 8e9, run.recorder().totals().integral(0, Gauge.DRAINING));
    assertEquals(1, ready(run, 60));
  }

  /**
   * One comes every 20 s and the longest idle goes 10 s later, so that 65 have been there at 1,250
   * s, more than there are ranks. Requests go to the oldest of three, which are warm; the youngest
   * would take ten times as long.
   */
  @Test
  void theOldestIsFirstHoweverManyCameAndWent() throws IOException {
    for (int created = 64; created < 68; created++) {
      RunOutcome run = fleet(
          Integer.toString(10 + 20 * (created - 3) + 5),
          "dispatch: first-fit, coldStart: { warmUp: { factor: 10, for: 8s } },"
              + " scale: { min: 2, max: 2, schedule: ["
              + " { at: 10s, every: 20s, min: 3, max: 3 },"
              + " { at: 20s, every: 20s, min: 2, max: 2 } ] }");
      assertEquals(10e9, run.recorder().totals().latencySumNs(0), "after " + created);
    }
  }
}
