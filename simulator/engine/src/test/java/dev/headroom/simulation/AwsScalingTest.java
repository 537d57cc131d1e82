package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reactions of AWS to steps of load, computed by hand: which minute, how many, and why. */
class AwsScalingTest {
  private static final String TASKS = """
      use: aws-fargate
      instance: { cpu: 1 }
      coldStart: { boot: 37s }
      """;

  private static final String SERVERS = """
      use: ec2-asg
      coldStart: { boot: 30s }
      """;

  @TempDir
  private Path folder;

  private RunOutcome run(LoadSteps load, String platform) throws IOException {
    return Simulation.run(load.on(folder, platform));
  }

  /**
   * Two tasks of 1 vCPU, target 50 %: from 60 s on 1.9 vCPU are 95 %. The minutes from 60, 120 and
   * 180 s are published half a minute after their ends, the third at 270 s: ceil(2 x 0.95 / 0.5) =
   * 4. Until the new tasks are ready, 37 s later at 307 s, the alarm goes on, and what was added
   * counts as done. Then 1.9 of 4 are within 45 to 50 %.
   *
   * <p>From 600 s on 0.8 vCPU of 4 are 20 %: the fifteenth minute ends at 1,500 s, published at
   * 1,530 s: ceil(4 x 0.2 / 0.5) = 2. From then on 0.3 vCPU: the minute from 1,500 s saw each of
   * the two that stay with 0.2 and then 0.15, 17.5 %, which asks for one; the scale-in cooldown of
   * 300 s is over at 1,830 s.
   */
  @Test
  void aStepOnFargateIsToldStageByStage() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(60, 4).until(600, 19).until(1530, 8).until(2000, 3),
        TASKS + "scale: { min: 1, initial: 2, max: 10, target: 50% }\n");
    assertEquals(
        List.of(
            "150 metric cpu 0.95 above 0.5 since 60 s, by the datapoint published at 150 s",
            "270 alarm high alarm after 3 datapoints: cpu 0.95 above 0.5",
            "270 scale 2 -> 4 instances: observed 0.95 against 0.5 over 60 s, raw 4, scale out",
            "307 ready first of 2 new instances ready 37 s after the decision: started after 0 s,"
                + " booted in 37 s",
            "330 scale stays at 4 instances: scale-out cooldown, alarm asks for 4",
            "690 metric cpu 0.2 below 0.45 since 600 s, by the datapoint published at 690 s",
            "1530 alarm low alarm after 15 datapoints: cpu 0.2 below 0.45",
            "1530 scale 4 -> 2 instances: observed 0.2 against 0.5 over 60 s, raw 2, scale in",
            "1590 scale stays at 2 instances: scale-in cooldown, alarm asks for 1",
            "1830 scale 2 -> 1 instances: observed 0.15 against 0.5 over 60 s, raw 1, scale in"),
        LoadSteps.told(run, 2000));
  }

  /** The same rule where every phase of a start is known to the second. */
  @Test
  void theFirstNewInstanceTellsItsPhases() throws IOException {
    RunOutcome run = run(new LoadSteps().until(400, 19), """
            use: fixed-fleet
            instance: { cpu: 1 }
            coldStart: { placing: 20s, pulling: 10s, booting: 2s, probing: 5s }
            scale: { policy: target-tracking, target: 50%, min: 2, max: 10 }
            """);
    assertEquals(
        List.of(
            "217 ready first of 2 new instances ready 37 s after the decision: started after 0 s,"
                + " placed in 20 s, pulled in 10 s, booted in 2 s, probed in 5 s"),
        LoadSteps.told(run, 400).stream()
            .filter(line -> line.contains(" ready first"))
            .toList());
  }

  /**
   * As above, but from 300 s on 4.8 vCPU. The minute from 300 s had 2 tasks for 60 s and 2 for 53
   * s: 288 / 226 = 127 %, and as the two added at 270 s count as done, ceil(2 x 1.274 / 0.5) = 6. A
   * minute later 4.8 of 4 ask for ceil(2 x 1.2 / 0.5) = 5, no more than there is. The cooldown is
   * over 300 s after the last addition: ceil(6 x 0.8 / 0.5) = 10.
   */
  @Test
  void duringTheCooldownOnlyALargerScaleOutHappens() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(60, 4).until(300, 19).until(900, 48),
        TASKS + "scale: { min: 2, max: 20, target: 50% }\n");
    assertEquals(List.of("270: 2 -> 4", "390: 4 -> 6", "690: 6 -> 10"), LoadSteps.scaled(run, 800));
  }

  /**
   * Requests per task and minute at 600, in steps: 10 a second are 600, and 610 in the
   * first minute, which has those of the second at its end too; two datapoints are there at
   * 150 s: one more, ready at 187 s. The cooldown of 60 s ends before a datapoint has seen it: one
   * more at 210 s. The minute from 180 s: 600 requests over 113 task-seconds, 319 a minute. From
   * 300 s on 120 a second: 7,200 by 3 tasks, 1,800 over the threshold, three more at 450 s.
   */
  @Test
  void stepPoliciesAddByTheirSteps() throws IOException {
    RunOutcome run = run(new LoadSteps().until(300, 10).until(460, 120), TASKS + """
                scale:
                  max: 20
                  policies:
                    - kind: step
                      metric: requests
                      above: 600
                      datapoints: 2
                      steps: [ { by: 1 }, { from: 600, by: 3 } ]
                      cooldown: 60s
                """);
    assertEquals(List.of("150: 1 -> 2", "210: 2 -> 3", "450: 3 -> 6"), LoadSteps.scaled(run, 480));
    assertEquals(
        List.of(
            "90 metric requests 610 above 600 since 0 s, by the datapoint published at 90 s",
            "150 alarm high alarm after 2 datapoints: requests 600 above 600",
            "150 scale 1 -> 2 instances: observed 600 against 600 over 60 s, raw 2, scale out"),
        LoadSteps.told(run, 160));
  }

  /**
   * Two policies, the largest wish wins: 10 requests a second are 1 vCPU of 2 tasks, 50 % against
   * 40 %, which asks for ceil(2 x 0.5 / 0.4) = 3; 300 requests a minute and task against 100 ask
   * for 6. At 210 s both alarms are there. From 600 s on 2 a second are 20 a minute and task, but
   * the processor's policy may not remove: nothing happens. The policy on requests alone decides
   * then: the fifteenth minute ends at 1,500 s, ceil(6 x 20 / 100) = 2.
   */
  @Test
  void ofSeveralPoliciesTheLargestWishWins() throws IOException {
    RunOutcome run = run(new LoadSteps().until(600, 10).until(1600, 2), TASKS + """
                scale:
                  min: 2
                  max: 20
                  policies:
                    - { metric: cpu, target: 40%, scaleIn: false }
                    - { metric: requests, target: 100 }
                """);
    assertEquals(
        List.of(
            "210 scale 2 -> 6 instances: observed 300 against 100 over 60 s, raw 6, scale out",
            "1530 scale 6 -> 2 instances: observed 20 against 100 over 60 s, raw 2, scale in"),
        scaled(run, 1600));
  }

  /** Changes of the number of instances with their reasons. */
  private static List<String> scaled(RunOutcome run, int endSeconds) {
    return LoadSteps.told(run, endSeconds).stream()
        .filter(line -> line.contains("scale ") && line.contains(" -> "))
        .toList();
  }

  /**
   * Of two policies that wish for the same six the first is told, of two that wish for six and five
   * the larger: 10 requests a second are 300 a minute and task, against 100 and against 120.
   */
  @Test
  void theLargestWishIsTold() throws IOException {
    String policies = TASKS + """
                scale:
                  min: 2
                  max: 20
                  policies: [ { metric: requests, target: %d }, { metric: requests, target: %d } ]
                """;
    String told = "210 scale 2 -> 6 instances: observed 300 against %d over 60 s, raw 6, scale out";
    LoadSteps load = new LoadSteps().until(300, 10);
    assertEquals(
        List.of(told.formatted(100)), scaled(run(load, policies.formatted(100, 101)), 300));
    assertEquals(
        List.of(told.formatted(100)), scaled(run(load, policies.formatted(100, 120)), 300));
    assertEquals(
        List.of(told.formatted(100)), scaled(run(load, policies.formatted(120, 100)), 300));
  }

  /** Ten requests inside two tasks are five each, against four: ceil(2 x 5 / 4) = 3. */
  @Test
  void requestsInsideAreMeasuredPerTask() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(400, 10),
        TASKS + "scale: { min: 2, max: 20, metric: concurrency, target: 4 }\n");
    assertEquals(
        List.of("210 scale 2 -> 3 instances: observed 5 against 4 over 60 s, raw 3, scale out"),
        scaled(run, 400));
  }

  /**
   * Five wait where there is no instance: none inside of none is no datapoint, and nothing happens.
   */
  @Test
  void withoutAnInstanceThereIsNoDatapoint() throws IOException {
    RunOutcome run = run(new LoadSteps().until(1, 5).until(400, 0), """
            use: fixed-fleet
            scale: { policy: target-tracking, metric: concurrency, target: 1, min: 0, max: 5 }
            timeouts: { request: unlimited }
            """);
    assertEquals(List.of(), LoadSteps.told(run, 400));
  }

  /** Hardly anything, then nothing: the low alarm asks for none at the end of fifteen minutes. */
  @Test
  void anAlarmThatAsksForNoneIsTold() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(1, 1).until(1000, 0),
        TASKS + "scale: { min: 1, max: 20, target: 50% }\n");
    assertEquals(
        List.of("930 scale stays at 1 instances: limit, alarm asks for 0"),
        LoadSteps.told(run, 1000).stream()
            .filter(line -> line.contains("scale"))
            .toList());
  }

  /**
   * Two and a half minutes until a datapoint is published, so that three are on their way: the
   * minutes from 60, 120 and 180 s have 95 %, and the third is published at 390 s.
   */
  @Test
  void datapointsOnTheirWayAreKeptApart() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(60, 4).until(500, 19),
        TASKS + "scale: { min: 2, max: 20, target: 50%, metricDelay: 150s }\n");
    assertEquals(
        List.of(
            "390 scale 2 -> 4 instances: observed 0.95 against 0.5 over 60 s, raw 4, scale out"),
        scaled(run, 500));
  }

  /** Twenty tasks as in the first test: ceil(20 x 0.95 / 0.5) = 38. */
  @Test
  void twentyTasksAreMeasuredLikeTwo() throws IOException {
    RunOutcome run =
        run(new LoadSteps().until(300, 190), TASKS + "scale: { min: 20, max: 50, target: 50% }\n");
    assertEquals(List.of("210: 20 -> 38"), LoadSteps.scaled(run, 300));
  }

  /**
   * Half a minute before time -120 s a pre-roll begins, with 95 %: the third minute ends at time
   * zero.
   */
  @Test
  void whatWasMeasuredInThePreRollCounts() throws IOException {
    RunOutcome run = Simulation.run(new LoadSteps()
        .until(800, 19)
        .on(folder, TASKS + "scale: { min: 2, max: 20, target: 50% }\n", "run: { initial: steady }")
        .with("workload.trace.window.from", "300s")
        .with("workload.trace.window.to", "700s")
        .with("workload.trace.window.preRoll", "150s"));
    assertEquals(List.of("30: 2 -> 4"), LoadSteps.scaled(run, 300));
  }

  /**
   * Of 24 requests at once the oldest server has sixteen, 80 %, and the next eight, 40 %: 60 %, and
   * a third is added at 210 s. It takes traffic from 240 s on, gets none, and warms up until 540 s.
   * The minute that ends then still has 60 % and there are three to start from: ceil(3 x 1.2) = 4.
   * The next has the third in it, 40 %; fifteen such minutes end at 1,440 s. The fourth is in them
   * from 900 s on: 30 %, so that at 1,470 s ceil(4 x 0.6) = 3.
   */
  @Test
  void aWarmServerIsInTheMetricFromItsFirstWholeMinute() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(1600, 24),
        SERVERS + "concurrency: { max: 16 }\ndispatch: first-fit\n"
            + "scale: { min: 2, max: 20, monitoring: detailed, scaleInShare: 90% }\n");
    assertEquals(
        List.of(
            "210 scale 2 -> 3 instances: observed 0.6 against 0.5 over 60 s, raw 3, scale out",
            "570 scale 3 -> 4 instances: observed 0.6 against 0.5 over 60 s, raw 4, scale out",
            "1470 scale 4 -> 3 instances: observed 0.3 against 0.5 over 60 s, raw 3, scale in"),
        scaled(run, 1600));
    assertTrue(LoadSteps.told(run, 1600)
        .contains(
            "630 metric cpu 0.4 below 0.45 since 540 s, by the datapoint published at 630 s"));
  }

  /**
   * Four servers of 2 vCPUs, target 50 %, datapoints of a minute: 4.4 of 8 vCPUs are 55 %, from 60
   * s on, so at 270 s ceil(4 x 1.1) = 5. The fifth takes traffic from 300 s on and warms up for 300
   * s: it neither counts in the metric nor as a base. At 330 s the alarm asks for the same five;
   * from 300 s on 7.5 vCPUs are 1.5 per server, 75 %, so at 390 s ceil(4 x 1.5) = 6. The sixth
   * takes traffic from 420 s on: 12.5 requests per server, 62.5 %. At 630 s five are warm, ceil(5 x
   * 1.25) = 7.
   */
  @Test
  void aWarmingServerOfAGroupIsAddedButNotABase() throws IOException {
    RunOutcome run = run(
        new LoadSteps().until(60, 30).until(300, 44).until(660, 75),
        SERVERS + "scale: { min: 4, max: 20, monitoring: detailed }\n");
    assertEquals(List.of("270: 4 -> 5", "390: 5 -> 6", "630: 6 -> 7"), LoadSteps.scaled(run, 660));
    assertTrue(LoadSteps.told(run, 400)
        .contains("330 scale stays at 5 instances: warm-up, alarm asks for 5"));
  }

  /**
   * Basic monitoring: the first five minutes make one datapoint, 55 %, published at 330 s. It fires
   * alone, as CloudWatch treats missing ones, when it is three minutes old: at 450 s.
   */
  @Test
  void basicMonitoringReactsLater() throws IOException {
    RunOutcome run = run(new LoadSteps().until(600, 44), SERVERS + "scale: { min: 4, max: 20 }\n");
    assertEquals(
        List.of(
            "330 metric cpu 0.55 above 0.5 since 0 s, by the datapoint published at 330 s",
            "450 alarm high alarm after 1 datapoint: cpu 0.55 above 0.5",
            "450 scale 4 -> 5 instances: observed 0.55 against 0.5 over 300 s, raw 5, scale out"),
        LoadSteps.told(run, 480));
  }

  /**
   * Two start at once by the bucket and one a second later; no fourth before the first are a minute
   * ago.
   */
  @Test
  void startsWaitForTheBucketAndForTheMinute() throws IOException {
    RunOutcome run = run(new LoadSteps().until(200, 1), """
            use: aws-fargate
            coldStart: { boot: 0s }
            scale: { min: 0, max: 5, startBurst: 2, startsPerSecond: 1, startsPerMinute: 3,
                     schedule: [ { at: 30s, min: 5 } ] }
            """);
    assertEquals(0, Batches.ready(run, 0, 29));
    assertEquals(2, Batches.ready(run, 0, 30));
    assertEquals(3, Batches.ready(run, 0, 31));
    assertEquals(3, Batches.ready(run, 0, 89));
    assertEquals(5, Batches.ready(run, 0, 90));
  }
}
