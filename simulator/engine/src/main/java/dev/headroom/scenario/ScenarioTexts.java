package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Overrides;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario as text, laid over each other in order: all that is needed to make its tree, here or
 * in another process.
 *
 * @param names what messages call them; paths in a scenario are relative to its own
 * @param texts as many, at least one; later wins
 */
public record ScenarioTexts(List<String> names, List<String> texts) implements Serializable {
  private static final long serialVersionUID = 1L;

  public ScenarioTexts {
    names = List.copyOf(names);
    texts = List.copyOf(texts);
  }

  /**
   * The merged tree, with single values set on top.
   *
   * @param sets each {@code PATH=VALUE}
   */
  public ConfigNode tree(List<String> sets) {
    ConfigNode tree = null;
    for (int i = 0; i < names.size(); i++) {
      ConfigNode layer = ConfigNode.parse(names.get(i), texts.get(i));
      tree = tree == null ? layer : tree.merge(layer);
    }
    return Overrides.apply(tree, sets, "--set");
  }

  /**
   * The same with further objectives, which stand behind the scenario's own.
   *
   * @param slos each an expression
   */
  public ConfigNode tree(List<String> sets, List<String> slos) {
    MapNode tree = (MapNode) tree(sets);
    if (slos.isEmpty()) {
      return tree;
    }
    StringBuilder all = new StringBuilder("slo: [");
    for (String slo : slos) {
      all.append("{expr: '").append(slo.replace("'", "''")).append("'}, ");
    }
    MapNode more = (MapNode) ConfigNode.parse("--slo", all.append("]\n").toString());
    if (!(tree.get("slo") instanceof ListNode own) || own.items().isEmpty()) {
      return tree.merge(more);
    }
    List<ConfigNode> items = new ArrayList<>(own.items());
    items.addAll(((ListNode) more.get("slo")).items());
    Map<String, Entry> entries = new LinkedHashMap<>(tree.entries());
    ListNode list = new ListNode(own.position(), items);
    entries.put("slo", new Entry(entries.get("slo").keyPosition(), list));
    return new MapNode(tree.position(), entries);
  }
}
