package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Knative's autoscaler is told, decides and says, on timelines computed by hand. */
class KnativeScalerTest {
  @TempDir
  private Path folder;

  /** The averages of both windows at each decision, by second. */
  private static final class Seen extends KnativeScaler {
    final Map<Long, Double> stable = new HashMap<>();
    final Map<Long, Double> panic = new HashMap<>();

    Seen(Revision revision) {
      super(revision, (KnativeOptions) revision.spec.scaling().numbers());
    }

    @Override
    void decided(long nowNs, int readyIn, boolean poked) {
      stable.put(nowNs / 1_000_000_000L, windows.stable());
      panic.put(nowNs / 1_000_000_000L, windows.panic());
    }
  }

  /** Requests of 400 s at the times given, one or more at each. */
  private Scenario scenario(String times, String clients, String boot, String scale)
      throws IOException {
    Path file = folder.resolve("knative.csv");
    Files.writeString(file, "timestamp\n" + times.replace(' ', '\n') + "\n");
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: knative }
        workload:
          trace: { file: %s }
          classes: [ { name: r, service: 400s } ]
          clients: { %s }
        platform:
          use: knative
          concurrency: { max: 1 }
          dispatch: first-fit
          timeouts: { request: unlimited }
          coldStart: { boot: %s }
          scale: { target: 100%%, tickPhase: 0s, %s }
        """.formatted(file, clients, boot, scale));
  }

  private static Seen seen(Scenario scenario) {
    Seen[] seen = new Seen[1];
    Simulation.run(scenario, 1, nowNs -> {}, revision -> seen[0] = new Seen(revision));
    return seen[0];
  }

  /**
   * Seven of ten pods are busy, and seven are asked: while the three idle ones of 102 s are younger
   * than the stable window, the seven that are asked are the busy ones, taken for ten. From 162 s
   * on the seven are any of the ten: seven are busy on average, with a deviation of 1.0 in a
   * second and of 0.13 in a minute.
   */
  @Test
  void theOldPodsAreAskedFirst() throws IOException {
    Seen seen = seen(scenario(
        "5 ".repeat(7) + "300",
        "",
        "2s",
        "initial: 7, min: 7, max: 10, burstCapacity: 0, schedule: [ { at: 100s, min: 10 } ]"));
    assertEquals(7, seen.panic.get(100L), 1e-9);
    for (long second = 108; second <= 160; second += 2) {
      assertEquals(10, seen.panic.get(second), 1e-9, "at " + second + " s");
    }
    assertEquals(false, seen.panic.get(162L) > 10 - 1e-9);
    assertEquals(7, seen.stable.get(240L), 0.4);
  }

  /**
   * Ten pods of the beginning are all younger than a minute: seven of them are drawn each second,
   * and the first, the only busy one, is among them with a chance of 7 in 10, and then taken for
   * 10 / 7. Until 58 s it is busy in 53 of 58 reports.
   */
  @Test
  void ofYoungPodsAnyAreAsked() throws IOException {
    Seen seen = seen(scenario("5 70", "", "2s", "initial: 10, min: 10, burstCapacity: 0"));
    assertEquals(53.0 / 58, seen.stable.get(58L), 0.25);
  }

  /**
   * A second pod is ready at 10.3 s and busy from 10.5 s on: half a request in its first second,
   * which counts from 10 s. The last six reports by 12 s are 1, 1, 1, 1, 1.5 and 2.
   */
  @Test
  void aPodCountsFromTheBeginningOfItsSecond() throws IOException {
    Seen seen = seen(scenario(
        "5 10.5 20",
        "",
        "300ms",
        "initial: 1, min: 1, max: 2, burstCapacity: 0, schedule: [ { at: 10s, min: 2 } ]"));
    assertEquals(7.5 / 6, seen.panic.get(12L), 1e-9);
  }

  /**
   * Ten wait at the activator from 0.2 s and leave at 2.5 s. It reports the first at once, then 9,
   * since that one is reported, 10, half of 10, and nothing. Then it is silent, and at 6 s the last
   * four are left of six seconds.
   */
  @Test
  void whoGivesUpWaitedUntilThen() throws IOException {
    Seen seen =
        seen(scenario("0.2 ".repeat(10) + "20", "timeout: 2300ms", "100s", "initial: 0, min: 0"));
    assertEquals((1 + 9 + 10 + 5 + 0) / 5.0, seen.panic.get(4L), 1e-9);
    assertEquals((9 + 10 + 5 + 0) / 4.0, seen.panic.get(6L), 1e-9);
  }

  /** A phase of 5 s in an interval of 2 s is one of 1 s. */
  @Test
  void aPhaseShiftsTheDecisions() throws IOException {
    Seen seen = seen(new LoadSteps().until(10, 1).on(folder, """
        use: knative
        scale: { initial: 1, tickPhase: 5s }
        """));
    assertEquals(
        List.of(1L, 3L, 5L, 7L, 9L),
        seen.stable.keySet().stream().filter(second -> second < 10).sorted().toList());
  }

  /** As many pods as there are rows at first, each with a request from 5 s on. */
  @Test
  void sixteenPodsReport() throws IOException {
    Seen seen = seen(scenario(
        "5 ".repeat(16) + "20",
        "",
        "2s",
        "initial: 16, min: 16, burstCapacity: 0, scrapeSample: false"));
    assertEquals(16, seen.panic.get(12L), 1e-9);
  }

  /**
   * A pod boots for 200 s. Six times somebody comes, leaves, and is forgotten with the window of 6
   * s, which each time starts the clock of 630 s for giving up. Ready at 200 s the pod stays for a
   * window, and the activator has been in the path for long enough.
   */
  @Test
  void anyNumberOfTimersMayRun() throws IOException {
    RunOutcome run = Simulation.run(
        scenario("0 20 40 60 80 100", "timeout: 1s", "200s", "initial: 0, min: 0, window: 6s"));
    assertEquals(
        List.of(
            "0: 0 -> 1 instances: observed 1 against 1 over 6 s, raw 1",
            "206: 1 -> 0 instances: observed 0 against 1 over 6 s, raw 0,"
                + " no traffic for a stable window"),
        Batches.events(run, "scale"));
  }

  /**
   * Nothing to replace at 10 s: the new revision begins with a pod, which is given up after the
   * progress deadline of 600 s and 30 s more.
   */
  @Test
  void aPodThatIsNotReadyInTimeIsGivenUp() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(700, 0)
        .until(701, 1)
        .on(folder, """
                use: knative
                timeouts: { request: unlimited }
                coldStart: { boot: 20min }
                """, "events: [ { at: 10s, do: deploy } ]"));
    assertEquals(
        List.of("640: 1 -> 0 instances: observed 0 against 70 over 60 s, raw 0,"
            + " no pod ready in time"),
        Batches.events(run, "scale").subList(0, 1));
  }

  private List<String> scaled(LoadSteps load, String scale) throws IOException {
    RunOutcome run = Simulation.run(load.on(folder, """
        use: knative
        coldStart: { boot: 2s }
        scale:
          initial: 1
          target: 10
          config: { container-concurrency-target-percentage: 100 }
          burstCapacity: 0
          tickPhase: 0s
        """ + scale.indent(2)));
    return Batches.events(run, "scale");
  }

  /**
   * From 61 s to 70 s 95 requests a second of 1 s, before that 8. The six reports by 62 s are five
   * of 8 and one of 95; a decision no more than doubles the ready pods, which follow within 2 s.
   * Panic began last at 66 s, when 9 were asked for with 4 ready, and is over at 128 s, when two
   * reports of 95 are left of the minute. Then half may go at a time, and the last pod when the
   * activator has been in the path for 30 s.
   */
  @Test
  void everyDecisionSaysWhy() throws IOException {
    assertEquals(
        List.of(
            "62: 1 -> 2 instances: observed 22.5 against 10 over 6 s, raw 3, panic, scale up rate",
            "64: 2 -> 4 instances: observed 51.5 against 10 over 6 s, raw 6, panic, scale up rate",
            "66: 4 -> 8 instances: observed 80.5 against 10 over 6 s, raw 9, panic, scale up rate",
            "68: 8 -> 10 instances: observed 95 against 10 over 6 s, raw 10, panic",
            "128: 10 -> 5 instances: observed 3.167 against 10 over 60 s, raw 1, scale down rate",
            "130: 5 -> 2 instances: observed 0 against 10 over 60 s, raw 0, scale down rate",
            "132: 2 -> 1 instances: observed 0 against 10 over 60 s, raw 0, scale down rate",
            "164: 1 -> 0 instances: observed 0 against 10 over 60 s, raw 0,"
                + " no traffic for a stable window"),
        scaled(
            new LoadSteps().until(61, 8).until(70, 95).until(200, 0),
            "maxScaleUpRate: 2\nscrapeSample: false"));
  }

  /**
   * The activator reports the first of 15 requests at once and 14 after a second, then there are 15
   * in each: 60 in five reports by 4 s.
   */
  @Test
  void theStableWindowDecidesOutsidePanic() throws IOException {
    assertEquals(
        "4: 1 -> 2 instances: observed 12 against 10 over 60 s, raw 2",
        scaled(new LoadSteps().until(10, 15), "panicThreshold: 1000%").get(0));
  }
}
