package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What was measured on a real database, its pooler and its pools: the project's own copy, or the
 * folder that the system property {@code headroom.dbMeasurements} names. The folder holds {@code
 * cases.json} and the raw events that it names, each plain or with {@code .gz}.
 */
public final class DatabaseMeasurements {
  private static final ObjectMapper JSON = new ObjectMapper();
  public static final String PROPERTY = "headroom.dbMeasurements";
  private static final String OWN = "src/test/resources/measurements/database";

  /** What a case measures. */
  public enum Kind {
    DIRECT_EXHAUSTION("direct_exhaustion"),
    LOSS_SYSTEM("loss_system_connect_hold_close"),
    CONNECT_TIME("connect_time"),
    THROUGHPUT("throughput_vs_active"),
    POOLER("pgbouncer_transaction"),
    POOL("hikari_pool10"),
    HERD("herd");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** The kind as {@code cases.json} spells it. */
    public String text() {
      return text;
    }

    private static Kind of(String name, String text) {
      for (Kind kind : values()) {
        if (kind.text.equals(text)) {
          return kind;
        }
      }
      return fail("case " + name + " is of an unknown kind: " + text);
    }
  }

  /**
   * One case.
   *
   * @param name in {@code cases.json}
   * @param inputs as stated there
   * @param repeats at least one
   */
  public record Case(String name, Kind kind, JsonNode inputs, List<Repeat> repeats) {
    /** A whole-number input; one that is missing is a failure. */
    public int count(String input) {
      return (int) number(input);
    }

    /** An input; one that is missing is a failure. */
    public double number(String input) {
      JsonNode value = inputs.get(input);
      return value == null || !value.isNumber()
          ? fail("case " + name + " has no number " + input)
          : value.asDouble();
    }
  }

  /**
   * One repeat of a case.
   *
   * @param label the case's name and the number of the repeat
   * @param measured its summary
   * @param events file of its raw events, null where none was kept
   */
  public record Repeat(String label, JsonNode measured, Path events) {
    /** The raw events; a repeat without them is a failure. */
    public Table table() {
      return events == null ? fail(label + " has no raw events") : Table.read(events);
    }
  }

  /**
   * A CSV file with a header.
   *
   * @param columns names in order
   * @param rows cells, as many in each as there are columns
   */
  public record Table(Path file, List<String> columns, List<String[]> rows) {
    /** A column of numbers, NaN where a cell is empty. */
    public double[] numbers(String column) {
      int at = at(column);
      return rows.stream()
          .mapToDouble(row -> row[at].isEmpty() ? Double.NaN : Double.parseDouble(row[at]))
          .toArray();
    }

    /** A column of text. */
    public List<String> texts(String column) {
      int at = at(column);
      return rows.stream().map(row -> row[at]).toList();
    }

    private int at(String column) {
      int at = columns.indexOf(column);
      return at < 0 ? fail(file + " has no column " + column) : at;
    }

    private static Table read(Path file) {
      try (BufferedReader reader = open(file)) {
        List<String> columns = List.of(cells(reader.readLine()));
        List<String[]> rows = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String[] cells = cells(line);
          if (cells.length != columns.size()) {
            fail(file + ": " + cells.length + " cells instead of " + columns.size() + ": " + line);
          }
          rows.add(cells);
        }
        return new Table(file, columns, rows);
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be read", e);
      }
    }

    /** Cells of a line; a quoted one may hold commas. */
    private static String[] cells(String line) {
      List<String> cells = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean quoted = false;
      for (char c : line.toCharArray()) {
        if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          cells.add(cell.toString());
          cell.setLength(0);
        } else {
          cell.append(c);
        }
      }
      cells.add(cell.toString());
      return cells.toArray(new String[0]);
    }
  }

  private DatabaseMeasurements() {}

  /** The folder; one that was named and holds no cases is a failure. */
  public static Path folder() {
    Path folder = TestData.of(PROPERTY, OWN);
    if (existing(folder, "cases.json") == null) {
      fail("no cases.json in " + folder.toAbsolutePath());
    }
    return folder;
  }

  /** Whether no other folder was named. */
  public static boolean areOwn() {
    return !TestData.isNamed(PROPERTY);
  }

  /** Every case in the order of the file; a case of an unknown kind is a failure. */
  public static List<Case> all() {
    return all(folder());
  }

  static List<Case> all(Path folder) {
    List<Case> cases = new ArrayList<>();
    try (BufferedReader reader = open(existing(folder, "cases.json"))) {
      for (Map.Entry<String, JsonNode> field : JSON.readTree(reader).properties()) {
        cases.add(read(folder, field.getKey(), field.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cases in " + folder + " cannot be read", e);
    }
    return cases.isEmpty() ? fail("no case in " + folder.toAbsolutePath()) : cases;
  }

  /** The cases of a kind, none where the folder has none. */
  public static List<Case> of(Kind kind) {
    return all().stream().filter(one -> one.kind() == kind).toList();
  }

  private static Case read(Path folder, String name, JsonNode tree) {
    Kind kind = Kind.of(name, tree.path("kind").asText());
    List<Repeat> repeats = new ArrayList<>();
    for (JsonNode measured : tree.path("reps")) {
      String label = name + " r" + (repeats.size() + 1);
      Path events = null;
      if (measured.has("file")) {
        events = existing(folder, measured.get("file").asText());
        if (events == null) {
          fail(label + ": " + measured.get("file").asText() + " is not in " + folder);
        }
      }
      repeats.add(new Repeat(label, measured, events));
    }
    return repeats.isEmpty()
        ? fail("case " + name + " has no repeats")
        : new Case(name, kind, tree.path("inputs"), repeats);
  }

  /** The file, or the same with {@code .gz}, or null. */
  private static Path existing(Path folder, String name) {
    Path plain = folder.resolve(name);
    Path packed = folder.resolve(name + ".gz");
    return Files.isRegularFile(plain) ? plain : Files.isRegularFile(packed) ? packed : null;
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (file.toString().endsWith(".gz")) {
      in = new GZIPInputStream(in);
    }
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
