package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.results.Gauge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which node takes whom, who waits for one, and how many are added for those, second by second. */
class NodePackingTest {
  private static final String WHOLE = "cpu: 2, memory: 1Gi";
  private static final String CLUSTER_AUTOSCALER = "cluster-autoscaler, max: 9, min: ";

  /**
   * Node 0 is full from the beginning; a small instance has node 1, from 110 s on. One of a vCPU
   * joins it at 120 s and goes at 130 s, the small one goes at 150 s: node 1 is empty, and as it
   * was little asked for since 130 s it goes at 730 s.
   */
  @Test
  void anInstanceGivesBackTheRoomThatItTook() {
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER + 1)
        .with(WHOLE, 1)
        .with("cpu: 400m, memory: 1Gi", 0, "1s: 1", "150s: 0")
        .with("cpu: 1, memory: 1Gi", 0, "120s: 1", "130s: 0");
    RunOutcome run = services.run();
    assertEquals(1, Batches.ready(run, 2, 121));
    assertEquals(2, services.nodes(run, 729));
    assertEquals(1, services.nodes(run, 730));
  }

  /** Three quarters of the memory until 50 s; what wants all of it from 20 s on waits for that. */
  @Test
  void memoryThatIsGivenBackIsTakenToTheLastByte() {
    RunOutcome run = new PackedServices("fixed, min: 1, max: 1")
        .with("cpu: 100m, memory: 6Gi", 0, "1s: 1", "50s: 0")
        .with("cpu: 100m, memory: 8Gi", 0, "20s: 1")
        .run();
    assertEquals(30e9, run.recorder().totals().integral(1, Gauge.PLACING));
    assertEquals(1, Batches.ready(run, 1, 50));
  }

  /** Two halves of a node's memory are one node. */
  @Test
  void halvesAreOneNode() {
    assertEquals(
        List.of("10: 0 -> 1 nodes: 2 instances fit nowhere"),
        new PackedServices(CLUSTER_AUTOSCALER + 0)
            .with("cpu: 100m, memory: 4Gi", 0, "1s: 2")
            .told());
  }

  /**
   * One comes at 1 s, one at 2 s. Karpenter, which waits for two seconds without another, looks at
   * 3 s, and again at 4 s.
   */
  @Test
  void karpenterLooksAgainWhenTheBatchHasGrown() {
    assertEquals(
        List.of("4: 0 -> 1 nodes: 2 instances fit nowhere"),
        new PackedServices("karpenter, min: 0, max: 9, batchIdle: 2s")
            .with("cpu: 1, memory: 1Gi", 0, "1s: 1", "2s: 2")
            .told());
  }

  /** Of four nodes one is full and one boots when five more are asked for: two may be added. */
  @Test
  void whatBootsCountsTowardsTheMaximum() {
    assertEquals(
        List.of(
            "10: 1 -> 2 nodes: 1 instances fit nowhere",
            "20: 2 -> 4 nodes: 6 instances fit nowhere"),
        new PackedServices("cluster-autoscaler, min: 1, max: 4")
            .with(WHOLE, 1, "1s: 2", "15s: 7")
            .told());
  }

  /**
   * Node 0 is there at 110 s for the first. The second comes at 200 s: node 1 boots from 210 s to
   * 310 s. It is empty from 400 s and gone at 1,000 s, so who comes at 1,100 s waits for another.
   */
  @Test
  void aNodeThatIsGoneTakesNobody() {
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER + 0)
        .with(WHOLE, 0, "1s: 1")
        .with(WHOLE, 0, "200s: 1", "400s: 0", "1100s: 1");
    assertEquals(
        List.of(
            "10: 0 -> 1 nodes: 1 instances fit nowhere",
            "210: 1 -> 2 nodes: 1 instances fit nowhere",
            "1110: 1 -> 2 nodes: 1 instances fit nowhere"),
        services.told());
    RunOutcome run = services.run();
    assertEquals(2, services.nodes(run, 999));
    assertEquals(1, services.nodes(run, 1000));
    assertEquals(0, Batches.ready(run, 1, 1209));
    assertEquals(1, Batches.ready(run, 1, 1210));
  }

  /** The node is free at 100 s; one service waits since 10 s, the other since 20 s. */
  @Test
  void theFirstComeIsTheFirstPlaced() {
    RunOutcome run = new PackedServices("fixed, min: 1, max: 1")
        .with(WHOLE, 0, "1s: 1", "100s: 0")
        .with(WHOLE, 0, "10s: 1")
        .with(WHOLE, 0, "20s: 1")
        .run();
    assertEquals(1, Batches.ready(run, 1, 100));
    assertEquals(0, Batches.ready(run, 2, 100));
  }

  /** Two of five are placed. Three wait from 11 s on, and two of those are stopped at 15 s. */
  @Test
  void noNodeIsAddedForWhoWaitsNoMore() {
    assertEquals(
        List.of("20: 1 -> 2 nodes: 1 instances fit nowhere"),
        new PackedServices(CLUSTER_AUTOSCALER + 1)
            .with("cpu: 1, memory: 1Gi", 1, "11s: 5", "15s: 3")
            .told());
  }

  /**
   * A small one, a large one, a small one, a large one: in the order in which they came, each node
   * takes one of each. The small ones together would leave no room for a large one.
   */
  @Test
  void whoWaitsIsPackedInTheOrderOfComing() {
    assertEquals(
        List.of("10: 0 -> 2 nodes: 4 instances fit nowhere"),
        new PackedServices(CLUSTER_AUTOSCALER + 0)
            .with("cpu: 600m, memory: 1Gi", 0, "1s: 1", "3s: 2")
            .with("cpu: 1400m, memory: 1Gi", 0, "2s: 1", "4s: 2")
            .told());
  }

  /**
   * Five wait from 6 s on, which two nodes would hold: the first, the second and the fourth; the
   * third and the fifth. At 25 s the first finds the room of another that goes. Of the others the
   * second and the third fill a node's memory, and the fourth leaves too little of a node for the
   * fifth: it takes a third node.
   */
  private static PackedServices fiveOfWhichOneIsPlaced(String pool) {
    return new PackedServices(pool)
        .with("cpu: 1500m, memory: 6Gi", 1)
        .with("cpu: 500m, memory: 2Gi", 0, "1s: 1", "25s: 0")
        .with("cpu: 500m, memory: 2Gi", 0, "2s: 1")
        .with("cpu: 500m, memory: 2Gi", 0, "3s: 1")
        .with("cpu: 500m, memory: 6Gi", 0, "4s: 1")
        .with("cpu: 1, memory: 2Gi", 0, "5s: 1")
        .with("cpu: 1500m, memory: 2Gi", 0, "6s: 1");
  }

  @Test
  void theClusterAutoscalerLooksAgainAsLongAsSomebodyWaits() {
    assertEquals(
        List.of(
            "10: 1 -> 3 nodes: 5 instances fit nowhere",
            "30: 3 -> 4 nodes: 4 instances fit nowhere"),
        fiveOfWhichOneIsPlaced(CLUSTER_AUTOSCALER + 1).told());
  }

  /** Karpenter looks again when the nodes are there, from 8 s to 108 s, and one is left. */
  @Test
  void karpenterLooksAgainWhenANodeIsThere() {
    assertEquals(
        List.of(
            "8: 1 -> 3 nodes: 5 instances fit nowhere",
            "108: 3 -> 4 nodes: 1 instances fit nowhere"),
        fiveOfWhichOneIsPlaced("karpenter, min: 1, max: 9, batchIdle: 2s").told());
  }
}
