package dev.headroom.config;

import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.core.Distribution;
import dev.headroom.core.HeldFiles;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The forms in which a distribution of times may be written. */
final class Distributions {
  static final String FORMS = "needs a time such as 180ms, 25ms to 40ms (90 % lie between),"
      + " {p50: 180ms, p99: 900ms}, {dist: exponential, mean: 100ms}, {values: [...]}"
      + " or {file: times.csv}";

  /** A year; sums of several such times still fit into a long of nanoseconds. */
  private static final long MAX_NS = 365L * 86_400 * 1_000_000_000;

  private static final int MAX_VALUES = 1_000_000;
  private static final List<String> FAMILIES =
      List.of("constant", "exponential", "lognormal", "uniform");

  private Distributions() {}

  /** Reads a value from which a citation was already taken off. */
  static Distribution read(ConfigNode node, String path) {
    try {
      if (node instanceof ScalarNode scalar && !scalar.empty()) {
        return ofText(scalar.text());
      }
      if (node instanceof MapNode map && !map.entries().isEmpty()) {
        return ofMap(new Section(map, path));
      }
    } catch (IllegalArgumentException e) {
      throw problem(node, path, e.getMessage());
    }
    throw problem(node, path, FORMS);
  }

  private static UserError problem(ConfigNode node, String path, String reason) {
    return UserError.invalid(
        node.position() + ": " + path + ": " + node.describe() + "; " + reason);
  }

  private static Distribution ofText(String text) {
    int to = text.indexOf(" to ");
    if (to < 0) {
      return Distribution.constant(durationNs(text));
    }
    long lowNs = durationNs(text.substring(0, to).strip());
    return Distribution.range90(lowNs, durationNs(text.substring(to + 4).strip()));
  }

  private static Distribution ofMap(Section map) {
    Distribution result;
    if (map.has("dist")) {
      result = switch (map.choice("dist", FAMILIES)) {
        case "constant" -> Distribution.constant(ns(map, "value"));
        case "exponential" -> Distribution.exponential(ns(map, "mean"));
        case "lognormal" -> Distribution.lognormal(ns(map, "p50"), ns(map, "p99"));
        default -> Distribution.uniform(ns(map, "min"), ns(map, "max"));
      };
    } else if (map.has("values")) {
      result = Distribution.empirical(values(map.node("values"), map.path("values")));
    } else if (map.has("file")) {
      result = Distribution.empirical(lines(map.file("file")));
    } else if (map.has("p50") || map.has("p99")) {
      result = Distribution.lognormal(ns(map, "p50"), ns(map, "p99"));
    } else {
      throw new IllegalArgumentException(FORMS);
    }
    map.finish();
    return result;
  }

  private static long ns(Section map, String key) {
    return map.durationNs(key, 0, MAX_NS);
  }

  private static long durationNs(String text) {
    long ns = Units.durationNs(text);
    if (ns > MAX_NS) {
      throw new IllegalArgumentException("allowed: 0s to " + Units.formatNs(MAX_NS));
    }
    return ns;
  }

  private static double[] values(ConfigNode node, String path) {
    if (!(node instanceof ListNode list) || list.items().isEmpty()) {
      throw problem(node, path, "needs a list of times such as [120ms, 1.4s]");
    }
    double[] valuesNs = new double[list.items().size()];
    for (int i = 0; i < valuesNs.length; i++) {
      ConfigNode item = list.items().get(i);
      try {
        valuesNs[i] = durationNs(item instanceof ScalarNode scalar ? scalar.text() : "");
      } catch (IllegalArgumentException e) {
        throw problem(item, path + "[" + i + "]", e.getMessage());
      }
    }
    return valuesNs;
  }

  /** One time with its unit a line; empty lines and {@code #} comments are passed over. */
  private static double[] lines(Path file) {
    List<Long> valuesNs = new ArrayList<>();
    int line = 0;
    // A decoder of its own: the usual one lets bytes pass that are no UTF-8.
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(HeldFiles.open(file), StandardCharsets.UTF_8.newDecoder()))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        String value = text.strip();
        if (!value.isEmpty() && !value.startsWith("#")) {
          valuesNs.add(lineNs(file, line, value));
        }
        if (valuesNs.size() > MAX_VALUES) {
          throw UserError.input(file + ": more than 1,000,000 times");
        }
      }
    } catch (NoSuchFileException e) {
      throw UserError.input(file + ": no such file");
    } catch (CharacterCodingException e) {
      throw UserError.input(file + ":" + (line + 1) + ": is not UTF-8 text");
    } catch (IOException e) {
      throw UserError.input(file + ": cannot be read, " + IoReason.of(e));
    }
    if (valuesNs.isEmpty()) {
      throw UserError.input(file + ": is empty; needs one time a line, such as 120ms");
    }
    return valuesNs.stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static long lineNs(Path file, int line, String value) {
    try {
      return durationNs(value);
    } catch (IllegalArgumentException e) {
      throw UserError.input(file + ":" + line + ": " + OneLine.of(value) + "; " + e.getMessage());
    }
  }
}
