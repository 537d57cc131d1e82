package dev.headroom.serve;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Writes a tree as YAML that reads back as the same values; comments are not kept. */
final class YamlText {
  private static final int FLOW_COLUMNS = 72;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_./+][A-Za-z0-9_./%+-]*( [A-Za-z0-9_./%+-]+)*|-[0-9][0-9.]*");
  private static final Pattern NOTHING = Pattern.compile("(?i)null|~");

  private YamlText() {}

  /** The text of a whole document, ending in a line feed. */
  static String of(ConfigNode root) {
    StringBuilder out = new StringBuilder();
    block(out, (MapNode) root, "");
    return out.toString();
  }

  /** A value in one line. */
  static String value(ConfigNode node) {
    return flow(node);
  }

  private static void block(StringBuilder out, MapNode map, String indent) {
    map.entries().forEach((key, entry) -> {
      out.append(indent).append(key(key)).append(':');
      below(out, entry.value(), indent);
    });
  }

  private static void below(StringBuilder out, ConfigNode value, String indent) {
    String flow = flow(value);
    if (value instanceof ScalarNode || isSmall(value) && flow.length() <= FLOW_COLUMNS) {
      out.append(' ').append(flow).append('\n');
    } else if (value instanceof MapNode map) {
      out.append('\n');
      block(out, map, indent + "  ");
    } else {
      out.append('\n');
      for (ConfigNode item : ((ListNode) value).items()) {
        item(out, item, indent + "  ");
      }
    }
  }

  private static void item(StringBuilder out, ConfigNode item, String indent) {
    if (item instanceof MapNode map && !(isSmall(map) && flow(map).length() <= FLOW_COLUMNS)) {
      StringBuilder inner = new StringBuilder();
      block(inner, map, indent + "  ");
      // The dash takes the place of the first key's indentation.
      out.append(indent).append("- ").append(inner.substring(indent.length() + 2));
    } else {
      out.append(indent).append("- ").append(flow(item)).append('\n');
    }
  }

  /** Whether it is empty or holds scalars only, so that one line can show it. */
  private static boolean isSmall(ConfigNode node) {
    if (node instanceof MapNode map) {
      return map.entries().values().stream().allMatch(e -> e.value() instanceof ScalarNode);
    }
    return node instanceof ListNode list
        && list.items().stream().allMatch(item -> item instanceof ScalarNode);
  }

  private static String flow(ConfigNode node) {
    if (node instanceof MapNode map) {
      StringJoiner all = new StringJoiner(", ", "{ ", " }");
      map.entries().forEach((key, entry) -> all.add(key(key) + ": " + flow(entry.value())));
      return map.entries().isEmpty() ? "{}" : all.toString();
    }
    if (node instanceof ListNode list) {
      StringJoiner all = new StringJoiner(", ", "[", "]");
      list.items().forEach(item -> all.add(flow(item)));
      return all.toString();
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.empty() ? "null" : text(scalar.text());
  }

  private static String key(String key) {
    return KEY.matcher(key).matches() && !NOTHING.matcher(key).matches() ? key : quoted(key);
  }

  private static String text(String text) {
    return PLAIN.matcher(text).matches() && !NOTHING.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> {
      if (c == '"' || c == '\\') {
        out.append('\\').append((char) c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c < ' ' || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
        out.append(String.format(Locale.ROOT, "\\u%04x", c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.append('"').toString();
  }
}
