package dev.headroom.config;

import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.Distribution;
import dev.headroom.core.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a map by key, with types and units, and remembers what was asked for: {@link #finish}
 * then refuses every key that nobody knows.
 *
 * <p>A getter without a default refuses a missing key; all refuse values out of range, with
 * {@code file:line:column: path: value; allowed ...}. Each reads a plain value and one with its
 * source ({@code {value: V, source: S}}) alike.
 */
public sealed class Section permits LoggedSection {
  private static final String UNLIMITED = "unlimited";

  private final MapNode map;
  private final String path;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Section> children = new ArrayList<>();

  Section(MapNode map, String path) {
    this.map = map;
    this.path = path;
  }

  /** The root of a document. */
  public static Section root(ConfigNode node) {
    if (node instanceof MapNode map) {
      return KeyLog.section(map, "");
    }
    throw UserError.invalid(node.position() + ": " + node.describe() + "; needs a map");
  }

  /** A section that stands at {@code path} of a document, for example one merged from two. */
  public static Section at(ConfigNode node, String path) {
    if (node instanceof MapNode map) {
      return KeyLog.section(map, path);
    }
    throw UserError.invalid(
        node.position() + ": " + path + ": " + node.describe() + "; needs a map");
  }

  /** Refuses keys that were never asked for, here and in every section read from here. */
  public void finish() {
    map.entries().forEach((key, entry) -> {
      if (!asked.contains(key)) {
        throw unknown(key, entry);
      }
    });
    children.forEach(Section::finish);
  }

  /** The dotted path from the document's root, empty for the root itself. */
  public String path() {
    return path;
  }

  /** The dotted path of a key of this section. */
  public String path(String key) {
    return path.isEmpty() ? OneLine.of(key) : path + "." + OneLine.of(key);
  }

  /** The keys written, in their order; asking for them does not read them. */
  public List<String> keys() {
    return List.copyOf(map.entries().keySet());
  }

  /** Whether the key is written; it counts as known from now on. */
  public boolean has(String key) {
    asked.add(key);
    return map.entries().containsKey(key);
  }

  /** Where the section was written. */
  public Position position() {
    return map.position();
  }

  /** Where the key's value was written, or where the section was if the key is missing. */
  public Position position(String key) {
    ConfigNode node = map.get(key);
    return node == null ? map.position() : node.position();
  }

  /** {@code file:line:column: path: value; allowed: ...}, to be thrown by the caller. */
  public UserError error(String key, Object value, String allowed) {
    return problem(key, OneLine.of(String.valueOf(value)) + "; allowed: " + allowed);
  }

  /** {@code file:line:column: path: problem}, to be thrown by the caller. */
  public UserError problem(String key, String problem) {
    return UserError.invalid(position(key) + ": " + path(key) + ": " + problem);
  }

  /** Where the key's value comes from, or null if it is missing or does not say. */
  public Citation citation(String key) {
    return has(key) ? Citation.of(map.get(key), path(key)) : null;
  }

  /** The key's value as it was written, without its citation. */
  public ConfigNode node(String key) {
    return required(key, "a value");
  }

  /** A map. */
  public Section section(String key) {
    return child(required(key, "a map"), path(key));
  }

  /** A map, or null where it is missing. */
  public Section optionalSection(String key) {
    return has(key) ? section(key) : null;
  }

  /** A list of maps; a missing key is refused, an empty list is not. */
  public List<Section> sections(String key) {
    return sections(key, null);
  }

  /** The same, where a plain text may stand for a map that has only this key. */
  public List<Section> sections(String key, String only) {
    List<Section> sections = new ArrayList<>();
    for (ConfigNode each : items(key, "a list of maps")) {
      String itemPath = path(key) + "[" + sections.size() + "]";
      ConfigNode item = Citation.valueOf(each, itemPath);
      sections.add(child(only == null ? item : item.asMap(only), itemPath));
    }
    return sections;
  }

  /** A list of texts such as {@code [429, timeout]}. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (ConfigNode item : items(key, "a list of texts")) {
      if (!(item instanceof ScalarNode scalar) || scalar.empty()) {
        throw UserError.invalid(item.position() + ": " + path(key) + "[" + texts.size() + "]: "
            + item.describe() + "; needs a text");
      }
      texts.add(scalar.text());
    }
    return texts;
  }

  /** A text that is not blank. */
  public String text(String key) {
    return scalar(key, "a text", text -> {
      if (text.isBlank()) {
        throw new IllegalArgumentException("is empty; needs a text");
      }
      return text;
    });
  }

  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** A file's name, resolved against the folder of the file that names it. */
  public Path file(String key) {
    Path folder = Path.of(position(key).hasLine() ? position(key).file() : "").getParent();
    return scalar(key, "a file name", text -> {
      if (text.isBlank() || text.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("needs a file name");
      }
      return folder == null ? Path.of(text) : folder.resolve(text);
    });
  }

  /** One of the words. */
  public String choice(String key, List<String> allowed) {
    return scalar(key, "one of " + String.join(", ", allowed), text -> {
      if (!allowed.contains(text)) {
        throw new IllegalArgumentException(
            Suggestions.hint(text, allowed) + "allowed: " + String.join(", ", allowed));
      }
      return text;
    });
  }

  public String choice(String key, List<String> allowed, String otherwise) {
    return has(key) ? choice(key, allowed) : otherwise;
  }

  /** An enum constant by its {@link #label}. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    List<String> labels = constants.stream().map(Section::label).toList();
    return constants.get(labels.indexOf(choice(key, labels)));
  }

  public <E extends Enum<E>> E choice(String key, E otherwise) {
    return has(key) ? choice(key, otherwise.getDeclaringClass()) : otherwise;
  }

  /** How an enum constant is written: {@code LEAST_LOADED} as {@code least-loaded}. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A whole number in the range, both ends included. */
  public int integer(String key, int min, int max) {
    return (int) longInteger(key, min, max);
  }

  public int integer(String key, int min, int max, int otherwise) {
    return has(key) ? integer(key, min, max) : otherwise;
  }

  /** A whole number in the range, or {@link Integer#MAX_VALUE} for {@code unlimited}. */
  public int integerOrUnlimited(String key, int min, int max) {
    return orUnlimited(key, Integer.MAX_VALUE, () -> integer(key, min, max));
  }

  public int integerOrUnlimited(String key, int min, int max, int otherwise) {
    return has(key) ? integerOrUnlimited(key, min, max) : otherwise;
  }

  /** A whole number of 64 bits in the range, both ends included. */
  public long longInteger(String key, long min, long max) {
    String range = min + " to " + max;
    String needs = "a whole number, " + range;
    return scalar(key, needs, text -> Units.inRange(Units.integer(text), min, max, range));
  }

  public long longInteger(String key, long min, long max, long otherwise) {
    return has(key) ? longInteger(key, min, max) : otherwise;
  }

  /** A finite number in the range, both ends included. */
  public double number(String key, double min, double max) {
    return scalar(key, "a number", text -> {
      double value = Units.number(text);
      if (!(value >= min && value <= max)) {
        throw new IllegalArgumentException("allowed: " + Units.range(min, max));
      }
      return value;
    });
  }

  public double number(String key, double min, double max, double otherwise) {
    return has(key) ? number(key, min, max) : otherwise;
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String key) {
    return choice(key, List.of("true", "false")).equals("true");
  }

  public boolean bool(String key, boolean otherwise) {
    return has(key) ? bool(key) : otherwise;
  }

  /** A time with its unit, in nanoseconds, in the range, both ends included. */
  public long durationNs(String key, long minNs, long maxNs) {
    return scalar(
        key,
        "a time such as 30s",
        text -> Units.inRange(Units.durationNs(text), minNs, maxNs, Units.rangeNs(minNs, maxNs)));
  }

  public long durationNs(String key, long minNs, long maxNs, long otherwiseNs) {
    return has(key) ? durationNs(key, minNs, maxNs) : otherwiseNs;
  }

  /** A time in the range, or {@link Long#MAX_VALUE} for {@code unlimited}. */
  public long durationOrUnlimitedNs(String key, long minNs, long maxNs) {
    return orUnlimited(key, Long.MAX_VALUE, () -> durationNs(key, minNs, maxNs));
  }

  public long durationOrUnlimitedNs(String key, long minNs, long maxNs, long otherwiseNs) {
    return has(key) ? durationOrUnlimitedNs(key, minNs, maxNs) : otherwiseNs;
  }

  /** A size with its unit, in bytes. */
  public long bytes(String key) {
    return scalar(key, "a size such as 512Mi", Units::bytes);
  }

  public long bytes(String key, long otherwise) {
    return has(key) ? bytes(key) : otherwise;
  }

  /** A share, 0 to 1, written as {@code 60%} or {@code 0.6}. */
  public double share(String key) {
    return scalar(key, "a share such as 60%", Units::share);
  }

  public double share(String key, double otherwise) {
    return has(key) ? share(key) : otherwise;
  }

  /** Events per second, written as {@code 0.9/s}, {@code 50/min} or {@code 100/h}. */
  public double rate(String key) {
    return scalar(key, "a rate such as 50/min", Units::perSecond);
  }

  public double rate(String key, double otherwise) {
    return has(key) ? rate(key) : otherwise;
  }

  /** vCPUs above 0, written as {@code 1}, {@code 0.25} or {@code 250m}. */
  public double cpu(String key) {
    return scalar(key, "vCPUs such as 1 or 250m", Units::vcpus);
  }

  public double cpu(String key, double otherwise) {
    return has(key) ? cpu(key) : otherwise;
  }

  /** Bytes per second above 0, written as {@code 60MB/s}. */
  public double bandwidth(String key) {
    return scalar(key, "a bandwidth such as 60MB/s", Units::bytesPerSecond);
  }

  public double bandwidth(String key, double otherwise) {
    return has(key) ? bandwidth(key) : otherwise;
  }

  /** A distribution of times, in any of the forms of CONTRACT's scenario. */
  public Distribution distribution(String key) {
    return Distributions.read(required(key, "a time such as 180ms"), path(key));
  }

  public Distribution distribution(String key, Distribution otherwise) {
    return has(key) ? distribution(key) : otherwise;
  }

  private <T> T orUnlimited(String key, T unlimited, Supplier<T> limited) {
    if (has(key) && node(key) instanceof ScalarNode scalar && scalar.text().equals(UNLIMITED)) {
      return unlimited;
    }
    try {
      return limited.get();
    } catch (UserError e) {
      throw UserError.invalid(e.getMessage() + ", or unlimited");
    }
  }

  private <T> T scalar(String key, String needs, Function<String, T> parser) {
    ConfigNode node = required(key, needs);
    if (!(node instanceof ScalarNode scalar) || scalar.empty()) {
      throw problem(key, node.describe() + "; needs " + needs);
    }
    try {
      return parser.apply(scalar.text());
    } catch (IllegalArgumentException e) {
      throw problem(key, node.describe() + "; " + e.getMessage());
    }
  }

  private List<ConfigNode> items(String key, String needs) {
    ConfigNode node = required(key, needs);
    if (node instanceof ListNode list) {
      return list.items();
    }
    throw problem(key, node.describe() + "; needs " + needs);
  }

  private Section child(ConfigNode node, String childPath) {
    if (!(node instanceof MapNode childMap)) {
      throw UserError.invalid(
          node.position() + ": " + childPath + ": " + node.describe() + "; needs a map");
    }
    Section child = make(childMap, childPath);
    children.add(child);
    return child;
  }

  Section make(MapNode childMap, String childPath) {
    return new Section(childMap, childPath);
  }

  private ConfigNode required(String key, String needs) {
    if (has(key)) {
      return Citation.valueOf(map.get(key), path(key));
    }
    Set<String> unasked = new LinkedHashSet<>(map.entries().keySet());
    unasked.removeAll(asked);
    throw problem(key, "missing; needs " + needs + Suggestions.meantBy(key, unasked));
  }

  private UserError unknown(String key, Entry entry) {
    return UserError.invalid(entry.keyPosition() + ": " + path(key) + ": unknown key; "
        + Suggestions.hint(key, asked) + "allowed: " + String.join(", ", new TreeSet<>(asked)));
  }
}
