package dev.headroom.traffic;

/** The number of requests in an interval, from bytes. */
final class Counts {
  static final long COUNT_MAX = 1_000_000_000L;

  private Counts() {}

  /**
   * A whole number from 0 to 10^9, also written {@code 816.0}. Text is damage (-1 is returned);
   * a negative number, NaN and too many requests are errors: such a file means something else.
   */
  static long read(byte[] b, int from, int to, ReadLog log, long line) {
    int end = withoutZeroDecimals(b, from, to);
    long value = StampParser.whole(b, from, end);
    if (value >= 0 && value <= COUNT_MAX) {
      return value;
    }
    String shown = "count " + ReadLog.shown(b, from, to);
    boolean negative = to - from > 1 && b[from] == '-' && StampParser.digit(b[from + 1]);
    if (value > COUNT_MAX || end - from > 9 && digits(b, from, end)) {
      throw log.fatal(line, shown + " is more than the 10^9 an interval may hold");
    }
    if (negative || isNaN(b, from, to)) {
      throw log.fatal(line, shown + " must be a whole number from 0 to 10^9");
    }
    log.damaged(line, shown + " is not a whole number");
    return -1;
  }

  private static int withoutZeroDecimals(byte[] b, int from, int to) {
    int end = to;
    while (end > from + 1 && b[end - 1] == '0') {
      end--;
    }
    return end > from + 1 && b[end - 1] == '.' ? end - 1 : to;
  }

  private static boolean digits(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!StampParser.digit(b[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNaN(byte[] b, int from, int to) {
    return to - from == 3
        && (b[from] | 32) == 'n'
        && (b[from + 1] | 32) == 'a'
        && (b[from + 2] | 32) == 'n';
  }
}
