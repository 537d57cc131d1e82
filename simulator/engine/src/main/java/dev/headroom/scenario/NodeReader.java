package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import dev.headroom.platform.NodePool;
import dev.headroom.platform.PlatformModel.NodeShare;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads node pools: those that the scenario names for several services, and one of its own where a
 * service's platform describes it in place.
 */
final class NodeReader {
  private final List<NodePool> pools = new ArrayList<>();

  NodeReader(Section root) {
    Section named = root.optionalSection("nodes");
    if (named != null) {
      for (String name : named.keys()) {
        pools.add(NodePool.read(name, named.section(name)));
      }
    }
  }

  /** All pools, in the order in which services refer to them by number. */
  List<NodePool> pools() {
    return List.copyOf(pools);
  }

  /** The number of the pool that a service is placed on, or -1 where its platform has none. */
  int poolOf(Section service, String serviceName) {
    Section platform = Section.at(service.node("platform"), service.path("platform"));
    if (!platform.has("nodes")) {
      return -1;
    }
    ConfigNode node = platform.node("nodes");
    if (node instanceof MapNode) {
      Section own = platform.section("nodes");
      pools.add(NodePool.read(serviceName + "-nodes", own));
      own.finish();
      return pools.size() - 1;
    }
    String name = platform.text("nodes");
    if (name.equals("none")) {
      return -1;
    }
    for (int i = 0; i < pools.size(); i++) {
      if (pools.get(i).name().equals(name)) {
        return i;
      }
    }
    List<String> known = pools.stream().map(NodePool::name).toList();
    throw platform.error("nodes", name, "none, a pool in place, or " + String.join(", ", known));
  }

  /** Refuses instances that fit no empty node. */
  void check(Section service, int pool, List<RevisionSpec> revisions) {
    if (pool < 0) {
      return;
    }
    for (RevisionSpec revision : revisions) {
      NodeShare asked = revision.platform().requests();
      NodePool nodes = pools.get(pool);
      if (asked.vcpus() > nodes.vcpus() || asked.memoryBytes() > nodes.memoryBytes()) {
        throw Section.at(service.node("platform"), service.path("platform"))
            .problem(
                "nodes",
                "an instance asks for " + asked.vcpus() + " vCPU and "
                    + asked.memoryBytes() + " bytes; a node of " + nodes.name() + " has "
                    + nodes.vcpus() + " and " + nodes.memoryBytes());
      }
    }
  }
}
