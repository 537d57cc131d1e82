package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sweep command as a user meets it: the answer, files, threads, Ctrl-C, mistakes. */
class SweepCommandTest {
  /** 20 requests a second of 210 ms of one instance each: about 4.2 are busy on average. */
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small }
      workload:
        generate: { shape: constant, rate: 20/s, requests: %d }
        classes: [ { name: page, service: { cpu: 10ms, wait: 200ms } } ]
        clients: { timeout: 1s, retries: { max: 0 } }
      platform: { use: fixed-fleet, concurrency: { max: 1 }, scale: { min: 1, max: 1 } }
      slo:
        - { name: availability, expr: "rate(errors) < 1%%" }
      """;

  private static final List<String> FILES =
      List.of("sweep.csv", "runs.csv", "sweep.json", "charts/pareto.png", "charts/pareto.svg");

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeScenario() throws IOException {
    write(2000);
  }

  private void write(int requests) throws IOException {
    Files.writeString(folder.resolve("small.yaml"), SCENARIO.formatted(requests));
  }

  private int sweep(String... more) {
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    String[] args = Stream.concat(
            Stream.of("sweep", "-f", folder.resolve("small.yaml").toString()), Stream.of(more))
        .toArray(String[]::new);
    return Main.run(Main.commandLine(new PrintWriter(out, true), stderr, failures), failures, args);
  }

  private String into(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode document(String name) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(name).resolve("sweep.json").toFile());
  }

  /**
   * A fleet of n bears the load from about 5 on and each instance costs the same, so that the
   * cheapest within the objective is the smallest that bears it.
   */
  @Test
  void saysWhichSettingIsCheapestWithinTheObjectives() throws IOException {
    assertEquals(
        0,
        sweep(
            "--vary",
            "scale.min=2,4,8,16",
            "--set",
            "platform.scale.max=16",
            "-o",
            into("out"),
            "--set",
            "workload.clients.timeout=500ms"),
        err.toString());
    JsonNode sweep = document("out");
    assertEquals("headroom/sweep/v1", sweep.get("schema").asText());
    JsonNode first = sweep.at("/settings/0");
    assertTrue(first.get("feasible").asBoolean());
    assertEquals("8", first.at("/values/0").asText(), out.toString());
    assertEquals(first.get("setting"), sweep.at("/verdict/cheapest"));
    assertEquals("platform.scale.min=8", sweep.at("/verdict/sets/0").asText());
    // Rank: feasible ones by cost, then the others by how often they fail.
    assertEquals("16", sweep.at("/settings/1/values/0").asText());
    assertFalse(sweep.at("/settings/2/feasible").asBoolean());
    assertTrue(
        out.toString().contains("Cheapest within the objectives: scale.min = 8:"), out.toString());
    assertTrue(out.toString().contains("2 of 4 settings kept the objectives"), out.toString());
    assertTrue(out.toString().contains("no (availability)"), out.toString());
    assertTrue(out.toString().contains("--runs 20"), "one day says nothing of how sure");
    for (String file : FILES) {
      assertTrue(Files.size(folder.resolve("out").resolve(file)) > 100, file);
    }
    List<String> csv = Files.readAllLines(folder.resolve("out/sweep.csv"));
    assertEquals(5, csv.size());
    assertTrue(csv.get(0).startsWith("setting,platform.scale.min,feasible,verdict,"), csv.get(0));
    assertTrue(csv.get(1).startsWith("2,8,true,pass,0,1,"), csv.get(1));
  }

  /** A row is what {@code run} computes for the same setting: same day, same fingerprint. */
  @Test
  void aRowIsTheRunOfItsSetting() throws IOException {
    sweep(
        "--vary",
        "scale.min=2,4",
        "--set",
        "platform.scale.max=6",
        "--runs",
        "1",
        "-o",
        into("out"));
    String row = Files.readAllLines(folder.resolve("out/runs.csv")).get(2);
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    StringWriter run = new StringWriter();
    Main.run(
        Main.commandLine(new PrintWriter(run, true), stderr, failures),
        failures,
        "run",
        "-f",
        folder.resolve("small.yaml").toString(),
        "--set",
        "platform.scale.min=4",
        "--set",
        "platform.scale.max=6",
        "--json",
        "--no-fixes");
    JsonNode document = new ObjectMapper().readTree(run.toString());
    assertEquals(document.get("fingerprint").asText(), row.split(",")[3]);
  }

  @Test
  void severalDaysAreHeldAgainstEachOther() throws IOException {
    int exitCode = sweep(
        "--vary",
        "scale.min=8,16",
        "--set",
        "platform.scale.max=16",
        "--runs",
        "6",
        "--set",
        "workload.clients.timeout=500ms",
        "-o",
        into("out"));
    assertEquals(98, exitCode, "six clean days decide nothing: " + out);
    assertTrue(
        out.toString().contains("it kept them on 6 of 6 days, so at most 39 % of"), out.toString());
    assertTrue(out.toString().contains("The next, scale.min = 16, costs $"), out.toString());
    assertEquals(13, Files.readAllLines(folder.resolve("out/runs.csv")).size());
  }

  @Test
  void theNumberOfThreadsChangesNoByte() throws IOException {
    for (String threads : List.of("1", "2", "3")) {
      sweep(
          "--vary",
          "scale.min=2..7",
          "--vary",
          "scale.max=8,9",
          "--runs",
          "2",
          "--threads",
          threads,
          "-o",
          into("out" + threads));
    }
    List<String> files = new ArrayList<>(FILES);
    files.addAll(List.of("charts/heat-map.png", "charts/tornado.svg"));
    for (String file : files) {
      byte[] one = Files.readAllBytes(folder.resolve("out1").resolve(file));
      assertArrayEquals(one, Files.readAllBytes(folder.resolve("out2").resolve(file)), file);
      assertArrayEquals(one, Files.readAllBytes(folder.resolve("out3").resolve(file)), file);
    }
  }

  @Test
  void aSampleIsSpreadOverTheRanges() throws IOException {
    sweep(
        "--vary",
        "scale.min=1..8",
        "--vary",
        "clients.timeout=300ms..2s",
        "--set",
        "platform.scale.max=8",
        "--sample",
        "8",
        "-o",
        into("out"));
    JsonNode sweep = document("out");
    assertEquals(8, sweep.get("settings").size());
    assertEquals(
        8,
        sweep.get("settings").findValues("values").stream()
            .map(values -> values.get(0).asText())
            .distinct()
            .count());
  }

  /** Combinations that make no scenario are left out and told. */
  @Test
  void settingsThatAreNoneAreTold() throws IOException {
    sweep("--vary", "scale.min=4,8", "--vary", "scale.max=6,9", "-o", into("out"));
    assertEquals(3, document("out").get("settings").size());
    assertEquals(1, document("out").get("refused").size());
    assertTrue(
        out.toString()
            .contains("1 setting made no valid scenario and were left out; e.g."
                + " scale.min = 8, scale.max = 6: "),
        out.toString());
  }

  /** Interrupted, the folder holds what is finished; the same command then gives the same bytes. */
  @Test
  void goesOnAfterCtrlCWithTheSameBytes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    write(20_000);
    String[] args = {
      "sweep",
      "-f",
      folder.resolve("small.yaml").toString(),
      "--vary",
      "scale.min=1..30",
      "--set",
      "platform.scale.max=30",
      "--runs",
      "4",
      "--threads",
      "2",
      "-o",
      into("out")
    };
    Process process = new Child(folder)
        .start(List.of("-Dheadroom.home=" + System.getProperty("headroom.home", "")), args);
    Path journal = folder.resolve("out.partial.tsv");
    try {
      long waitedMs = 0;
      while (lines(journal) < 25 && waitedMs < 60_000) {
        Thread.sleep(20);
        waitedMs += 20;
      }
      new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
          .start()
          .waitFor();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "does not end");
      assertEquals(130, process.exitValue(), Files.readString(folder.resolve("stderr")));
    } finally {
      process.destroyForcibly();
    }
    assertTrue(document("out").get("partial").asBoolean());
    int finished = document("out").get("finished").asInt();
    assertTrue(finished >= 1 && finished < 30, "finished " + finished);
    assertTrue(Files.readString(folder.resolve("stdout")).contains("PARTIAL"));
    assertTrue(Files.exists(journal));

    String[] again = List.of(args).subList(3, args.length - 2).toArray(String[]::new);
    assertEquals(2, sweep(with(again, "--seed", "8", "--resume", "-o", into("out"))));
    assertTrue(
        err.toString().contains("is of another sweep: seed was '1', is '8'"), err.toString());
    sweep(with(again, "--resume", "-o", into("out")));
    assertTrue(err.toString().contains("going on with"), err.toString());
    assertFalse(Files.exists(journal), "all is in the folder");
    sweep(with(again, "-o", into("whole")));
    for (String file : FILES) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("out").resolve(file)),
          file);
    }
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale.mni=1 | --vary scale.mni: the scenario has no such path; did you mean"
            + " 'platform.scale.min'? allowed: a path such as platform.scale.min, or its last"
            + " parts",
        "scale.min=5..2 | --vary platform.scale.min: '5..2' is empty: 2 is below 5",
        "scale.min=0..200000 | --vary platform.scale.min: '0..200000' has 200,001 values; allowed:"
            + " at most 10,000",
        "scale.min=two | --vary platform.scale.min: platform.scale.min: two; needs a whole number",
      })
  void aMistakeIsOneLineAndWritesNothing(String vary, String message) throws IOException {
    assertEquals(2, sweep("--vary", vary, "-o", into("out")));
    assertEquals("headroom: " + message + System.lineSeparator(), err.toString());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  @Test
  void noSettingThatKeepsTheObjectivesIsExit99() {
    assertEquals(99, sweep("--vary", "scale.min=1,2", "--set", "platform.scale.max=2", "--json"));
    assertTrue(out.toString().contains("\"cheapest\": null"), out.toString());
    assertTrue(
        out.toString().contains("No setting keeps the objectives. Nearest: scale.min = 2"),
        out.toString());
  }
}
