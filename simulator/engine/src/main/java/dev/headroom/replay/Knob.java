package dev.headroom.replay;

import dev.headroom.config.Citations;
import dev.headroom.config.Citations.Leaf;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.ScaledTime;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Predicate;

/**
 * Something that is not known exactly of a running system: values of a scenario and its models, all
 * times one factor.
 *
 * @param name for people
 * @param low smallest factor that is tried, above 0
 * @param high largest factor
 * @param paths of the values
 * @param values as written, times or whole numbers, in the order of the paths
 */
record Knob(String name, double low, double high, List<String> paths, List<ConfigNode> values) {
  /** More single values than this are a recorded distribution, not a guess. */
  private static final int VALUES_MAX = 200;

  private static final String SERVICE = "(.*\\.)?workload\\.classes\\[\\d+]\\.service(\\..*)?";
  private static final String QUERY =
      "(.*\\.)?workload\\.classes\\[\\d+]\\.queries\\.(each|cpu|wait)(\\..*)?";
  private static final String START = "(.*\\.)?platform\\.coldStart\\..*";
  private static final String CONCURRENCY = "(.*\\.)?platform\\.concurrency\\.max";
  private static final String CONNECT = "database\\.connect\\.(cpu|latency)(\\..*)?";
  private static final String SCALE = "(.*\\.)?platform\\.scale\\..*";

  /** The factor at a place on the scale, 0 to 1; the scale is logarithmic. */
  double factor(double place) {
    return low * StrictMath.pow(high / low, place);
  }

  /** Where a factor stands on the scale. */
  double place(double factor) {
    return StrictMath.log(factor / low) / StrictMath.log(high / low);
  }

  /** Those of a scenario; each has at least one value that can be changed. */
  static List<Knob> of(ConfigNode tree) {
    List<Leaf> leaves = Citations.of(ScenarioReader.withModels(tree));
    List<Knob> knobs = new ArrayList<>();
    add(knobs, tree, "service time", 0.25, 4, leaves, leaf -> leaf.path().matches(SERVICE));
    add(knobs, tree, "query time", 0.25, 4, leaves, leaf -> leaf.path().matches(QUERY));
    add(knobs, tree, "start-up time", 0.33, 3, leaves, leaf -> leaf.path().matches(START));
    add(
        knobs,
        tree,
        "effective concurrency",
        0.1,
        1,
        leaves,
        leaf -> leaf.path().matches(CONCURRENCY) && !text(leaf).equals("1"));
    add(knobs, tree, "connection set-up", 0.33, 3, leaves, leaf -> leaf.path().matches(CONNECT));
    add(
        knobs,
        tree,
        "scaling windows (assumed)",
        0.33,
        3,
        leaves,
        leaf -> leaf.path().matches(SCALE)
            && !text(leaf).matches("\\d+")
            && leaf.citation() != null
            && leaf.citation().isAssumption());
    return knobs;
  }

  private static String text(Leaf leaf) {
    return leaf.value() instanceof ScalarNode scalar ? scalar.text() : "";
  }

  private static void add(
      List<Knob> knobs,
      ConfigNode tree,
      String name,
      double low,
      double high,
      List<Leaf> leaves,
      Predicate<Leaf> wanted) {
    List<String> paths = new ArrayList<>();
    List<ConfigNode> values = new ArrayList<>();
    for (Leaf leaf : leaves) {
      String changed = wanted.test(leaf) ? scaled(leaf.value(), 0.5) : null;
      String written = changed == null ? null : scaled(leaf.value(), 1);
      if (changed != null && !changed.equals(written) && reads(tree, leaf.path(), written)) {
        paths.add(leaf.path());
        values.add(leaf.value());
      }
    }
    if (!paths.isEmpty() && paths.size() <= VALUES_MAX) {
      knobs.add(new Knob(name, low, high, List.copyOf(paths), List.copyOf(values)));
    }
  }

  /** Whether a scenario may say this value itself; some belong to a model. */
  private static boolean reads(ConfigNode tree, String path, String value) {
    try {
      ScenarioReader.read(tree.with(path, value, "fit"));
      return true;
    } catch (UserError e) {
      return false;
    }
  }

  /** A time, distribution of times or whole number times a factor; null if it is neither. */
  private static String scaled(ConfigNode value, double factor) {
    if (value instanceof ScalarNode scalar && !scalar.empty()) {
      return scaled(scalar.text(), factor);
    }
    if (!(value instanceof MapNode map) || map.entries().isEmpty()) {
      return null;
    }
    StringJoiner text = new StringJoiner(", ", "{", "}");
    boolean any = false;
    for (Map.Entry<String, ConfigNode.Entry> entry : map.entries().entrySet()) {
      if (!(entry.getValue().value() instanceof ScalarNode scalar)) {
        return null;
      }
      String changed = scaled(scalar.text(), factor);
      any |= changed != null;
      text.add(entry.getKey() + ": " + (changed == null ? scalar.text() : changed));
    }
    return any ? text.toString() : null;
  }

  private static String scaled(String text, double factor) {
    try {
      return text.matches("\\d+")
          ? Long.toString(Math.max(1, Math.round(Units.integer(text) * factor)))
          : ScaledTime.of(text, factor);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The tree with the knob's values times a factor. */
  ConfigNode turn(ConfigNode tree, double factor) {
    ConfigNode turned = tree;
    for (int i = 0; i < paths.size(); i++) {
      turned = turned.with(paths.get(i), scaled(values.get(i), factor), "fit");
    }
    return turned;
  }
}
