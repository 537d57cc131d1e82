package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that appears whole or not at all: written beside its place, then renamed. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes it, over an older one; the folder around it is made.
   *
   * @throws UserError if that cannot be done (exit 4)
   */
  static void write(Path file, byte[] bytes) {
    Path target = file.toAbsolutePath().normalize();
    if (target.getParent() == null || Files.isDirectory(target)) {
      throw UserError.output(file + ": is a folder, not a file to write to");
    }
    try (Unfinished unfinished = new Unfinished(target)) {
      Files.createDirectories(target.getParent());
      Files.write(unfinished.makeFile(), bytes);
      unfinished.publish();
    } catch (IOException e) {
      throw UserError.output(file + ": cannot be written: " + IoReason.of(e));
    }
  }
}
