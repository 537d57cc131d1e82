package dev.headroom.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML value and where it was written. Immutable; every change makes a new tree that keeps the
 * positions of what it kept.
 */
public sealed interface ConfigNode {
  /** Where the value was written. */
  Position position();

  /** The value in a few words for a message: the text of a scalar, else {@code a map}. */
  String describe();

  /**
   * Reads one YAML document whose root is a map.
   *
   * @throws dev.headroom.core.UserError input for a file that is missing, unreadable, empty, not
   *     UTF-8 or above 3 MiB; invalid for a syntax error
   */
  static ConfigNode read(Path file) {
    return YamlSource.read(file);
  }

  /**
   * The text of a YAML file, for who needs it beside its tree and must not read it twice: it may be
   * a pipe.
   *
   * @throws dev.headroom.core.UserError input as {@link #read}
   */
  static String text(Path file) {
    return YamlSource.text(file);
  }

  /**
   * The same from a stream; {@code name} is what messages call it.
   *
   * @throws IOException if the stream cannot be read
   */
  static String text(String name, InputStream in) throws IOException {
    return YamlSource.text(name, in);
  }

  /**
   * Parses one YAML document whose root is a map.
   *
   * @param fileName what messages call it
   * @throws dev.headroom.core.UserError as {@link #read}
   */
  static ConfigNode parse(String fileName, String text) {
    return YamlSource.parse(fileName, text);
  }

  /**
   * This tree with another laid over it: maps merge key by key, anything else is replaced. Two
   * kinds of maps are values and replaced whole: a cited value, and a distribution given in
   * another form.
   */
  default ConfigNode merge(ConfigNode over) {
    return Layers.merge(this, over);
  }

  /**
   * This tree with one value replaced; maps on the way that do not exist are made.
   *
   * @param dottedPath such as {@code workload.classes.0.share} or {@code workload.classes[0].share}
   * @param yamlValueText the value in YAML, such as {@code 3} or <code>{p50: 1s, p99: 3s}</code>
   * @param origin who says so, such as {@code --set}; stands with the path as the position
   */
  default ConfigNode with(String dottedPath, String yamlValueText, String origin) {
    return Layers.set(this, dottedPath, yamlValueText, origin);
  }

  /** A text as a map in which it stands under {@code key}; anything else as it is. */
  default ConfigNode asMap(String key) {
    return this instanceof ScalarNode scalar && !scalar.empty()
        ? new MapNode(position(), Collections.singletonMap(key, new Entry(position(), this)))
        : this;
  }

  /**
   * A value of a map with the place of its key.
   *
   * @param keyPosition where the key was written
   * @param value what stands under it
   */
  record Entry(Position keyPosition, ConfigNode value) {}

  /** Keys in the order written. */
  record MapNode(Position position, Map<String, Entry> entries) implements ConfigNode {
    public MapNode {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value under a key, or null. */
    public ConfigNode get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    /** Whether it is a value with its source: a map with {@code value} and {@code source}. */
    boolean isCited() {
      return entries.containsKey("value") && entries.containsKey("source");
    }

    @Override
    public String describe() {
      return "a map";
    }
  }

  /** Elements in the order written. */
  record ListNode(Position position, List<ConfigNode> items) implements ConfigNode {
    public ListNode {
      items = List.copyOf(items);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * One text, not interpreted yet.
   *
   * @param text as written, without quotes
   * @param empty nothing, {@code ~} or {@code null} without quotes
   */
  record ScalarNode(Position position, String text, boolean empty) implements ConfigNode {
    @Override
    public String describe() {
      return empty ? "empty" : OneLine.of(text);
    }
  }
}
