package dev.headroom.properties;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML tree that can be changed: a map, a list or a text. */
public final class Draft {
  private final Map<String, Draft> entries;
  private final List<Draft> items;
  private final String text;

  private Draft(Map<String, Draft> entries, List<Draft> items, String text) {
    this.entries = entries;
    this.items = items;
    this.text = text;
  }

  static Draft map() {
    return new Draft(new LinkedHashMap<>(), null, null);
  }

  static Draft text(String text) {
    return new Draft(null, null, text);
  }

  /** The tree that a YAML text says. */
  public static Draft parse(String yaml) {
    return of(ConfigNode.parse("draft.yaml", "value: " + yaml)).get("value");
  }

  private static Draft of(ConfigNode node) {
    if (node instanceof MapNode map) {
      Draft draft = map();
      map.entries().forEach((key, entry) -> draft.entries.put(key, of(entry.value())));
      return draft;
    }
    if (node instanceof ListNode list) {
      return new Draft(
          null, new ArrayList<>(list.items().stream().map(Draft::of).toList()), null);
    }
    return text(((ScalarNode) node).text());
  }

  Draft copy() {
    if (entries != null) {
      Draft copy = map();
      entries.forEach((key, value) -> copy.entries.put(key, value.copy()));
      return copy;
    }
    return items == null
        ? this
        : new Draft(null, new ArrayList<>(items.stream().map(Draft::copy).toList()), null);
  }

  /** The text of a leaf, else null. */
  String text() {
    return text;
  }

  List<String> keys() {
    return entries == null ? List.of() : List.copyOf(entries.keySet());
  }

  int size() {
    return items == null ? 0 : items.size();
  }

  /** What stands at a path such as {@code services[0].platform.use}, or null. */
  public Draft get(String path) {
    Draft at = this;
    for (String step : steps(path)) {
      at = at == null ? null : at.child(step);
    }
    return at;
  }

  /** The text at a path, or an empty one. */
  String textAt(String path) {
    Draft at = get(path);
    return at == null || at.text == null ? "" : at.text;
  }

  private Draft child(String step) {
    if (items != null && step.matches("\\d+")) {
      int i = Integer.parseInt(step);
      return i < items.size() ? items.get(i) : null;
    }
    return entries == null ? null : entries.get(step);
  }

  /** Puts a value; maps on the way are made. */
  void put(String path, Draft value) {
    List<String> steps = steps(path);
    Draft at = this;
    for (String step : steps.subList(0, steps.size() - 1)) {
      Draft next = at.child(step);
      if (next == null || next.text != null) {
        next = map();
        at.entries.put(step, next);
      }
      at = next;
    }
    String last = steps.get(steps.size() - 1);
    if (at.items == null) {
      at.entries.put(last, value);
    } else {
      at.items.set(Integer.parseInt(last), value);
    }
  }

  /** Takes out what stands at a path. */
  void remove(String path) {
    List<String> steps = steps(path);
    Draft parent = this;
    for (String step : steps.subList(0, steps.size() - 1)) {
      parent = parent.child(step);
    }
    String last = steps.get(steps.size() - 1);
    if (parent.items == null) {
      parent.entries.remove(last);
    } else {
      parent.items.remove(Integer.parseInt(last));
    }
  }

  private static List<String> steps(String path) {
    return List.of(path.replace("[", ".").replace("]", "").split("\\."));
  }

  /** Paths of everything below, whole blocks before what is in them. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", paths);
    return paths;
  }

  private void collect(String prefix, List<String> into) {
    if (entries != null) {
      entries.forEach((key, value) -> {
        String path = prefix.isEmpty() ? key : prefix + "." + key;
        into.add(path);
        value.collect(path, into);
      });
    } else if (items != null) {
      for (int i = items.size() - 1; i >= 0; i--) {
        into.add(prefix + "[" + i + "]");
        items.get(i).collect(prefix + "[" + i + "]", into);
      }
    }
  }

  /** The YAML text of a map. */
  public String yaml() {
    StringBuilder out = new StringBuilder();
    write(out, "");
    return out.toString();
  }

  private void write(StringBuilder out, String indent) {
    entries.forEach((key, value) -> {
      out.append(indent).append(key).append(':');
      if (value.entries != null && indent.length() < 4 && !value.entries.isEmpty()) {
        out.append('\n');
        value.write(out, indent + "  ");
      } else {
        out.append(' ');
        value.flow(out);
        out.append('\n');
      }
    });
  }

  private void flow(StringBuilder out) {
    if (entries != null) {
      out.append('{');
      String before = " ";
      for (Map.Entry<String, Draft> entry : entries.entrySet()) {
        out.append(before).append(entry.getKey()).append(": ");
        entry.getValue().flow(out);
        before = ", ";
      }
      out.append(" }");
    } else if (items != null) {
      out.append('[');
      for (int i = 0; i < items.size(); i++) {
        out.append(i == 0 ? "" : ", ");
        items.get(i).flow(out);
      }
      out.append(']');
    } else if (text.matches("[A-Za-z0-9./%+ -]+") && !text.contains("- ")) {
      out.append(text);
    } else {
      out.append('"').append(text).append('"');
    }
  }
}
