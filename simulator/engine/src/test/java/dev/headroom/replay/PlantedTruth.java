package dev.headroom.replay;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A system whose parameters are known: simulated, and its metrics exported as people would. */
final class PlantedTruth {
  /** What its owner believes; the truth is 1.6 times the service time and 0.6 of the query time. */
  static final String BELIEVED = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: planted }
      workload:
        generate: { shape: spike, base: 20/s, peak: 150/s, at: 300s, ramp: 20s, hold: 90s, \
      decay: 20s, duration: 540s }
        classes:
          - name: page
            service: { cpu: 20ms, wait: { p50: 60ms, p99: 240ms } }
            queries: { count: 3, each: { p50: 20ms, p99: 80ms } }
        clients: { timeout: 10s }
      platform:
        use: cloud-run
        instance: { cpu: 1, memory: 512Mi }
        concurrency: { max: 10 }
        scale: { min: 1, max: 40 }
        coldStart: { image: 200MB, runtime: node }
      database:
        engine: postgres
        maxConnections: 27
        pool: { library: node-postgres, size: 4, acquireTimeout: 1s }
        pooler: { kind: none }
      run: { seed: 7 }
      """;

  static final List<String> TRUTH = List.of(
      "workload.classes[0].service={cpu: 32ms, wait: {p50: 96ms, p99: 384ms}}",
      "workload.classes[0].queries.each={p50: 12ms, p99: 48ms}");

  static final double SERVICE = 1.6;
  static final double QUERY = 0.6;

  /** A day of other draws than the fit's. */
  private static final long REAL_SEED = 20_261_128;

  private static final Set<Metric> EXPORTED = EnumSet.of(
      Metric.INSTANCES,
      Metric.LATENCY_P50,
      Metric.LATENCY_P99,
      Metric.ERRORS,
      Metric.DB_CONNECTIONS);

  private PlantedTruth() {}

  static ConfigNode believed() {
    return ConfigNode.parse("planted.yaml", BELIEVED);
  }

  /** The metrics of the true system, as a file. */
  static String metrics(long intervalNs) {
    return metrics(intervalNs, REAL_SEED);
  }

  /** The same on another day. */
  static String metrics(long intervalNs, long seed) {
    ConfigNode real = Overrides.apply(believed(), TRUTH, "truth");
    RunOutcome run = Simulation.run(ScenarioReader.read(real), seed, 0, nowNs -> {});
    int cells = (int) (run.traceEndNs() / intervalNs);
    Series series =
        new Series(0, intervalNs, cells, new EnumMap<>(Metric.class)).simulated(run, EXPORTED);
    StringBuilder csv =
        new StringBuilder("timestamp,instances,p50_ms,p99_ms,requests,errors,db_connections\n");
    for (int i = 0; i < cells; i++) {
      csv.append(i * intervalNs / 1_000_000_000L);
      for (Metric metric : List.of(
          Metric.INSTANCES,
          Metric.LATENCY_P50,
          Metric.LATENCY_P99,
          Metric.REQUESTS,
          Metric.ERRORS,
          Metric.DB_CONNECTIONS)) {
        double value = series.of(metric)[i];
        csv.append(',')
            .append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  static Replay.Request request(
      ConfigNode tree,
      Observed observed,
      List<String> whatIfs,
      boolean force,
      int budget,
      int threads) {
    return new Replay.Request(
        tree, observed, null, whatIfs, 0.3, force, budget, 7, new Batch(threads), done -> {});
  }
}
