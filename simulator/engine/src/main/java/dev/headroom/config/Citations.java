package dev.headroom.config;

import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import java.util.ArrayList;
import java.util.List;

/** Which values of a model say where they come from. */
public final class Citations {
  private Citations() {}

  /**
   * A value of a model.
   *
   * @param path such as {@code instance.concurrency} or {@code tiers[0].rate}
   * @param position where it was written
   * @param citation null where the value has none
   * @param value what was written, without its citation
   */
  public record Leaf(String path, Position position, Citation citation, ConfigNode value) {}

  /** Every value in the order written, except what stands under the root's {@code sources}. */
  public static List<Leaf> of(ConfigNode model) {
    List<Leaf> leaves = new ArrayList<>();
    collect(model, "", leaves);
    return leaves;
  }

  private static void collect(ConfigNode node, String path, List<Leaf> leaves) {
    Citation citation = Citation.of(node, path);
    if (citation == null && node instanceof MapNode map) {
      map.entries().forEach((key, entry) -> {
        if (!path.isEmpty() || !key.equals("sources")) {
          collect(entry.value(), path.isEmpty() ? key : path + "." + key, leaves);
        }
      });
    } else if (citation == null && node instanceof ListNode list) {
      for (int i = 0; i < list.items().size(); i++) {
        collect(list.items().get(i), path + "[" + i + "]", leaves);
      }
    } else {
      leaves.add(new Leaf(path, node.position(), citation, Citation.valueOf(node, path)));
    }
  }
}
