package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** What a run pays beside instances and requests: load balancer, NAT, GPU; fleets by the month. */
class SideLinesTest {
  private static final String WORKLOAD =
      "{ generate: { shape: constant, rate: %s, duration: 1h, arrivals: uniform },"
          + " classes: [ { name: page, service: 10ms } ] }";
  private static final String MONTH = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: lines }
      run: { tail: 0s, initial: empty }
      cost: { monthProfile: { repeat: trace } }
      """;

  private static Scenario scenario(String rest) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", MONTH + rest));
  }

  private static Scenario hour(String rate, String platform) {
    return scenario("workload: " + WORKLOAD.formatted(rate) + "\nplatform: { " + platform + " }\n");
  }

  private static SavedResult run(Scenario scenario) {
    return Review.of(scenario, new Review.Request(1, "test.yaml", "", false, nowNs -> {}));
  }

  private static double component(SavedResult result, String name) {
    return result.run().at("/cost/byComponent/" + name).asDouble(Double.NaN);
  }

  private static double perMonth(SavedResult result) {
    return result.run().at("/cost/perMonth").asDouble(Double.NaN);
  }

  /** Twenty services of half a vCPU on five servers of two, behind one balancer. */
  private static Scenario packed(String billing) {
    StringBuilder yaml =
        new StringBuilder("nodes: { servers: { use: ec2-fleet, min: 5, max: 5, %s } }\nservices:\n"
            .formatted(billing));
    for (int i = 0; i < 20; i++) {
      yaml.append("  - { name: s")
          .append(i)
          .append(", workload: ")
          .append(WORKLOAD.formatted("1/s"))
          .append(", platform: { use: ec2-fleet, nodes: servers, scale: { min: 1, max: 1 },")
          .append(" instance: { cpu: 500m, memory: 1Gi }, loadBalancer: { name: front } } }\n");
    }
    return scenario(yaml.toString());
  }

  /**
   * A month of 730 hours. On demand 5 x 730 x 0.096 = 350.40, reserved 5 x 730 x 0.0602 = 219.73.
   * The balancer: 730 x 0.0225 = 16.425; 20 connections a second are 0.8 of a unit, 730 x 0.8 x
   * 0.008 = 4.672. Together 371.497 and 240.827.
   */
  @Test
  void twentyServicesOnFiveServersByTheMonth() {
    SavedResult onDemand = run(packed("billing: on-demand"));
    assertEquals(371.50, perMonth(onDemand), 0.001);
    assertEquals(5 * 0.096, component(onDemand, "nodes"), 1e-6);
    assertEquals(0, component(onDemand, "computeIdle") + component(onDemand, "computeBusy"));
    assertEquals(0.0225 + 0.8 * 0.008, component(onDemand, "loadBalancer"), 1e-6);
    SavedResult reserved = run(packed("billing: reserved-1y"));
    assertEquals(240.83, perMonth(reserved), 0.001);
    assertEquals(20, reserved.run().at("/instances/peak").asInt());
    UserError e = assertThrows(UserError.class, () -> packed("billing: reserved-5y"));
    assertTrue(
        e.getMessage()
            .endsWith("nodes.servers.billing: reserved-5y; did you mean 'reserved-1y'? "
                + "allowed: on-demand, reserved-1y"),
        e.getMessage());
  }

  /** One service on servers of its own: the same five, without packing. */
  @Test
  void aFleetOfItsOwnByTheMonth() {
    // 219.73 + 16.425; one connection a second is 0.04 of a unit, 730 x 0.04 x 0.008 = 0.2336.
    assertEquals(236.39, perMonth(run(hour("1/s", "use: ec2-fleet, billing: reserved-1y"))), 0.001);
    // 350.40 + 16.425 + 0.2336.
    assertEquals(367.06, perMonth(run(hour("1/s", "use: ec2-fleet"))), 0.001);
  }

  /** Each has a balancer of its own unless they name one: 20 x 16.425 rather than once. */
  @Test
  void servicesShareABalancerByItsName() {
    Scenario apart = packed("billing: on-demand");
    for (int i = 0; i < 20; i++) {
      apart = apart.with("services[" + i + "].platform.loadBalancer.name", "own" + i);
    }
    assertEquals(20 * 0.0225 + 0.8 * 0.008, component(run(apart), "loadBalancer"), 1e-6);
  }

  /** 50 requests a second on Fargate: 2 units for new connections, 18 GB an hour for 18. */
  @Test
  void capacityUnitsOfTheLargestDimension() {
    String use = "use: aws-fargate, loadBalancer: { %s }";
    assertEquals(0.0225 + 2 * 0.008, balancer(hour("50/s", use.formatted(""))), 1e-6);
    assertEquals(
        0.0225 + 0.2 * 0.008,
        balancer(hour("50/s", use.formatted("requestsPerConnection: 10"))),
        1e-6);
    assertEquals(
        0.0225 + 18 * 0.008, balancer(hour("50/s", use.formatted("bytesPerRequest: 100KB"))), 1e-6);
    assertTrue(Double.isNaN(balancer(hour("50/s", "use: aws-fargate, loadBalancer: none"))));
    assertTrue(Double.isNaN(balancer(hour("50/s", "use: cloud-run"))));
  }

  /** 6,000 requests that stay for the hour: 2 units for open connections, 0.07 for new ones. */
  @Test
  void openConnectionsCount() {
    Scenario held = hour("1/s", "use: ec2-fleet, timeouts: { request: unlimited }")
        .with(
            "workload.generate", "{ shape: constant, rate: 6000/s, duration: 1s, arrivals: batch }")
        .with("workload.classes", "[ { name: r, service: 3600s } ]")
        .with("run.tail", "2h");
    assertEquals(0.0225 + 2 * 0.008, balancer(held), 1e-6);
  }

  private static double balancer(Scenario scenario) {
    return component(run(scenario), "loadBalancer");
  }

  /** 50 requests a second that send 20 KB out: 3.6 GB an hour, through two gateways. */
  @Test
  void natWhereAScenarioAsks() {
    String asked = "use: aws-fargate, network: { nat: true, %s }";
    assertEquals(
        2 * 0.045 + 3.6 * 0.045,
        component(run(hour("50/s", asked.formatted("gateways: 2, bytesPerRequest: 20KB"))), "nat"),
        1e-6);
    assertEquals(0.045, component(run(hour("50/s", asked.formatted(""))), "nat"), 1e-6);
    assertTrue(Double.isNaN(component(run(hour("50/s", "use: aws-fargate")), "nat")));
  }

  /** What nobody said is among the assumptions, of what the scenario uses. */
  @Test
  void saysWhatItAssumes() {
    String without =
        run(hour("1/s", "use: aws-fargate")).run().at("/assumptions").toString();
    assertTrue(without.contains("platform.loadBalancer.requestsPerConnection"));
    assertTrue(without.contains("platform.loadBalancer.bytesPerRequest"));
    assertTrue(without.contains("platform.network.nat"));
    assertFalse(without.contains("platform.network.bytesPerRequest"));
    String with = run(hour("1/s", "use: aws-fargate, network: { nat: true }"))
        .run()
        .at("/assumptions")
        .toString();
    assertTrue(with.contains("platform.network.bytesPerRequest"));
    assertFalse(run(hour("1/s", "use: cloud-run"))
        .run()
        .at("/assumptions")
        .toString()
        .contains("platform.gpu"));
  }

  /** The series adds up to the bill, and a month with free tiers has the same lines. */
  @Test
  void seriesAndMonthHaveTheLines() {
    SavedResult result =
        run(hour("50/s", "use: ec2-fleet, network: { nat: true }").with("cost.freeTier", "true"));
    // Each line to cents: 5 x 730 x 0.096; 16.425 -> 16.43; 730 x 2 x 0.008; 730 x 0.045.
    assertEquals(350.40 + 16.43 + 11.68 + 32.85, perMonth(result), 0.001);
    for (String line : new String[] {"loadBalancer", "nat"}) {
      double sum = 0;
      for (double bin : result.series().column("cost." + line)) {
        sum += bin;
      }
      assertEquals(component(result, line), sum, 1e-6);
    }
  }

  /** One instance with an L4 for an hour, at 0.0001867 a second; 0.0002909 with a spare zone. */
  @Test
  void gpuByTheLifeOfItsInstance() {
    String gpu = "use: cloud-run, billing: %s, instance: { cpu: %s, memory: 16Gi },"
        + " scale: { min: 1, max: 1 }, coldStart: { gpu: true }, gpu: { zonalRedundancy: %s }";
    SavedResult one = run(hour("1/s", gpu.formatted("instance", "4", "false")));
    assertEquals(3600 * 0.0001867, component(one, "gpu"), 1e-6);
    assertEquals(
        3600 * (4 * 0.000018 + 16 * 0.000002),
        component(one, "computeBusy") + component(one, "computeIdle"),
        2e-6);
    SavedResult zonal = run(hour("1/s", gpu.formatted("instance", "4", "true")));
    assertEquals(3600 * 0.0002909, component(zonal, "gpu"), 1e-6);
    refused(
        gpu.formatted("request", "4", "false"),
        "platform.coldStart.gpu: true; allowed: false; an instance with a GPU is billed for its"
            + " whole life, set billing: instance");
    refused(
        gpu.formatted("instance", "2", "false"),
        "platform.coldStart.gpu: true; allowed: false, or an instance of at least 4 vCPU and 16Gi"
            + " of memory");
  }

  private static void refused(String platform, String message) {
    UserError e = assertThrows(UserError.class, () -> hour("1/s", platform));
    assertTrue(e.getMessage().endsWith(message), e.getMessage());
  }

  /**
   * A start of 4 s with a boost and the 10 s after it: 14 s of what goes beyond the instance's own
   * processors, one where it has one, 1.5 where it has half of one.
   */
  @Test
  void boostedProcessorsAreCharged() {
    String boosted = "use: cloud-run, instance: { cpu: %s }, concurrency: { max: 1000 },"
        + " coldStart: { boot: 4s, cpuBoost: %s }, scale: { max: 1 }";
    for (double[] size : new double[][] {{1, 1}, {0.5, 1.5}, {4, 4}, {8, 0}}) {
      double more =
          start(boosted.formatted(size[0], "true")) - start(boosted.formatted(size[0], "false"));
      assertEquals(14 * size[1] * 0.000024, more, 1e-6, "at " + size[0] + " vCPU");
    }
  }

  private static double start(String platform) {
    return component(run(hour("1/s", platform)), "computeStart");
  }
}
