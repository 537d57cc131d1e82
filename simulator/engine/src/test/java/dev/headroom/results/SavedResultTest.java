package dev.headroom.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedResultTest {
  private static SavedResult sample() {
    ObjectNode run = new ObjectMapper().createObjectNode();
    run.put("schema", "headroom/result/v1").put("seed", 42L);
    run.putObject("time").put("binSeconds", 0.5);
    run.put("tiny", 1e-7).put("third", 1.0 / 3).put("large", 1e12).put("none", Double.NaN);
    run.put("exact", new BigDecimal("0.00000002"));
    run.putArray("ci95").add(1.5).add(2).addNull();
    run.putArray("sentences").add("a \"quoted\" \\ line\nand\ttab \u0001 é 😀").addObject();
    run.putArray("empty");
    run.putNull("perMonth");
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("offered", new double[] {60, 61.25, 1e9});
    columns.put("latencyP99Ms", new double[] {Double.NaN, 0.1234567, Double.POSITIVE_INFINITY});
    List<EventRow> events = List.of(
        new EventRow(0.25, "", "start", "plain"),
        new EventRow(1, "a,b", "odd", "says \"no\",\r\nthen leaves"));
    List<PercentileRow> latency = List.of(
        new PercentileRow(0, 1.25, 1),
        new PercentileRow(99.9, 24_210, 999),
        new PercentileRow(100, 30_000, 1000));
    return new SavedResult(run, new SeriesTable(0, 0.5, columns), events, latency);
  }

  @Test
  void bytesAreFixed(@TempDir Path dir) throws IOException {
    sample().write(dir);
    assertEquals("""
        {
          "schema": "headroom/result/v1",
          "seed": 42,
          "time": {
            "binSeconds": 0.5
          },
          "tiny": 0,
          "third": 0.333333,
          "large": 1000000000000,
          "none": null,
          "exact": 0.00000002,
          "ci95": [1.5, 2, null],
          "sentences": [
            "a \\"quoted\\" \\\\ line\\nand\\ttab \\u0001 é 😀",
            {}
          ],
          "empty": [],
          "perMonth": null
        }
        """, Files.readString(dir.resolve("run.json")));
    assertEquals("""
        seconds,offered,latencyP99Ms
        0,60,
        0.5,61.25,0.123457
        1,1000000000,
        """, Files.readString(dir.resolve("series.csv")));
    assertEquals(
        "seconds,service,kind,text\n0.25,,start,plain\n"
            + "1,\"a,b\",odd,\"says \"\"no\"\",\r\nthen leaves\"\n",
        Files.readString(dir.resolve("events.csv")));
    assertEquals("""
               Value     Percentile TotalCount 1/(1-Percentile)

               1.250 0.000000000000          1           1.00
           24210.000 0.999000000000        999        1000.00
           30000.000 1.000000000000       1000
        #[Max     =    30000.000, Total count    =         1000]
        """, Files.readString(dir.resolve("latency.hgrm")));
  }

  @Test
  void whatIsReadIsWrittenAgain(@TempDir Path first, @TempDir Path second) throws IOException {
    sample().write(first);
    SavedResult read = SavedResult.read(first);
    read.write(second);
    for (String name : List.of("run.json", "series.csv", "events.csv", "latency.hgrm")) {
      assertArrayEquals(
          Files.readAllBytes(first.resolve(name)), Files.readAllBytes(second.resolve(name)), name);
    }
    assertEquals(sample().events(), read.events());
    assertEquals(sample().latency(), read.latency());
    assertEquals(List.of("offered", "latencyP99Ms"), read.series().names());
    assertEquals(0.5, read.series().binSeconds());
    assertArrayEquals(new double[] {60, 61.25, 1e9}, read.series().column("offered"));
    assertTrue(Double.isNaN(read.series().column("absent")[2]));
  }

  @Test
  void damageNamesFileAndLine(@TempDir Path dir) throws IOException {
    sample().write(dir);
    Files.writeString(dir.resolve("events.csv"), "seconds,service,kind,text\n1,a,b,c\nx,a,b,c\n");
    assertFailsAt(dir, "events.csv:3: 'x' is not a number");
    Files.writeString(dir.resolve("events.csv"), "seconds,service,kind,text\n1,a,b\n");
    assertFailsAt(dir, "events.csv:2: has 3 fields, must have 4");
    Files.writeString(dir.resolve("events.csv"), "seconds,service,kind,text\n1,a,b,\"c\n");
    assertFailsAt(dir, "events.csv:2: a quoted field is never closed");
    Files.writeString(dir.resolve("series.csv"), "seconds,offered\n0,1e999\n");
    assertFailsAt(dir, "series.csv:2: '1e999' is not a number");
    Files.writeString(dir.resolve("series.csv"), "time,offered\n0,1\n");
    assertFailsAt(dir, "series.csv:1: is not a series");
    Files.writeString(dir.resolve("run.json"), "{\n\"a\": 1,\n\"b\" 2}\n");
    assertFailsAt(dir, "run.json:3: is not valid JSON");
    Files.writeString(dir.resolve("run.json"), "{\"schema\": \"headroom/db/v1\"}");
    assertFailsAt(dir, "schema is 'headroom/db/v1', must be 'headroom/result/v1'");
    sample().write(dir);
    Files.writeString(dir.resolve("latency.hgrm"), "Value\n\n1.5 0.5 1 2\nx 1 1\n");
    assertFailsAt(dir, "latency.hgrm:4: 'x 1 1' is not a line of value");
    Files.delete(dir.resolve("run.json"));
    assertFailsAt(dir, "holds no run.json; must be an output folder of 'headroom run'");
    assertFailsAt(dir.resolve("nowhere"), "nowhere: is not there");
  }

  /** Where the document says no length of a bin, its beginnings do; one alone is a second. */
  @Test
  void aSeriesSaysItsOwnTimes(@TempDir Path dir) throws IOException {
    sample().write(dir);
    Files.writeString(dir.resolve("run.json"), "{\"schema\": \"headroom/result/v1\"}");
    Files.writeString(dir.resolve("series.csv"), "seconds,a\r\n\r\n3,1\r\n5.5,\r\n8,2");
    SeriesTable series = SavedResult.read(dir).series();
    assertEquals(2.5, series.binSeconds());
    assertEquals(3, series.startSeconds());
    assertArrayEquals(new double[] {1, Double.NaN, 2}, series.column("a"));
    Files.writeString(dir.resolve("series.csv"), "seconds,a\n3,1\n");
    assertEquals(1, SavedResult.read(dir).series().binSeconds());
    Files.writeString(dir.resolve("series.csv"), "seconds,a\n");
    assertEquals(0, SavedResult.read(dir).series().startSeconds());
    assertEquals(0, SavedResult.read(dir).series().bins());
    Files.writeString(dir.resolve("series.csv"), "seconds,a\n3,1\n3,1\n");
    assertFailsAt(dir, "series.csv:3: time does not move on");
    Files.writeString(dir.resolve("series.csv"), "seconds,a\n3,1\n4\n");
    assertFailsAt(dir, "series.csv:3: has 1 fields, must have 2");
    Files.delete(dir.resolve("series.csv"));
    Files.createDirectory(dir.resolve("series.csv"));
    assertFailsAt(dir, "series.csv: is no regular file");
  }

  /** Quotes, doubled quotes and lines inside quotes; lines count wherever they end. */
  @Test
  void recordsAreCutWhereTheyEnd() {
    List<Csv.Row> rows =
        Csv.parse("a.csv", "x,\"y \"\"z\"\"\nmore\"\r\n\n,\n\"\"\nlast;\"one\"", ',');
    assertEquals(
        List.of(
            new Csv.Row(1, List.of("x", "y \"z\"\nmore")),
            new Csv.Row(4, List.of("", "")),
            new Csv.Row(6, List.of("last;\"one\""))),
        rows);
    assertEquals(
        List.of(new Csv.Row(1, List.of("last", "one"))), Csv.parse("a.csv", "last;\"one\"", ';'));
    assertEquals(List.of(), Csv.parse("a.csv", "\r\n", ','));
    UserError error =
        assertThrows(UserError.class, () -> Csv.parse("a.csv", "a\n\"b\nc\"\n\"d", ','));
    assertTrue(error.getMessage().startsWith("a.csv:4: a quoted field"), error.getMessage());
  }

  /** A document in a list in a document, and characters that have no form of their own. */
  @Test
  void nestedAndStrangeText() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.putArray("list").addObject().put("a", 1);
    node.put("pair", "\ud83d\ude00");
    node.put("low", "a\ude00");
    node.put("high", "\ud83da");
    node.put("end", "a\ud83d");
    node.put("first", "\ude00");
    assertEquals("""
        {
          "list": [
            {
              "a": 1
            }
          ],
          "pair": "😀",
          "low": "a\\ude00",
          "high": "\\ud83da",
          "end": "a\\ud83d",
          "first": "\\ude00"
        }
        """, JsonText.of(node));
  }

  @Test
  void columnsMustBeOfOneLength() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("a", new double[2]);
    columns.put("b", new double[3]);
    assertThrows(IllegalArgumentException.class, () -> new SeriesTable(0, 1, columns));
  }

  private static void assertFailsAt(Path dir, String message) {
    UserError error = assertThrows(UserError.class, () -> SavedResult.read(dir));
    assertEquals(UserError.Kind.INPUT, error.kind());
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }
}
