package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class TraceCommandTest {
  private static final Path TRACES = Path.of("../../traffic-traces");

  @TempDir
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine command = new CommandLine(new TraceCommand());
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    command.setExecutionExceptionHandler((e, line, parsed) -> {
      if (e instanceof UserError user) {
        err.write(user.getMessage());
        return user.kind().exitCode();
      }
      throw e;
    });
    return command.execute(args);
  }

  private static byte[] text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return file.toString().endsWith(".gz")
          ? new GZIPInputStream(in).readAllBytes()
          : in.readAllBytes();
    }
  }

  /** The commands that the README gives, each as words. */
  private static List<String[]> commands() throws IOException {
    List<String[]> commands = new ArrayList<>();
    for (String line : Files.readAllLines(TRACES.resolve("README.md"))) {
      if (line.startsWith("    headroom trace ")) {
        commands.add(line.substring("    headroom trace ".length()).split(" "));
      }
    }
    return commands;
  }

  @Test
  void everyCommittedTraceComesFromItsCommand() throws IOException {
    List<String> made = new ArrayList<>();
    for (String[] command : commands()) {
      Path committed = Path.of("../..").resolve(command[command.length - 1]);
      Path again = folder.resolve(committed.getFileName());
      command[command.length - 1] = again.toString();
      assertEquals(0, run(command), err::toString);
      assertArrayEquals(text(committed), text(again), committed.toString());
      made.add(committed.getFileName().toString());
      String comments =
          new String(text(again), StandardCharsets.UTF_8).lines().findFirst().get();
      String words = String.join(" ", List.of(command).subList(0, command.length - 2));
      assertTrue(comments.endsWith("headroom trace " + words), comments);
    }
    try (Stream<Path> files = Files.list(TRACES)) {
      assertEquals(
          made.stream().sorted().toList(),
          files
              .map(f -> f.getFileName().toString())
              .filter(name -> name.contains(".csv"))
              .sorted()
              .toList());
    }
  }

  @Test
  void compressedFilesCarryNoTimeOfWriting() throws IOException {
    Path a = folder.resolve("a.csv.gz");
    Path b = folder.resolve("b.csv.gz");
    for (Path file : List.of(a, b)) {
      assertEquals(
          0,
          run(
              "new",
              "--shape",
              "ramp",
              "--from",
              "0",
              "--to",
              "100",
              "--duration",
              "1h",
              "-o",
              file.toString()),
          err::toString);
    }
    byte[] bytes = Files.readAllBytes(a);
    assertArrayEquals(bytes, Files.readAllBytes(b));
    assertArrayEquals(new byte[4], Arrays.copyOfRange(bytes, 4, 8));
  }

  @Test
  void marketingMailIsFiftyThousandInHalfAMinute() throws IOException {
    assertEquals(
        0, run("info", "--json", TRACES.resolve("marketing-email.csv.gz").toString()));
    JsonNode info = new ObjectMapper().readTree(out.toString());
    assertEquals(50_000, info.get("requests").asLong());
    assertEquals(30, info.get("durationSeconds").asInt());
    assertEquals("counts-csv", info.get("format").asText());
    assertEquals(3_267, info.get("windows").get("second").get("peak").asLong());
    assertTrue(info.get("start").isNull());
  }

  @Test
  void infoIsAlignedAndFitsATerminal() {
    assertEquals(0, run("info", TRACES.resolve("diurnal.csv.gz").toString()));
    String text = out.toString();
    assertTrue(text.contains("\n  requests         1,727,108\n"), text);
    assertTrue(text.contains("\n  resolution       counts per 1 s\n"), text);
    List<String> lines = text.lines().toList();
    String curve = lines.get(lines.size() - 1);
    assertEquals(80, curve.length());
    assertTrue(curve.contains("█") && curve.contains("▂"), curve);
  }

  @Test
  void newRoundTripsThroughInfo() throws IOException {
    Path file = folder.resolve("x.csv");
    assertEquals(
        0,
        run(
            "new",
            "--shape",
            "constant",
            "--rate",
            "50",
            "--requests",
            "1234",
            "--exact",
            "--seed",
            "9",
            "-o",
            file.toString()),
        err::toString);
    assertEquals(0, run("info", "--json", file.toString()));
    JsonNode info = new ObjectMapper().readTree(out.toString());
    assertEquals(1_234, info.get("requests").asLong());
    assertEquals("requests-csv", info.get("format").asText());
    assertEquals("exact", info.get("resolution").asText());
    assertEquals(50, info.get("meanPerSecond").asDouble(), 6);
    Path other = folder.resolve("y.csv");
    run(
        "new",
        "--shape",
        "constant",
        "--rate",
        "50",
        "--requests",
        "1234",
        "--exact",
        "--seed",
        "10",
        "-o",
        other.toString());
    assertNotEquals(Files.readString(file), Files.readString(other));
  }

  @Test
  void mistakesAreOneLineAndACode() throws IOException {
    Path bad = folder.resolve("bad.csv");
    Files.writeString(bad, "timestamp\n9\n40.2\n12.9\n");
    record Case(int code, String message, String... args) {}
    for (Case c : List.of(
        new Case(3, "gone.csv: no such file", "info", "gone.csv"),
        new Case(3, bad + ":4: time goes back", "info", bad.toString()),
        new Case(2, "unknown trace format 'cvs'", "info", "--format", "cvs", bad.toString()),
        new Case(2, "'200%' is not a share", "info", "--max-damaged", "200%", bad.toString()),
        new Case(2, "--shape: unknown shape 'hill'", "new", "--shape", "hill"),
        new Case(2, "--shape ramp needs --from", "new", "--shape", "ramp"),
        new Case(2, "generate: ", "new", "--shape", "constant", "--rate", "1"),
        new Case(
            4,
            folder + "/no/x.csv: cannot be written",
            "new",
            "--shape",
            "constant",
            "--rate",
            "1",
            "--requests",
            "1",
            "-o",
            folder + "/no/x.csv"),
        new Case(2, "missing subcommand"))) {
      err.getBuffer().setLength(0);
      assertEquals(c.code, run(c.args), c.message);
      assertTrue(err.toString().startsWith(c.message), err.toString());
      assertTrue(c.args.length == 0 || err.toString().lines().count() == 1, err.toString());
      assertFalse(err.toString().contains("\tat "), err.toString());
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }
}
