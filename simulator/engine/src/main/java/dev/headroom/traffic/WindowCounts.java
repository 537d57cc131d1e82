package dev.headroom.traffic;

/** Counts of consecutive windows of one width, empty ones included, as a stream. */
final class WindowCounts {
  private final long widthNs;
  private final long shiftNs;
  private long window = -1;
  private long count;
  private long previous;
  private long closed;
  private double sum;
  private double squares;
  private long peak;
  private long peakWindow;
  private long jumpFrom;
  private long jumpTo;
  private long jumpWindow;

  /** Windows whose edges lie {@code shiftNs} before the trace's start and multiples after it. */
  WindowCounts(long widthNs, long shiftNs) {
    this.widthNs = widthNs;
    this.shiftNs = shiftNs;
  }

  /** Requests at a time that is not before the last one's. */
  void add(long timeNs, long requests) {
    long at = (timeNs + shiftNs) / widthNs;
    if (window < 0) {
      window = at;
    }
    if (at > window) {
      close();
      if (at > window + 1) {
        closed += at - window - 1;
        previous = 0;
      }
      window = at;
      count = 0;
    }
    count += requests;
  }

  private void close() {
    if (closed > 0 && count - previous > jumpTo - jumpFrom) {
      jumpFrom = previous;
      jumpTo = count;
      jumpWindow = window;
    }
    if (count > peak) {
      peak = count;
      peakWindow = window;
    }
    sum += count;
    squares += (double) count * count;
    previous = count;
    closed++;
  }

  /** Ends the last window and says what was counted. */
  TraceInfo.Counted finish() {
    close();
    double mean = sum / closed;
    double variance = (squares - sum * mean) / closed;
    return new TraceInfo.Counted(
        widthNs,
        peak,
        peakWindow * widthNs - shiftNs,
        closed < 2 || mean == 0 ? Double.NaN : variance / mean,
        jumpFrom,
        jumpTo,
        jumpWindow * widthNs - shiftNs);
  }
}
