package dev.headroom.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.scenario.ScenarioTexts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Scenario files laid over each other, each read once: one may be a pipe or change meanwhile. */
final class ScenarioFiles {
  private final List<String> names;
  private final List<String> texts = new ArrayList<>();

  /**
   * Reads them.
   *
   * @param files at least one, later wins; {@code -} is stdin
   */
  ScenarioFiles(List<String> files) {
    names = List.copyOf(files);
    for (String file : names) {
      int before = names.indexOf(file);
      texts.add(before < texts.size() ? texts.get(before) : text(file));
    }
  }

  private ScenarioFiles(List<String> names, List<String> texts) {
    this.names = names;
    this.texts.addAll(texts);
  }

  /** The same with another laid over them; what was read is not read again. */
  ScenarioFiles with(String file) {
    List<String> more = new ArrayList<>(names);
    more.add(file);
    ScenarioFiles files = new ScenarioFiles(List.copyOf(more), texts);
    int before = names.indexOf(file);
    files.texts.add(before < 0 ? text(file) : texts.get(before));
    return files;
  }

  private static String text(String file) {
    if (!file.equals("-")) {
      return ConfigNode.text(path(file));
    }
    try {
      return ConfigNode.text("stdin", System.in);
    } catch (IOException e) {
      throw UserError.input("stdin: cannot be read, " + IoReason.of(e));
    }
  }

  /** The file that an argument names. */
  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw UserError.input(name + ": is no file name: " + e.getReason());
    }
  }

  /**
   * The merged tree, with single values set on top.
   *
   * @param sets each {@code PATH=VALUE}
   */
  ConfigNode tree(List<String> sets) {
    return texts().tree(sets);
  }

  /**
   * The same with further objectives, which stand behind the scenario's own.
   *
   * @param slos each an expression
   */
  ConfigNode tree(List<String> sets, List<String> slos) {
    return texts().tree(sets, slos);
  }

  /** What was read, to be carried elsewhere. */
  ScenarioTexts texts() {
    List<String> called = names.stream()
        .map(file -> file.equals("-") ? "stdin" : path(file).toString())
        .toList();
    return new ScenarioTexts(called, texts);
  }

  /** All texts, one after the other. */
  String text() {
    return String.join("", texts);
  }

  /** Says which part of {@link #text} is which file's, so that they can be laid over again. */
  void describe(ArrayNode node) {
    for (int i = 0; i < names.size(); i++) {
      node.addObject().put("name", names.get(i)).put("characters", texts.get(i).length());
    }
  }

  /** Checksum of {@link #text}, in hex. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
