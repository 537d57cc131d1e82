package dev.headroom.serve;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.review.Review;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what a page asks into a scenario, with the text that says it all. */
final class Board {
  private static final String ORIGIN = "page";
  private static final String PLATFORM = "platform.use";
  private static final Pattern NUMBER = Pattern.compile("(\\d+(?:\\.\\d+)?)(.*)");

  /** Numbers of a generated curve that grow with its traffic. */
  private static final List<String> RATES =
      List.of("rate", "requests", "from", "to", "base", "peak");

  private final TraceFiles files;

  Board(TraceFiles files) {
    this.files = files;
  }

  /**
   * A scenario on the page.
   *
   * @param file what the text is called, as on the command line
   * @param text what a file of that name must hold to give the same result
   * @param tree of the text
   * @param scenario ready to run
   * @param notes what was left out of it, for people
   */
  record Position(
      String file, String text, ConfigNode tree, Scenario scenario, List<String> notes) {}

  /**
   * Lays the changes over the text.
   *
   * @throws UserError where the outcome is no valid scenario
   */
  Position set(Question question) {
    ConfigNode base = ConfigNode.parse(question.file(), question.yaml());
    if (question.sets().isEmpty() && question.traffic() == 1) {
      return read(question.file(), question.yaml(), List.of());
    }
    ConfigNode tree = base;
    for (Map.Entry<String, String> set : question.sets().entrySet()) {
      if (set.getKey().equals("workload.trace.file")) {
        // A trace takes the place of a curve.
        tree = without(tree, "workload.generate");
      }
      tree = tree.with(set.getKey(), set.getValue(), ORIGIN);
    }
    tree = withTraffic(tree, question.traffic());
    String file = changedName(question.file(), question.side());
    try {
      return read(file, YamlText.of(tree), List.of());
    } catch (UserError e) {
      for (String path : question.sets().keySet()) {
        if (path.endsWith(PLATFORM)) {
          String prefix = path.substring(0, path.length() - "use".length() - 1);
          return moved(file, tree, prefix, question.sets().get(path), e);
        }
      }
      throw e;
    }
  }

  private Position read(String file, String text, List<String> notes) {
    ConfigNode tree = ConfigNode.parse(file, text);
    files.check(tree);
    Scenario scenario = ScenarioReader.read(tree);
    Review.validate(scenario);
    return new Position(file, text, tree, scenario, notes);
  }

  /** Another platform does not know every setting of the one before: those are left out. */
  private Position moved(
      String file, ConfigNode tree, String prefix, String use, UserError problem) {
    ConfigNode platform = at(tree, prefix);
    ConfigNode bare = tree.with(prefix, "{}", ORIGIN).with(prefix + ".use", use, ORIGIN);
    List<String> left = new ArrayList<>();
    ConfigNode kept = bare;
    if (!reads(file, bare)) {
      throw problem;
    }
    for (Map.Entry<String, String> leaf : leaves((MapNode) platform).entrySet()) {
      if (!leaf.getKey().equals("use")) {
        ConfigNode more = kept.with(prefix + "." + leaf.getKey(), leaf.getValue(), ORIGIN);
        if (reads(file, more)) {
          kept = more;
        } else {
          left.add(leaf.getKey());
        }
      }
    }
    return read(
        file,
        YamlText.of(kept),
        List.of(use + " does not take " + String.join(", ", left) + ": left out."));
  }

  private boolean reads(String file, ConfigNode tree) {
    try {
      read(file, YamlText.of(tree), List.of());
      return true;
    } catch (UserError e) {
      return false;
    }
  }

  /** Values of a map down to its second level, as YAML by path. */
  private static Map<String, String> leaves(MapNode map) {
    Map<String, String> leaves = new LinkedHashMap<>();
    map.entries().forEach((key, entry) -> {
      if (entry.value() instanceof MapNode inner) {
        inner.entries().forEach((k, e) -> leaves.put(key + "." + k, YamlText.value(e.value())));
      } else {
        leaves.put(key, YamlText.value(entry.value()));
      }
    });
    return leaves;
  }

  /** Every trace and every curve of the scenario, a multiple of what they are. */
  private static ConfigNode withTraffic(ConfigNode tree, double multiple) {
    if (multiple == 1) {
      return tree;
    }
    ConfigNode changed = tree;
    int count = at(tree, "services") instanceof ListNode list ? list.items().size() : 0;
    for (int s = count == 0 ? -1 : 0; s < count; s++) {
      String workload = s < 0 ? "workload" : "services." + s + ".workload";
      if (at(changed, workload + ".trace") != null) {
        String path = workload + ".trace.scale.rate";
        changed = changed.with(path, times(text(changed, path, "1"), multiple), ORIGIN);
      }
      for (String rate : RATES) {
        String path = workload + ".generate." + rate;
        String text = text(changed, path, "");
        if (!text.isEmpty()) {
          changed = changed.with(path, times(text, multiple), ORIGIN);
        }
      }
    }
    return changed;
  }

  private static String times(String text, double multiple) {
    Matcher matcher = NUMBER.matcher(text.replace(",", "").strip());
    if (!matcher.matches()) {
      throw UserError.invalid("traffic: " + text + " cannot be multiplied");
    }
    double value = Double.parseDouble(matcher.group(1)) * multiple;
    boolean whole = matcher.group(2).isEmpty() && !matcher.group(1).contains(".") && value >= 100;
    return Decimals.format(value, whole ? 0 : 6) + matcher.group(2);
  }

  /** The scalar at a path, or what stands for none. */
  static String text(ConfigNode tree, String path, String otherwise) {
    return at(tree, path) instanceof ScalarNode scalar ? scalar.text() : otherwise;
  }

  /** The node at a path of keys and positions, or null. */
  static ConfigNode at(ConfigNode tree, String path) {
    ConfigNode node = tree;
    for (String part : path.split("\\.")) {
      if (node instanceof MapNode map) {
        node = map.get(part);
      } else if (node instanceof ListNode list && part.matches("\\d{1,4}")) {
        int index = Integer.parseInt(part);
        node = index < list.items().size() ? list.items().get(index) : null;
      } else {
        return null;
      }
    }
    return node;
  }

  /** The same tree with nothing at a path. */
  static ConfigNode without(ConfigNode tree, String path) {
    int dot = path.indexOf('.');
    String key = dot < 0 ? path : path.substring(0, dot);
    if (!(tree instanceof MapNode map) || map.get(key) == null) {
      return tree;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(map.entries());
    Entry old = entries.remove(key);
    if (dot >= 0) {
      ConfigNode rest = without(old.value(), path.substring(dot + 1));
      entries.put(key, new Entry(old.keyPosition(), rest));
    }
    return new MapNode(map.position(), entries);
  }

  /** Beside the file it came from, so that its trace is found from there too. */
  static String changedName(String file, String side) {
    String stem = file.replaceFirst("(?i)\\.ya?ml$", "");
    return stem + "-" + side + ".yaml";
  }
}
