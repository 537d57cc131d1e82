package dev.headroom.cli;

import dev.headroom.results.SavedResult;
import java.nio.file.Files;
import java.nio.file.Path;

/** A finished result that a command is asked about: its folder, or the run.json in it. */
final class ResultFolder {
  private final Path path;
  private final SavedResult result;

  private ResultFolder(Path path, SavedResult result) {
    this.path = path;
    this.result = result;
  }

  /**
   * Reads it.
   *
   * @throws dev.headroom.core.UserError with file and line if it is missing or damaged (exit 3)
   */
  static ResultFolder read(String argument) {
    Path named = ScenarioFiles.path(argument);
    boolean document = named.endsWith("run.json") && Files.isRegularFile(named);
    Path folder = document ? named.toAbsolutePath().normalize().getParent() : named;
    return new ResultFolder(folder, SavedResult.read(folder));
  }

  Path path() {
    return path;
  }

  SavedResult result() {
    return result;
  }

  /** The scenario's name as a part of a file name. */
  String fileName() {
    return RunCommand.folderName(result.run().at("/scenario/name").asText("result"));
  }
}
