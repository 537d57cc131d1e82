package dev.headroom.comparison;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.UserError;
import dev.headroom.platform.Models;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario on another platform. What the scenario says of its program (size, start-up,
 * concurrency) and how many instances it wants goes along where the other platform has such a key;
 * everything else of {@code platform} is the old platform's own and is left behind. Nothing is left
 * behind without being told.
 *
 * @param scenario ready to run
 * @param platform its model
 * @param kept what went along
 * @param dropped what did not, and why
 */
record Transplant(Scenario scenario, String platform, List<Value> kept, List<Value> dropped) {
  /** What describes the program or how much of it is wanted, not the platform. */
  private static final List<String> PORTABLE = List.of(
      "instance.cpu",
      "instance.memory",
      "instance.baseMemory",
      "instance.runtimeParallelism",
      "concurrency.max",
      "scale.min",
      "scale.max",
      "coldStart.image",
      "coldStart.runtime",
      "coldStart.appReady");

  private static final String USE = "use";

  /**
   * A value of the scenario's platform.
   *
   * @param path such as {@code platform.scale.min}
   * @param value as written
   * @param origin where it was written
   * @param why it was left behind; empty for what went along
   */
  record Value(String path, String value, String origin, String why) {}

  /**
   * Moves a scenario.
   *
   * @param tree of the scenario, its files merged
   * @param to the platform's name; for the scenario's own nothing changes
   * @throws UserError where the scenario has no single platform or cannot run on the other one
   */
  static Transplant of(ConfigNode tree, String to) {
    MapNode root = (MapNode) tree;
    if (!(root.get("platform") instanceof MapNode platform)
        || !(platform.get(USE) instanceof ScalarNode use)) {
      throw UserError.invalid("--platforms: needs a scenario with one platform (platform.use);"
          + " compare scenarios with several services as files");
    }
    if (use.text().equals(to)) {
      return new Transplant(ScenarioReader.read(tree), to, List.of(), List.of());
    }
    MapNode empty = new MapNode(platform.position(), new LinkedHashMap<>());
    MapNode bare = put(empty, USE, new ScalarNode(use.position(), to, false));
    String problem = problem(root, bare);
    if (problem != null) {
      throw UserError.invalid("--platforms: " + to + ": " + problem);
    }
    List<Value> kept = new ArrayList<>();
    List<Value> dropped = new ArrayList<>();
    MapNode moved = bare;
    for (Leaf leaf : leaves(platform)) {
      MapNode with = put(moved, leaf.path(), leaf.value());
      String why = PORTABLE.contains(leaf.path())
          ? reason(root, with, leaf, to)
          : "a setting of " + use.text();
      Value value = new Value(
          "platform." + leaf.path(),
          text(leaf.value()),
          leaf.value().position().toString(),
          why == null ? "" : why);
      (why == null ? kept : dropped).add(value);
      moved = why == null ? with : moved;
    }
    return new Transplant(read(root, moved), to, List.copyOf(kept), List.copyOf(dropped));
  }

  private record Leaf(String path, ConfigNode value) {}

  /** Two levels deep: what lies below is one value, such as a distribution. */
  private static List<Leaf> leaves(MapNode platform) {
    List<Leaf> leaves = new ArrayList<>();
    platform.entries().forEach((key, entry) -> {
      if (key.equals(USE)) {
        return;
      }
      if (entry.value() instanceof MapNode group) {
        group
            .entries()
            .forEach((name, inner) -> leaves.add(new Leaf(key + "." + name, inner.value())));
      } else {
        leaves.add(new Leaf(key, entry.value()));
      }
    });
    return leaves;
  }

  /** Why a value that could go along cannot, or null. */
  private static String reason(MapNode root, MapNode with, Leaf leaf, String to) {
    MapNode model = (MapNode) Models.read("platforms/" + to);
    String own = modelText(model, leaf.path());
    if (text(leaf.value()).equals(own)) {
      return null;
    }
    if (leaf.path().startsWith("scale.") && "fixed".equals(modelText(model, "scale.policy"))) {
      return "its number of instances is fixed, " + modelText(model, "scale.min") + " in the model";
    }
    if (leaf.path().equals("concurrency.max") && "1".equals(own) && isPublished(model)) {
      return "its instances take one request at a time";
    }
    if (leaf.path().equals("scale.min") && text(leaf.value()).equals("0") && !"0".equals(own)) {
      return "it does not scale to zero by itself; the model keeps " + own;
    }
    String problem = problem(root, with);
    if (problem == null) {
      return null;
    }
    String said = problem.replaceFirst("^\\S+: [^;]*; allowed:", "").strip();
    return said.isEmpty() ? "no setting of this platform" : said;
  }

  /** Whether a provider says so; an assumed or defined 1 is only a default. */
  private static boolean isPublished(MapNode model) {
    MapNode max = (MapNode) ((MapNode) model.get("concurrency")).get("max");
    return !List.of("assumption", "definition").contains(max.get("source").describe());
  }

  /** A model's value as written, or null. */
  private static String modelText(MapNode model, String path) {
    ConfigNode node = model;
    for (String part : path.split("\\.")) {
      node = node instanceof MapNode map ? map.get(part) : null;
    }
    if (node instanceof MapNode cited) {
      node = cited.get("value");
    }
    return node instanceof ScalarNode scalar ? scalar.text() : null;
  }

  /** What the reader says against it, without the place; null where it says nothing. */
  private static String problem(MapNode root, MapNode platform) {
    try {
      read(root, platform);
      return null;
    } catch (UserError e) {
      return e.getMessage().replaceFirst("^\\S*:\\d+:\\d+: ", "").strip();
    }
  }

  private static Scenario read(MapNode root, MapNode platform) {
    Map<String, Entry> entries = new LinkedHashMap<>(root.entries());
    entries.put("platform", new Entry(root.entries().get("platform").keyPosition(), platform));
    return ScenarioReader.read(new MapNode(root.position(), entries));
  }

  private static MapNode put(MapNode map, String path, ConfigNode value) {
    int dot = path.indexOf('.');
    String key = dot < 0 ? path : path.substring(0, dot);
    Map<String, Entry> entries = new LinkedHashMap<>(map.entries());
    ConfigNode inner = value;
    if (dot >= 0) {
      MapNode below = map.get(key) instanceof MapNode group
          ? group
          : new MapNode(value.position(), new LinkedHashMap<>());
      inner = put(below, path.substring(dot + 1), value);
    }
    entries.put(key, new Entry(value.position(), inner));
    return new MapNode(map.position(), entries);
  }

  /** A value on one line, as YAML writes it in flow style. */
  private static String text(ConfigNode node) {
    List<String> parts = new ArrayList<>();
    if (node instanceof MapNode map) {
      map.entries().forEach((key, entry) -> parts.add(key + ": " + text(entry.value())));
      return "{" + String.join(", ", parts) + "}";
    }
    if (node instanceof ListNode list) {
      list.items().forEach(item -> parts.add(text(item)));
      return "[" + String.join(", ", parts) + "]";
    }
    return node.describe();
  }
}
