package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.results.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes that are not needed and go, computed by hand. */
class ConsolidationTest {
  private static final String CLUSTER_AUTOSCALER = "cluster-autoscaler, min: 1, max: 20";
  private static final String KARPENTER =
      "karpenter, min: 1, max: 20, batchIdle: 8s, scaleDownAfter: 600s, scaleDownBelow: 50%";
  private static final String SMALL = "cpu: 400m, memory: 1Gi";

  /**
   * Node 0 has an instance of 60 % and, from 1 s on, one of the other 40 %; so a small one, from 2
   * s on, waits for node 1, which is there at 110 s.
   */
  private static PackedServices aSmallOneOnNodeOne(String pool, String roomAt) {
    return new PackedServices(pool)
        .with("cpu: 1200m, memory: 1Gi", 1)
        .with("cpu: 800m, memory: 1Gi", 0, "1s: 1", roomAt + ": 0")
        .with(SMALL, 0, "2s: 1");
  }

  /**
   * Another small one is on node 1 from 200 s to 300 s; from 400 s on node 0 has room for the
   * first. The cluster autoscaler asks whether the node is little asked for, which it is all the
   * time since 110 s; Karpenter whether anything has changed, which it has at 300 s.
   */
  @Test
  void onlyKarpenterWaitsAnewAfterAChange() {
    assertEquals(
        List.of("710: empties a node of which 20 % is asked for: 1 instances fit elsewhere"),
        emptied(
            aSmallOneOnNodeOne(CLUSTER_AUTOSCALER, "400s").with(SMALL, 0, "200s: 1", "300s: 0")));
    assertEquals(
        List.of("900: empties a node of which 20 % is asked for: 1 instances fit elsewhere"),
        emptied(aSmallOneOnNodeOne(KARPENTER, "400s").with(SMALL, 0, "200s: 1", "300s: 0")));
  }

  /** As above, with one that stays: Karpenter waits from 200 s on. */
  @Test
  void whoComesIsAChangeForKarpenter() {
    assertEquals(
        List.of("800: empties a node of which 40 % is asked for: 2 instances fit elsewhere"),
        emptied(aSmallOneOnNodeOne(KARPENTER, "400s").with(SMALL, 0, "200s: 1")));
  }

  /** A large one is on node 1 from 200 s to 300 s, so that it is needed: it waits from then on. */
  @Test
  void aNodeThatWasNeededAgainWaitsAnew() {
    assertEquals(
        List.of("900: empties a node of which 20 % is asked for: 1 instances fit elsewhere"),
        emptied(aSmallOneOnNodeOne(CLUSTER_AUTOSCALER, "400s")
            .with("cpu: 1, memory: 1Gi", 0, "200s: 1", "300s: 0")));
  }

  private static List<String> emptied(PackedServices services) {
    return services.told().stream().filter(line -> line.contains("empties")).toList();
  }

