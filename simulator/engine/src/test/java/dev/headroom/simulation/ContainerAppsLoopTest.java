package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the HTTP rule of Container Apps decides and says, on timelines computed by hand. */
class ContainerAppsLoopTest {
  private static final String APP = """
      use: azure-container-apps
      coldStart: { boot: 2s }
      """;

  @TempDir
  private Path folder;

  private List<String> scaled(LoadSteps load, String scale) throws IOException {
    return Batches.events(Simulation.run(load.on(folder, APP + "scale: " + scale)), "scale");
  }

  /**
   * The first of 200 requests a second starts one. Those of 5 to 15 s are 2,200, which ask for 15
   * at 15 s; a step is to four, then to twice as many. The 1,800 of 91 to 99 s ask for 12 at 105 s,
   * and a higher wish holds for 15 s. At 150 s nothing has come for longer than the cooldown.
   */
  @Test
  void everyDecisionSaysWhy() throws IOException {
    assertEquals(
        List.of(
            "5: 0 -> 1 instances: observed 0.067 against 10 over 15 s, raw 1, activation",
            "15: 1 -> 4 instances: observed 146.667 against 10 over 15 s, raw 15, scale up limit",
            "30: 4 -> 8 instances: observed 200 against 10 over 15 s, raw 20, scale up limit",
            "45: 8 -> 16 instances: observed 200 against 10 over 15 s, raw 20, scale up limit",
            "60: 16 -> 18 instances: observed 200 against 10 over 15 s, raw 20, too many replicas",
            "120: 18 -> 12 instances: observed 0 against 10 over 15 s, raw 0, succeeded rescale",
            "135: 12 -> 1 instances: observed 0 against 10 over 15 s, raw 0, too few replicas",
            "150: 1 -> 0 instances: observed 0 against 10 over 15 s, raw 0, cooldown over"),
        scaled(
            new LoadSteps().until(5, 0).until(100, 200).until(200, 0),
            "{ max: 18, stabilisationDown: 15s, cooldown: 15s }"));
  }

  /**
   * A minimum of three at 20 s, which the rule has at 30 s; 1,514 requests of 31 to 45 s ask for
   * eleven, and twice three is six.
   */
  @Test
  void theRuleFollowsTheSchedule() throws IOException {
    List<String> scaled = scaled(
        new LoadSteps().until(40, 1).until(41, 1500).until(46, 1),
        "{ min: 1, schedule: [ { at: 20s, min: 3 } ] }");
    assertEquals(
        List.of(
            "30: 1 -> 3 instances: observed 1 against 10 over 15 s, raw 3, succeeded rescale",
            "45: 3 -> 6 instances: observed 100.933 against 10 over 15 s, raw 11, scale up limit"),
        scaled.subList(0, 2));
  }

  /** A number of five at 20 s is not a limit: the next evaluation asks for one. */
  @Test
  void aScheduledNumberIsLeftAtTheNextEvaluation() throws IOException {
    assertEquals(
        List.of(
            "20: 1 -> 5 instances: scheduled",
            "30: 5 -> 1 instances: observed 1 against 10 over 15 s, raw 1, succeeded rescale"),
        scaled(new LoadSteps().until(40, 1), "{ min: 1, schedule: [ { at: 20s, desired: 5 } ] }"));
  }

  /** The run begins at 09:59:30, so that the minimum of three of 08:00 holds for the rule too. */
  @Test
  void aLimitOfTheDayBeforeHoldsFromTheBeginning() throws IOException {
    Path file = folder.resolve("dated.csv");
    Files.writeString(file, "timestamp,count\n2026-05-22T09:59:30Z,1\n2026-05-22T10:00:10Z,1500\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: dated }
            workload:
              trace: { file: %s, arrivals: batch }
              classes: [ { name: r, service: 100ms } ]
            platform:
              use: azure-container-apps
              coldStart: { boot: 2s }
              scale:
                min: 1
                stabilisationDown: 0s
                schedule: [ { at: 08:00, min: 3 } ]
            run: { tail: 60s }
            """.formatted(file)));
    assertEquals(
        "45: 3 -> 6 instances: observed 100 against 10 over 15 s, raw 10, scale up limit",
        Batches.events(run, "scale").get(0));
  }

  /** Nothing to replace at 10 s: the new revision begins with a replica, as one just created. */
  @Test
  void aRevisionThatReplacesNothingBeginsWithOneReplica() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(60, 0)
        .until(61, 1)
        .on(folder, APP + "scale: { cooldown: 15s }", "events: [ { at: 10s, do: deploy } ]"));
    assertEquals(0, Batches.ready(run, 1, 11));
    assertEquals(1, Batches.ready(run, 1, 12));
    assertEquals(
        List.of("40: 1 -> 0 instances: observed 0 against 10 over 15 s, raw 0, cooldown over"),
        Batches.events(run, "scale").subList(0, 1));
  }
}
