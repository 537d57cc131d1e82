package dev.headroom.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that remembers why writing failed. A reader that has gone ({@code | head}) is
 * no failure; a full disk is.
 */
final class GuardedOutput extends FilterOutputStream {
  private String failure;

  GuardedOutput(OutputStream out) {
    super(out);
  }

  /** Why it could not be written, in one line, or null. */
  String failure() {
    return failure;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      if (!reason.contains("roken pipe")) {
        failure = "cannot be written, " + reason;
      }
      throw e;
    }
  }
}
