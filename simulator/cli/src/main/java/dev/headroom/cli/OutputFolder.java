package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.report.Charts;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * An output folder that appears whole or not at all: written beside its place, then renamed.
 *
 * <p>An existing folder is replaced only if it is empty or holds a run.json of ours; it stays until
 * the new one is whole.
 */
final class OutputFolder {
  /** How much of a run.json is looked at for its schema, its first key. */
  private static final int HEAD_BYTES = 200;

  private final Path named;
  private final Path folder;

  /** What a folder holds, and by which file it is known again. */
  enum Kind {
    RUN("run.json", "headroom/result/"),
    COMPARISON("compare.json", "headroom/compare/"),
    SWEEP("sweep.json", "headroom/sweep/"),
    FUNCTIONS("functions.json", "headroom/functions/");

    private final String file;
    private final String schema;

    Kind(String file, String schema) {
      this.file = file;
      this.schema = schema;
    }
  }

  /** Writes into a folder that exists. */
  @FunctionalInterface
  interface Content {
    void write(Path folder) throws IOException;
  }

  private OutputFolder(Path named, Path folder) {
    this.named = named;
    this.folder = folder;
  }

  /** Checks, before the run, that the folder can be written; changes nothing yet. */
  static OutputFolder prepare(Path folder, Kind kind) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (absolute.getParent() == null) {
      throw UserError.output(folder + ": is no folder to write to");
    }
    if (Files.exists(absolute) && !replaceable(absolute, kind)) {
      throw UserError.output(
          folder + ": exists and holds no " + kind.file + " of ours; name another folder with -o");
    }
    Path standing = absolute.getParent();
    while (!Files.exists(standing) && standing.getParent() != null) {
      standing = standing.getParent();
    }
    if (!Files.isDirectory(standing)) {
      throw UserError.output(folder + ": cannot be made: " + standing + " is no folder");
    }
    if (!Files.isWritable(standing)) {
      throw UserError.output(folder + ": cannot be made: " + standing + " is not writable");
    }
    return new OutputFolder(folder, absolute);
  }

  private static boolean replaceable(Path folder, Kind kind) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty() || isOurs(folder, kind);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOurs(Path folder, Kind kind) throws IOException {
    Path run = folder.resolve(kind.file);
    if (!Files.isRegularFile(run)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(run)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
      return head.contains("\"" + kind.schema);
    }
  }

  /** Writes a run's result with its charts and report. */
  void write(SavedResult result, boolean waitedFor) {
    write(
        temporary -> {
          result.write(temporary);
          Charts.writeAllWithReport(result, temporary);
        },
        waitedFor);
  }

  /**
   * Writes the content; nothing is left behind where that fails or the JVM is told to end.
   *
   * @param waitedFor whether a JVM that is told to end waits until it is written
   */
  void write(Content content, boolean waitedFor) {
    try (Unfinished unfinished = new Unfinished(folder, waitedFor)) {
      Path temporary = unfinished.makeFolder();
      try {
        content.write(temporary);
        unfinished.publish();
      } catch (UserError e) {
        // It says where it failed, and that place is gone in a moment.
        String text = e.getMessage().replace(temporary.toString(), named.toString());
        throw e.kind() == UserError.Kind.OUTPUT ? UserError.output(text) : e;
      }
    } catch (IOException e) {
      throw UserError.output(named + ": cannot be written: " + IoReason.of(e));
    } catch (UncheckedIOException e) {
      throw UserError.output(named + ": cannot be written: " + IoReason.of(e.getCause()));
    }
  }
}
