package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments kept ready that are lost, that wait for room, and in a shared account: by hand. */
class KeptReadyTest {
  @TempDir
  private Path folder;

  /** Requests of 20 s, of 1 s, and large ones that kill what they enter with another inside. */
  private RunOutcome run(String rows, String platform) throws IOException {
    Path file = folder.resolve("kept.csv");
    Files.writeString(file, "timestamp,class\n" + rows.replace(' ', '\n') + "\n");
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: kept }
            workload:
              trace: { file: %s }
              classes:
                - { name: long, share: 25%%, service: 20s }
                - { name: short, share: 25%%, service: 1s }
                - { name: half, share: 25%%, service: 20s, memory: 300Mi }
                - { name: large, share: 25%%, service: 1s, memory: 1Gi }
              clients: { timeout: 30s }
            platform: %s
            """.formatted(file, platform)));
  }

  private static String kept(String options) {
    return "{ use: aws-lambda, instance: { memory: 512Mi }, keepAlive: 5s,"
        + " coldStart: { boot: 2s }, scale: { provisioned: { delay: 10s, perMinute: 60, " + options
        + " } } }";
  }

  /**
   * Of three one is busy from 1 to 21 s and one is killed at 5 s, so that of two requests at 8 s
   * one starts an environment. Another is there at 16 s, and two requests at 17 s start none.
   */
  @Test
  void onlyWhatWasLostIsAllocatedAnew() throws IOException {
    RunOutcome run = run("1,long 5,large 8,short 8,short 17,short 17,short", kept("count: 3"));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.failed(0, FailureReason.OOM_KILLED));
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(20e9 + 1e9 + 2e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
  }

  /** All of 64 are busy when one of them is let go at 5 s, and all are idle when one is killed. */
  @Test
  void asManyAsThereAreRows() throws IOException {
    RunOutcome run = run(
        "0,long ".repeat(64) + "22,short 26,large",
        kept("count: 64, schedule: [ { at: 5s, count: 63 } ]"));
    Totals totals = run.recorder().totals();
    assertEquals(64 * 5e9 + 63 * 15e9 + 1e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
    assertEquals(1, totals.failed(0, FailureReason.OOM_KILLED));
  }

  /**
   * Demand has the only one, and one kept ready waits since 11 s. When a second request kills that
   * one at 15 s, there is room at once: a request of 16 s starts nothing.
   */
  @Test
  void whatIsKilledMakesRoom() throws IOException {
    RunOutcome run = run(
        "0,half 15,half 16,short",
        kept("count: 1, initial: empty")
            .replace("keepAlive", "concurrency: { max: 2 }, keepAlive")
            .replace("scale: {", "scale: { max: 1,"));
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.failed(0, FailureReason.OOM_KILLED));
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(1e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
  }

  /**
   * Demand has the only one for 20 s, and one kept ready waits since 11 s. A maximum of two at 15 s
   * is room for it: it takes the request of 16 s.
   */
  @Test
  void aHigherMaximumMakesRoom() throws IOException {
    RunOutcome run = run(
        "0,long 16,short",
        kept("count: 1, initial: empty")
            .replace("scale: {", "scale: { max: 1, schedule: [ { at: 15s, max: 2 } ],"));
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(1e9, run.recorder().totals().integral(0, Gauge.PROVISIONED_BUSY));
  }

  /** What has been replaced at 30 s follows its schedule no longer. */
  @Test
  void aReplacedRevisionKeepsNothingReady() throws IOException {
    RunOutcome run = run(
        "0,short 90,short",
        kept("count: 1, schedule: [ { at: 60s, count: 3 } ]")
            + "\nevents: [ { at: 30s, do: deploy } ]");
    assertEquals(
        List.of(
            "30: 0 -> 1 environments kept ready: configured",
            "30: 1 -> 0 environments kept ready: retired",
            "60: 1 -> 3 environments kept ready: schedule"),
        Batches.events(run, "provisioned"));
  }

  /**
   * The only one was started for a client that has left at 30 s. Ready and idle at 40 s, it makes
   * room for the one that waits since 11 s, which takes the request of 42 s.
   */
  @Test
  void whatNobodyWaitsForAnyMoreMakesRoom() throws IOException {
    RunOutcome run = run(
        "0,short 42,short",
        "{ use: generic, keepAlive: 60s, coldStart: { boot: 40s }, scale: { max: 1, provisioned: {"
            + " count: 1, initial: empty, delay: 10s, perMinute: 60, minimumBilled: 0s } } }");
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(1e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
  }

  /**
   * Of 100 one function keeps 30 for itself, at 15 s 60 and from 25 s on none, so the other gets
   * 70, 40 and all 90 that it asks for. With 70 in use the first gets its 30 and not one more.
   */
  @Test
  void anAccountKeepsFreeWhatIsReadyNow() throws IOException {
    Path kept = folder.resolve("first.csv");
    Files.writeString(kept, "timestamp,count\n1,31\n");
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "timestamp,count\n0,90\n1,0\n20,90\n21,0\n40,90\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: two }
            accounts: { main: { concurrency: 100 } }
            services:
              - name: kept
                workload:
                  trace: { file: %s, arrivals: batch }
                  classes: [ { name: r, service: 10s } ]
                platform: { use: aws-lambda, account: main, coldStart: { boot: 0ms },
                            scale: { provisioned: { count: 30, schedule: [
                              { at: 15s, count: 60 }, { at: 25s, count: 0 } ] } } }
              - name: other
                workload:
                  trace: { file: %s, arrivals: batch }
                  classes: [ { name: r, service: 10s } ]
                platform: { use: aws-lambda, account: main, coldStart: { boot: 0ms } }
            """.formatted(kept, other)));
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.count(0, Count.THROTTLED_ACCOUNT));
    assertEquals(20, run.recorder().bins().count(0, 1, Count.THROTTLED_ACCOUNT));
    assertEquals(50, run.recorder().bins().count(20, 1, Count.THROTTLED_ACCOUNT));
    assertEquals(70, totals.count(1, Count.THROTTLED_ACCOUNT));
  }

  /**
   * One is kept ready for ten of every twenty seconds, the 65th of all at 1,250 s, when ranks run
   * out. Two that were started at 205 s are idle then: three requests of 1,255 s find three.
   */
  @Test
  void ranksAreGivenAnewToBothKinds() throws IOException {
    RunOutcome run = run(
        "205,short 205,short 1255,short 1255,short 1255,short",
        "{ use: aws-lambda, dispatch: first-fit, keepAlive: 1h, coldStart: { boot: 0ms },"
            + " scale: { provisioned: { count: 0, delay: 0s, perMinute: 6000000,"
            + " minimumBilled: 0s, schedule: [ { at: 10s, every: 20s, count: 1 },"
            + " { at: 20s, every: 20s, count: 0 } ] } } }");
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.count(0, Count.STARTED));
    assertEquals(1e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
    assertEquals(5e9, totals.integral(0, Gauge.BUSY));
  }

  /**
   * Demand has the only one until 20 s, and one kept ready waits since 11 s. Taken back at 15 s,
   * the busy one is no longer of the one that there may be: a request of 16 s starts nothing.
   */
  @Test
  void whatIsTakenBackMakesRoom() throws IOException {
    RunOutcome run = run(
        "0,long 16,short",
        "{ use: generic, keepAlive: 60s, interruption: { warning: 120s }, scale: { max: 1,"
            + " provisioned: { count: 1, initial: empty, delay: 10s, perMinute: 60,"
            + " minimumBilled: 0s } } }\nevents: [ { at: 15s, do: interrupt } ]\n");
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.count(0, Count.COMPLETED));
    assertEquals(1, totals.count(0, Count.STARTED));
    assertEquals(1e9, totals.integral(0, Gauge.PROVISIONED_BUSY));
  }
}
