package dev.headroom.replay;

import dev.headroom.config.OneLine;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.measure.Say;
import dev.headroom.results.Csv;
import dev.headroom.traffic.TimeText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads metrics as monitoring systems and spreadsheets export them: a header, a time stamp at the
 * start of each interval, and any of the columns of {@link Metric}, cells missing or not.
 */
public final class ObservedReader {
  private static final long BYTES_MAX = 64L << 20;
  private static final int EXAMPLES = 5;

  /** Above this share of cells that cannot be read the file is not what it was taken for. */
  private static final double DAMAGED_SHARE_MAX = 0.1;

  private static final List<String> MISSING =
      List.of("", "nan", "na", "n/a", "null", "none", "-", "undefined", "inf", "+inf");
  private static final Pattern NUMBER =
      Pattern.compile("(\\d+\\.?\\d*(?:e[-+]?\\d+)?|\\.\\d+)\\s*(%|ms|s)?");
  private static final Pattern THOUSANDS = Pattern.compile("\\d{1,3}(,\\d{3})+(\\.\\d+)?");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{12,13}");

  private final String file;
  private final char separator;
  private final List<String> read = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();
  private long cells;
  private long damaged;
  private int stampColumn = -1;
  private final Map<Metric, Integer> columns = new EnumMap<>(Metric.class);
  private final Map<Metric, ColumnName> names = new EnumMap<>(Metric.class);

  private ObservedReader(String file, char separator) {
    this.file = file;
    this.separator = separator;
  }

  /**
   * Reads a file of metrics.
   *
   * @throws UserError input if it cannot be read, has no time stamps, fewer than two rows, no
   *     column that a simulation can be held against, or too many cells that are no numbers
   */
  public static Observed read(Path path) {
    return of(path.toString(), text(path));
  }

  static Observed of(String file, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    int end = plain.indexOf('\n') < 0 ? plain.length() : plain.indexOf('\n');
    String head = plain.substring(0, end);
    char separator = head.indexOf('\t') >= 0
        ? '\t'
        : head.indexOf(';') >= 0 && head.indexOf(',') < 0 ? ';' : ',';
    List<Csv.Row> rows = Csv.parse(file, plain, separator);
    return new ObservedReader(file, separator).table(rows);
  }

