package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Kubernetes autoscaler sees, decides and says, on timelines computed by hand. */
class HpaScalerTest {
  private static final String PODS = """
      use: kubernetes-hpa
      instance: { cpu: 2 }
      dispatch: least-loaded
      timeouts: { request: unlimited }
      coldStart: { boot: 2s }
      """;
  private static final String EARLY = "scale: { target: 10%, scrapePhase: 5s, syncPhase: 5s }\n";

  @TempDir
  private Path folder;

  private RunOutcome run(LoadSteps load, String platform) throws IOException {
    return Simulation.run(load.on(folder, platform));
  }

  private static double wanted(RunOutcome run, int second) {
    return run.recorder().bins().integral(second, 0, Gauge.WANTED) / 1e9;
  }

  /**
   * 15 requests use 1.5 of 2 vCPUs. By 5 s the first pod has used 7.5 s in the 15 that a sample
   * stands for, 25 % against 10 %: three, since it has been there for long and is trusted. At 20 s
   * its sample is of 2 s of all and 13 of a third, 634 m; the other two came at 7 s and are not
   * trusted before 22 s, so that 634 m of 6 vCPUs are 10 %. At 35 s all three have 25 %, which asks
   * for 7.5, and a sync no more than doubles.
   */
  @Test
  void samplesOfTheFirstPodsAreTrustedAndThoseOfNewOnesLater() throws IOException {
    RunOutcome run = run(new LoadSteps().until(36, 15), PODS + EARLY);
    assertEquals(
        List.of(
            "5 scale 1 -> 3 instances: observed 25 against 10 over 15 s, raw 3,"
                + " succeeded rescale",
            "7 ready first of 2 new instances ready 2 s after the decision: started after 0 s,"
                + " booted in 2 s",
            "35 scale 3 -> 6 instances: observed 25 against 10 over 15 s, raw 8, scale up limit"),
        LoadSteps.told(run, 36));
    assertEquals(1, wanted(run, 4));
    assertEquals(3, wanted(run, 5));
    assertEquals(3, wanted(run, 34));
    assertEquals(6, wanted(run, 35));
  }

