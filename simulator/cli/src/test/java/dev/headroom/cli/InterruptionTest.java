package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a process meets it. */
class InterruptionTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: long }
      workload:
        generate: { shape: constant, rate: 500/s, requests: %d }
        classes: [ { name: page, service: 20ms } ]
      platform: { use: cloud-run, scale: { min: 3 } }
      slo: [ { expr: "rate(errors) < 1%%" } ]
      """;

  @TempDir
  private Path folder;

  /** The exit code of {@code run --runs 5000}, interrupted once it says how far it is. */
  private int interrupted(int requests) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    Path scenario = folder.resolve("long.yaml");
    Files.writeString(scenario, SCENARIO.formatted(requests));
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dheadroom.terminal=true",
            "-Djava.awt.headless=true",
            "-Dheadroom.home=" + System.getProperty("headroom.home", ""),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.headroom.cli.Main",
            "run",
            "-f",
            scenario.toString(),
            "--runs",
            "5000",
            "--threads",
            "2",
            "-o",
            folder.resolve("out").toString())
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
    try {
      long waitedMs = 0;
      // A day that never ends says nothing: then a few seconds must do.
      while (!Files.readString(folder.resolve("stderr")).contains("simulated")
          && waitedMs < (requests > 1_000_000 ? 4_000 : 60_000)) {
        Thread.sleep(100);
        waitedMs += 100;
      }
      new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
          .start()
          .waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void finishedDaysAreWrittenWholeAndMarked() throws Exception {
    assertEquals(130, interrupted(20_000), () -> read("stderr"));
    JsonNode run = new ObjectMapper().readTree(folder.resolve("out/run.json").toFile());
    assertTrue(run.get("partial").asBoolean());
    int days = run.get("runs").asInt();
    assertTrue(days >= 1 && days < 5_000, "days " + days);
    assertTrue(Files.size(folder.resolve("out/report.html")) > 100);
    assertTrue(
        read("stdout").contains(days + (days == 1 ? " day" : " days") + " (PARTIAL"),
        read("stdout"));
    assertEquals(List.of("long.yaml", "out", "stderr", "stdout"), names());
  }

  @Test
  void anUnfinishedDayLeavesNothing() throws Exception {
    assertEquals(130, interrupted(1_000_000_000), () -> read("stderr"));
    assertEquals("", read("stdout"));
    assertEquals(List.of("long.yaml", "stderr", "stdout"), names());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
