package dev.headroom.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.config.ConfigNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written reads back as the same values. */
class YamlTextTest {
  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../../reports"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyReviewedScenarioComesBack(Path file) {
    ConfigNode tree = ConfigNode.read(file);
    String text = YamlText.of(tree);
    ConfigNode back = ConfigNode.parse("back.yaml", text);
    assertEquals(plain(tree), plain(back), text);
    assertEquals(text, YamlText.of(back));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "~",
        "- x",
        "a: b",
        "a #b",
        "#",
        "'",
        "\"",
        "\\",
        "a\nb",
        "\u2028",
        "\u0085",
        "*a",
        "&a",
        "!t",
        "%",
        "@",
        "`",
        "{",
        "[1]",
        "08:00",
        "-",
        "--- a",
        "...",
        "yes",
        "1e3",
        "-5",
        "a ",
        " a",
        "\t",
        "\ud83d\ude00",
        "<<",
        "=",
        "?",
        "a,b",
        "a]"
      })
  void anyTextComesBack(String value) {
    ConfigNode tree =
        ConfigNode.parse("t", "a: 1\nb: { c: [1, 2], d: {} }\n").with("b.c.0", "\"x\"", "test");
    StringBuilder quoted = new StringBuilder();
    value.codePoints().forEach(c -> quoted.append(String.format("\\U%08x", c)));
    ConfigNode given = ConfigNode.parse(
        "t",
        "a: \"" + quoted + "\"\nb: [\"" + quoted + "\"]\n"
            + "c: { \"" + (value.isBlank() ? "k" : quoted) + "\": { e: [ { f: \"" + quoted
            + "\" } ] } }\n");
    assertEquals(
        plain(given), plain(ConfigNode.parse("t", YamlText.of(given))), YamlText.of(given));
    assertEquals(plain(tree), plain(ConfigNode.parse("t", YamlText.of(tree))));
  }

  @Test
  void blocksAreReadable() {
    String text = "a: 1\nb:\n  - name: x\n    list:\n      - { k: v }\n  - plain\nc: { d: 5s }\n";
    assertEquals(text, YamlText.of(ConfigNode.parse("t", text)));
  }

  /** The values without their places. */
  private static String plain(ConfigNode node) {
    if (node instanceof ConfigNode.MapNode map) {
      StringBuilder all = new StringBuilder("{");
      map.entries()
          .forEach((key, entry) ->
              all.append(key.length()).append(key).append('=').append(plain(entry.value())));
      return all.append('}').toString();
    }
    if (node instanceof ConfigNode.ListNode list) {
      return list.items().stream().map(YamlTextTest::plain).toList().toString();
    }
    ConfigNode.ScalarNode scalar = (ConfigNode.ScalarNode) node;
    return scalar.empty() + ":" + (scalar.empty() ? "" : scalar.text());
  }
}
