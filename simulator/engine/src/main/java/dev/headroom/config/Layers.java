package dev.headroom.config;

import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.core.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Laying trees over one another, and setting one value by its path. */
final class Layers {
  private static final List<String> DISTRIBUTION_KEYS =
      List.of("dist", "p50", "p99", "mean", "min", "max", "values", "value");
  private static final List<String> DISTRIBUTION_MARKS = List.of("dist", "p50", "p99", "values");
  private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

  private Layers() {}

  static ConfigNode merge(ConfigNode base, ConfigNode over) {
    if (!(base instanceof MapNode below)
        || !(over instanceof MapNode above)
        || replacesWhole(below, above)) {
      return over;
    }
    Map<String, Entry> merged = new LinkedHashMap<>(below.entries());
    above.entries().forEach((key, entry) -> {
      Entry old = merged.get(key);
      merged.put(
          key,
          old == null ? entry : new Entry(entry.keyPosition(), merge(old.value(), entry.value())));
    });
    return new MapNode(above.position(), merged);
  }

  /** Half of one distribution and half of another, or of two sources, is neither. */
  private static boolean replacesWhole(MapNode below, MapNode above) {
    if (below.isCited() || above.isCited()) {
      return true;
    }
    return (isDistribution(below) || isDistribution(above))
        && !below.entries().keySet().containsAll(above.entries().keySet());
  }

  private static boolean isDistribution(MapNode map) {
    return DISTRIBUTION_KEYS.containsAll(map.entries().keySet())
        && DISTRIBUTION_MARKS.stream().anyMatch(map.entries()::containsKey);
  }

  static ConfigNode set(ConfigNode root, String path, String text, String origin) {
    Position position = Position.of(origin + " " + OneLine.of(path));
    List<String> parts = new ArrayList<>();
    for (String part : path.replaceAll("\\[(\\d+)\\]", ".$1").split("\\.", -1)) {
      if (part.isBlank()) {
        throw UserError.invalid(position + ": a part of the path is empty; write it as"
            + " platform.scale.min or workload.classes.0.share");
      }
      parts.add(part);
    }
    if (parts.size() > YamlSource.MAX_DEPTH) {
      throw UserError.invalid(
          position + ": the path has more than " + YamlSource.MAX_DEPTH + " parts");
    }
    if (text.isBlank()) {
      throw UserError.invalid(position + ": is empty; needs a value after '='");
    }
    // A file named "-" is stdin; to YAML it would begin a list.
    String yaml = text.strip().equals("-") ? "'-'" : text;
    ConfigNode value = YamlSource.parseValue(position.toString(), yaml, position);
    return set(root, parts, 0, value, position);
  }

  private static ConfigNode set(
      ConfigNode node, List<String> parts, int from, ConfigNode value, Position position) {
    if (from == parts.size()) {
      return value;
    }
    if (node == null) {
      node = new MapNode(position, new LinkedHashMap<>());
    }
    if (node instanceof MapNode map && map.isCited()) {
      // What is changed by hand no longer says what its source says.
      node = map.get("value");
    }
    if (node instanceof MapNode map) {
      int used = keyLength(map, parts, from);
      String key = String.join(".", parts.subList(from, from + used));
      Map<String, Entry> entries = new LinkedHashMap<>(map.entries());
      ConfigNode changed = set(map.get(key), parts, from + used, value, position);
      entries.put(key, new Entry(position, changed));
      return new MapNode(map.position(), entries);
    }
    if (node instanceof ListNode list) {
      int index = index(list, parts, from, position);
      List<ConfigNode> items = new ArrayList<>(list.items());
      items.set(index, set(items.get(index), parts, from + 1, value, position));
      return new ListNode(list.position(), items);
    }
    throw UserError.invalid(position + ": " + String.join(".", parts.subList(0, from)) + " is "
        + node.describe() + ", not a map or a list");
  }

  /** Keys may hold dots (instance classes do): the longest that exists wins. */
  private static int keyLength(MapNode map, List<String> parts, int from) {
    for (int used = parts.size() - from; used > 1; used--) {
      if (map.entries().containsKey(String.join(".", parts.subList(from, from + used)))) {
        return used;
      }
    }
    return 1;
  }

  private static int index(ListNode list, List<String> parts, int from, Position position) {
    String part = parts.get(from);
    int size = list.items().size();
    if (INDEX.matcher(part).matches() && Integer.parseInt(part) < size) {
      return Integer.parseInt(part);
    }
    throw UserError.invalid(position + ": " + OneLine.of(part) + " is not an element of "
        + String.join(".", parts.subList(0, from)) + ", a list; allowed: "
        + (size == 0 ? "none, it is empty" : "0 to " + (size - 1)));
  }
}
