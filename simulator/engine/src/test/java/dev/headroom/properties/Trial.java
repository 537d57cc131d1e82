package dev.headroom.properties;

import dev.headroom.config.ConfigNode;
import dev.headroom.review.Review;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.Outcomes;
import dev.headroom.simulation.RunOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of a scenario and everything that it says to the outside.
 *
 * @param scenario what ran
 * @param outcome ledgers and series
 * @param told outcomes in the order in which they came
 * @param saved what would be written
 */
record Trial(Scenario scenario, RunOutcome outcome, List<Told> told, SavedResult saved) {
  /** Codes of {@code outcome} that are no failure of a request. */
  static final int COMPLETED = 64;

  static final int AFTER_CLIENT_LEFT = 65;
  static final int READY = 101;
  static final int GONE = 102;
  static final int START_KILLED = 103;

  /** One outcome of an attempt, or one step in the life of an instance. */
  record Told(long entity, long outcome, long atNs) {
    int code() {
      return (int) (outcome & 0xFF);
    }

    int attempt() {
      return (int) (outcome >> 8 & 0xFFFFFF);
    }

    int service() {
      return (int) (outcome >> 32);
    }

    boolean ofInstance() {
      return outcome == READY || outcome == GONE || outcome == START_KILLED;
    }
  }

  static Scenario read(String yaml) {
    return ScenarioReader.read(ConfigNode.parse("scenario.yaml", yaml));
  }

  static Trial of(String yaml) {
    Scenario scenario = read(yaml);
    List<Told> told = new ArrayList<>();
    RunOutcome outcome =
        Outcomes.run(scenario, (entity, what, nowNs) -> told.add(new Told(entity, what, nowNs)));
    return new Trial(scenario, outcome, told, save(scenario));
  }

  private static SavedResult save(Scenario scenario) {
    return Review.of(
        scenario,
        new Review.Request(scenario.seed(), "scenario.yaml", "", false, nowNs -> {}));
  }

  /** The bytes of all files of a run, one after the other. */
  static String bytes(String yaml) {
    return bytes(save(read(yaml)));
  }

  static String bytes(SavedResult saved) {
    try {
      Path folder = Files.createTempDirectory("headroom-trial");
      saved.write(folder);
      StringBuilder text = new StringBuilder();
      for (String file : List.of("run.json", "series.csv", "events.csv", "latency.hgrm")) {
        text.append(Files.readString(folder.resolve(file)));
        Files.delete(folder.resolve(file));
      }
      Files.delete(folder);
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
