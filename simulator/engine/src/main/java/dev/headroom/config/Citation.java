package dev.headroom.config;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.UserError;
import java.util.List;

/**
 * Where a model's value comes from.
 *
 * @param source a key of the model's list of them, or {@code assumption}
 * @param note a sentence, or null; an assumption always has one
 * @param position where the value was written
 */
public record Citation(String source, String note, Position position) {
  private static final List<String> KEYS = List.of("value", "source", "note");

  /** Whether nobody published the value. */
  public boolean isAssumption() {
    return source.equals("assumption");
  }

  /** The citation of a value, or null of a plain one. */
  static Citation of(ConfigNode node, String path) {
    if (!(node instanceof MapNode map) || !map.isCited()) {
      return null;
    }
    for (String key : map.entries().keySet()) {
      if (!KEYS.contains(key)) {
        throw UserError.invalid(map.entries().get(key).keyPosition() + ": " + path + "."
            + OneLine.of(key) + ": unknown key; " + Suggestions.hint(key, KEYS)
            + "allowed: note, source, value");
      }
    }
    String source = text(map.get("source"), path + ".source");
    String note = map.get("note") == null ? null : text(map.get("note"), path + ".note");
    if (source.equals("assumption") && note == null) {
      throw UserError.invalid(
          map.position() + ": " + path + ": an assumption needs a 'note' that says why");
    }
    return new Citation(source, note, map.position());
  }

  /** The value without its citation. */
  public static ConfigNode valueOf(ConfigNode node, String path) {
    return of(node, path) == null ? node : ((MapNode) node).get("value");
  }

  private static String text(ConfigNode node, String path) {
    if (node instanceof ScalarNode scalar && !scalar.empty() && !scalar.text().isBlank()) {
      return scalar.text();
    }
    throw UserError.invalid(
        node.position() + ": " + path + ": " + node.describe() + "; needs a text");
  }
}
