package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How fast many instances start on AWS: limits that services share, and a published test. */
class LaunchTest {
  private static final Validation HELD = Validation.of(LaunchTest.class);

  /**
   * A bucket of two and one start a second. Two services of one account want five tasks each at
   * 30 s: the first takes the burst, then they take turns, so that at 38 s, after 10 starts, both
   * have all of theirs. With an account each, both have five after three seconds.
   */
  @Test
  void servicesOfAnAccountShareItsStarts() {
    RunOutcome shared = twoServices("one", "one", 2);
    assertEquals(2, Batches.ready(shared, 0, 30));
    assertEquals(0, Batches.ready(shared, 1, 30));
    assertEquals(3, Batches.ready(shared, 0, 32));
    assertEquals(1, Batches.ready(shared, 1, 32));
    assertEquals(7, Batches.ready(shared, 0, 35) + Batches.ready(shared, 1, 35));
    assertEquals(9, Batches.ready(shared, 0, 37) + Batches.ready(shared, 1, 37));
    assertEquals(5, Batches.ready(shared, 0, 38));
    assertEquals(5, Batches.ready(shared, 1, 38));
    RunOutcome apart = twoServices("one", "two", 2);
    assertEquals(4, Batches.ready(apart, 0, 32));
    assertEquals(5, Batches.ready(apart, 0, 33));
    assertEquals(5, Batches.ready(apart, 1, 33));
  }

