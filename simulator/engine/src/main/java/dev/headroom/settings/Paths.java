package dev.headroom.settings;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.KeyLog;
import dev.headroom.config.OneLine;
import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths of a scenario that may be varied: every key that reading it asks for, whether it is
 * written there, comes from a model or has a default.
 */
public final class Paths {
  /** A message that lists more helps nobody. */
  private static final int CANDIDATES_MAX = 8;

  private final List<String> all;
  private final List<String> values;

  private Paths(List<String> all, List<String> values) {
    this.all = all;
    this.values = values;
  }

  /**
   * The paths of a scenario.
   *
   * @param tree merged, models not yet under it
   * @throws UserError where it is no valid scenario
   */
  public static Paths of(ConfigNode tree) {
    KeyLog log = new KeyLog();
    log.record(() -> ScenarioReader.read(tree));
    List<String> all = new ArrayList<>();
    List<String> values = new ArrayList<>();
    log.keys().forEach((path, key) -> {
      all.add(path);
      if (key.forms().stream().anyMatch(form -> !form.kind().equals("section"))) {
        values.add(path);
      }
    });
    return new Paths(List.copyOf(all), List.copyOf(values));
  }

  /**
   * The whole path that a user means; its last parts suffice where only one path ends so.
   *
   * @param text such as {@code platform.scale.min}, {@code scale.min} or {@code classes.0.share}
   * @param origin what said so, such as {@code --vary}
   * @throws UserError where no path or several end so
   */
  public String resolve(String text, String origin) {
    String path = text.strip().replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
    if (all.contains(path)) {
      return path;
    }
    List<String> ending =
        values.stream().filter(known -> known.endsWith("." + path)).toList();
    if (ending.size() == 1) {
      return ending.get(0);
    }
    String shown = origin + " " + OneLine.of(text.strip()) + ": ";
    if (ending.isEmpty()) {
      throw UserError.invalid(shown + "the scenario has no such path; " + hint(path)
          + "allowed: a path such as platform.scale.min, or its last parts");
    }
    String more =
        ending.size() > CANDIDATES_MAX ? " and " + (ending.size() - CANDIDATES_MAX) + " more" : "";
    throw UserError.invalid(shown + "several paths end so; name one: "
        + String.join(", ", ending.subList(0, Math.min(CANDIDATES_MAX, ending.size()))) + more);
  }

  /**
   * The nearest of the ends that have as many parts, or one more written as one word, shown as the
   * whole path.
   */
  private String hint(String path) {
    int parts = path.split("\\.", -1).length;
    List<String> ends = values.stream().map(known -> end(known, parts)).toList();
    List<String> words =
        values.stream().map(known -> end(known, parts + 1).replace(".", "")).toList();
    String closest = Suggestions.closest(path, ends);
    if (closest != null) {
      return "did you mean '" + values.get(ends.indexOf(closest)) + "'? ";
    }
    String word = Suggestions.closest(path.replace(".", ""), words);
    return word == null ? "" : "did you mean '" + values.get(words.indexOf(word)) + "'? ";
  }

  /** The last so many parts. */
  static String end(String path, int parts) {
    String[] all = path.split("\\.");
    int from = Math.max(0, all.length - parts);
    return String.join(".", List.of(all).subList(from, all.length));
  }
}
