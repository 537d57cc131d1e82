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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances packed on nodes, and nodes that come and go, computed by hand. */
class NodesTest {
  private static final String SMALL_NODES =
      "cpu: 2100m, memory: 8Gi, boot: 100s, reserved: { cpu: 100m, memory: 1Mi }";

  @TempDir
  private Path folder;

  private Scenario burst(String keepAlive, String pool) throws IOException {
    return burst("", keepAlive, pool);
  }

  /** Five requests of a second at 1 s, and what comes later. */
  private Scenario burst(String later, String keepAlive, String pool) throws IOException {
    Path trace = folder.resolve("trace.csv");
    Files.writeString(trace, "timestamp,duration\n1,1\n1,1\n1,1\n1,1\n1,1\n" + later);
    return Scenarios.of("""
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
        """.formatted(trace, keepAlive, pool));
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

  /** As many nodes as there may be: two wait for room, which comes at 62 s, one for the node. */
  @Test
  void noMoreNodesThanTheMaximum() throws IOException {
    RunOutcome run =
        Simulation.run(burst("60s", "use: cluster-autoscaler, min: 1, max: 2, " + SMALL_NODES));
    assertEquals(2 * 1e9 + 2 * 62e9 + 110e9, run.recorder().totals().latencySumNs(0));
    assertEquals(100e9, run.recorder().totals().integral(1, Gauge.NODES_BOOTING));
    assertTrue(run.events().entries().stream()
        .anyMatch(e -> e.text().startsWith("1 -> 2 nodes: 3 instances")));
  }

  /**
   * What boots is counted on: of five that wait at 20 s, three came at 1 s and have two nodes on
   * their way since 10 s, so one more is enough. At 110 s four are placed, at 120 s the last. Two
   * of the four at 15 s have the instances that are idle.
   */
  @Test
  void nodesOnTheirWayAreCountedOn() throws IOException {
    RunOutcome run = Simulation.run(burst(
        "15,1\n15,1\n15,1\n15,1\n",
        "1h",
        "use: cluster-autoscaler, min: 1, max: 10, " + SMALL_NODES));
    List<String> texts = run.events().entries().stream()
        .map(e -> e.text())
        .filter(text -> text.contains("fit nowhere"))
        .toList();
    assertEquals(
        List.of("1 -> 3 nodes: 3 instances fit nowhere", "3 -> 4 nodes: 5 instances fit nowhere"),
        texts);
    Totals totals = run.recorder().totals();
    assertEquals(4 * 1e9 + 3 * 110e9 + 96e9 + 106e9, totals.latencySumNs(0));
    assertEquals(3 * 100e9, totals.integral(1, Gauge.NODES_BOOTING));
  }

  /** Two of 3 GiB fit a node of 8 by their memory, as two of one vCPU do by their processors. */
  @Test
  void memoryIsPackedToo() throws IOException {
    RunOutcome run =
        Simulation.run(burst("1h", "use: cluster-autoscaler, min: 1, max: 10, " + SMALL_NODES)
            .with("platform.instance.memory", "3Gi")
            .with("platform.instance.cpu", "100m"));
    Totals totals = run.recorder().totals();
    assertEquals(2 * 1e9 + 3 * 110e9, totals.latencySumNs(0));
    assertEquals(2 * 100e9, totals.integral(1, Gauge.NODES_BOOTING));
  }

  /**
   * The provider gives a machine each 10 s: three asked for at 10 s come at 10, 20 and 30 s, and
   * are nodes 100 s later.
   */
  @Test
  void machinesComeAtTheirRate() throws IOException {
    RunOutcome run = Simulation.run(
        burst("1h", "use: cluster-autoscaler, launchRate: 0.1/s, min: 0, max: 10, " + SMALL_NODES));
    Totals totals = run.recorder().totals();
    assertEquals(2 * 110e9 + 2 * 120e9 + 130e9, totals.latencySumNs(0));
    assertEquals(3 * 100e9, totals.integral(1, Gauge.NODES_BOOTING));
  }

  /**
   * The instances of node 0 are gone at 62 s; two of those that waited run there to 63 s and are
   * gone at 123 s. The third runs on node 1, there at 110 s as node 2 is, and is gone at 171 s. A
   * node nobody asks anything of for ten minutes goes: node 2 at 710 s, node 0 at 723 s. Node 1 is
   * the last, which the minimum keeps, and serves the request at 1,000 s.
   */
  @Test
  void emptyNodesGoDownToTheMinimum() throws IOException {
    RunOutcome run = Simulation.run(
        burst("1000,1\n", "60s", "use: cluster-autoscaler, min: 1, max: 10, " + SMALL_NODES));
    Totals totals = run.recorder().totals();
    assertEquals(2 * 1e9 + 2 * 62e9 + 110e9 + 1e9, totals.latencySumNs(0));
    assertEquals(723e9 + 600e9 + (run.endNs() - 110e9), totals.integral(1, Gauge.NODES));
  }

  /**
   * One more comes each half second, so that Karpenter never sees a second without: it gathers from
   * 1 s for its longest ten seconds, and the 21 that wait at 11 s fill eleven nodes.
   */
  @Test
  void karpenterGathersForNoLongerThanItsLongest() throws IOException {
    StringBuilder later = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      later.append(1 + i / 2.0).append(",200\n");
    }
    Scenario scenario =
        burst(later.toString(), "1h", "use: karpenter, min: 0, max: 100, " + SMALL_NODES);
    List<String> texts = Simulation.run(scenario).events().entries().stream()
        .map(e -> e.text())
        .filter(text -> text.contains("instances fit nowhere"))
        .toList();
    assertEquals("0 -> 13 nodes: 25 instances fit nowhere", texts.get(0), texts::toString);
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

  /** So many instances of one vCPU from the beginning, for 300 s. */
  private static RunOutcome fixedFleet(int instances, String nodes) {
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: nodes }
            workload:
              generate: { shape: constant, rate: 1/s, duration: 300s }
              classes: [ { name: r, service: 10ms } ]
            platform:
              use: fixed-fleet
              instance: { cpu: 1, memory: 1Gi }
              scale: { min: %1$d, max: %1$d }
              nodes: { %2$s }
            """.formatted(instances, nodes)));
  }

  /** Of three that should be there from the beginning two fit; the third waits for room. */
  @Test
  void whatFindsNoNodeAtTheBeginningWaits() {
    RunOutcome run = fixedFleet(3, "use: fixed, min: 1, max: 1, cpu: 2, memory: 8Gi");
    assertEquals(1, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(run.endNs(), run.recorder().totals().integral(0, Gauge.PLACING));
    assertEquals(2, Batches.ready(run, 0, 200));
  }

  /** Four of five have two nodes from the beginning, as many as there may be; the fifth waits. */
  @Test
  void nodesAreThereForWhatRunsFromTheBeginning() {
    RunOutcome run = fixedFleet(5, "use: cluster-autoscaler, min: 1, max: 2, " + SMALL_NODES);
    assertEquals(4, Batches.ready(run, 0, 0));
    assertEquals(2.0 * run.endNs(), run.recorder().totals().integral(1, Gauge.NODES));
    assertEquals(run.endNs(), run.recorder().totals().integral(0, Gauge.PLACING));
    assertEquals(0, run.recorder().totals().integral(1, Gauge.NODES_BOOTING));
  }

  /** Twenty services of half a vCPU fill five machines of two, none is left over. */
  @Test
  void twentyServicesOnFiveServers() {
    StringBuilder yaml = new StringBuilder("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: packed }
            nodes: { servers: { use: fixed, min: 5, max: 5 } }
            services:
            """);
    for (int i = 0; i < 20; i++) {
      yaml.append("  - { name: s")
          .append(i)
          .append(", workload: { generate: { shape: constant,")
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
        assertThrows(UserError.class, () -> burst("1h", "use: karpenter, cpu: 1, memory: 8Gi"));
    assertTrue(error.getMessage().contains("an instance asks for 1.0 vCPU"), error.getMessage());
  }

