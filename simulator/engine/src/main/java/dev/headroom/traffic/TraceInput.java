package dev.headroom.traffic;

import dev.headroom.core.HeldFiles;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a trace file: unzipped where the first two say so (whatever the name says), with a
 * checksum of them as stored that falls out of reading them.
 */
final class TraceInput implements Closeable {
  private static final int HEAD_BYTES = 1 << 16;
  private static final int BUFFER_BYTES = 1 << 16;

  private final DigestInputStream stored;
  private final byte[] head;
  private final InputStream text;

  private TraceInput(DigestInputStream stored, byte[] head, InputStream text) {
    this.stored = stored;
    this.head = head;
    this.text = text;
  }

  /** Opens {@code file}; {@code name} is what messages call it. */
  static TraceInput open(String name, Path file) {
    if (Files.isDirectory(file)) {
      throw UserError.input(name + ": is a directory, a trace is a file");
    }
    try {
      InputStream raw = HeldFiles.open(file);
      try {
        return open(raw);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw UserError.input(name + ": no such file");
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static TraceInput open(InputStream raw) throws IOException {
    CountingInput counted = new CountingInput(raw);
    DigestInputStream stored = new DigestInputStream(counted, sha256());
    PushbackInputStream pushback = new PushbackInputStream(stored, 2);
    byte[] magic = pushback.readNBytes(2);
    pushback.unread(magic);
    boolean zipped = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
    InputStream bytes = new BoundedInput(
        zipped ? new GZIPInputStream(pushback, BUFFER_BYTES) : pushback, () -> counted.bytes);
    byte[] head = bytes.readNBytes(HEAD_BYTES);
    return new TraceInput(stored, head, bytes);
  }

  /** One line that says why the bytes cannot be read. */
  static UserError unreadable(String name, IOException e) {
    return UserError.input(name + ": cannot be read: " + IoReason.of(e));
  }

  /** The first bytes of the text, at most 64 KiB. */
  byte[] head() {
    return head;
  }

  /** The text from its beginning; to be read once. */
  InputStream stream() {
    return new SequenceInputStream(new ByteArrayInputStream(head), new FilterInputStream(text) {
      @Override
      public void close() {
        // A sequence closes its parts as they end, but the checksum wants what is left as stored.
      }
    });
  }

  /** Reads what is left as stored and returns the checksum of all of it, in hex. */
  String finish() throws IOException {
    byte[] rest = new byte[BUFFER_BYTES];
    while (stored.read(rest) >= 0) {
      // Only the digest wants these bytes.
    }
    return HexFormat.of().formatHex(stored.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  /** Counts the bytes as stored. */
  private static final class CountingInput extends FilterInputStream {
    private long bytes;

    CountingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int got = in.read();
      bytes += got < 0 ? 0 : 1;
      return got;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int got = in.read(into, offset, length);
      bytes += Math.max(0, got);
      return got;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
