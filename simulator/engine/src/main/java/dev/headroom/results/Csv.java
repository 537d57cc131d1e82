package dev.headroom.results;

import dev.headroom.core.UserError;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated text with RFC 4180 quoting; a quoted field may hold line breaks. */
public final class Csv {
  private Csv() {}

  /** A record and the line on which it starts, counted from 1. */
  public record Row(int line, List<String> fields) {}

  /** Appends a field, quoted only where it must be. */
  public static void appendField(StringBuilder out, String field) {
    boolean quote = false;
    for (int i = 0; i < field.length() && !quote; i++) {
      char c = field.charAt(i);
      quote = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (quote) {
      out.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      out.append(field);
    }
  }

  /**
   * Splits a whole file into records; empty lines are left out.
   *
   * @throws UserError naming file and line if a quote is never closed
   */
  static List<Row> parse(String file, String text) {
    return parse(file, text, ',');
  }

  /** The same with another character between fields: spreadsheets write semicolons or tabs. */
  public static List<Row> parse(String file, String text, char separator) {
    List<Row> rows = new ArrayList<>();
    int at = 0;
    int line = 1;
    while (at < text.length()) {
      Scan scan = new Scan(text, at, separator);
      List<String> fields = scan.readRecord();
      if (scan.unclosed) {
        throw UserError.input(file + ":" + line + ": a quoted field is never closed");
      }
      if (fields.size() > 1 || !fields.get(0).isEmpty()) {
        rows.add(new Row(line, fields));
      }
      line += scan.lines;
      at = scan.at;
    }
    return rows;
  }

  /** Reads one record from a position on. */
  private static final class Scan {
    private final String text;
    private final char separator;
    private int at;
    private int lines;
    private boolean unclosed;

    Scan(String text, int at, char separator) {
      this.text = text;
      this.separator = separator;
      this.at = at;
    }

    List<String> readRecord() {
      List<String> fields = new ArrayList<>();
      while (true) {
        fields.add(readField());
        if (at >= text.length()) {
          return fields;
        }
        char end = text.charAt(at++);
        if (end == '\n') {
          lines++;
          return fields;
        }
      }
    }

    /** Stops at the comma or line end after the field, or at the end of the text. */
    private String readField() {
      StringBuilder field = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '"') {
        at++;
        readQuoted(field);
      }
      int quoted = field.length();
      while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') {
        field.append(text.charAt(at++));
      }
      int last = field.length() - 1;
      boolean windowsEnd = last >= quoted && field.charAt(last) == '\r';
      return windowsEnd ? field.substring(0, last) : field.toString();
    }

    private void readQuoted(StringBuilder field) {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          if (at >= text.length() || text.charAt(at) != '"') {
            return;
          }
          at++;
        } else if (c == '\n') {
          lines++;
        }
        field.append(c);
      }
      unclosed = true;
    }
  }
}
