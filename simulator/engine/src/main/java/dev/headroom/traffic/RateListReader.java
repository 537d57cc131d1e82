package dev.headroom.traffic;

import java.io.IOException;
import java.io.InputStream;

/**
 * A bare list of requests per second, numbers separated by blanks or line breaks. Often
 * one line of any length, so numbers are read one by one and never a line.
 */
final class RateListReader extends TraceReader {
  private static final int TOKEN_BYTES_MAX = 64;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final byte[] token = new byte[TOKEN_BYTES_MAX];
  private int position;
  private int limit;
  private long line = 1;
  private long tokenLine;
  private long second = -1;
  private boolean lineStart = true;

  RateListReader(TraceInput in, ReadLog log, TrafficSpec spec) {
    super(log);
    this.in = in.stream();
  }

  @Override
  boolean next() throws IOException {
    while (true) {
      int length = readToken();
      if (length == 0) {
        return false;
      }
      second++;
      timeNs = second * TimeText.SECOND_NS;
      if (length > TOKEN_BYTES_MAX) {
        log.damaged(
            tokenLine,
            "number " + (second + 1) + " of the list is longer than " + TOKEN_BYTES_MAX + " bytes");
        continue;
      }
      count = Counts.read(token, 0, length, log, tokenLine);
      if (count >= 0) {
        log.good();
        return true;
      }
    }
  }

  /** Length of the next number, 0 at the end; more than the maximum if it was cut. */
  private int readToken() throws IOException {
    int length = 0;
    for (long bytes = 0; ; bytes++) {
      if (bytes > LineScanner.NOTHING_BYTES_MAX) {
        throw new IOException("64 MiB without a number in line " + line);
      }
      int c = read();
      boolean separator = c <= ' ';
      if (c >= 0 && !separator) {
        if (c == '#' && lineStart) {
          skipLine();
          continue;
        }
        lineStart = false;
        if (length < TOKEN_BYTES_MAX) {
          token[length] = (byte) c;
        }
        length = Math.min(length + 1, TOKEN_BYTES_MAX + 1);
        tokenLine = line;
        continue;
      }
      if (c == '\n') {
        line++;
        lineStart = true;
      }
      if (c < 0 || length > 0) {
        return length;
      }
    }
  }

  private void skipLine() throws IOException {
    int c = read();
    for (long bytes = 0; c >= 0 && c != '\n'; bytes++) {
      if (bytes > LineScanner.NOTHING_BYTES_MAX) {
        throw new IOException("64 MiB of comment in line " + line);
      }
      c = read();
    }
    line++;
  }

  private int read() throws IOException {
    if (position == limit) {
      limit = in.read(buffer, 0, buffer.length);
      position = 0;
      if (limit <= 0) {
        limit = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xff;
  }

  @Override
  long intervalNs() {
    return TimeText.SECOND_NS;
  }

  @Override
  long line() {
    return tokenLine;
  }
}
