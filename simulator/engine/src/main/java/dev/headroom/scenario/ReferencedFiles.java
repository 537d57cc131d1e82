package dev.headroom.scenario;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The files that a scenario names beside those it is written in: traces and measured times. */
public final class ReferencedFiles {
  /** Whatever reads a file takes its name from this key. */
  private static final String KEY = "file";

  private ReferencedFiles() {}

  /**
   * All of them, as they are found from here; whether they exist is not looked at.
   *
   * @param tree of a scenario
   */
  public static List<Path> of(ConfigNode tree) {
    Set<Path> files = new LinkedHashSet<>();
    collect(tree, files);
    return List.copyOf(files);
  }

  private static void collect(ConfigNode node, Set<Path> files) {
    if (node instanceof ListNode list) {
      list.items().forEach(item -> collect(item, files));
    } else if (node instanceof MapNode map) {
      map.entries().forEach((key, entry) -> {
        if (key.equals(KEY)) {
          files.add(Section.at(map, "").file(KEY));
        } else {
          collect(entry.value(), files);
        }
      });
    }
  }
}
