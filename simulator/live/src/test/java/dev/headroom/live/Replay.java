package dev.headroom.live;

import dev.headroom.config.ConfigNode;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The same cases as scenarios of the simulator. */
final class Replay {
  private Replay() {}

  /**
   * Requests that ask for a connection, {@code gapMs} apart, and keep it until all have asked.
   *
   * @param maxConnections the server's, of which 3 are reserved
   * @param pool connections of an instance, and requests inside one
   */
  static RunOutcome exhaustion(
      int maxConnections, int pool, int requests, String rules, long gapMs) {
    long gapNs = gapMs * 1_000_000;
    long[] arrivals = new long[requests];
    for (int i = 0; i < requests; i++) {
      arrivals[i] = i * gapNs;
    }
    return run(rows(arrivals, i -> ""), """
          classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 60s } } ]
        platform: { use: generic, concurrency: { max: %d }, coldStart: { boot: 0ms } }
        database: { maxConnections: %d, reserved: 3, pool: { size: %d, %s } }
        """.formatted(pool, maxConnections, pool, rules));
  }

  /** Waits of requests for one pool; the n-th holds its connection for {@code holdsMs[n]}. */
  static Waits waits(long[] arrivals, int pool, long[] holdsMs) {
    // A class for each length, and the trace says which request is of which.
    long first = holdsMs[0];
    String classes = Arrays.stream(holdsMs)
        .distinct()
        .mapToObj(ms -> "{ name: h" + ms + ", share: " + (ms == first ? 1 : 0)
            + ", service: { cpu: 0ms }, queries: { count: 1, each: " + ms + "ms } }")
        .collect(Collectors.joining(", "));
    RunOutcome run = run(rows(arrivals, i -> ",h" + holdsMs[i]), """
              classes: [ %s ]
            platform:
              use: fixed-fleet
              scale: { min: 1, max: 1 }
              concurrency: { max: unlimited }
              queue: { limit: unlimited, timeout: unlimited }
              timeouts: { request: unlimited }
            database:
              maxConnections: 100
              connect: { cpu: 0ms, latency: 0ms }
              pool: { size: %d }
            """.formatted(classes, pool));
    return new Waits(run.recorder().acquireWait());
  }

  /** Waits for a connection, simulated. */
  record Waits(Histogram histogram) {
    double meanNs() {
      return histogram.getMean();
    }

    double quantileNs(double share) {
      return histogram.getValueAtPercentile(100 * share);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "mean %.1f p95 %.1f ms", meanNs() / 1e6, quantileNs(0.95) / 1e6);
    }
  }

  private static String rows(long[] arrivals, IntFunction<String> more) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < arrivals.length; i++) {
      rows.append(BigDecimal.valueOf(arrivals[i], 9).toPlainString())
          .append(more.apply(i))
          .append('\n');
    }
    return rows.toString();
  }

  private static RunOutcome run(String rows, String rest) {
    try {
      Path trace = Files.createTempFile("headroom-live-", ".csv");
      try {
        Files.writeString(trace, (rows.contains(",") ? "timestamp,class\n" : "timestamp\n") + rows);
        String head = """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: live }
            run: { initial: empty }
            workload:
              trace: { file: %s }
            """.formatted(trace);
        return Simulation.run(ScenarioReader.read(ConfigNode.parse("live.yaml", head + rest)));
      } finally {
        Files.delete(trace);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
