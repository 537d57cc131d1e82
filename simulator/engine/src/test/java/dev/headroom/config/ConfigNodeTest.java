package dev.headroom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree: what is refused before a value is read, and what merging and setting keep. */
final class ConfigNodeTest {
  @TempDir
  Path folder;

  private static Section parse(String text) {
    return Section.root(ConfigNode.parse("s.yaml", text));
  }

  private static void refused(UserError.Kind kind, String message, String text) {
    UserError error = assertThrows(UserError.class, () -> ConfigNode.parse("s.yaml", text));
    assertEquals(message, error.getMessage());
    assertEquals(kind, error.kind());
  }

  private static String refusedFile(Path file) {
    UserError error = assertThrows(UserError.class, () -> ConfigNode.read(file));
    assertEquals(UserError.Kind.INPUT, error.kind());
    assertFalse(error.getMessage().contains("\n"));
    return error.getMessage().replace(file.toString(), "FILE");
  }

  @Test
  void positionsAreOfTheValueCountedFromOne() {
    Section root = parse("# comment\na: 1\nb:\n  - c: {d: 2}\n");
    assertEquals(new Position("s.yaml", 2, 4), root.position("a"));
    Section element = root.sections("b").get(0);
    assertEquals("s.yaml:4:12", element.section("c").position("d").toString());
    assertEquals("b[0].c.d", element.section("c").path("d"));
  }

  @Test
  void syntaxErrorsAreInvalidWithLineAndColumn() {
    refused(UserError.Kind.INVALID, "s.yaml:2:1: a tab; indent with spaces", "a:\n\tb: 1\n");
    refused(
        UserError.Kind.INVALID,
        "s.yaml:3:1: b: twice in one map, first in line 1",
        "b: 1\na: 1\nb: 2\n");
    refused(
        UserError.Kind.INVALID,
        "s.yaml:2:1: a second document ('---'); needs exactly one",
        "a: 1\n---\nb: 2\n");
    refused(
        UserError.Kind.INVALID,
        "s.yaml:1:1: a list; the file must be a map of keys and values",
        "- 1\n");
    refused(
        UserError.Kind.INVALID,
        "s.yaml:2:1: '<<' merge keys are not read; write the keys out, or lay a second file over"
            + " this one",
        "a: &x {b: 1}\n<<: *x\n");
    UserError open = assertThrows(UserError.class, () -> ConfigNode.parse("s.yaml", "a: [1, 2"));
    assertTrue(open.getMessage().startsWith("s.yaml:1:9: not valid YAML: "), open.getMessage());
    assertFalse(open.getMessage().contains("\n"));
  }

  @Test
  void objectsAreNeverBuilt() {
    refused(
        UserError.Kind.INVALID,
        "s.yaml:1:4: not valid YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL",
        "a: !!java.net.URL [\"http://localhost\"]\n");
    refused(
        UserError.Kind.INVALID,
        "s.yaml:1:4: tag !secret; only plain maps, lists and values are read",
        "a: !secret x\n");
  }

