package dev.headroom.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that is kept of a run: the document {@code run.json}, the time series, the event log
 * and the latency percentiles. It is all that charts, reports and exports get to see.
 *
 * @param run the result document
 * @param series time series over the whole run, tail included
 * @param events the event log in order of time
 * @param latency percentiles of completed requests, ascending; empty if none completed
 */
public record SavedResult(
    ObjectNode run, SeriesTable series, List<EventRow> events, List<PercentileRow> latency) {
  static final String RUN_FILE = "run.json";
  static final String SERIES_FILE = "series.csv";
  static final String EVENTS_FILE = "events.csv";
  static final String LATENCY_FILE = "latency.hgrm";

  /** Far above what a run writes: a scenario of 3 MiB, 4,096 bins, 5,000 events. */
  private static final long FILE_BYTES_MAX = 256L << 20;

  private static final String SCHEMA = "headroom/result/v1";

  public SavedResult {
    Objects.requireNonNull(run, "run");
    Objects.requireNonNull(series, "series");
    events = List.copyOf(events);
    latency = List.copyOf(latency);
  }

  /** The text of {@code run.json}: indented, plain numbers, ending in a line feed. */
  public String runText() {
    return JsonText.of(run);
  }

  /**
   * Writes the four files into a folder that exists, over older ones.
   *
   * @throws UserError if the folder cannot be written (exit 4)
   */
  public void write(Path dir) {
    StringBuilder table = new StringBuilder(1 << 16);
    series.appendCsv(table);
    StringBuilder log = new StringBuilder("seconds,service,kind,text\n");
    for (EventRow event : events) {
      Decimals.append(log, event.seconds(), 6);
      for (String field : List.of(event.service(), event.kind(), event.text())) {
        log.append(',');
        Csv.appendField(log, field);
      }
      log.append('\n');
    }
    try {
      Files.writeString(dir.resolve(RUN_FILE), runText());
      Files.writeString(dir.resolve(SERIES_FILE), table);
      Files.writeString(dir.resolve(EVENTS_FILE), log);
      Files.writeString(dir.resolve(LATENCY_FILE), PercentileText.write(latency));
    } catch (IOException e) {
      throw UserError.output(dir + ": cannot be written: " + IoReason.of(e));
    }
  }

  /**
   * Reads a folder that {@link #write} wrote; a missing event log or histogram counts as empty.
   *
   * @throws UserError with file and line if something is missing, damaged, too large or no result
   *     of ours (exit 3)
   */
  public static SavedResult read(Path dir) {
    Path runFile = dir.resolve(RUN_FILE);
    if (!Files.isRegularFile(runFile)) {
      throw UserError.input(dir + (Files.exists(dir) ? ": holds no run.json" : ": is not there")
          + "; must be an output folder of 'headroom run'");
    }
    ObjectNode run = readRun(runFile.toString(), text(runFile));
    Path seriesFile = dir.resolve(SERIES_FILE);
    SeriesTable series = readSeries(
        seriesFile.toString(),
        text(seriesFile),
        run.path("time").path("binSeconds").asDouble(Double.NaN));
    Path eventsFile = dir.resolve(EVENTS_FILE);
    List<EventRow> events =
        Files.exists(eventsFile) ? readEvents(eventsFile.toString(), text(eventsFile)) : List.of();
    Path latencyFile = dir.resolve(LATENCY_FILE);
    List<PercentileRow> latency = Files.exists(latencyFile)
        ? PercentileText.read(latencyFile.toString(), text(latencyFile))
        : List.of();
    return new SavedResult(run, series, events, latency);
  }

  private static String text(Path file) {
    try {
      // A pipe or device has no size and might never end.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw UserError.input(file + ": is no regular file");
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw UserError.input(file + ": has " + (Files.size(file) >> 20) + " MiB, at most "
            + (FILE_BYTES_MAX >> 20) + " MiB are read");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw UserError.input(file + ": cannot be read: " + IoReason.of(e));
    }
  }

  private static ObjectNode readRun(String file, String text) {
    // Decimals keep every digit, so that a document read and written again has the same bytes.
    ObjectMapper mapper = new ObjectMapper()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    JsonNode node;
    try {
      node = mapper.readTree(text);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw UserError.input(file + ":" + line + ": is not valid JSON");
    }
    if (!(node instanceof ObjectNode object)) {
      throw UserError.input(file + ":1: is not a result: must be a JSON object");
    }
    String schema = object.path("schema").asText("");
    if (!schema.equals(SCHEMA)) {
      throw UserError.input(file + ":1: is not a result: schema is "
          + (schema.isEmpty()
              ? "missing"
              : "'" + schema.substring(0, Math.min(60, schema.length())) + "'")
          + ", must be '" + SCHEMA + "'");
    }
    return object;
  }

  private static SeriesTable readSeries(String file, String text, double binSecondsStated) {
    List<Csv.Row> rows = Csv.parse(file, text);
    if (rows.isEmpty() || !rows.get(0).fields().get(0).equals("seconds")) {
      throw UserError.input(file + ":1: is not a series: the first column must be 'seconds'");
    }
    List<String> names = rows.get(0).fields();
    int bins = rows.size() - 1;
    double[][] values = new double[names.size()][bins];
    for (int bin = 0; bin < bins; bin++) {
      Csv.Row row = rows.get(bin + 1);
      checkWidth(file, row, names.size());
      for (int i = 0; i < names.size(); i++) {
        String cell = row.fields().get(i);
        values[i][bin] = cell.isEmpty() ? Double.NaN : number(file, row, cell);
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int i = 1; i < names.size(); i++) {
      columns.put(names.get(i), values[i]);
    }
    double binSeconds = binSecondsStated;
    if (!(binSeconds > 0)) {
      binSeconds = bins > 1 ? values[0][1] - values[0][0] : 1;
    }
    if (!(binSeconds > 0)) {
      throw UserError.input(file + ":3: time does not move on");
    }
    return new SeriesTable(bins > 0 ? values[0][0] : 0, binSeconds, columns);
  }

  private static List<EventRow> readEvents(String file, String text) {
    List<EventRow> events = new ArrayList<>();
    List<Csv.Row> rows = Csv.parse(file, text);
    for (int i = 1; i < rows.size(); i++) {
      Csv.Row row = rows.get(i);
      checkWidth(file, row, 4);
      List<String> f = row.fields();
      events.add(new EventRow(number(file, row, f.get(0)), f.get(1), f.get(2), f.get(3)));
    }
    return events;
  }

  private static void checkWidth(String file, Csv.Row row, int wanted) {
    if (row.fields().size() != wanted) {
      throw UserError.input(file + ":" + row.line() + ": has " + row.fields().size()
          + " fields, must have " + wanted);
    }
  }

  private static double number(String file, Csv.Row row, String cell) {
    try {
      double value = Double.parseDouble(cell);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, like what is too large for a number.
    }
    throw UserError.input(file + ":" + row.line() + ": '" + cell + "' is not a number");
  }
}
