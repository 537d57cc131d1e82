package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run writes down of processors and of the database, by hand. */
class MetersTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String rest) throws IOException {
    return Batches.run(folder, counts, rest);
  }

  private static List<Long> cpuMillis(RunOutcome run, int seconds) {
    List<Long> millis = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      millis.add(Math.round(run.recorder().bins().count(second, 0, Count.CPU_NS) / 1e6));
    }
    return millis;
  }

  /**
   * Halves of 200 ms at 0 s and after a second's wait; of a request that is alone on its instance
   * all is one step, and its processor time stands at the beginning.
   */
  @ParameterizedTest
  @CsvSource({"1, 400, 0", "4, 200, 200"})
  void processorTimeSecondBySecond(int concurrency, long first, long second) throws IOException {
    RunOutcome run = run("0,1\n", """
          classes: [ { name: r, service: { cpu: 400ms, wait: 1s } } ]
        platform: { use: vercel, coldStart: { boot: 0ms }, concurrency: { max: %d } }
        """.formatted(concurrency));
    assertEquals(List.of(first, second), cpuMillis(run, 2));
    assertEquals(400_000_000, Batches.count(run, Count.CPU_NS));
  }

  /** Alone on its instance, with halves of 200 ms at 0 s and after a query of one second. */
  @Test
  void processorTimeAroundAQuery() throws IOException {
    RunOutcome run = run("0,1\n", """
          classes: [ { name: r, service: { cpu: 400ms }, queries: { count: 1, each: 1s } } ]
        platform: { use: vercel, coldStart: { boot: 0ms }, concurrency: { max: 1 } }
        database: { connect: { cpu: 0ms, latency: 0ms }, pool: { size: 1 } }
        """);
    assertEquals(List.of(200L, 200L), cpuMillis(run, 2));
  }

  /** One block from 0 to 1.6 s and two from 1 to 2.6 s, each half a vCPU. */
  @Test
  void processorTimeOfBlocks() throws IOException {
    RunOutcome run = run("0,1\n1,2\n", """
          classes: [ { name: r, service: 1600ms, cpuWhileServing: 0.5 } ]
        platform: { use: vercel, coldStart: { boot: 0ms } }
        """);
    assertEquals(List.of(500L, 1300L, 600L), cpuMillis(run, 3));
    assertEquals(2_400_000_000L, Batches.count(run, Count.CPU_NS));
  }

  /** A run that begins half a second off writes whole seconds all the same: from 0.6 s to 2.6 s. */
  @Test
  void processorTimeAfterAPreRoll() throws IOException {
    Scenario scenario = Batches.of(folder, "90,1\n100.6,1\n105,1\n", """
          classes: [ { name: r, service: 2s, cpuWhileServing: 0.5 } ]
        platform: { use: vercel, coldStart: { boot: 0ms } }
        """);
    RunOutcome run = Simulation.run(scenario
        .with("workload.trace.window.from", "100s")
        .with("workload.trace.window.to", "110s")
        .with("workload.trace.window.preRoll", "1500ms"));
    assertEquals(List.of(200L, 500L, 300L), cpuMillis(run, 3));
  }

  /**
   * A block of half a vCPU from the beginning and two that use none. The trace ends at 1.5 s and
   * the run at 1.6 s, neither of them when a second is over.
   */
  @Test
  void processorTimeUntilTheEnd() throws IOException {
    RunOutcome run = rows("0,computes 0.2,waits 1.5,waits", """
          classes:
            - { name: computes, share: 50%, service: 10s, cpuWhileServing: 0.5 }
            - { name: waits, share: 50%, service: 10s }
        platform: { use: vercel, coldStart: { boot: 0ms } }
        run: { tail: 100ms }
        """);
    assertEquals(0.75e9, run.recorder().atTraceEnd().count(0, Count.CPU_NS));
    assertEquals(0.8e9, Batches.count(run, Count.CPU_NS));
  }

  private RunOutcome rows(String rows, String rest) throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "timestamp,class\n" + rows.replace(' ', '\n') + "\n");
    return Simulation.run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: rows }
        workload:
          trace: { file: %s }
        """.formatted(file) + rest));
  }

  /**
   * Twenty tasks of one vCPU, each with 0.8 s of work a second or a block of 0.8 vCPU: 80 % of
   * every task, whatever way it is spent.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "service: { cpu: 800ms }; 1; 1",
        "service: { cpu: 800ms }; 2; 1",
        "service: 1s, cpuWhileServing: 0.8; 1; 1",
        "service: 1000s, cpuWhileServing: 0.8; 1; 1000"
      })
  void processorUseOfEachInstance(String demand, int concurrency, int everySeconds)
      throws IOException {
    StringBuilder counts = new StringBuilder();
    for (int second = 0; second < 300; second += everySeconds) {
      counts.append(second).append(",20\n");
    }
    RunOutcome run = run(counts + "300,0\n", """
          classes: [ { name: r, %s } ]
        platform:
          use: aws-fargate
          instance: { cpu: 1 }
          concurrency: { max: %d }
          timeouts: { request: unlimited }
          healthCheck: none
          coldStart: { boot: 1000s }
          scale: { min: 20, initial: 20, max: 100, target: 50%% }
        """.formatted(demand, concurrency));
    assertEquals(
        "scale 20 -> 32 instances: observed 0.8 against 0.5 over 60 s, raw 32, scale out",
        LoadSteps.told(run, 300).stream()
            .filter(line -> line.contains(" scale 20 -> "))
            .map(line -> line.substring(line.indexOf("scale")))
            .findFirst()
            .orElse("none"));
  }

  /** A check of 300 ms beside five that compute on two vCPUs takes 0.9 s; beside six, 1.05 s. */
  @ParameterizedTest
  @CsvSource({"5, 0", "6, 1"})
  void aCheckComputesBesideTheRequests(int requests, int unhealthy) throws IOException {
    RunOutcome run = run("0,%d\n20,0\n".formatted(requests), """
          classes: [ { name: r, service: { cpu: 1000s } } ]
        platform:
          use: aws-fargate
          instance: { cpu: 2 }
          timeouts: { request: unlimited }
          healthCheck: { interval: 15s, timeout: 1s, unhealthyThreshold: 1, cpu: 300ms }
          scale: { min: 1, max: 1 }
        run: { tail: 1s }
        """);
    assertEquals(unhealthy, Batches.count(run, Count.UNHEALTHY));
  }

  /** Beside nobody the check takes 0.15 s, on each of forty. */
  @Test
  void checksOfManyInstances() throws IOException {
    RunOutcome run = run("0,1\n60,0\n", """
          classes: [ { name: r, service: { cpu: 1s } } ]
        platform:
          use: aws-fargate
          instance: { cpu: 2 }
          healthCheck: { interval: 15s, timeout: 1s, unhealthyThreshold: 1, cpu: 300ms }
          scale: { min: 40, max: 40 }
        """);
    assertEquals(0, Batches.count(run, Count.UNHEALTHY));
  }

  private static final String ONE_CONNECTION = """
        classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } } ]
      platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 2 } }
      database:
        maxConnections: 10
        connect: { cpu: 0ms, latency: %s }
        pool: { library: custom, size: %d, open: lazy, acquireTimeout: %s }
        %s
      """;

  /** Opened for the first from 5 to 5.1 s, its statement until 6.1 s, the second's until 7.1 s. */
  @Test
  void aPoolsWaitsAndWork() throws IOException {
    RunOutcome run = run("5,2\n", ONE_CONNECTION.formatted("100ms", 1, "10s", ""));
    Totals totals = Batches.totals(run);
    assertEquals(0.1e9, totals.integral(0, Gauge.DB_OPENING));
    assertEquals(2e9, totals.integral(0, Gauge.DB_BUSY));
    assertEquals(1.2e9, totals.integral(0, Gauge.DB_WAITING));
    assertEquals(2, run.recorder().acquireWait().getTotalCount());
    assertEquals(1.1e9, run.recorder().acquireWait().getMaxValue(), 2e6);
    assertEquals(0, Batches.count(run, Count.DB_ACQUIRE_TIMEOUTS));
    RunOutcome hasty = run("5,2\n", ONE_CONNECTION.formatted("100ms", 1, "1s", ""));
    assertEquals(1, Batches.count(hasty, Count.DB_ACQUIRE_TIMEOUTS));
    assertEquals(1, Batches.count(hasty, Count.POOL_TIMEOUTS));
    assertEquals(1, Batches.totals(hasty).failed(0, FailureReason.DB_ACQUIRE_TIMEOUT));
  }

  /** Two clients of a pooler with one connection of the server: the second waits for a second. */
  @Test
  void aPoolersWaits() throws IOException {
    String pooler = "pooler: { kind: custom, serverPool: 1%s }";
    RunOutcome run = run("5,2\n", ONE_CONNECTION.formatted("0ms", 2, "10s", pooler.formatted("")));
    assertEquals(1e9, Batches.totals(run).integral(0, Gauge.POOLER_WAITING));
    assertEquals(2, run.recorder().poolerWait().getTotalCount());
    assertEquals(1e9, run.recorder().poolerWait().getMaxValue(), 2e6);
    RunOutcome hasty = run(
        "5,2\n",
        ONE_CONNECTION.formatted("0ms", 2, "10s", pooler.formatted(", borrowTimeout: 500ms")));
    assertEquals(1, Batches.count(hasty, Count.DB_ACQUIRE_TIMEOUTS));
    assertEquals(0, Batches.count(hasty, Count.POOL_TIMEOUTS));
    assertEquals(1, Batches.totals(hasty).failed(0, FailureReason.POOLER_TIMEOUT));
  }

  /**
   * Two hundred statements of 100 ms compute at once on two hundred processors. On one they would
   * take 20 s together: after 10 s all have left, and nothing of them computes on.
   */
  @Test
  void statementsOfManyCompute() throws IOException {
    String rest = """
          classes:
            - { name: r, service: { cpu: 0ms }, queries: { count: 1, cpu: 100ms } }
          clients: { timeout: 10s, onClientGone: cancel }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 1000 } }
        database:
          use: postgres
          cores: %d
          maxConnections: 1000
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: custom, size: 500, open: lazy }
        """;
    RunOutcome wide = run("0,200\n60,1\n", rest.formatted(200));
    assertEquals(201, Batches.count(wide, Count.COMPLETED));
    assertEquals(201 * 100e6, Batches.totals(wide).latencySumNs(0), 1e3);
    RunOutcome narrow = run("0,200\n60,1\n", rest.formatted(1));
    assertEquals(200, Batches.totals(narrow).failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(100e6, Batches.totals(narrow).latencySumNs(0), 1e3);
  }

  /** A hundred wait for disks only and are given up at 10 s; the server has none of them then. */
  @Test
  void statementsThatComputeNothingAreGivenUp() throws IOException {
    RunOutcome run = run("0,100\n60,1\n", """
          classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 9.9s } } ]
          clients: { timeout: 5s, onClientGone: cancel }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 1000 } }
        database:
          use: postgres
          maxConnections: 1000
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: custom, size: 500, open: lazy }
        """);
    assertEquals(101, Batches.totals(run).failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(101 * 5e9, Batches.totals(run).integral(0, Gauge.DB_BUSY));
  }

  /**
   * A hundred and fifty that compute on one core, 15 s in all, and twenty that only wait are given
   * up at 10 s, each its own statement and nobody else's. One that comes later has the core alone.
   */
  @Test
  void eachGivesUpItsOwnStatement() throws IOException {
    RunOutcome run = rows("0,busy ".repeat(150) + "0,waits ".repeat(20) + "60,busy", """
          classes:
            - { name: busy, share: 50%, service: { wait: 0ms }, queries: { count: 1, cpu: 100ms } }
            - { name: waits, share: 50%, service: { wait: 0ms }, queries: { count: 1, each: 60s } }
          clients: { timeout: 10s, onClientGone: cancel }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 1000 } }
        database:
          use: postgres
          cores: 1
          maxConnections: 1000
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: custom, size: 500, open: lazy }
        """);
    assertEquals(170, Batches.totals(run).failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(100e6, Batches.totals(run).latencySumNs(0), 1e3);
  }

  /** The job opens nothing yet, so the api alone is named as who holds the connections. */
  @Test
  void whoHoldsTheConnectionsIsTold() throws IOException {
    Path file = folder.resolve("counts.csv");
    Files.writeString(file, "timestamp,count\n10,8\n");
    Path later = folder.resolve("later.csv");
    Files.writeString(later, "timestamp,count\n40,1\n");
    String service = """
        - name: %s
          workload:
            trace: { file: %s, arrivals: batch }
            classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1s } } ]
          platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 50 } }
        """;
    RunOutcome run = Simulation.run(Scenarios.of(
        """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: holders }
        database:
          maxConnections: 6
          reserved: 0
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: custom, size: 10, open: lazy, acquireTimeout: 20s }
        services:
        """ + (service.formatted("api", file) + service.formatted("job", later)).indent(2)));
    assertEquals(
        "api: 6 held, 6 busy, by 1 ready instance",
        run.exhaustion().intervals().get(0).heldBy());
  }

  /** A service without nodes, one on two nodes and one on three: each pool has its own meter. */
  @Test
  void eachPoolOfNodesIsMetered() {
    String service = """
          - name: %s
            workload:
              generate: { shape: constant, rate: 1/s, duration: 100s, arrivals: uniform }
              classes: [ { name: r, service: 10ms } ]
            platform: { use: fixed-fleet, instance: { cpu: 1, memory: 1Gi },%s
                        scale: { min: 1, max: 1 } }
        """;
    String nodes = " nodes: { use: fixed, min: %d, max: %d, cpu: 2, memory: 8Gi, boot: 60s },";
    RunOutcome run = Simulation.run(Scenarios.of(
        """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: pools }
            services:
            """ + service.formatted("none", "") + service.formatted("two", nodes.formatted(2, 2))
            + service.formatted("three", nodes.formatted(3, 3))));
    Totals totals = Batches.totals(run);
    assertEquals(2.0 * run.endNs(), totals.integral(3, Gauge.NODES));
    assertEquals(3.0 * run.endNs(), totals.integral(4, Gauge.NODES));
    assertEquals(100, totals.count(2, Count.COMPLETED));
  }

  @Test
  void whatHappensToTheDatabaseIsTold() throws IOException {
    RunOutcome run = run("5,2\n100,1\n", ONE_CONNECTION.formatted("0ms", 2, "10s", "") + """
        events:
          - { at: 10s, do: db-slowdown, factor: 3, for: 10s }
          - { at: 30s, do: db-failover, for: 5s }
        """);
    assertEquals(
        List.of(
            "10: everything takes 3.0 times as long",
            "20: as fast as before",
            "30: failover: 2 connections end, new ones are refused",
            "35: failover over: connections are accepted again"),
        Batches.events(run, "database"));
  }

  /** After every 2^20 events, so 2^19 requests, a run tells its time, and stops where asked to. */
  @Test
  void aRunTellsHowFarItIs() {
    Scenario scenario = Scenarios.open("1000/s", 1_200_000, "1ms", Scenarios.fleet(10, "1"));
    List<Long> told = new ArrayList<>();
    Simulation.run(scenario, 1, told::add);
    assertEquals(2, told.size());
    assertEquals(524e9, told.get(0), 5e9);
    assertEquals(1049e9, told.get(1), 5e9);
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> Simulation.run(scenario, 1, nowNs -> {}));
    assertTrue(Thread.interrupted());
  }

  /** One request of an hour and a tail of ten seconds: it is open when the run ends. */
  @Test
  void theTailEndsARun() throws IOException {
    RunOutcome run = run("0,1\n5,1\n", """
          classes: [ { name: r, service: 1h } ]
        platform: { use: generic }
        run: { tail: 10s }
        """);
    assertEquals(run.traceEndNs() + 10_000_000_000L, run.endNs());
    assertEquals(2, run.inside()[0]);
    assertEquals(run.endNs() + run.endNs() - 5e9, Batches.totals(run).integral(0, Gauge.BUSY));
  }
}