  @Test
  void aliasBombsAndDeepNestingAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i <= 4; i++) {
      String below = "*a" + (i - 1);
      bomb.append("a")
          .append(i)
          .append(": &a")
          .append(i)
          .append(" [")
          .append(String.join(",", Collections.nCopies(12, below)))
          .append("]\n");
    }
    refused(
        UserError.Kind.INVALID,
        "s.yaml: more than 100,000 values once its aliases (*name) are expanded",
        bomb.toString());
    refused(
        UserError.Kind.INVALID,
        "s.yaml:1:4: nests deeper than 50 levels, or an alias that holds itself",
        "a: &a {b: *a}\n");
    String deep = "a: " + "[".repeat(100_000);
    UserError error = assertThrows(UserError.class, () -> ConfigNode.parse("s.yaml", deep));
    assertEquals("s.yaml: nests deeper than 50 levels", error.getMessage());
  }

  @Test
  void unusableFilesAreInputErrors() throws IOException {
    assertEquals("FILE: no such file", refusedFile(folder.resolve("absent.yaml")));
    assertEquals("FILE: is a directory, needs a YAML file", refusedFile(folder));
    assertEquals(
        "FILE: is empty; needs a map of keys and values",
        refusedFile(Files.write(folder.resolve("empty.yaml"), new byte[0])));
    assertEquals(
        "FILE: is not UTF-8 text",
        refusedFile(Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', (byte) 0xE9})));
    assertEquals(
        "FILE:2:2: character U+0000, not a YAML text file",
        refusedFile(Files.write(folder.resolve("binary.yaml"), new byte[] {'a', '\n', 'b', 0})));
    assertEquals(
        "FILE: is larger than 3 MiB, the most a YAML file may have",
        refusedFile(Files.write(folder.resolve("big.yaml"), new byte[4 * 1024 * 1024])));
  }

  @Test
  void readsAFileWithAByteOrderMark() throws IOException {
    Path file = Files.writeString(folder.resolve("bom.yaml"), "\uFEFFa: 1\n");
    Section root = Section.root(ConfigNode.read(file));
    assertEquals(1, root.integer("a", 0, 9));
    assertEquals(file + ":1:4", root.position("a").toString());
  }

  @Test
  void laterLayersWinAndPositionsSurvive() {
    ConfigNode base = ConfigNode.parse("base.yaml", "p: {a: 1, b: 2}\nl: [1, 2]\n");
    ConfigNode over = ConfigNode.parse("over.yaml", "\np: {b: 3}\nl: [9]\n");
    Section root = Section.root(base.merge(over));
    Section p = root.section("p");
    assertEquals(1, p.integer("a", 0, 9));
    assertEquals(3, p.integer("b", 0, 9));
    assertEquals("base.yaml:1:8", p.position("a").toString());
    assertEquals("over.yaml:2:8", p.position("b").toString());
    assertEquals(List.of("9"), root.texts("l"));
  }

  @Test
  void citedValuesAndOtherFormsOfADistributionAreReplacedWhole() {
    ConfigNode model = ConfigNode.parse(
        "model.yaml",
        "boot: {value: {p50: 1s, p99: 3s}, source: doc}\nwait: {dist: exponential, mean: 1s}\n"
            + "scale: {min: 1, max: 5}\n");
    ConfigNode scenario = ConfigNode.parse(
        "s.yaml", "boot: {p50: 4s, p99: 5s}\nwait: {p50: 2s, p99: 3s}\nscale: {max: 9}\n");
    Section root = Section.root(model.merge(scenario));
    assertEquals(List.of("p50", "p99"), root.section("boot").keys());
    assertEquals(null, root.citation("boot"));
    assertEquals(List.of("p50", "p99"), root.section("wait").keys());
    assertEquals(List.of("min", "max"), root.section("scale").keys());
  }

  @Test
  void setReplacesOneValueAndNamesItsOrigin() {
    ConfigNode base = ConfigNode.parse(
        "s.yaml",
        "c:\n  - {share: 20%, t: 1s}\n  - {share: 80%}\nm: {db.t4g.medium: {max: 3}}\n"
            + "k: {value: {p50: 1s, p99: 2s}, source: doc}\n");
    Section root = Section.root(base.with("c.1.share", "50%", "--set")
        .with("c[0].t", "{p50: 2s, p99: 4s}", "--set")
        .with("m.db.t4g.medium.max", "7", "--set")
        .with("k.p99", "5s", "--set")
        .with("file", "-", "--set")
        .with("new.deep.key", "1", "HEADROOM_NEW"));
    assertEquals(0.5, root.sections("c").get(1).share("share"));
    assertEquals("--set c.1.share", root.sections("c").get(1).position("share").toString());
    assertEquals("s.yaml:2:13", root.sections("c").get(0).position("share").toString());
    assertEquals("2s", root.sections("c").get(0).section("t").text("p50"));
    assertEquals(7, root.section("m").section("db.t4g.medium").integer("max", 0, 9));
    assertEquals(null, root.citation("k"));
    assertEquals("5s", root.section("k").text("p99"));
    assertEquals("1s", root.section("k").text("p50"));
    Section deep = root.section("new").section("deep");
    assertEquals("-", root.text("file"));
    assertEquals("HEADROOM_NEW new.deep.key", deep.position("key").toString());
  }

  @Test
  void setRefusesPathsThatLeadNowhere() {
    ConfigNode base = ConfigNode.parse("s.yaml", "a: 1\nl: [1, 2]\n");
    assertEquals("--set a.b: a is 1, not a map or a list", setRefused(base, "a.b", "1"));
    assertEquals(
        "--set l.2: 2 is not an element of l, a list; allowed: 0 to 1",
        setRefused(base, "l.2", "1"));
    assertEquals(
        "--set a..b: a part of the path is empty; write it as platform.scale.min or"
            + " workload.classes.0.share",
        setRefused(base, "a..b", "1"));
    assertEquals("--set a: is empty; needs a value after '='", setRefused(base, "a", " "));
    assertTrue(setRefused(base, "a", "{x: [").startsWith("--set a: not valid YAML: "));
  }

  private static String setRefused(ConfigNode base, String path, String value) {
    UserError error = assertThrows(UserError.class, () -> base.with(path, value, "--set"));
    assertEquals(UserError.Kind.INVALID, error.kind());
    return error.getMessage();
  }
}
