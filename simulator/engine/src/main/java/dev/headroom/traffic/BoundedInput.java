package dev.headroom.traffic;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * The text of a trace while it is unzipped, refused where it grows like no trace does: a few
 * kilobytes can unzip to gigabytes of nothing.
 */
final class BoundedInput extends FilterInputStream {
  /** Up to here the text may be anything: a small trace of zeros compresses well, too. */
  static final long UNCHECKED_BYTES = 64L << 20;

  /** Times the stored size; traces reach 5 to 50, the format itself 1,032. */
  static final int EXPANSION_MAX = 256;

  private final LongSupplier stored;
  private long read;

  /** Bounds {@code text}; {@code stored} says how many bytes have been read for it. */
  BoundedInput(InputStream text, LongSupplier stored) {
    super(text);
    this.stored = stored;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while reading");
    }
    int got = in.read(bytes, offset, length);
    read += Math.max(0, got);
    if (read > UNCHECKED_BYTES && read / EXPANSION_MAX > stored.getAsLong()) {
      throw new IOException(
          "unzips to more than " + EXPANSION_MAX + " times its size, which no trace does");
    }
    return got;
  }
}
