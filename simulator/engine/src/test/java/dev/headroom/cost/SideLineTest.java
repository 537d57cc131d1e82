package dev.headroom.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.config.ConfigNode;
import dev.headroom.platform.PlatformModel;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scenario.ScenarioReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines beside the instances, of an hour that is made up. */
final class SideLineTest {
  private static final double HOUR_NS = 3600e9;

  /** So many hours of so many attempts, and on average so many inside, a tenth of them waiting. */
  private record Made(double hours, double attempts, double inside) implements Recorded {
    @Override
    public double gauge(int row, Gauge gauge) {
      return switch (gauge) {
        case IN_SERVICE -> 0.9 * inside * hours * HOUR_NS;
        case QUEUED -> 0.1 * inside * hours * HOUR_NS;
        case IDLE -> hours * HOUR_NS;
        default -> 0;
      };
    }

    /** The second service has half as many. */
    @Override
    public double count(int row, Count count) {
      return count == Count.ATTEMPTS ? attempts * hours / row : 0;
    }

    @Override
    public double extraNs(int row) {
      return 0;
    }

    @Override
    public double lengthNs() {
      return hours * HOUR_NS;
    }
  }

  private static PlatformModel platform(String use) {
    return ScenarioReader.read(ConfigNode.parse("lines.yaml", """
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: lines }
                workload:
                  generate: { shape: constant, rate: 1/s, duration: 1min }
                  classes: [ { name: page, service: 20ms } ]
                platform: { use: %s }
                """.formatted(use)))
        .services()
        .get(0)
        .revisions()
        .get(0)
        .platform();
  }

  private static SideLine balancer(String rest, List<Integer> rows, Recorded run) {
    PlatformModel platform = platform("aws-fargate, loadBalancer: { " + rest + " }");
    return SideLine.loadBalancer(platform.extras().loadBalancer(), rows, run);
  }

  /** 0.0225 an hour, 0.008 a unit: 25 new connections a second, 3,000 open, 1 GB an hour. */
  @Test
  void theLargestDimensionOfTheRunCounts() {
    String usual = "requestsPerConnection: 10, bytesPerRequest: 5KB";
    // New 72,000 / 10 / 90,000 = 0.08, open 6,000 / 3,000 = 2, bytes 0.36.
    Made open = new Made(1, 72_000, 6_000);
    SideLine line = balancer(usual, List.of(1), open);
    assertEquals("loadBalancer", line.component());
    assertEquals(0.0225 + 2 * 0.008, line.cost(open), 1e-12);
    assertEquals((0.0225 + 2 * 0.008) / 4, line.cost(new Made(0.25, 72_000, 6_000)), 1e-12);
    // The whole run decides, also of a stretch in which other dimensions lead.
    assertEquals(0.0225 + 0.04 * 0.008, line.cost(new Made(1, 72_000, 120)), 1e-12);
    Made bytes = new Made(1, 72_000, 120);
    assertEquals(0.0225 + 0.36 * 0.008, balancer(usual, List.of(1), bytes).cost(bytes), 1e-12);
    String fresh = "requestsPerConnection: 1, bytesPerRequest: 5KB";
    assertEquals(0.0225 + 0.8 * 0.008, balancer(fresh, List.of(1), bytes).cost(bytes), 1e-12);
    // Two services, the second with half as many attempts: one and a half times the connections.
    assertEquals(0.0225 + 1.2 * 0.008, balancer(fresh, List.of(1, 2), bytes).cost(bytes), 1e-12);
  }

  /** The larger number of gateways; 3.6 GB of the one service and 0.9 GB of the other. */
  @Test
  void gatewaysAreShared() {
    String asked = "aws-fargate, network: { nat: true, gateways: %d, bytesPerRequest: %s }";
    Made hour = new Made(1, 180_000, 10);
    SideLine line = SideLine.nat(
        List.of(1, 2),
        List.of(
            platform(asked.formatted(1, "20KB")).extras().nat(),
            platform(asked.formatted(2, "10KB")).extras().nat()));
    assertEquals("nat", line.component());
    assertEquals(2 * 0.045 + 4.5 * 0.045, line.cost(hour), 1e-12);
    Account account = new Account();
    line.addTo(account, line.use(hour));
    // To cents, line by line: 0.09 and 0.2025.
    assertEquals(0.29, account.total(FreeTier.NONE).doubleValue(), 1e-12);
  }

  /** One instance for half an hour, with a spare in another zone or without. */
  @Test
  void gpusAreChargedWithTheirInstances() {
    String gpu = "cloud-run, billing: instance, instance: { cpu: 4, memory: 16Gi },"
        + " coldStart: { gpu: true }, gpu: { zonalRedundancy: %s }";
    Made half = new Made(0.5, 10, 0);
    SideLine one = SideLine.gpu(platform(gpu.formatted("false")), 1);
    assertEquals("gpu", one.component());
    assertEquals(1800 * 0.0001867, one.cost(half), 1e-9);
    SideLine spare = SideLine.gpu(platform(gpu.formatted("true")), 1);
    assertEquals(1800 * 0.0002909, spare.cost(half), 1e-9);
  }
}