  private static RunOutcome twoServices(String first, String second, int burstOfSecond) {
    String service = """
          - name: %s
            workload:
              generate: { shape: constant, rate: 1/h, duration: 60s }
              classes: [ { name: r, service: 1s } ]
            platform:
              use: aws-fargate
              account: %s
              coldStart: { boot: 0s }
              healthCheck: none
              scale: { min: 0, max: 5, startBurst: %d, startsPerSecond: 1,
                       schedule: [ { at: 30s, min: 5 } ] }
        """;
    String services =
        service.formatted("a", first, 2) + service.formatted("b", second, burstOfSecond);
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: launches }
            accounts: { one: {}, two: {} }
            services:
            """ + services));
  }

  /**
   * From nothing to 3,500 tasks. A published test of 2022 saw the first containers after about 30 s
   * and close to 3,500 after about 270 s.
   *
   * <p>With the quotas as documented, 500 tasks start in any minute: 100 at once and 20 a second
   * until 500 are reached after 20 s, the same again every minute, so the last of seven portions
   * after 380 s; a start takes about 30 s. The account's rate alone is done after 100 + 20 x 170 s.
   * The test lies between the two, so that one of the quotas was not in force there as it is
   * written; at 14 starts a second instead, 243 s, the model meets it within a tenth. What
   * its chart can show of the beginning is held against half of the hundred that start at once; the
   * very first of them is ready after 19 s here. Nothing is said of a load balancer in that test,
   * so that its checks hardly take time.
   */
  @Test
  void from0To3500Tasks() {
    double[] documented = launch("startsPerMinute: 500");
    double[] accountOnly = launch("startsPerMinute: unlimited");
    double[] asTested = launch("{ startsPerMinute: unlimited, startsPerSecond: 14 }");
    for (double[] seconds : List.of(documented, accountOnly, asTested)) {
      assertEquals(30, seconds[0], 6);
    }
    assertEquals(380 + 30, documented[1], 10);
    assertEquals(170 + 30, accountOnly[1], 10);
    assertEquals(270, asTested[1], 27);
    note("AWS Fargate by documented quotas", 270, documented[1], "500 starts a minute");
    note("AWS Fargate, account's rate alone", 270, accountOnly[1], "20 starts a second");
    note("AWS Fargate by a parameter", 270, asTested[1], "fitted: 14 starts a second");
  }

  private static void note(String how, double published, double seconds, String note) {
    HELD.put(
        Section.TIMELINES,
        "0 to 3,500, " + how + ", s",
        published,
        seconds,
        seconds - published / 10,
        seconds + published / 10,
        note + "; a published test of 2022");
  }

  private static double[] launch(String rates) {
    return launched("""
        {
          use: aws-fargate,
          instance: { cpu: 1 },
          healthCheck: { interval: 1s },
          scale: { min: 0, max: 3500, schedule: [ { at: 60s, min: 3500 } ], %s }
        }
        """.formatted(rates.replaceAll("[{}]", "")));
  }

  /** Seconds from the demand for 3,500 instances at 60 s until 50 and until all are ready. */
  private static double[] launched(String platform) {
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: launch }
                workload:
                  generate: { shape: constant, rate: 6/min, duration: 10min }
                  classes: [ { name: r, service: 1s } ]
                platform: %s
                """.formatted(platform.replace('\n', ' '))));
    return new double[] {readyAt(run, 50) - 60, readyAt(run, 3500) - 60};
  }

  /**
   * From nothing to 3,500 containers on EC2. The same published test saw them on EKS with servers
   * from about 150 s on and all of them after about 390 s. How large its servers and containers
   * were, and what held the servers back, is not said.
   *
   * <p>Seven pods of a quarter of a vCPU fit the 1.9 of a node, so 500 nodes are needed; the
   * autoscaler asks for all of them within 10 s, and they boot in about 100 s. As shipped the model
   * has its last pod after the slowest of 500 boots, with a spread of ln(1.5) / 2.326 = 0.174 about
   * 100 x exp(0.174 x 3.1) = 171 s, and about 10 s of decision and pod start. That is half of what
   * was measured: the model knows no limit on how fast EC2 gives servers, which the test leads to.
   *
   * <p>With the stated option of two servers a second the last is asked for after 250 s and ready
   * after 100 to 171 s more, 360 to 430 s with the pods: 390 s within a tenth. The beginning then
   * is at the fastest boots, 70 to 100 s, and not at 150 s, since one spread for all boots has no
   * least time; a shipped boot time of 150 s would be wrong for a single node. ECS on EC2 took 600
   * s in that test; its capacity providers are not modelled.
   */
  @Test
  void from0To3500ContainersOnServers() {
    double[] shipped = launchOnServers("");
    assertEquals(171 + 10, shipped[1], 25);
    // The eighth of 500 boots, at -2.14 deviations: 100 x exp(-0.174 x 2.14) = 69 s, and 10 s.
    assertEquals(69 + 10, shipped[0], 10);
    double[] limited = launchOnServers(", launchRate: 2/s");
    assertEquals(390, limited[1], 39);
    note("EKS on EC2 as shipped", 390, shipped[1], "no limit on how fast servers come");
    note("EKS on EC2 by a parameter", 390, limited[1], "fitted: 2 servers a second");
    assertTrue(limited[0] > 60 && limited[0] < 150, "first 50 at " + limited[0] + " s");
  }

  private static double[] launchOnServers(String option) {
    return launched("""
        {
          use: kubernetes-hpa,
          instance: { cpu: 250m, memory: 512Mi },
          nodes: { use: cluster-autoscaler, min: 0, max: 1000%s },
          scale: { min: 1, max: 3500, schedule: [ { at: 60s, min: 3500 } ] }
        }
        """.formatted(option));
  }

  /** What the services of an account share they must agree about. */
  @Test
  void anAccountHasOneLimitOfStarts() {
    UserError e = assertThrows(UserError.class, () -> twoServices("one", "one", 3));
    assertTrue(
        e.getMessage().contains("accounts.one: a and b share scale.startBurst"), e.getMessage());
  }

  /** Nor may a deployment change what a service's revisions share. */
  @Test
  void aDeploymentKeepsTheLimitOfStarts() {
    UserError e = assertThrows(UserError.class, () -> Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: shop }
        workload:
          generate: { shape: constant, rate: 1/s, requests: 10 }
          classes: [ { name: r, service: 100ms } ]
        platform: { use: aws-fargate, scale: { min: 9, startBurst: 1, startsPerSecond: 0.1 } }
        events: [ { at: 5s, do: deploy, platform: { scale: { startBurst: 50 } } } ]
        """));
    assertTrue(
        e.getMessage().contains("platform: service/1 and service/2 share scale.startBurst"),
        e.getMessage());
  }

  private static int readyAt(RunOutcome run, int count) {
    for (int second = 0; second < run.recorder().bins().size(); second++) {
      if (Batches.ready(run, 0, second) > count - 0.5) {
        return second;
      }
    }
    throw new AssertionError(count + " instances were never ready");
  }
}
