package dev.headroom.platform;

import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import dev.headroom.platform.PlatformModel.Prices;
import java.util.List;

/**
 * Equal machines on which instances of several services are packed.
 *
 * @param name of the pool in the scenario
 * @param vcpus what instances can ask for on one node, its own needs taken off
 * @param memoryBytes likewise
 * @param min nodes never go below
 * @param max nodes never go above
 * @param provisioner who adds and removes nodes
 * @param scanNs cluster autoscaler: time between two looks at pods without a node
 * @param batchIdleNs Karpenter: pods that come within this time of each other are one batch
 * @param batchMaxNs Karpenter: longest time to gather a batch
 * @param launchGapNs least time between the launches of two nodes, 0 for all at once
 * @param boot from the decision until pods can be placed
 * @param scaleDownNs how long a node without pods stays, or one that is little asked for
 * @param scaleDownBelow share of a node asked for, below which its pods are moved where they fit
 *     elsewhere; 0 for nodes without pods alone
 * @param prices of a node, or null where it is not priced
 */
public record NodePool(
    String name,
    double vcpus,
    long memoryBytes,
    int min,
    int max,
    Provisioner provisioner,
    long scanNs,
    long batchIdleNs,
    long batchMaxNs,
    long launchGapNs,
    Distribution boot,
    long scaleDownNs,
    double scaleDownBelow,
    Prices prices) {
  private static final long MILLI = 1_000_000L;
  private static final long MINUTE = 60_000 * MILLI;
  private static final int NODES_MAX = 100_000;

  /** Who adds and removes nodes. */
  public enum Provisioner {
    /** Nobody. */
    NONE,
    /** The Kubernetes cluster autoscaler: looks at unplaced pods at an interval. */
    CLUSTER_AUTOSCALER,
    /** Karpenter: gathers unplaced pods into a batch. */
    KARPENTER
  }

  /** Reads a pool that has its model laid under it. */
  public static NodePool read(String name, Section pool) {
    pool.text("use", "");
    pool.text("name", name);
    pool.text("title", "");
    pool.text("retrieved", "");
    for (String readElsewhere : List.of("sources", "billingModes")) {
      if (pool.has(readElsewhere)) {
        pool.node(readElsewhere);
      }
    }
    Section reserved = pool.optionalSection("reserved");
    double vcpus = pool.cpu("cpu");
    long memory = pool.bytes("memory");
    double ownVcpus = reserved == null ? 0 : reserved.cpu("cpu");
    long ownMemory = reserved == null ? 0 : reserved.bytes("memory");
    if (ownVcpus >= vcpus || ownMemory >= memory) {
      throw pool.problem("reserved", "leaves nothing of the node for instances");
    }
    int min = pool.integer("min", 0, NODES_MAX);
    int max = pool.integer("max", 1, NODES_MAX);
    if (min > max) {
      throw pool.error("min", Integer.toString(min), "at most max = " + max);
    }
    Section prices = pool.optionalSection("prices");
    double launchesPerSecond = pool.rate("launchRate", 0);
    return new NodePool(
        name,
        vcpus - ownVcpus,
        memory - ownMemory,
        min,
        max,
        pool.choice("provisioner", Provisioner.class),
        pool.durationNs("scanInterval", MILLI, 60 * MINUTE, 10_000 * MILLI),
        pool.durationNs("batchIdle", 0, 60 * MINUTE, 1_000 * MILLI),
        pool.durationNs("batchMax", 0, 60 * MINUTE, 10_000 * MILLI),
        launchesPerSecond > 0 ? (long) (1e9 / launchesPerSecond) : 0,
        pool.distribution("boot", Distribution.constant(0)),
        pool.durationNs("scaleDownAfter", 0, 1440 * MINUTE, 10 * MINUTE),
        pool.share("scaleDownBelow", 0),
        prices == null
            ? null
            : new Prices(prices.text("book"), prices.text("entry"), prices.text("region", "")));
  }
}
