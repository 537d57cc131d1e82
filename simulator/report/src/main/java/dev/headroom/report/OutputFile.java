package dev.headroom.report;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writing, with failures as one line for the user. */
final class OutputFile {
  private OutputFile() {}

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw UserError.output(file + ": cannot be written: " + IoReason.of(e));
    }
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a folder unless it is there; the one around it must be, or a deleted one came back. */
  static Path folder(Path dir) {
    try {
      return Files.isDirectory(dir) ? dir : Files.createDirectory(dir);
    } catch (IOException e) {
      throw UserError.output(dir + ": cannot be created: " + IoReason.of(e));
    }
  }
}
