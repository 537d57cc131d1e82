package dev.headroom.replication;

import dev.headroom.config.ConfigNode;
import dev.headroom.measure.Measure;
import java.util.Arrays;
import java.util.List;

/** Small scenarios whose answers are known, and measures by name. */
final class Trials {
  private Trials() {}

  /** M/M/c: Poisson arrivals, exponential service of 100 ms on average, one queue. */
  static ConfigNode queue(String rate, int servers, int requests) {
    return scenario(
        rate,
        requests,
        "service: { dist: exponential, mean: 100ms }",
        "{ use: fixed-fleet, scale: { min: " + servers + ", max: " + servers + " },"
            + " concurrency: { max: 1 }, queue: { limit: unlimited, timeout: unlimited },"
            + " timeouts: { request: unlimited } }");
  }

  /** A day of so many requests, each of which fails with the same chance. */
  static ConfigNode rareFailure(String share, int requests) {
    return scenario(
        "100/s",
        requests,
        "service: 10ms, failureShare: " + share,
        "{ use: fixed-fleet, scale: { min: 50, max: 50 }, concurrency: { max: 1 } }");
  }

  private static ConfigNode scenario(String rate, int requests, String work, String platform) {
    return ConfigNode.parse("test.yaml", """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: test }
        workload:
          generate: { shape: constant, rate: %s, requests: %d, arrivals: poisson }
          classes: [ { name: request, %s } ]
        platform: %s
        """.formatted(rate, requests, work, platform));
  }

  static Variant variant(String label, ConfigNode tree, String... sets) {
    return Variant.of(label, tree, Arrays.asList(sets), "--set");
  }

  static List<Measure> measures(String... names) {
    return Arrays.stream(names).map(name -> Measure.of(name, "test: ")).toList();
  }
}
