package dev.headroom.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a byte stream without an object per line: each is a range of {@link #bytes}. Bytes are
 * not decoded. A line longer than 1 MiB is skipped and marked, whatever its length.
 */
final class LineScanner {
  static final int LINE_BYTES_MAX = 1 << 20;

  /** Blank lines, comments or one endless line: after so much of them it is no trace. */
  static final long NOTHING_BYTES_MAX = 64L << 20;

  private final InputStream in;
  private byte[] bytes = new byte[1 << 16];
  private int next;
  private int limit;
  private int start;
  private int end;
  private long line;
  private boolean tooLong;
  private long nothingBytes;

  LineScanner(InputStream in) {
    this.in = in;
  }

  /** The buffer that holds the line; it changes with each {@link #next}. */
  byte[] bytes() {
    return bytes;
  }

  /** Where the line starts in {@link #bytes}. */
  int start() {
    return start;
  }

  /** Where it ends, line break excluded. */
  int end() {
    return end;
  }

  /** Number of the line, from 1. */
  long line() {
    return line;
  }

  /** Whether the line was longer than 1 MiB; its text is gone. */
  boolean tooLong() {
    return tooLong;
  }

  /** Moves to the next line that is neither blank nor a comment, false at the end. */
  boolean nextContent() throws IOException {
    nothingBytes = 0;
    while (next()) {
      int i = start;
      while (i < end && bytes[i] <= ' ' && bytes[i] >= 0) {
        i++;
      }
      if (tooLong || i < end && bytes[i] != '#') {
        return true;
      }
    }
    return false;
  }

  /** Moves to the next line, false at the end. */
  boolean next() throws IOException {
    tooLong = false;
    int scan = next;
    while (true) {
      byte[] b = bytes;
      int stop = limit;
      while (scan < stop && b[scan] != '\n') {
        scan++;
      }
      if (scan < stop) {
        found(scan, scan + 1);
        return true;
      }
      int length = limit - next;
      if (!fill()) {
        if (length == 0 && !tooLong) {
          return false;
        }
        found(limit, limit);
        return true;
      }
      scan = tooLong ? next : next + length;
    }
  }

  private void found(int stop, int after) {
    start = tooLong ? stop : next;
    if (line == 0
        && stop - start >= 3
        && bytes[start] == (byte) 0xEF
        && bytes[start + 1] == (byte) 0xBB
        && bytes[start + 2] == (byte) 0xBF) {
      start += 3;
    }
    end = stop > start && bytes[stop - 1] == '\r' ? stop - 1 : stop;
    next = after;
    line++;
  }

  /** Reads more behind the unfinished line; the start of a line that is too long is dropped. */
  private boolean fill() throws IOException {
    int length = limit - next;
    if (tooLong || length >= LINE_BYTES_MAX) {
      tooLong = true;
      length = 0;
    } else if (next > 0) {
      System.arraycopy(bytes, next, bytes, 0, length);
    } else if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    next = 0;
    limit = length;
    int read = in.read(bytes, length, bytes.length - length);
    limit += Math.max(0, read);
    nothingBytes += Math.max(0, read);
    if (nothingBytes > NOTHING_BYTES_MAX) {
      throw new IOException("64 MiB without a record after line " + line);
    }
    return read >= 0;
  }
}
