package dev.headroom.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What all tests of this JVM look at, each made when the first of them asks for it. */
final class Shared implements AutoCloseable {
  /** Small, so that it is soon told apart what causes its trouble and what mends it. */
  private static final String SHORT = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: short spike }
      workload:
        generate:
          shape: spike
          base: 10/s
          peak: 60/s
          at: 20s
          ramp: 5s
          hold: 30s
          decay: 5s
          duration: 90s
          arrivals: poisson
        classes:
          - name: checkout
            service: { cpu: 20ms, wait: { p50: 60ms, p99: 300ms } }
            queries: { count: 3, each: { p50: 8ms, p99: 60ms } }
        clients: { timeout: 30s }
      platform:
        use: cloud-run
        instance: { cpu: 1, memory: 512Mi }
        concurrency: { max: 4 }
        scale: { min: 1, max: 40 }
      database:
        engine: postgres
        maxConnections: 12
        pool: { library: node-postgres, size: 10, acquireTimeout: 10s }
      slo:
        - { name: p99-latency, expr: "p99(latency) < 1s" }
        - { name: pool, expr: "time(db.exhausted) == 0s" }
      """;

  private static final String SMALLER_POOLS = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: smaller pools }
      database: { pool: { size: 1 } }
      """;

  private final Path folder;
  private Program served;
  private Path reported;
  private Path compared;

  Shared() {
    try {
      folder = Files.createTempDirectory("headroom-browser");
      Files.writeString(folder.resolve("short.yaml"), SHORT);
      Files.writeString(folder.resolve("smaller-pools.yaml"), SMALLER_POOLS);
    } catch (IOException e) {
      throw new IllegalStateException("no folder for what the tests make", e);
    }
  }

  /** Where the page is served from. */
  Path folder() {
    return folder;
  }

  /** The page, of the scenario that it opens with. */
  Program served() throws IOException {
    if (served == null) {
      served = Program.serve(Program.Compiler.QUICK, folder);
    }
    return served;
  }

  /** The address of a run's report. */
  String report() throws IOException, InterruptedException {
    return html(reported());
  }

  /** The lines of the run's series.csv. */
  List<String> series() throws IOException, InterruptedException {
    return Files.readAllLines(reported().resolve("series.csv"));
  }

  private Path reported() throws IOException, InterruptedException {
    if (reported == null) {
      Program.run(folder, 99, "run", "-f", "short.yaml", "-o", "out");
      reported = folder.resolve("out");
    }
    return reported;
  }

  /** The address of a comparison of that scenario with another, over three days. */
  String compared() throws IOException, InterruptedException {
    if (compared == null) {
      Program.run(
          folder,
          98,
          "compare",
          "-f",
          "short.yaml",
          "smaller-pools.yaml",
          "--runs",
          "3",
          "-o",
          "compared");
      compared = folder.resolve("compared");
    }
    return html(compared);
  }

  private static String html(Path made) {
    return made.resolve("report.html").toUri().toString();
  }

  @Override
  public void close() throws IOException {
    if (served != null) {
      served.close();
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
