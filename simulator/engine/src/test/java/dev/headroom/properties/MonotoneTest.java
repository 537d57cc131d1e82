package dev.headroom.properties;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.Outcomes;
import dev.headroom.simulation.RunOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** More of something never hurts: only where that is a theorem. */
class MonotoneTest {
  private static final int SEEDS = 20;

  private static Scenario scenario(String service, String platform, int seed) {
    return Trial.read("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: monotone }
        workload:
          generate: { shape: constant, rate: 20/s, requests: 1000, arrivals: poisson }
          classes: [ { name: request, service: %s } ]
        platform: %s
        run: { seed: %d, tail: 1h }
        """.formatted(service, platform, seed));
  }

  /**
   * First come, first served, c servers, given arrivals and service times: with c + 1 servers no
   * request waits longer. By induction over the requests the ordered vector of the servers' work
   * (Kiefer and Wolfowitz, "On the theory of queues with many servers", Trans. AMS 78, 1955) of c
   * servers dominates, component by component from the least, that of c + 1 servers; the wait is
   * its least component, and adding a service to the least and sorting keeps the order.
   */
  @Test
  void anotherServerDelaysNobody() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Map<Long, Long> before = null;
      for (int servers = 1; servers <= 9; servers++) {
        Map<Long, Long> endNs = ends(seed, servers);
        assertTrue(endNs.size() == 1000, endNs.size() + " requests ended");
        if (before != null) {
          for (Map.Entry<Long, Long> end : endNs.entrySet()) {
            assertTrue(
                end.getValue() <= before.get(end.getKey()),
                "request " + end.getKey() + " with " + servers + " servers, seed " + seed);
          }
        }
        before = endNs;
      }
    }
  }

  /** When each request ended: its arrival and its service are the same for any fleet. */
  private static Map<Long, Long> ends(int seed, int servers) {
    String fleet = "{ use: fixed-fleet, scale: { min: %d, max: %d }, concurrency: { max: 1 },"
            .formatted(servers, servers)
        + " queue: { limit: unlimited, timeout: unlimited },"
        + " timeouts: { request: unlimited } }";
    Map<Long, Long> endNs = new HashMap<>();
    Outcomes.run(
        scenario("{ dist: exponential, mean: 200ms }", fleet, seed), (entity, what, nowNs) -> {
          if ((what & 0xFF) == Trial.COMPLETED) {
            endNs.put(entity, nowNs);
          }
        });
    return endNs;
  }

  /**
   * Most recently used first, no limit on instances, starts that take no time: a longer keep-alive
   * makes no more cold starts. How many requests are in service does not depend on the keep-alive
   * then. The instances form a stack of which the lowest are used first, so there are as many as
   * requests were in service at most within the last keep-alive, and a request starts one where it
   * makes a number above that. A longer look back has a maximum at least as high.
   */
  @Test
  void longerKeepAliveStartsNoMore() {
    List<String> keepAlives = List.of("100ms", "400ms", "1s", "3s", "10s", "1min", "1h");
    for (int seed = 1; seed <= SEEDS; seed++) {
      long before = Long.MAX_VALUE;
      for (String keepAlive : keepAlives) {
        String platform = "{ use: generic, dispatch: most-recently-used, coldStart: { boot: 0ms },"
            + " concurrency: { max: 1 }, keepAlive: " + keepAlive + " }";
        RunOutcome run = Outcomes.run(scenario("150ms", platform, seed), (a, b, c) -> {});
        long started = run.recorder().totals().count(0, Count.STARTED);
        assertTrue(
            started <= before,
            started + " starts at " + keepAlive + ", " + before + " before, seed " + seed);
        before = started;
      }
      assertTrue(before > 0, "nothing started");
    }
  }
}
