package dev.headroom.cli;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import java.nio.file.Path;
import java.util.List;

/** Scenario files laid over each other, with single values set on top. */
final class ScenarioFiles {
  private ScenarioFiles() {}

  /**
   * The merged tree.
   *
   * @param files at least one, later wins; {@code -} is stdin
   * @param sets each {@code PATH=VALUE}
   */
  static ConfigNode tree(List<String> files, List<String> sets) {
    ConfigNode tree = null;
    for (String file : files) {
      ConfigNode layer =
          file.equals("-")
              ? ConfigNode.parse("stdin", Stdin.text())
              : ConfigNode.read(Path.of(file));
      tree = tree == null ? layer : tree.merge(layer);
    }
    return Overrides.apply(tree, sets, "--set");
  }
}
