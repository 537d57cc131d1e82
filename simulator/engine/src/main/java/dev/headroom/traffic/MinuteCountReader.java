package dev.headroom.traffic;

import java.io.IOException;

/**
 * Lines {@code minute<TAB>count} without a header, minutes numbered from 1 (or from 0 where the
 * first says so).
 */
final class MinuteCountReader extends TraceReader {
  private static final long MINUTE_NS = 60 * TimeText.SECOND_NS;
  private static final long MINUTE_MAX = 100L * 366 * 1_440;

  private final LineScanner lines;
  private long base = -1;

  MinuteCountReader(TraceInput in, ReadLog log, TrafficSpec spec) {
    super(log);
    lines = new LineScanner(in.stream());
  }

  @Override
  boolean next() throws IOException {
    while (lines.nextContent()) {
      if (lines.tooLong()) {
        log.damaged(lines.line(), "line is longer than 1 MiB");
      } else if (read()) {
        log.good();
        return true;
      }
    }
    return false;
  }

  private boolean read() {
    byte[] b = lines.bytes();
    int tab = lines.start();
    while (tab < lines.end() && b[tab] != '\t') {
      tab++;
    }
    long minute = StampParser.whole(b, lines.start(), tab);
    if (tab == lines.end() || minute < 0 || minute > MINUTE_MAX) {
      log.damaged(
          lines.line(),
          ReadLog.shown(b, lines.start(), lines.end()) + " is not a minute, a tab and a count");
      return false;
    }
    int end = lines.end();
    while (end > tab + 1 && b[end - 1] <= ' ') {
      end--;
    }
    count = Counts.read(b, tab + 1, end, log, lines.line());
    if (base < 0) {
      base = Math.min(1, minute);
    }
    if (minute < base) {
      log.damaged(lines.line(), "minute 0 after the first was " + base);
      return false;
    }
    timeNs = (minute - base) * MINUTE_NS;
    return count >= 0;
  }

  @Override
  long intervalNs() {
    return MINUTE_NS;
  }

  @Override
  long line() {
    return lines.line();
  }
}
