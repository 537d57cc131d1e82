package dev.headroom.replication;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.List;

/**
 * One of the settings that are compared.
 *
 * @param label for people
 * @param scenario ready to run
 */
public record Variant(String label, Scenario scenario) {
  /**
   * A scenario's tree with values set, read and checked like any other: mistakes are told with
   * their position and with what was probably meant.
   *
   * @param sets each {@code PATH=VALUE}; none for the scenario as it is
   * @param origin what said so, such as {@code --vary}
   */
  public static Variant of(String label, ConfigNode tree, List<String> sets, String origin) {
    return new Variant(label, ScenarioReader.read(Overrides.apply(tree, sets, origin)));
  }
}
