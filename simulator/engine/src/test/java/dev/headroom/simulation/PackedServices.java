package dev.headroom.simulation;

import dev.headroom.results.Gauge;
import java.util.List;

/**
 * Services that only occupy a pool's nodes: so many instances from so many seconds on, and hardly a
 * request. A node has two vCPUs and eight GiB to give, and boots in 100 s.
 */
final class PackedServices {
  private static final int SECONDS = 1800;

  private final String pool;
  private final StringBuilder services = new StringBuilder();
  private int count;

  /**
   * None yet.
   *
   * @param pool the model and what is written besides, as {@code karpenter, min: 0, max: 9}
   */
  PackedServices(String pool) {
    this.pool = pool;
  }

  /**
   * One more service, whose instances are there as soon as they are placed.
   *
   * @param asks for an instance
   * @param instances of it from the beginning, never fewer
   * @param changes as {@code 100s: 2}, {@code 200s: 0}: how many from then on
   */
  PackedServices with(String asks, int instances, String... changes) {
    return withScale("", asks, instances, changes);
  }

  /** As above, with more keys of how it scales. */
  PackedServices withScale(String scale, String asks, int instances, String... changes) {
    return with("0s", scale, asks, instances, changes);
  }

  /** As above, with the time that an instance takes to start on its node. */
  PackedServices with(String boots, String scale, String asks, int instances, String... changes) {
    StringBuilder schedule = new StringBuilder();
    for (String change : changes) {
      String[] part = change.split(": ");
      schedule.append("{ at: %s, min: %s }, ".formatted(part[0], part[1]));
    }
    services.append(
        """
          - name: s%d
            workload:
              generate: { shape: constant, rate: 1/h, duration: %ds }
              classes: [ { name: r, service: 10ms } ]
            platform:
              use: fixed-fleet
              instance: { %s }
              nodes: pool
              coldStart: { booting: %s }
              scale: { min: %d, max: 50, initial: %d, %s schedule: [ %s ] }
        """.formatted(count++, SECONDS, asks, boots, instances, instances, scale, schedule));
    return this;
  }

  RunOutcome run() {
    return Simulation.run(
        Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: packed }
        run: { tail: 0s }
        nodes:
          pool:
            use: %s
            cpu: 2100m
            memory: 8193Mi
            reserved: { cpu: 100m, memory: 1Mi }
            boot: 100s
        """.formatted(pool.replace(", ", "\n    ")) + "services:\n" + services));
  }

  /** What was told of the nodes, as {@code 10: 0 -> 1 nodes: 1 instances fit nowhere}. */
  List<String> told() {
    return Batches.events(run(), "nodes");
  }

  /** Mean number of nodes in a second. */
  double nodes(RunOutcome run, int second) {
    return run.recorder().bins().integral(second, count, Gauge.NODES) / 1e9;
  }
}
