package dev.headroom.properties;

import dev.headroom.config.ConfigNode;
import dev.headroom.results.SavedResult;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.Outcomes;
import dev.headroom.simulation.RunOutcome;
import java.util.ArrayList;
import java.util.Arrays;
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

  static Trial of(Scenario scenario) {
    List<Told> told = new ArrayList<>();
    RunOutcome outcome =
        Outcomes.run(scenario, (entity, what, nowNs) -> told.add(new Told(entity, what, nowNs)));
    return new Trial(scenario, outcome, told, save(scenario));
  }

  static SavedResult save(Scenario scenario) {
    return Review.of(
        scenario, new Review.Request(scenario.seed(), "scenario.yaml", "", false, nowNs -> {}));
  }

  /** Whether two results would be the same bytes in every file. */
  static boolean same(SavedResult one, SavedResult other) {
    boolean same = one.runText().equals(other.runText())
        && one.events().equals(other.events())
        && one.latency().equals(other.latency())
        && one.series().names().equals(other.series().names());
    for (String name : one.series().names()) {
      same &= Arrays.equals(one.series().column(name), other.series().column(name));
    }
    return same;
  }
}
