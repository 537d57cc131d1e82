package dev.headroom.simulation;

import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scenarios whose requests come in batches at exact times, and counts up to a second of them. */
final class Batches {
  private Batches() {}

  /**
   * A scenario.
   *
   * @param counts rows of a file of counts, {@code seconds,count}
   * @param rest classes and all that follows, indented as below {@code workload}
   */
  static Scenario of(Path folder, String counts, String rest) throws IOException {
    Path file = folder.resolve("counts.csv");
    Files.writeString(file, "timestamp,count\n" + counts);
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: batches }
        workload:
          trace: { file: %s, arrivals: batch }
        """.formatted(file) + rest);
  }

  static RunOutcome run(Path folder, String counts, String rest) throws IOException {
    return Simulation.run(of(folder, counts, rest));
  }

  /** What was counted until the end of a second. */
  static long until(RunOutcome run, Count what, int second) {
    long sum = 0;
    for (int bin = 0; bin <= second; bin++) {
      sum += (long) run.recorder().bins().count(bin, 0, what);
    }
    return sum;
  }

  static long count(RunOutcome run, Count what) {
    return run.recorder().totals().count(0, what);
  }

  static Totals totals(RunOutcome run) {
    return run.recorder().totals();
  }

  /** Texts of the events of a kind, in order. */
  static List<String> events(RunOutcome run, String kind) {
    return run.events().entries().stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(entry -> entry.timeNs() / 1_000_000_000L + ": " + entry.text())
        .toList();
  }

  /** Mean number of instances that serve in a second. */
  static double ready(RunOutcome run, int row, int second) {
    double idle = run.recorder().bins().integral(second, row, Gauge.IDLE);
    return (idle + run.recorder().bins().integral(second, row, Gauge.BUSY)) / 1e9;
  }
}
