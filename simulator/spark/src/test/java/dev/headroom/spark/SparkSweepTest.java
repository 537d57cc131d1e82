package dev.headroom.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped jar: a sweep on Spark here and on a real cluster against the local command. */
final class SparkSweepTest {
  private static final String LOCAL = "dev.headroom.cli.Main";
  private static final String SPARK = "dev.headroom.spark.SparkMain";

  /** Two days decide nothing. */
  private static final int INCONCLUSIVE = 98;

  /** Files beside and above, two of one name: workers have none of them. */
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small }
      workload:
        trace: { file: "../monday/a trace.csv" }
        classes: [ { name: page, service: { file: service.txt } } ]
        clients: { timeout: 1s, retries: { max: 0 } }
      platform: { use: fixed-fleet, concurrency: { max: 1 }, scale: { min: 1, max: 12 } }
      slo:
        - { name: availability, expr: "rate(errors) < 1%" }
      """;

  /** Two settings of the 24 make no scenario, which is told in the same words too. */
  private static final List<String> SWEEP = List.of(
      "sweep",
      "-f",
      "scenarios/small.yaml",
      "--vary",
      "scale.min=1..6",
      "--vary",
      "scale.max=5,12",
      "--vary",
      "trace.file=monday/a trace.csv,tuesday/a trace.csv",
      "--runs",
      "2");

  @TempDir
  private static Path folder;

  private static Cluster cluster;

  @BeforeAll
  static void startTheClusterAndSweepLocally() throws Exception {
    trace("monday", 20);
    trace("tuesday", 15);
    Files.createDirectories(folder.resolve("scenarios"));
    Files.writeString(folder.resolve("scenarios/small.yaml"), SCENARIO);
    Files.writeString(folder.resolve("scenarios/service.txt"), "180ms\n210ms\n240ms\n");
    cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")));
    try (Child local = Child.headroom(folder, LOCAL, with(SWEEP, "-o", "local"))) {
      assertEquals(INCONCLUSIVE, local.exit(), local.err());
    }
  }

  @AfterAll
  static void stopTheCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static void trace(String day, int perSecond) throws IOException {
    StringBuilder rows = new StringBuilder("timestamp,class\n");
    for (int i = 0; i < 60 * perSecond; i++) {
      // A little uneven, so that some instances are busier.
      rows.append(1.0 * i / perSecond + i * i % 7 * 0.01).append(",page\n");
    }
    Files.createDirectories(folder.resolve(day));
    Files.writeString(folder.resolve(day).resolve("a trace.csv"), rows);
  }

  private static List<String> with(List<String> args, String... more) {
    return Stream.concat(args.stream(), Stream.of(more)).toList();
  }

  private static Child onTheCluster(List<String> args, String... more) throws IOException {
    return Child.headroom(
        folder,
        SPARK,
        with(
            with(args, more),
            "--master",
            cluster.url(),
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.executor.extraJavaOptions=" + Child.QUICK.replace(" -Xmx512m", "")));
  }

  private static List<String> files(String name) throws IOException {
    Path root = folder.resolve(name);
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static void assertSameBytes(String one, String other) throws IOException {
    assertEquals(files(one), files(other));
    for (String file : files(one)) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(one).resolve(file)),
          Files.readAllBytes(folder.resolve(other).resolve(file)),
          file);
    }
  }

  @Test
  void aClusterGivesTheBytesOfTheLocalRun() throws Exception {
    try (Child child = onTheCluster(SWEEP, "-o", "clustered", "--batch", "3")) {
      assertEquals(INCONCLUSIVE, child.exit(), child.err());
      assertEquals("", child.err(), "Spark is quiet");
      assertTrue(child.out().contains("2 settings made no valid scenario"), child.out());
    }
    assertSameBytes("local", "clustered");
    assertTrue(files("local").contains("charts/pareto.svg"));
    assertEquals(
        1 + 44, Files.readAllLines(folder.resolve("clustered/runs.csv")).size());
  }

  @Test
  void sparkOnThisMachineDoesTooAndParquetHoldsTheSame() throws Exception {
    List<String> args = with(SWEEP, "-o", "here", "--master", "local[2]", "--parquet");
    try (Child child = Child.headroom(folder, SPARK, args)) {
      assertEquals(INCONCLUSIVE, child.exit(), child.err());
      assertEquals("", child.err(), "Spark is quiet");
    }
    for (String table : List.of("sweep", "runs")) {
      Path parquet = folder.resolve("here").resolve(table + ".parquet");
      assertEquals(
          Files.readString(folder.resolve("here").resolve(table + ".csv")),
          ParquetTableTest.read(parquet).csv());
      Files.delete(parquet);
    }
    assertSameBytes("local", "here");
  }

  @Test
  void manyFunctionsAreOneTableWhereverTheyRun() throws Exception {
    Path all = Files.createDirectory(folder.resolve("all"));
    for (int min = 2; min <= 8; min++) {
      String scenario =
          SCENARIO.replace("name: small", "name: f" + min).replace("min: 1", "min: " + min);
      String text = scenario.replace("file: service.txt", "file: ../scenarios/service.txt");
      Files.writeString(all.resolve("f" + min + ".yaml"), text);
    }
    List<String> args = List.of("functions", "all", "--runs", "3");
    try (Child local = Child.headroom(folder, LOCAL, with(args, "-o", "functions"))) {
      assertEquals(99, local.exit(), local.err());
    }
    try (Child child = onTheCluster(args, "-o", "clustered-functions", "--batch", "2")) {
      assertEquals(99, child.exit(), child.err());
    }
    assertSameBytes("functions", "clustered-functions");
    assertEquals(
        1 + 21, Files.readAllLines(folder.resolve("functions/runs.csv")).size());
  }

  /** Interrupted on the cluster, gone on with here: the journal is the same. */
  @Test
  @Tag("long")
  void goesOnAnywhereAfterCtrlC() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "needs /bin/kill");
    List<String> longer = new ArrayList<>(SWEEP);
    longer.set(longer.size() - 1, "100");
    Path journal = folder.resolve("cut.partial.tsv");
    try (Child child = onTheCluster(longer, "-o", "cut", "--batch", "10")) {
      for (int waited = 0; lines(journal) < 250 && waited < 1_800 && child.isAlive(); waited++) {
        Thread.sleep(50);
      }
      child.interrupt();
      assertEquals(130, child.exit(), child.err());
      assertTrue(child.out().contains("PARTIAL"), child.out() + child.err());
      assertTrue(child.err().startsWith("headroom: interrupted; the same command goes on"));
      assertEquals(1, child.err().lines().count(), child.err());
    }
    String partial = Files.readString(folder.resolve("cut/sweep.json"));
    assertTrue(partial.contains("\"partial\": true"), partial);
    assertTrue(lines(journal) < 2_400, "all was done");
    try (Child local = Child.headroom(folder, LOCAL, with(longer, "-o", "cut", "--resume"))) {
      assertEquals(0, local.exit(), local.err());
      assertTrue(local.err().contains("going on with"), local.err());
    }
    assertFalse(Files.exists(journal));
    try (Child local = Child.headroom(folder, LOCAL, with(longer, "-o", "whole"))) {
      assertEquals(0, local.exit(), local.err());
    }
    assertSameBytes("whole", "cut");
  }

  private static int lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void aMasterThatIsNotThereIsOneLine() throws Exception {
    List<String> args = with(SWEEP, "-o", "none", "--master", "spark://127.0.0.1:1");
    try (Child child = Child.headroom(folder, SPARK, args)) {
      assertEquals(3, child.exit(), child.err());
      assertEquals(
          "headroom: --master: spark://127.0.0.1:1: no master of Spark answers: connection refused"
              + System.lineSeparator(),
          child.err());
      assertEquals("", child.out());
    }
    assertFalse(Files.exists(folder.resolve("none")));
    assertFalse(Files.exists(folder.resolve("none.partial.tsv")));
  }
}
