package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools and poolers inside a whole run. */
class PoolStartTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String trace, String rest) throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, trace);
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: pools }
            workload:
              trace: { file: %s }
            """.formatted(file) + rest));
  }

  /**
   * One slot. The first instance boots until 1 s, connects until 1.01 s, works until 5.01 s and is
   * gone, its connection with it. The second boots until 2 s, is refused at 2.01 s, and its start
   * fails at 3.01 s; the third, in its place, boots until 4.01, is refused at 4.02 and fails at
   * 5.02; the fourth boots until 6.02, is connected at 6.03 and has answered at 10.03 s.
   */
  @Test
  void aRefusedFirstConnectionFailsTheStart() throws IOException {
    RunOutcome run = run("timestamp\n0\n1\n", """
              classes:
                - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 4s } }
            platform: { use: generic, keepAlive: 0s, coldStart: { boot: 1s } }
            database:
              maxConnections: 1
              reserved: 0
              connect: { cpu: 0ms, latency: 10ms, refusedCpu: 0ms }
              pool: { library: hikari, size: 1 }
            """);
    Totals totals = run.recorder().totals();
    assertEquals(2, totals.count(0, Count.COMPLETED));
    assertEquals(2, totals.count(0, Count.DB_START_FAILED));
    assertEquals(4, totals.count(0, Count.STARTED));
    assertEquals(2, totals.count(0, Count.DB_REFUSED_SLOT));
    // From 0 to 5.01 s and from 1 s to 10.03 s.
    assertEquals(5.01e9 + 9.03e9, totals.latencySumNs(0));
    // Four boots of a second; connects of 10 ms, two with a second until the start has failed.
    assertEquals(4e9, totals.integral(0, Gauge.BOOTING));
    assertEquals(0.04e9 + 2e9, totals.integral(0, Gauge.PROBING));
  }

  /** With failFast false the instance takes traffic, and the request waits for the pool. */
  @Test
  void withoutFailFastTheRequestWaits() throws IOException {
    RunOutcome run = run("timestamp\n0\n1\n", """
              classes:
                - { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 4s } }
            platform: { use: generic, keepAlive: 0s, coldStart: { boot: 1s } }
            database:
              maxConnections: 1
              reserved: 0
              connect: { cpu: 0ms, latency: 10ms, refusedCpu: 0ms }
              pool: { library: hikari, size: 1, failFast: false, acquireTimeout: 2s }
            """);
    Totals totals = run.recorder().totals();
    assertEquals(1, totals.count(0, Count.COMPLETED));
    assertEquals(1, totals.failed(0, FailureReason.DB_ACQUIRE_TIMEOUT));
    assertEquals(1, totals.count(0, Count.POOL_TIMEOUTS));
    assertEquals(0, totals.count(0, Count.DB_START_FAILED));
    assertTrue(run.census().worst().none() == 1 && run.census().worst().full() == 1);
  }

  /** Attempts of two services have the same numbers; the pooler must not take one for the other. */
  @Test
  void twoServicesShareAPooler() {
    String service = """
          - name: %s
            workload:
              generate: { shape: constant, rate: 50/s, requests: 5000 }
              classes: [ { name: r, service: { cpu: 1ms }, queries: { count: 2, each: 40ms } } ]
            platform: { use: aws-lambda }
        """;
    RunOutcome run = Simulation.run(
        Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: two }
                services:
                """ + service.formatted("shop") + service.formatted("report") + """
                    database:
                      maxConnections: 100
                      pool: { size: 1 }
                      pooler: { kind: rds-proxy, serverPool: 8, borrowTimeout: 300ms }
                    """));
    Totals totals = run.recorder().totals();
    // 100 requests a second hold 80 ms each: as many as 8 servers bear, so some waits expire.
    for (int s = 0; s < 2; s++) {
      assertEquals(5000, totals.count(s, Count.OFFERED));
      assertTrue(totals.count(s, Count.COMPLETED) > 2500, "nearly nothing completed");
    }
    assertEquals(0, run.recorder().value(0, Gauge.POOLER_WAITING));
    assertEquals(0, run.recorder().value(1, Gauge.POOLER_WAITING));
    assertTrue(run.recorder().peakDbHeld() <= 8);
    assertTrue(run.recorder().poolerWait().getMaxValue() / 1e6 < 300.5);
  }

  /**
   * More work than five pooled connections do: when a deployment stops the old servers, attempts
   * that wait in the pooler are cut off, and none of them may come back from there.
   */
  @Test
  void whoWaitsInThePoolerWhenItsServerStopsIsForgotten() throws IOException {
    StringBuilder trace = new StringBuilder("timestamp\n");
    for (int i = 0; i < 600; i++) {
      trace.append(i / 10).append('.').append(i % 10).append('\n');
    }
    RunOutcome run = run(trace.toString(), """
              classes:
                - { name: r, service: { wait: 1ms }, queries: { count: 1, each: 300ms } }
            platform: { use: fixed-fleet, scale: { min: 2, max: 2 }, coldStart: { boot: 10s } }
            database:
              maxConnections: 5
              pool: { library: hikari, size: 5 }
              pooler: { kind: pgbouncer, serverPool: 20 }
            events: [ { at: 20s, do: deploy, surge: 100% } ]
            """);
    Totals totals = run.recorder().totals();
    assertTrue(totals.failed(0, FailureReason.INSTANCE_STOPPED) > 0);
    long ended = 0;
    for (int row = 0; row < 2; row++) {
      ended += totals.count(row, Count.COMPLETED) + totals.count(row, Count.FAILED);
    }
    assertEquals(600, ended);
  }
}
