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

/** Instances packed on nodes, and nodes that come and go, computed by hand. */
class NodesTest {
  private static final String SMALL_NODES =
      "cpu: 2100m, memory: 8Gi, boot: 100s, reserved: { cpu: 100m, memory: 1Mi }";

  @TempDir private Path folder;

  private Scenario burst(String keepAlive, String pool) throws IOException {
    Path trace = folder.resolve("trace.csv");
    Files.writeString(trace, "timestamp,duration\n1,1\n1,1\n1,1\n1,1\n1,1\n");
    return Scenarios.of(
        """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: nodes }
        workload:
          trace: { file: %s }
          classes: [ { name: r, service: 1s } ]
        platform:
          use: generic
          instance: { cpu: 1, memory: 1Gi }
          keepAlive: %s
          coldStart: { boot: 0ms }
          nodes: { %s }
        """
            .formatted(trace, keepAlive, pool));
  }

  /**
   * Five instances of one vCPU at 1 s: two fit the node that is there, three wait. At 10 s the
   * autoscaler sees them and adds two nodes, which are there at 110 s.
   */
  @Test
  void clusterAutoscaler() throws IOException {
    RunOutcome run =
        Simulation.run(burst("1h", "use: cluster-autoscaler, min: 1, max: 10, " + SMALL_NODES));
    Totals totals = run.recorder().totals();
    assertEquals(5, totals.count(0, Count.COMPLETED));
    assertEquals(2 * 1e9 + 3 * 110e9, totals.latencySumNs(0));
    assertEquals(3 * 109e9, totals.integral(0, Gauge.PLACING));
    assertEquals(2 * 100e9, totals.integral(1, Gauge.NODES_BOOTING));
    assertTrue(run.events().entries().stream()
        .anyMatch(e -> e.text().startsWith("1 -> 3 nodes: 3 instances")));
  }

  /** Karpenter waits until nothing new has come for a second, then adds two nodes at 2 s. */
  @Test
  void karpenter() throws IOException {
    RunOutcome run = Simulation.run(burst("1h", "use: karpenter, min: 1, max: 10, " + SMALL_NODES));
    assertEquals(2 * 1e9 + 3 * 102e9, run.recorder().totals().latencySumNs(0));
  }

  /** Nobody adds nodes: what fits nowhere waits for room, which a keep-alive's end makes. */
  @Test
  void fixedNodes() throws IOException {
    RunOutcome run =
        Simulation.run(burst("60s", "use: fixed, min: 1, max: 1, cpu: 2, memory: 8Gi"));
    // Idle from 2 s, gone at 62 s: two more run to 63 s, and are gone at 123 s.
    assertEquals(2 * 1e9 + 2 * 62e9 + 123e9, run.recorder().totals().latencySumNs(0));
  }

  /** Twenty services of half a vCPU fill five machines of two, none is left over. */
  @Test
  void twentyServicesOnFiveServers() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: packed }
            nodes: { servers: { use: fixed, min: 5, max: 5 } }
            services:
            """);
    for (int i = 0; i < 20; i++) {
      yaml.append("  - { name: s").append(i).append(", workload: { generate: { shape: constant,")
          .append(" rate: 1/s, duration: 60s }, classes: [ { name: r, service: 10ms } ] },")
          .append(" platform: { use: kubernetes-hpa, nodes: servers,")
          .append(" instance: { cpu: 500m, memory: 1Gi }, scale: { min: 1, max: 1 } } }\n");
    }
    RunOutcome run = Simulation.run(Scenarios.of(yaml.toString()));
    assertEquals(20, run.recorder().peakLive());
    int pool = 20;
    double nodes = run.recorder().totals().integral(pool, Gauge.NODES) / run.endNs();
    assertEquals(5, nodes, 1e-9);
    for (int s = 0; s < 20; s++) {
      assertEquals(0, run.recorder().totals().integral(s, Gauge.PLACING), "service " + s);
    }
  }

  @Test
  void whatFitsNoNodeIsRefused() {
    UserError error =
        assertThrows(
            UserError.class,
            () -> burst("1h", "use: karpenter, cpu: 1, memory: 8Gi"));
    assertTrue(error.getMessage().contains("an instance asks for 1.0 vCPU"), error.getMessage());
  }
}
