package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run command as a user meets it: output, folder, exit codes, mistakes. */
class RunCommandTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small }
      workload:
        generate: { shape: constant, rate: 50/s, requests: 2000 }
        classes:
          - { name: page, service: { cpu: 10ms, wait: 200ms }, queries: { count: 1, each: 100ms } }
      platform: { use: cloud-run, concurrency: { max: 1 }, scale: { max: 40 } }
      database: { engine: postgres, maxConnections: 10, pool: { library: node-postgres } }
      slo:
        - { name: errors, expr: "rate(errors) < 1%" }
      """;

  @TempDir
  private Path folder;

  private Path scenario;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeScenario() throws IOException {
    scenario = folder.resolve("small.yaml");
    Files.writeString(scenario, SCENARIO);
  }

  private int run(String... more) {
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    String[] args = Stream.concat(Stream.of("run", "-f", scenario.toString()), Stream.of(more))
        .toArray(String[]::new);
    return Main.run(Main.commandLine(new PrintWriter(out, true), stderr, failures), failures, args);
  }

  @Test
  void aViolatedObjectiveIsExit99WithACauseAndAFolder() throws IOException {
    Path output = folder.resolve("out");
    assertEquals(99, run("-o", output.toString()));
    for (String name : List.of(
        "run.json",
        "series.csv",
        "events.csv",
        "latency.hgrm",
        "report.html",
        "charts/connections.png",
        "charts/load.svg")) {
      assertTrue(Files.size(output.resolve(name)) > 100, name);
    }
    JsonNode run = new ObjectMapper().readTree(output.resolve("run.json").toFile());
    assertEquals("headroom/result/v1", run.get("schema").asText());
    assertEquals(2000, run.at("/requests/offered").asLong());
    assertTrue(run.at("/database/exhaustedSeconds").asDouble() > 0);
    assertTrue(run.at("/verdict/sentences/0").asText().contains("connection limit"));
    assertTrue(out.toString().contains("FAIL errors"));
    assertEquals(99, run("-o", output.toString()), "a folder of ours is replaced");
  }

  @Test
  void jsonIsOneDocumentAndTheSameEachTime() throws IOException {
    assertEquals(0, run("--json", "--set", "database.maxConnections=500"));
    String first = out.toString();
    out.getBuffer().setLength(0);
    run("--json", "--set", "database.maxConnections=500");
    assertEquals(first, out.toString());
    assertEquals("pass", new ObjectMapper().readTree(first).at("/verdict/state").asText());
    assertFalse(Files.exists(folder.resolve("headroom-out")));
  }

  /** Failures in the platform's words, and instances that died. */
  @Test
  void summaryTellsHowThePlatformReportsAFailure() {
    run(
        "--no-fixes",
        "-o",
        folder.resolve("out").toString(),
        "--set",
        "workload.classes=[{name: page, memory: 500Mi, service: 1s}]",
        "--set",
        "platform.scale.max=2000");
    assertTrue(
        out.toString().contains("oom-killed (503, Memory limit of N MiB exceeded"), out.toString());
    assertTrue(out.toString().contains("killed: 2,000 out of memory"), out.toString());
  }

  /** Who held the connections, who was refused in which words, and who went without. */
  @Test
  void summaryTellsWhoHeldTheConnections() {
    run("--no-fixes", "-o", folder.resolve("out").toString());
    String text = out.toString();
    assertTrue(text.contains("peak 7 of 7 usable connections, headroom 0, exhausted "), text);
    assertTrue(
        text.matches("(?s).*began: service: [67] held, [0-7] busy, by [0-9]+ ready.*"), text);
    assertTrue(text.matches("(?s).* [0-9,]+ refused: 53300 FATAL: .*"), text);
    assertTrue(
        text.matches("(?s).*at worst: [0-9]+ with a full pool, [0-9]+ with a part of it, "
            + "[1-9][0-9]* with none.*"),
        text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "platform.scal.min=1 | 2 | did you mean 'scale'",
        "workload.clients.timeout=30 | 2 | needs a unit",
        "workload.generate.rate=-3/s | 2 | workload.generate.rate",
        "platform.use=cloudrun | 2 | did you mean 'cloud-run'",
        "database.reserved=10 | 2 | below maxConnections",
        "platform.scale.min=50 | 2 | at most scale.max"
      })
  void mistakesAreOneLine(String set, int exit, String said) {
    assertEquals(exit, run("--json", "--set", set));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(said), err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void aFolderOfSomebodyElseIsNotReplaced() throws IOException {
    Path foreign = Files.createDirectory(folder.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");
    assertEquals(4, run("-o", foreign.toString()));
    assertTrue(Files.exists(foreign.resolve("thesis.txt")));
  }

  @Test
  void anUnknownMeasureIsAMistake() {
    assertEquals(2, run("--json", "--slo", "p99(latncy) < 1s"));
    assertTrue(err.toString().contains("did you mean 'p99(latency)'"), err.toString());
  }

  /** Zero failures in twelve days prove little: the verdict is open, and says what would do. */
  @Test
  void fewDaysAreExit98() throws IOException {
    Path output = folder.resolve("days");
    assertEquals(
        98, run("--runs", "12", "-o", output.toString(), "--set", "database.maxConnections=500"));
    String text = out.toString();
    assertTrue(text.contains("small: SIMULATED, 12 days, seed 1"), text);
    assertTrue(text.contains("none of 12 days violates it, so at most 24.2 % of days"), text);
    assertTrue(text.contains("73 days without one would be a pass"), text);
    String report = Files.readString(output.resolve("report.html"));
    assertTrue(report.contains("0 of 12: 0"), "how many days violate it");
    assertFalse(report.contains("Ci95") || report.contains("Band<"), "intervals are no rows");
    JsonNode run = new ObjectMapper().readTree(output.resolve("run.json").toFile());
    assertEquals(12, run.get("runs").asInt());
    assertEquals(2, run.at("/latencyMs/p99Band").size());
    assertTrue(
        run.get("command").asText().contains(" --runs 12"), run.get("command").asText());
  }

  @Test
  void theSameDaysWhateverTheThreads() {
    assertEquals(99, run("--json", "--no-fixes", "--runs", "12", "--threads", "1"));
    String one = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(99, run("--json", "--no-fixes", "--runs", "12", "--threads", "4"));
    assertEquals(one, out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--runs | 0 | --runs: 0; allowed: 1 to 100000 or auto",
        "--runs | many | --runs: many; allowed: 1 to 100000 or auto",
        "--threads | -1 | --threads: -1; allowed: 1 to 1024",
        "--risk | 5 | --risk: 5; allowed: above 0% and below 100%, e.g. 5%"
      })
  void mistakesAboutDaysAreOneLine(String option, String value, String said) {
    List<String> args = new ArrayList<>(List.of("--json", option, value));
    if (!option.equals("--runs")) {
      args.addAll(List.of("--runs", "2"));
    }
    assertEquals(2, run(args.toArray(String[]::new)));
    assertEquals("headroom: " + said, err.toString().strip());
  }

  @Test
  void autoNeedsSomethingToDecide() throws IOException {
    Files.writeString(scenario, SCENARIO.substring(0, SCENARIO.indexOf("slo:")));
    assertEquals(2, run("--json", "--runs", "auto"));
    assertTrue(
        err.toString().startsWith("headroom: --runs: auto; needs an objective"), err.toString());
    assertEquals(0, run("--json", "--runs", "auto", "--slo", "max(instances) < 50"));
    assertTrue(out.toString().contains("\"runs\": 80,"));
  }

  /** A quantile that so few requests cannot give is told, not guessed. */
  @Test
  void tooFewRequestsForAQuantileAreToldSo() {
    String[] args = {
      "--no-fixes",
      "-o",
      folder.resolve("out").toString(),
      "--set",
      "workload.generate.requests=500",
      "--set",
      "database.maxConnections=500",
      "--runs"
    };
    String[] many = Arrays.copyOf(args, args.length + 1);
    many[args.length] = "3";
    run(many);
    assertTrue(out.toString().matches("(?s).*latency p99, completed +too few .*"), out.toString());
    out.getBuffer().setLength(0);
    many[args.length] = "1";
    run(many);
    assertTrue(out.toString().contains("p99 unknown (too few requests)"), out.toString());
  }
}
