package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Timelines of real autoscalers that drove a simple plant: the project's copy, or the folder that
 * the system property {@code headroom.closedLoop} names, with {@code knative/} and {@code hpa/}.
 */
final class ClosedLoop {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path folder;
  final JsonNode scenario;
  final JsonNode summary;

  private ClosedLoop(Path folder) {
    this.folder = folder;
    this.scenario = json("scenario.json");
    this.summary = json("summary.json");
  }

  /** All timelines of one kind; a folder that was named and has none is a failure. */
  static List<ClosedLoop> all(String kind) {
    Path root = TestData.of("headroom.closedLoop", "src/test/resources/closed-loop");
    Path folder = root.resolve(kind);
    if (!Files.isDirectory(folder)) {
      return fail("no folder " + folder.toAbsolutePath());
    }
    try (Stream<Path> timelines = Files.list(folder)) {
      List<ClosedLoop> found =
          timelines.filter(Files::isDirectory).sorted().map(ClosedLoop::new).toList();
      if (found.isEmpty()) {
        fail("no timelines in " + folder.toAbsolutePath());
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path arrivals() {
    return folder.resolve("arrivals.csv.gz").toAbsolutePath();
  }

  private JsonNode json(String file) {
    try {
      return JSON.readTree(folder.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a table, those columns only, in the order asked for. */
  List<List<String>> table(String file, String... columns) {
    List<List<String>> rows = new ArrayList<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(folder.resolve(file + ".csv.gz"))),
        StandardCharsets.UTF_8))) {
      List<String> header = List.of(in.readLine().split(",", -1));
      int[] at = Arrays.stream(columns).mapToInt(header::indexOf).toArray();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] cells = line.split(",", -1);
        List<String> row = new ArrayList<>();
        for (int column : at) {
          row.add(cells[column]);
        }
        rows.add(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + "/" + file, e);
    }
    return rows;
  }

  /** Nanoseconds as the files write seconds: decimal, trailing zeros cut. */
  static String seconds(long ns) {
    return number(BigDecimal.valueOf(ns, 9));
  }

  static String number(double value) {
    return number(new BigDecimal(Double.toString(value)));
  }

  private static String number(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** How many rows differ, with the first one; empty where all agree. */
  static String difference(String what, List<List<String>> real, List<List<String>> ours) {
    int different = Math.abs(real.size() - ours.size());
    String first = "";
    for (int i = 0; i < Math.min(real.size(), ours.size()); i++) {
      if (!real.get(i).equals(ours.get(i))) {
        if (first.isEmpty()) {
          first = "; first at row " + i + ": real " + real.get(i) + ", ours " + ours.get(i);
        }
        different++;
      }
    }
    return different == 0
        ? ""
        : what + ": " + different + " of " + real.size() + " rows differ (ours " + ours.size() + ")"
            + first + "\n";
  }
}
