package dev.headroom.cli;

import dev.headroom.core.UserError;
import dev.headroom.report.Charts;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An output folder that appears whole or not at all: written beside its place, then renamed.
 *
 * <p>An existing folder is replaced only if it holds a run.json.
 */
final class OutputFolder {
  private final Path folder;
  private final Path parent;

  private OutputFolder(Path folder, Path parent) {
    this.folder = folder;
    this.parent = parent;
  }

  /** Checks, before the run, that the folder can be written. */
  static OutputFolder prepare(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    if (parent == null) {
      throw UserError.output(folder + ": is no folder to write to");
    }
    if (Files.exists(absolute) && !replaceable(absolute)) {
      throw UserError.output(
          folder + ": exists and holds no run.json; name another folder with -o");
    }
    try {
      Files.createDirectories(parent);
    } catch (IOException e) {
      throw UserError.output(parent + ": cannot be made a folder");
    }
    if (!Files.isWritable(parent)) {
      throw UserError.output(parent + ": is not writable");
    }
    return new OutputFolder(absolute, parent);
  }

  private static boolean replaceable(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return Files.isRegularFile(folder.resolve("run.json")) || entries.findAny().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Writes the result; nothing is left behind where that fails, or where it is interrupted.
   *
   * @param waitedFor whether an interrupted process waits until it is written
   */
  void write(SavedResult result, boolean waitedFor) {
    Path temporary = null;
    Thread cleaner = null;
    try {
      temporary = Files.createTempDirectory(parent, ".headroom-");
      Path unfinished = temporary;
      cleaner = new Thread(() -> delete(unfinished));
      if (!waitedFor) {
        Runtime.getRuntime().addShutdownHook(cleaner);
      }
      result.write(temporary);
      Charts.writeAllWithReport(result, temporary);
      Files.setPosixFilePermissions(
          temporary, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      if (Files.exists(folder)) {
        delete(folder);
      }
      Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      if (!waitedFor) {
        Runtime.getRuntime().removeShutdownHook(cleaner);
      }
    } catch (IOException | UncheckedIOException e) {
      fail(temporary);
      throw UserError.output(folder + ": cannot be written: " + reason(e));
    } catch (UserError e) {
      fail(temporary);
      throw e;
    }
  }

  private static void fail(Path temporary) {
    if (temporary != null) {
      delete(temporary);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // What cannot be deleted stays; the run's own message matters more.
      return;
    }
  }
}
