package dev.headroom.config;

import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.core.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One document's parser nodes to ours: aliases expanded, keys checked, sizes bounded. */
final class YamlTree {
  private static final int MAX_NODES = 100_000;
  private static final List<Tag> PLAIN =
      List.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ);

  private final String name;
  private final Position fixed;
  private int nodeCount;

  YamlTree(String name, Position fixed) {
    this.name = name;
    this.fixed = fixed;
  }

  ConfigNode convert(Node root) {
    return convert(root, 1);
  }

  private ConfigNode convert(Node node, int depth) {
    Position position = position(node.getStartMark());
    if (depth > YamlSource.MAX_DEPTH) {
      throw UserError.invalid(position + ": nests deeper than " + YamlSource.MAX_DEPTH
          + " levels, or an alias that holds itself");
    }
    if (++nodeCount > MAX_NODES) {
      throw UserError.invalid(
          name + ": more than 100,000 values once its aliases (*name) are expanded");
    }
    if (!PLAIN.contains(node.getTag())) {
      throw UserError.invalid(position + ": tag " + OneLine.of(node.getTag().getValue())
          + "; only plain maps, lists and values are read");
    }
    if (node instanceof MappingNode map) {
      return convertMap(map, position, depth);
    }
    if (node instanceof SequenceNode list) {
      List<ConfigNode> items = new ArrayList<>(list.getValue().size());
      for (Node item : list.getValue()) {
        items.add(convert(item, depth + 1));
      }
      return new ConfigNode.ListNode(position, items);
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean plain = scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    boolean empty = plain && scalar.getTag().equals(Tag.NULL);
    return new ConfigNode.ScalarNode(position, scalar.getValue(), empty);
  }

  private ConfigNode convertMap(MappingNode map, Position position, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Position keyPosition = position(tuple.getKeyNode().getStartMark());
      String key = key(tuple.getKeyNode(), keyPosition);
      Entry before = entries.get(key);
      if (before != null) {
        throw UserError.invalid(keyPosition + ": " + OneLine.of(key) + ": twice in one map"
            + (fixed == null ? ", first in line " + before.keyPosition().line() : ""));
      }
      entries.put(key, new Entry(keyPosition, convert(tuple.getValueNode(), depth + 1)));
    }
    return new ConfigNode.MapNode(position, entries);
  }

  private String key(Node node, Position position) {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw UserError.invalid(position + ": a key must be a text that is not empty");
    }
    if (scalar.getTag().equals(Tag.MERGE)) {
      throw UserError.invalid(position + ": '<<' merge keys are not read; write the keys out, or"
          + " lay a second file over this one");
    }
    return scalar.getValue();
  }

  private Position position(Mark mark) {
    return fixed != null ? fixed : new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
