package dev.headroom.traffic;

import java.io.IOException;

/**
 * Web access logs in the Common or Combined Log Format, as counts per second.
 *
 * <p>Lines are written when a request ends and stamped when it began, so they go back in time:
 * the last ten minutes (or the reorder window) of seconds stay open. Bytes are never decoded,
 * month names are English in every locale, and each line's own offset from UTC counts. A line
 * may be wrapped in a further pair of quotes.
 */
final class WebLogReader extends TraceReader {
  private static final long WINDOW_SECONDS_DEFAULT = 600;
  private static final long WINDOW_SECONDS_MAX = 31L * 86_400;

  private final LineScanner lines;
  private final StampParser parser = new StampParser();
  /** Requests of the seconds from {@code oldest} on; a second's slot is its remainder. */
  private final int[] open;

  private long inside;
  private long oldest;
  private long newest = -1;
  /** Seconds up to here can be given away. */
  private long settled = -1;
  /** A second beyond the ring that waits for those it pushes out; -1 for none. */
  private long waiting = -1;

  private boolean ended;

  WebLogReader(TraceInput in, ReadLog log, TrafficSpec spec) {
    super(log);
    lines = new LineScanner(in.stream());
    calendar = true;
    long window = spec.reorderNs() < 0
        ? WINDOW_SECONDS_DEFAULT
        : Math.min(WINDOW_SECONDS_MAX, spec.reorderNs() / TimeText.SECOND_NS);
    open = new int[(int) window + 1];
  }

  @Override
  boolean next() throws IOException {
    while (true) {
      if (giveAway()) {
        return true;
      }
      if (waiting >= 0) {
        add(waiting);
        waiting = -1;
      } else if (ended) {
        return false;
      } else if (lines.nextContent()) {
        readLine();
      } else {
        ended = true;
        settled = newest;
      }
    }
  }

  private boolean giveAway() {
    while (oldest <= settled) {
      if (inside == 0) {
        oldest = settled + 1;
        return false;
      }
      int slot = (int) (oldest % open.length);
      count = open[slot];
      open[slot] = 0;
      inside -= count;
      timeNs = oldest++ * TimeText.SECOND_NS;
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

  private void readLine() {
    if (lines.tooLong()) {
      log.damaged(lines.line(), "line is longer than 1 MiB");
      return;
    }
    long second = second(lines.bytes(), lines.start(), lines.end());
    if (second < 0) {
      log.damaged(
          lines.line(),
          ReadLog.shown(lines.bytes(), lines.start(), lines.end())
              + " is not in the Common or Combined Log Format");
      return;
    }
    if (newest < 0) {
      offsetSeconds = parser.offsetSeconds();
      oldest = Math.max(0, second - open.length + 1);
      settled = oldest - 1;
    } else if (second < oldest) {
      log.damaged(
          lines.line(),
          "time goes back by " + (newest - second) + "s, more than the reorder window of "
              + (open.length - 1) + "s");
      return;
    }
    log.good();
    if (second < newest) {
      log.reordered();
    }
    newest = Math.max(newest, second);
    if (second >= oldest + open.length) {
      settled = second - open.length;
      waiting = second;
    } else {
      add(second);
    }
  }

  private void add(long second) {
    open[(int) (second % open.length)]++;
    inside++;
  }

  /** Seconds since 1970 of the line's stamp; -1 where the line is no log line. */
  private long second(byte[] b, int start, int end) {
    int bracket = start;
    while (bracket + 28 < end && !(b[bracket] == '[' && b[bracket + 3] == '/')) {
      bracket++;
    }
    if (bracket + 28 >= end
        || bracket < start + 2
        || b[bracket + 27] != ']'
        || !request(b, bracket + 28, end)) {
      return -1;
    }
    return parser.logSeconds(b, bracket + 1, bracket + 27);
  }

  /** Whether {@code "request" status bytes} follows; the request may hold quotes and any byte. */
  private static boolean request(byte[] b, int from, int end) {
    if (from + 1 >= end || b[from] != ' ' || b[from + 1] != '"') {
      return false;
    }
    for (int i = from + 2; i + 6 < end; i++) {
      if (b[i] == '"'
          && b[i + 1] == ' '
          && StampParser.digit(b[i + 2])
          && StampParser.digit(b[i + 3])
          && StampParser.digit(b[i + 4])
          && b[i + 5] == ' '
          && (b[i + 6] == '-' || StampParser.digit(b[i + 6]))) {
        return true;
      }
    }
    return false;
  }

  @Override
  long intervalNs() {
    return TimeText.SECOND_NS;
  }

  @Override
  long line() {
    return lines.line();
  }

  @Override
  boolean stamped() {
    return true;
  }

  @Override
  long reorderNs(TrafficSpec spec) {
    return 0;
  }
}
