package dev.headroom.traffic;

/** The column {@code timestamp} of a CSV: all seconds or all dates, as the first row has it. */
final class CsvStamp {
  private final CsvLines rows;
  private final ReadLog log;
  private final int column;
  private final StampParser parser = new StampParser();
  private boolean known;
  private boolean dates;
  private boolean calendar;
  private int offsetSeconds;

  CsvStamp(CsvLines rows, ReadLog log) {
    this.rows = rows;
    this.log = log;
    this.column = rows.column("timestamp");
  }

  int column() {
    return column;
  }

  boolean calendar() {
    return calendar;
  }

  int offsetSeconds() {
    return offsetSeconds;
  }

  /** Nanoseconds of the row's stamp; {@link StampParser#BAD} after reporting a damaged one. */
  long read() {
    byte[] b = rows.bytes();
    int from = rows.start(column);
    int to = rows.end(column);
    boolean date = StampParser.isDate(b, from, to);
    long ns = date ? parser.iso(b, from, to) : StampParser.seconds(b, from, to);
    if (ns == StampParser.BAD) {
      rows.damaged("timestamp " + rows.shown(column) + " is neither seconds (at most 9 * 10^9) nor "
          + "an ISO-8601 date-time");
      return ns;
    }
    if (!known) {
      known = true;
      dates = date;
      calendar = date || ns >= StampParser.EPOCH_FROM_NS;
      offsetSeconds = date ? parser.offsetSeconds() : 0;
      if (date && !parser.zoned()) {
        log.warn(log.name() + ": time stamps name no zone and are read as UTC");
      }
    } else if (date != dates) {
      rows.damaged("timestamp " + rows.shown(column)
          + (date ? " is a date, the first was not" : " is no date, the first was one"));
      return StampParser.BAD;
    }
    return ns;
  }
}
