package dev.headroom.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import dev.headroom.core.UserError;
import dev.headroom.results.Bins;
import dev.headroom.results.Count;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.RunOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The scenario that a result holds, ready to be run again.
 *
 * @param scenario as it was read then
 * @param seed of its draws
 * @param number of the day that the result shows
 * @param fingerprint of the run where the result has one of a single day, else empty
 */
record Rerun(Scenario scenario, long seed, int number, String fingerprint) {

  /**
   * Reads the scenario from a result; its trace must still be where the scenario says.
   *
   * @throws UserError if the result holds none or it cannot be read
   */
  static Rerun of(SavedResult result) {
    JsonNode run = result.run();
    String text = run.path("scenarioText").asText("");
    if (text.isEmpty()) {
      throw UserError.input("run.json: holds no scenario text, so nothing can be run again");
    }
    ConfigNode tree = null;
    int from = 0;
    for (JsonNode file : files(run)) {
      int to = (int)
          Math.min(text.length(), (long) from + file.path("characters").asLong(text.length()));
      ConfigNode layer = ConfigNode.parse(file.path("name").asText(), text.substring(from, to));
      tree = tree == null ? layer : tree.merge(layer);
      from = to;
    }
    List<String> sets = new ArrayList<>();
    run.at("/inputs/set").forEach(set -> sets.add(set.asText()));
    boolean days = run.path("days").isObject();
    return new Rerun(
        ScenarioReader.read(Overrides.apply(tree, sets, "--set")),
        run.path("seed").asLong(),
        days ? Math.max(0, run.at("/days/shown").asInt(1) - 1) : 0,
        days ? "" : run.path("fingerprint").asText(""));
  }

  /** Names and lengths of the files whose texts stand one after the other. */
  private static Iterable<JsonNode> files(JsonNode run) {
    JsonNode several = run.at("/inputs/files");
    if (several.isArray() && !several.isEmpty()) {
      return several;
    }
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    return List.of(one.put("name", run.at("/scenario/file").asText("scenario")));
  }

  /** Whether a run is the one that the result shows, as far as that can be told. */
  boolean isSame(RunOutcome outcome, View view) {
    if (!fingerprint.isEmpty()) {
      return fingerprint.equals(String.format("%016x", outcome.recorder().fingerprint()));
    }
    Bins bins = outcome.recorder().bins();
    boolean same = bins.size() == view.series.bins();
    for (int bin = 0; same && bin < bins.size(); bin++) {
      same = bins.countOfFirst(bin, scenario.userRows(), Count.COMPLETED)
          == view.value(Count.COMPLETED.column(), bin);
    }
    return same;
  }
}
