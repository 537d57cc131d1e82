package dev.headroom.cli;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Standard input, read once. */
final class Stdin {
  private static final int BYTES_MAX = 3 << 20;
  private static String text;

  private Stdin() {}

  /** All of it, at most 3 MiB. */
  static synchronized String text() {
    if (text == null) {
      try {
        byte[] bytes = System.in.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
          throw UserError.input("stdin: more than 3 MiB");
        }
        text = new String(bytes, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw UserError.input("stdin: cannot be read");
      }
    }
    return text;
  }
}