  private static String text(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw UserError.input(path + ": is a directory; metrics are a CSV file");
      }
      if (Files.size(path) > BYTES_MAX) {
        throw UserError.input(path + ": more than 64 MiB; export longer intervals");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw UserError.input(path + ": no such file");
    } catch (CharacterCodingException e) {
      throw UserError.input(path + ": is not UTF-8");
    } catch (IOException e) {
      throw UserError.input(path + ": cannot be read: " + IoReason.of(e));
    }
  }

  private Observed table(List<Csv.Row> rows) {
    if (rows.isEmpty()) {
      throw UserError.input(file + ": is empty; needs a header and rows");
    }
    header(rows.get(0));
    TreeMap<Long, double[]> byTime = new TreeMap<>();
    long twice = 0;
    for (Csv.Row row : rows.subList(1, rows.size())) {
      long stamp = stamp(row);
      if (stamp != Long.MIN_VALUE) {
        twice += byTime.put(stamp, values(row)) == null ? 0 : 1;
      }
    }
    if (twice > 0) {
      examples.add(file + ": " + Say.count(twice) + " rows have the time of another; the last of"
          + " each time is used");
    }
    if (damaged > DAMAGED_SHARE_MAX * cells) {
      throw UserError.input(examples.get(0) + "; " + Say.count(damaged) + " of " + Say.count(cells)
          + " cells cannot be read, allowed: a tenth");
    }
    if (byTime.size() < 2) {
      throw UserError.input(
          file + ": has " + byTime.size() + " rows with a time; needs at least" + " two");
    }
    long[] stamps = byTime.keySet().stream().mapToLong(stamp -> stamp).toArray();
    if (TimeText.isCalendar(stamps[0]) != TimeText.isCalendar(stamps[stamps.length - 1])) {
      throw UserError.input(file + ": some times are dates and some seconds; use one of them");
    }
    long stepNs = step(stamps);
    return new Observed(file, stamps, stepNs, columnsOf(byTime, stepNs), read, ignored, examples);
  }

  private void header(Csv.Row header) {
    for (int i = 0; i < header.fields().size(); i++) {
      String name = OneLine.of(header.fields().get(i).strip());
      ColumnName column = ColumnName.of(name);
      if (column.stamp() && stampColumn < 0) {
        stampColumn = i;
      } else if (column.metric() == null) {
        ignored.add("'" + name + "': " + ColumnName.hint(name) + "not one of the metrics known");
      } else if (column.metric() == Metric.CPU) {
        ignored.add("'" + name + "': the simulation keeps no series of processor use");
      } else if (columns.containsKey(column.metric())) {
        ignored.add("'" + name + "': " + column.metric().label() + " are read from '"
            + OneLine.of(header.fields().get(columns.get(column.metric())).strip()) + "'");
      } else {
        columns.put(column.metric(), i);
        names.put(column.metric(), column);
      }
    }
    if (stampColumn < 0) {
      throw UserError.input(file + ":" + header.line() + ": the header has no column 'timestamp': "
          + OneLine.of(String.join(", ", header.fields())));
    }
    columns.forEach((metric, i) -> {
      String name = OneLine.of(header.fields().get(i).strip());
      if (metric == Metric.ERROR_SHARE && !columns.containsKey(Metric.REQUESTS)) {
        ignored.add("'" + name + "': a share of errors needs a column of requests beside it");
      } else {
        read.add("'" + name + "' as " + metric.label()
            + (metric.kind() == Metric.Kind.TIME && !names.get(metric).unit()
                ? " in ms, since no unit is named"
                : ""));
      }
    });
    boolean any = columns.keySet().stream()
        .anyMatch(
            m -> m.scored() || m == Metric.ERROR_SHARE && columns.containsKey(Metric.REQUESTS));
    if (!any) {
      throw UserError.input(file + ":" + header.line() + ": no column to hold a simulation against;"
          + " known: instances, p50_ms, p95_ms, p99_ms, errors, db_connections"
          + (ignored.isEmpty() ? "" : "; not used: " + String.join(", ", ignored)));
    }
  }

  private long stamp(Csv.Row row) {
    cells++;
    String text =
        stampColumn < row.fields().size() ? row.fields().get(stampColumn).strip() : "";
    long ns = EPOCH_MILLIS.matcher(text).matches()
        ? Long.parseLong(text) * 1_000_000
        : TimeText.stampNs(text);
    if (ns == Long.MIN_VALUE) {
      damaged(row, "time '" + OneLine.of(text) + "' is neither seconds nor an ISO-8601 date-time");
    }
    return ns;
  }

  private double[] values(Csv.Row row) {
    double[] values = new double[Metric.values().length];
    Arrays.fill(values, Double.NaN);
    columns.forEach((metric, i) -> {
      String text = i < row.fields().size() ? row.fields().get(i).strip() : "";
      cells++;
      if (!MISSING.contains(text.toLowerCase(Locale.ROOT))) {
        values[metric.ordinal()] = number(row, text, names.get(metric));
      }
    });
    return values;
  }

  private double number(Csv.Row row, String text, ColumnName name) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (separator == ';') {
      plain = plain.replace(',', '.');
    } else if (THOUSANDS.matcher(plain).matches()) {
      plain = plain.replace(",", "");
    }
    Matcher matcher = NUMBER.matcher(plain);
    if (!matcher.matches()) {
      damaged(row, "'" + OneLine.of(text) + "' is no number of 0 or more");
      return Double.NaN;
    }
    double value = Double.parseDouble(matcher.group(1));
    if (matcher.group(2) == null) {
      return value * name.factor();
    }
    return value
        * switch (matcher.group(2)) {
          case "%" -> 0.01;
          case "s" -> 1000;
          default -> 1;
        };
  }

  private void damaged(Csv.Row row, String what) {
    damaged++;
    if (examples.size() < EXAMPLES) {
      examples.add(file + ":" + row.line() + ": " + what);
    }
  }

  private static long step(long[] stamps) {
    long[] gaps = new long[stamps.length - 1];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = stamps[i + 1] - stamps[i];
    }
    Arrays.sort(gaps);
    return gaps[gaps.length / 2];
  }

  private Map<Metric, double[]> columnsOf(TreeMap<Long, double[]> byTime, long stepNs) {
    Map<Metric, double[]> all = new EnumMap<>(Metric.class);
    columns.forEach((metric, unused) -> {
      double[] column =
          byTime.values().stream().mapToDouble(row -> row[metric.ordinal()]).toArray();
      ColumnName name = names.get(metric);
      if (name.perSecond()) {
        for (int i = 0; i < column.length; i++) {
          column[i] *= stepNs / 1e9;
        }
      } else if (name.cumulative() && metric.kind() == Metric.Kind.COUNT && neverFalls(column)) {
        column = differences(column);
        read.add(metric.label() + " are a counter that only grows: its steps are taken");
      }
      all.put(metric, column);
    });
    double[] shares = all.remove(Metric.ERROR_SHARE);
    double[] requests = all.get(Metric.REQUESTS);
    if (shares != null && requests != null && !all.containsKey(Metric.ERRORS)) {
      for (int i = 0; i < shares.length; i++) {
        shares[i] *= requests[i];
      }
      all.put(Metric.ERRORS, shares);
    }
    return all;
  }

  private static boolean neverFalls(double[] column) {
    double last = 0;
    for (double value : column) {
      if (value < last) {
        return false;
      }
      last = Double.isNaN(value) ? last : value;
    }
    return true;
  }

  private static double[] differences(double[] column) {
    double[] steps = new double[column.length];
    steps[0] = Double.NaN;
    for (int i = 1; i < column.length; i++) {
      steps[i] = column[i] - column[i - 1];
    }
    return steps;
  }
}
