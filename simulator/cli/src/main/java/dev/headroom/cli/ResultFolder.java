package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
    SavedResult result = SavedResult.read(folder);
    check(folder.resolve("run.json"), result.run());
    return new ResultFolder(folder, result);
  }

  /** What every result has, so that whoever reads it need not ask. */
  private static void check(Path file, JsonNode run) {
    require(file, "seed", run.path("seed").isNumber());
    require(file, "verdict.sentences", run.at("/verdict/sentences").isArray());
    for (String list : List.of("objectives", "assumptions", "settings")) {
      require(file, list, run.path(list).isArray());
    }
    for (JsonNode objective : run.path("objectives")) {
      for (String key :
          List.of("name", "expr", "measured", "severity", "verdict", "violatedRuns", "runs")) {
        require(file, "objectives." + key, objective.has(key));
      }
    }
  }

  private static void require(Path file, String key, boolean there) {
    if (!there) {
      throw UserError.input(file + ": is damaged: '" + key + "' is missing or of another kind");
    }
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
