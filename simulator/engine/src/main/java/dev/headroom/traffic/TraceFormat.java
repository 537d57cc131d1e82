package dev.headroom.traffic;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The formats of traffic that can be read; a new one is a reader and a line here. Detection looks
 * at the first line that is neither blank nor a comment and takes the first format that fits.
 */
public enum TraceFormat {
  /** The project's own counts, {@code timestamp,count}; also {@code num_request} for the count. */
  COUNTS_CSV(
      "counts-csv",
      "CSV with a header: timestamp,count (start of interval, requests)",
      "(?i)(?=.*\\btimestamp\\b)(?=.*\\b(count|num_request)\\b).*,.*",
      CountCsvReader::new),
  /** The project's own requests, {@code timestamp,duration,class}. */
  REQUESTS_CSV(
      "requests-csv",
      "CSV with a header: timestamp[,duration][,class], a request a row",
      "(?i)(.*,)?\\s*\"?timestamp\"?\\s*(,.*)?",
      RequestCsvReader::new),
  /** Apache's and nginx's default with referer and user agent. */
  COMBINED_LOG(
      "combined-log",
      "web access log, Combined Log Format",
      ".*\\[\\d\\d/\\w{3}/\\d{4}:[^]]*\\] \".*\" \\d{3} (\\d+|-) \".*",
      WebLogReader::new),
  /** The oldest web log. */
  COMMON_LOG(
      "common-log",
      "web access log, Common Log Format",
      ".*\\[\\d\\d/\\w{3}/\\d{4}:[^]]*\\] \".*",
      WebLogReader::new),
  /** Requests per minute by the minute's number. */
  MINUTE_COUNTS(
      "minute-counts",
      "lines of minute number, tab, count; no header",
      "\\d+\\t\\d+\\s*",
      MinuteCountReader::new),
  /** Requests per second and nothing else. */
  RATE_LIST(
      "rate-list",
      "bare list of counts per second, separated by blanks or line breaks",
      "[\\d.][\\d.\\s]*+",
      RateListReader::new);

  private static final int LINE_LOOKED_AT = 4_096;

  private final String label;
  private final String description;
  private final Pattern firstLine;
  private final Constructor constructor;

  TraceFormat(String label, String description, String firstLine, Constructor constructor) {
    this.label = label;
    this.description = description;
    this.firstLine = Pattern.compile(firstLine, Pattern.DOTALL);
    this.constructor = constructor;
  }

  /** How a reader comes to be. */
  @FunctionalInterface
  interface Constructor {
    TraceReader open(TraceInput in, ReadLog log, TrafficSpec spec) throws IOException;
  }

  /** Its name in scenarios and options. */
  public String label() {
    return label;
  }

  /** What a file of it looks like, one line. */
  public String description() {
    return description;
  }

  TraceReader open(TraceInput in, ReadLog log, TrafficSpec spec) throws IOException {
    return constructor.open(in, log, spec);
  }

  /** The format of this name; null for {@code auto}. */
  public static TraceFormat parse(String name) {
    if (name.equals("auto")) {
      return null;
    }
    for (TraceFormat format : values()) {
      if (format.label.equals(name.toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw UserError.invalid("unknown trace format '" + name + "'; known: auto, " + labels());
  }

  /** The names of all formats, comma separated. */
  public static String labels() {
    StringBuilder out = new StringBuilder();
    for (TraceFormat format : values()) {
      out.append(out.length() == 0 ? "" : ", ").append(format.label);
    }
    return out.toString();
  }

  /** The format that the first bytes of a file show. */
  static TraceFormat detect(String name, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    int line = 0;
    for (String raw : (Iterable<String>) text.lines()::iterator) {
      line++;
      String content = raw.startsWith("\u00EF\u00BB\u00BF") ? raw.substring(3) : raw;
      if (!content.isBlank() && !content.startsWith("#")) {
        return detect(name, line, content);
      }
    }
    throw UserError.input(name + ": no requests: the file is "
        + (head.length == 0 ? "empty" : "blank or comments only"));
  }

  private static TraceFormat detect(String name, int line, String content) {
    String looked = content.substring(0, Math.min(content.length(), LINE_LOOKED_AT));
    for (TraceFormat format : values()) {
      if (format.firstLine.matcher(looked).matches()) {
        return format;
      }
    }
    byte[] bytes = looked.getBytes(StandardCharsets.ISO_8859_1);
    boolean bare = looked.matches("[-\\d.T:Z+ ]+,.*");
    String hint = bare ? "a CSV needs a header" : "known: " + labels();
    throw UserError.input(name + ":" + line + ": the format is not recognised from "
        + ReadLog.shown(bytes, 0, bytes.length) + "; " + hint);
  }
}