  /**
   * One server of two vCPUs. At 1 s a small instance takes one; at 2 s one of two vCPUs fits
   * nowhere and waits, and at 3 s another small one goes past it. Idle from 11 s and 13 s, the
   * small ones are gone at 71 s and 73 s, when the large one has room.
   */
  @Test
  void aLargeInstanceDoesNotHoldUpSmallOnes() throws IOException {
    Path small = folder.resolve("small.csv");
    Files.writeString(small, "timestamp,duration\n1,10\n3,10\n");
    Path large = folder.resolve("large.csv");
    Files.writeString(large, "timestamp,duration\n2,10\n");
    RunOutcome run = Simulation.run(
        Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: line }
                nodes: { server: { use: fixed, min: 1, max: 1 } }
                services:
                """ + onServer("small", small, 1) + onServer("large", large, 2)));
    assertEquals(2 * 10e9, run.recorder().totals().latencySumNs(0));
    assertEquals(71e9 + 10e9, run.recorder().totals().latencySumNs(1));
  }

  private static String onServer(String name, Path trace, int vcpus) {
    return ("  - { name: %s, workload: { trace: { file: %s }, classes: [ { name: r, service: 1s } ]"
            + " }, platform: { use: generic, instance: { cpu: %d, memory: 1Gi }, keepAlive: 60s,"
            + " coldStart: { boot: 0ms }, nodes: server } }%n")
        .formatted(name, trace, vcpus);
  }

  /**
   * Nodes have room for two instances of 0.9 vCPUs. At the beginning one of service x and one of y
   * are on the first node, the second of y is alone on another, 45 % of which it asks for. At 100 s
   * x is gone. The cluster autoscaler moves the instance of y when its node has been below 50 % for
   * ten minutes, at 600 s; Karpenter looks again 10 s after the change, at 110 s.
   */
  @Test
  void aNodeThatIsLittleAskedForIsEmptied() {
    assertEmptied("cluster-autoscaler", true, 600);
    assertEmptied("karpenter", true, 110);
    assertEmptied("cluster-autoscaler, scaleDownBelow: 40%", true, -1);
    // As long as x is there nothing fits elsewhere.
    assertEmptied("cluster-autoscaler", false, -1);
    assertEmptied("karpenter", false, -1);
  }

  private static void assertEmptied(String pool, boolean xGoes, int atSeconds) {
    RunOutcome run = Simulation.run(packed(pool, xGoes));
    String moved =
        (atSeconds + ": empties a node of which 45 % is asked for: 1 instances fit" + " elsewhere");
    assertEquals(atSeconds < 0 ? List.of() : List.of(moved), Batches.events(run, "nodes"), pool);
    Totals totals = run.recorder().totals();
    assertEquals(atSeconds < 0 ? 0 : 1, totals.count(1, Count.STARTED), pool);
    // Stopped at once; the one that takes its place is on the first node, and no node is added.
    double second = atSeconds < 0 ? run.endNs() : atSeconds * 1e9;
    assertEquals(run.endNs() + second, totals.integral(2, Gauge.NODES), pool);
  }

  private static Scenario packed(String pool, boolean xGoes) {
    String service = "  - { name: %s, workload: { generate: { shape: constant, rate: 1/s, duration:"
        + " 900s }, classes: [ { name: r, service: 10ms } ] }, platform: { use: generic,"
        + " instance: { cpu: 900m, memory: 1Gi }, concurrency: { max: 100 }, keepAlive: 100s,"
        + " coldStart: { boot: 0ms }, nodes: pool, scale: { %s } } }%n";
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: packed }
        run: { tail: 0s, initial: empty }
        nodes: { pool: { use: %s, min: 1, max: 10, %s } }
        services:
        """.formatted(pool, SMALL_NODES)
        + service
            .formatted("x", xGoes ? "min: 1, schedule: [ { at: 100s, min: 0 } ]" : "min: 1")
            .replace("rate: 1/s, duration: 900s", "rate: 1/h, duration: 900s")
        + service.formatted("y", "min: 2, max: 2"));
  }
}