  /**
   * A revision deployed at 3 s whose pod is there at once: its sample of 8 s is not trusted, that
   * of 23 s is, 15 s of 1.5 vCPUs, 75 %.
   */
  @Test
  void aPodThatIsReadyAsItsRevisionBeginsIsNew() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(24, 15)
        .on(
            folder,
            PODS.replace("2s", "0s") + EARLY,
            "events: [ { at: 3s, do: deploy, surge: 100% } ]"));
    assertEquals(
        List.of("23: 1 -> 4 instances: observed 75 against 10 over 15 s, raw 8, scale up limit"),
        Batches.events(run, "scale").subList(0, 1));
  }

  /**
   * At 15 s 15 requests are inside, 16 a second came (those of 0 s and of 15 s are both counted),
   * and 1.5 of 2 vCPUs are used. They ask for 2, 4 and 2; of two that ask for as much the first
   * is told.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c, p, r | 1 -> 4 instances: observed 16 against 5 over 15 s, raw 4, succeeded rescale",
        "r, c, p | 1 -> 4 instances: observed 16 against 5 over 15 s, raw 4, succeeded rescale",
        "c, p    | 1 -> 2 instances: observed 15 against 10 over 0 s, raw 2, succeeded rescale",
        "p, c    | 1 -> 2 instances: observed 75 against 50 over 15 s, raw 2, succeeded rescale"
      })
  void theHighestWishIsTold(String metrics, String told) throws IOException {
    String listed = metrics
        .replace("c", "{ metric: concurrency, target: 10 }")
        .replace("p", "{ metric: cpu, target: 50% }")
        .replace("r,", "{ metric: requests, target: 5 },")
        .replaceAll("r$", "{ metric: requests, target: 5 }");
    RunOutcome run =
        run(new LoadSteps().until(16, 15), PODS + "scale: { metrics: [ " + listed + " ] }\n");
    assertEquals(List.of("15: " + told), Batches.events(run, "scale").subList(0, 1));
  }

  /**
   * From 16 s on one request a second. At 30 s all three metrics ask for one: a request a second is
   * a quarter for each of four pods.
   */
  @Test
  void aLowerWishThanTheLastIsToldAsWell() throws IOException {
    RunOutcome run = run(new LoadSteps().until(16, 15).until(60, 1), PODS + """
            scale:
              stabilisationDown: 0s
              metrics:
                - { metric: requests, target: 5 }
                - { metric: concurrency, target: 10 }
                - { metric: cpu, target: 50% }
            """);
    assertEquals(
        List.of(
            "15: 1 -> 4 instances: observed 16 against 5 over 15 s, raw 4, succeeded rescale",
            "30: 4 -> 1 instances: observed 0.25 against 5 over 15 s, raw 1, succeeded rescale"),
        Batches.events(run, "scale"));
  }

  /** From 5 s to 30 s 260 requests came, 8.667 a second in the 30 s between two polls. */
  @Test
  void kedaHoldsTheRateSinceItsLastPollAgainstItsThreshold() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(5, 0).until(60, 10).until(200, 0),
        PODS + "scale: { activation: keda, min: 0, metric: requests, target: 100, cooldown: 60s,"
            + " activationThreshold: 5 }\n");
    assertEquals(
        List.of(
            "30: 0 -> 1 instances: observed 8.667 against 5 over 30 s, raw 1, activation",
            "150: 1 -> 0 instances: observed 0 against 5 over 30 s, raw 0, cooldown over"),
        Batches.events(run, "scale"));
  }

  /**
   * Nobody comes. The minimum of two holds from the poll at 60 s on; when it is gone the autoscaler
   * goes down to one at its sync of 105 s, and KEDA to nothing at 120 s.
   */
  @Test
  void kedaAndTheAutoscalerFollowTheSchedule() throws IOException {
    RunOutcome run = run(new LoadSteps().until(200, 0).until(201, 1), PODS + """
            scale:
              activation: keda
              min: 0
              metric: requests
              target: 100
              schedule: [ { at: 40s, min: 2 }, { at: 100s, min: 0 } ]
            """);
    assertEquals(
        List.of(
            "60: 0 -> 2 instances: observed 0 against 0 over 30 s, raw 2, activation",
            "105: 2 -> 1 instances: observed 0 against 100 over 15 s, raw 0, too few replicas",
            "120: 1 -> 0 instances: observed 0 against 0 over 30 s, raw 0, cooldown over"),
        Batches.events(run, "scale").subList(0, 3));
  }

  /** A number of five at 20 s is not a limit: the next sync asks for one. */
  @Test
  void aScheduledNumberIsLeftAtTheNextSync() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(40, 1),
        PODS + "scale: { metric: requests, target: 1, schedule: [ { at: 20s, desired: 5 } ] }\n");
    assertEquals(
        List.of(
            "20: 1 -> 5 instances: scheduled",
            "30: 5 -> 1 instances: observed 0.2 against 1 over 15 s, raw 1, succeeded rescale"),
        Batches.events(run, "scale"));
  }

  /**
   * The run begins at 09:59:30, so that the minimum of three of 08:00 holds for its autoscaler as
   * well: it stays at three, from which a sync may go to six. At 45 s the 150 requests of 40 s are
   * ten a second, 3,334 thousandths for each of three.
   */
  @Test
  void aLimitOfTheDayBeforeHoldsFromTheBeginning() throws IOException {
    Path file = folder.resolve("dated.csv");
    Files.writeString(file, "timestamp,count\n2026-05-22T09:59:30Z,1\n2026-05-22T10:00:10Z,150\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: dated }
            workload:
              trace: { file: %s, arrivals: batch }
              classes: [ { name: r, service: 100ms } ]
            platform:
              use: kubernetes-hpa
              coldStart: { boot: 2s }
              scale:
                metric: requests
                target: 1
                stabilisationDown: 0s
                schedule: [ { at: 08:00, min: 3 } ]
            run: { tail: 60s }
            """.formatted(file)));
    assertEquals(
        "45: 3 -> 6 instances: observed 3.334 against 1 over 15 s, raw 10, scale up limit",
        Batches.events(run, "scale").get(0));
  }

  /** Nothing to replace at 10 s: the new revision begins with a pod. The poll of 40 s ends it. */
  @Test
  void aRevisionThatReplacesNothingBeginsWithOnePod() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(100, 0)
        .until(101, 1)
        .on(
            folder,
            PODS + "scale: { activation: keda, min: 0, metric: requests, target: 100 }\n",
            "events: [ { at: 10s, do: deploy } ]"));
    assertEquals(0, Batches.ready(run, 1, 11));
    assertEquals(1, Batches.ready(run, 1, 12));
    assertEquals(
        List.of("40: 1 -> 0 instances: observed 0 against 0 over 30 s, raw 0, cooldown over"),
        Batches.events(run, "scale").subList(0, 1));
  }

  /**
   * Of four pods of the beginning one is left at 30 s, which a revision of one pod replaces at 34
   * s. It counts from there: 15 requests a second of 48 to 62 s ask for two.
   */
  @Test
  void aRevisionCountsFromWhatItsDeploymentBroughtUp() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(48, 5)
        .until(70, 15)
        .on(
            folder,
            PODS + "scale: { initial: 4, metric: requests, target: 10, stabilisationDown: 0s }\n",
            "events: [ { at: 32s, do: deploy } ]"));
    assertEquals(
        List.of(
            "30: 4 -> 1 instances: observed 1.25 against 10 over 15 s, raw 1, succeeded rescale",
            "62: 1 -> 2 instances: observed 15 against 10 over 15 s, raw 2, succeeded rescale"),
        Batches.events(run, "scale").subList(0, 2));
    assertEquals(
        List.of("64: first of 1 new instances ready 2 s after the decision: started after 0 s,"
            + " booted in 2 s"),
        Batches.events(run, "ready").subList(0, 1));
  }

  /** A hundred pods at the sync of 15 s whose starts take very different times. */
  @Test
  void podsBecomeReadyInAnyOrder() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(70, 1),
        PODS.replace("boot: 2s", "boot: 1s to 10s")
            + "scale: { max: 100, schedule: [ { at: 10s, min: 100 } ] }\n");
    assertEquals(1, Batches.ready(run, 0, 14));
    assertEquals(100, Batches.ready(run, 0, 59));
  }
}