  /**
   * Node 0 is 60 % asked for; the three others 10 %, 12 % and 15 %, from 150 s, 200 s and 150 s on.
   * What is stopped stays for 30 s. Node 1 is emptied at 750 s and gone at 780 s. A scan later, at
   * 790 s, node 2 has not waited for ten minutes, but node 3 has: it is gone at 820 s. Node 2, due
   * at 800 s, is looked at a scan after that.
   */
  @Test
  void oneAfterTheOtherIsEmptied() {
    String stays = "deregistration: 30s, deregistersWhenIdle: false,";
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER)
        .with("cpu: 1200m, memory: 512Mi", 1)
        .with("cpu: 800m, memory: 512Mi", 0, "1s: 1", "150s: 0")
        .withScale(stays, "cpu: 200m, memory: 512Mi", 0, "2s: 1")
        .with("cpu: 1800m, memory: 512Mi", 0, "3s: 1", "150s: 0")
        .withScale(stays, "cpu: 240m, memory: 512Mi", 0, "4s: 1")
        .with("cpu: 1760m, memory: 512Mi", 0, "5s: 1", "200s: 0")
        .withScale(stays, "cpu: 300m, memory: 512Mi", 0, "6s: 1")
        .with("cpu: 1700m, memory: 512Mi", 0, "7s: 1", "150s: 0");
    assertEquals(
        List.of(
            "750: empties a node of which 10 % is asked for: 1 instances fit elsewhere",
            "790: empties a node of which 15 % is asked for: 1 instances fit elsewhere",
            "830: empties a node of which 12 % is asked for: 1 instances fit elsewhere"),
        emptied(services));
    RunOutcome run = services.run();
    assertEquals(4, services.nodes(run, 779));
    assertEquals(3, services.nodes(run, 780));
    assertEquals(2, services.nodes(run, 820));
    assertEquals(1, services.nodes(run, 860));
  }

  /**
   * The first node is the one that goes: 20 % of it are asked for from 150 s on. What is stopped at
   * 750 s stays there for 30 s, and its successor is on the other, though the first has more room.
   */
  @Test
  void nobodyIsPlacedOnANodeThatIsEmptied() {
    String stays = "deregistration: 30s, deregistersWhenIdle: false,";
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER)
        .withScale(stays, SMALL, 1)
        .with("cpu: 1600m, memory: 1Gi", 0, "1s: 1", "150s: 0")
        .with("cpu: 1200m, memory: 1Gi", 0, "2s: 1");
    RunOutcome run = services.run();
    assertEquals(1, run.recorder().totals().count(0, Count.STARTED));
    assertEquals(2, services.nodes(run, 779));
    assertEquals(1, services.nodes(run, 780));
  }

  /** What is on node 1 takes exactly the room of node 0, or a mebibyte more. */
  @Test
  void theRoomElsewhereIsUsedToTheLastByte() {
    String told = "710: empties a node of which 40 % is asked for: 1 instances fit elsewhere";
    assertEquals(List.of(told), emptied(aroundRoomOf("cpu: 800m, memory: 3Gi", "1")));
    assertEquals(List.of(), emptied(aroundRoomOf("cpu: 800m, memory: 3073Mi", "1")));
    assertEquals(List.of(), emptied(aroundRoomOf("cpu: 801m, memory: 3Gi", "1")));
  }

  /** Each of two finds room on node 0, and not both: for lack of memory, or of processors. */
  @Test
  void allOfThemHaveToFitTogether() {
    String told = "710: empties a node of which 38 % is asked for: 2 instances fit elsewhere";
    assertEquals(List.of(told), emptied(aroundRoomOf("cpu: 100m, memory: 1536Mi", "2")));
    assertEquals(List.of(), emptied(aroundRoomOf("cpu: 100m, memory: 1537Mi", "2")));
    assertEquals(List.of(), emptied(aroundRoomOf("cpu: 401m, memory: 1Gi", "2")));
  }

  /** Node 0 has room for 800m and 3 GiB from 400 s on, when something else goes. */
  private static PackedServices aroundRoomOf(String asks, String instances) {
    return new PackedServices(CLUSTER_AUTOSCALER)
        .with("cpu: 1200m, memory: 5Gi", 1)
        .with("cpu: 800m, memory: 3Gi", 0, "1s: 1", "400s: 0")
        .with(asks, 0, "2s: " + instances);
  }

  /** Without a time to wait a node goes with its last instance. */
  @Test
  void anEmptyNodeMayGoAtOnce() {
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER + ", scaleDownAfter: 0s")
        .with("cpu: 2, memory: 1Gi", 1)
        .with("cpu: 2, memory: 1Gi", 0, "1s: 1", "200s: 0");
    RunOutcome run = services.run();
    assertEquals(2, services.nodes(run, 199));
    assertEquals(1, services.nodes(run, 200));
  }

  /** Sixteen nodes, as many as there is room for at first, and no other takes what is on one. */
  @Test
  void allSixteenNodesAreLookedAtAgain() {
    PackedServices services = new PackedServices(CLUSTER_AUTOSCALER + ", scaleDownBelow: 100%")
        .with("cpu: 1500m, memory: 1Gi", 16)
        .with("cpu: 200m, memory: 1Gi", 0, "700s: 1", "800s: 0");
    RunOutcome run = services.run();
    assertEquals(16, services.nodes(run, 0));
    assertEquals(16, services.nodes(run, 1000));
  }

  /**
   * As many nodes as there may be. What wants 90 % of one from 150 s on waits; at 710 s the second
   * is emptied, and as there may be another the next scan adds one, there at 820 s.
   */
  @Test
  void whoWaitsGetsANodeForOneThatIsGone() {
    PackedServices services = aSmallOneOnNodeOne("cluster-autoscaler, min: 1, max: 2", "400s")
        .with("cpu: 1800m, memory: 1Gi", 0, "150s: 1");
    assertEquals(
        List.of(
            "10: 1 -> 2 nodes: 1 instances fit nowhere",
            "710: empties a node of which 20 % is asked for: 1 instances fit elsewhere",
            "720: 1 -> 2 nodes: 1 instances fit nowhere"),
        services.told());
    RunOutcome run = services.run();
    assertEquals(0, Batches.ready(run, 3, 819));
    assertEquals(1, Batches.ready(run, 3, 820));
  }

  /**
   * Node 1 is due at 710 s and nothing fits elsewhere. One that comes at 1,000 s and is ready at
   * once is a change, after which it is looked at again; the room that is there since 1,005 s is
   * found a scan after that.
   */
  @Test
  void whoComesIsAChangeForANodeThatIsOverdue() {
    assertEquals(
        List.of("1010: empties a node of which 40 % is asked for: 2 instances fit elsewhere"),
        emptied(aSmallOneOnNodeOne(CLUSTER_AUTOSCALER, "1005s").with(SMALL, 0, "1000s: 1")));
  }

  /**
   * An instance on node 1 starts from 500 s to 900 s. Nothing is stopped while somebody may wait
   * for it, but a scan after it is ready.
   */
  @Test
  void aNodeIsNotEmptiedWhileOneOfItsInstancesStarts() {
    PackedServices services =
        aSmallOneOnNodeOne(CLUSTER_AUTOSCALER, "600s").with("400s", "", SMALL, 0, "500s: 1");
    assertEquals(
        List.of("910: empties a node of which 40 % is asked for: 2 instances fit elsewhere"),
        emptied(services));
  }
}
