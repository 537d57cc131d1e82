package dev.headroom.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A command's stdout as a stream that fails once nobody takes what is written: {@code PrintWriter}
 * only remembers, and a long table would be made for nobody.
 */
final class CommandOutput extends OutputStream {
  private final PrintWriter out;

  CommandOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Writes whole characters of UTF-8. */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(new String(bytes, offset, length, StandardCharsets.UTF_8));
    if (out.checkError()) {
      throw new GoneException();
    }
  }

  /** Why is known to {@link GuardedOutput}, which tells it at the end. */
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException() {
      super("nobody reads stdout");
    }
  }
}
