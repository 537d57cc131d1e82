package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rows of a CSV file with a header: commas, optional double quotes round a field, {@code #}
 * comments and blank lines skipped. Fields are byte ranges of the line.
 */
final class CsvLines {
  private static final int COLUMNS_MAX = 1_000;

  private final LineScanner lines;
  private final ReadLog log;
  private final List<String> header = new ArrayList<>();
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int fields;

  /** Reads as far as the header, which must have a column {@code timestamp}. */
  CsvLines(TraceInput in, ReadLog log) throws IOException {
    this.lines = new LineScanner(in.stream());
    this.log = log;
    if (!content()) {
      throw UserError.input(log.name() + ": no requests: the file has no header");
    }
    split();
    for (int i = 0; i < fields; i++) {
      header.add(new String(lines.bytes(), starts[i], ends[i] - starts[i], StandardCharsets.UTF_8)
          .toLowerCase(Locale.ROOT));
    }
    if (column("timestamp") < 0) {
      throw log.fatal(
          lines.line(),
          "the header has no column 'timestamp': "
              + ReadLog.shown(lines.bytes(), lines.start(), lines.end()));
    }
  }

  /** Index of a column of the header, -1 if it is not there. */
  int column(String name) {
    return header.indexOf(name);
  }

  List<String> header() {
    return header;
  }

  /** Moves to the next row with at least {@code needed} fields; shorter ones are damaged. */
  boolean next(int needed) throws IOException {
    while (content()) {
      split();
      if (fields >= needed) {
        return true;
      }
      damaged("has " + fields + " of the header's " + header.size() + " fields");
    }
    return false;
  }

  private boolean content() throws IOException {
    while (lines.nextContent()) {
      if (!lines.tooLong()) {
        return true;
      }
      damaged("line is longer than 1 MiB");
    }
    return false;
  }

  private void split() {
    byte[] b = lines.bytes();
    int end = lines.end();
    int from = lines.start();
    boolean quoted = false;
    fields = 0;
    for (int i = from; i <= end; i++) {
      if (i < end && b[i] == '"') {
        quoted = !quoted;
      } else if (i == end || b[i] == ',' && !quoted) {
        field(b, from, i);
        from = i + 1;
      }
    }
  }

  private void field(byte[] b, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && (b[start] == ' ' || b[start] == '\t')) {
      start++;
    }
    while (end > start && (b[end - 1] == ' ' || b[end - 1] == '\t')) {
      end--;
    }
    if (end - start >= 2 && b[start] == '"' && b[end - 1] == '"') {
      start++;
      end--;
    }
    if (fields == starts.length) {
      if (fields >= COLUMNS_MAX) {
        return;
      }
      starts = Arrays.copyOf(starts, 2 * fields);
      ends = Arrays.copyOf(ends, 2 * fields);
    }
    starts[fields] = start;
    ends[fields++] = end;
  }

  byte[] bytes() {
    return lines.bytes();
  }

  /** Whether the row has this column and something in it. */
  boolean has(int column) {
    return column >= 0 && column < fields && ends[column] > starts[column];
  }

  int start(int column) {
    return starts[column];
  }

  int end(int column) {
    return ends[column];
  }

  long line() {
    return lines.line();
  }

  String shown(int column) {
    return ReadLog.shown(lines.bytes(), starts[column], ends[column]);
  }

  void damaged(String what) {
    log.damaged(lines.line(), what);
  }
}
