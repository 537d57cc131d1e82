package dev.headroom.simulation;

import dev.headroom.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Load that changes in steps and uses exactly as much of the processors as it says: so many
 * requests at the start of every second, each of one second and a tenth of a vCPU.
 */
final class LoadSteps {
  private final StringBuilder trace = new StringBuilder("timestamp,count\n");
  private int second;

  /** So many requests a second until that second. */
  LoadSteps until(int end, int perSecond) {
    for (; second < end; second++) {
      trace.append(second).append(',').append(perSecond).append('\n');
    }
    return this;
  }

  Scenario on(Path folder, String platform) throws IOException {
    return on(folder, platform, "");
  }

  Scenario on(Path folder, String platform, String rest) throws IOException {
    Path file = folder.resolve("load.csv");
    Files.writeString(file, trace);
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: steps }
        workload:
          trace: { file: %s, arrivals: batch }
          classes: [ { name: r, service: 1s, cpuWhileServing: 0.1 } ]
        %s
        platform:
        %s
        """.formatted(file, rest, platform.indent(2)));
  }

  /** What a run told, as {@code 270 scale 2 -> 4 ...}, cut at {@code endSeconds}. */
  static List<String> told(RunOutcome run, int endSeconds) {
    return run.events().entries().stream()
        .sorted(Comparator.comparingLong(EventLog.Entry::timeNs))
        .filter(entry -> entry.timeNs() < endSeconds * 1_000_000_000L)
        .map(e -> e.timeNs() / 1_000_000_000L + " " + e.kind() + " " + e.text())
        .toList();
  }

  /** Only the changes of the number of instances, as {@code 270: 2 -> 4}. */
  static List<String> scaled(RunOutcome run, int endSeconds) {
    return told(run, endSeconds).stream()
        .filter(line -> line.matches("\\d+ scale \\d+ -> .*"))
        .map(line -> line.replaceAll("(\\d+) scale (\\d+ -> \\d+) .*", "$1: $2"))
        .toList();
  }
}
