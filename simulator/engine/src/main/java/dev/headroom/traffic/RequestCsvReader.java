package dev.headroom.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** CSV {@code timestamp[,duration][,class]}, one row per request, columns in any order. */
final class RequestCsvReader extends TraceReader {
  private static final List<String> KNOWN = List.of("timestamp", "duration", "class");

  private final CsvLines rows;
  private final CsvStamp stamp;
  private final int durationColumn;
  private final int classColumn;
  private final List<String> classNames;
  private final byte[][] classBytes;

  RequestCsvReader(TraceInput in, ReadLog log, TrafficSpec spec) throws IOException {
    super(log);
    rows = new CsvLines(in, log);
    stamp = new CsvStamp(rows, log);
    durationColumn = rows.column("duration");
    classNames = spec.classNames();
    classColumn = classNames.isEmpty() ? -1 : rows.column("class");
    classBytes = new byte[classNames.size()][];
    for (int i = 0; i < classBytes.length; i++) {
      classBytes[i] = classNames.get(i).getBytes(StandardCharsets.UTF_8);
    }
    if (rows.column("value") >= 0) {
      throw log.fatal(
          rows.line(),
          "column 'value' does not say what it counts; name it 'count' if "
              + "it is requests per interval");
    }
    for (String name : rows.header()) {
      if (!KNOWN.contains(name)) {
        log.warn(log.at(rows.line()) + "column '" + name + "' is ignored");
      }
    }
  }

  @Override
  boolean next() throws IOException {
    while (rows.next(stamp.column() + 1)) {
      timeNs = stamp.read();
      if (timeNs != StampParser.BAD && readDuration()) {
        classIndex = readClass();
        calendar = stamp.calendar();
        offsetSeconds = stamp.offsetSeconds();
        log.good();
        return true;
      }
    }
    return false;
  }

  private boolean readDuration() {
    durationNs = -1;
    if (!rows.has(durationColumn)) {
      return true;
    }
    durationNs =
        StampParser.seconds(rows.bytes(), rows.start(durationColumn), rows.end(durationColumn));
    if (durationNs < 0) {
      rows.damaged("duration " + rows.shown(durationColumn) + " is not a number of seconds");
      return false;
    }
    return true;
  }

  private int readClass() {
    if (!rows.has(classColumn)) {
      return -1;
    }
    int from = rows.start(classColumn);
    int to = rows.end(classColumn);
    for (int i = 0; i < classBytes.length; i++) {
      if (Arrays.equals(rows.bytes(), from, to, classBytes[i], 0, classBytes[i].length)) {
        return i;
      }
    }
    throw log.fatal(
        rows.line(),
        "class " + rows.shown(classColumn) + " is not one of the scenario's: "
            + String.join(", ", classNames));
  }

  @Override
  long intervalNs() {
    return 0;
  }

  @Override
  long line() {
    return rows.line();
  }
}
