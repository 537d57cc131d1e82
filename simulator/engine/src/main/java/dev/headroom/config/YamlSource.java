package dev.headroom.config;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.StreamReader;

/** Bytes to a {@link ConfigNode}, every failure as a {@link UserError} of one line. */
final class YamlSource {
  static final int MAX_BYTES = 3 * 1024 * 1024;
  static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;

  private YamlSource() {}

  static ConfigNode read(Path file) {
    return parse(file.toString(), text(file));
  }

  static ConfigNode parse(String name, String text) {
    ConfigNode root = parseValue(name, text, null);
    if (!(root instanceof ConfigNode.MapNode)) {
      throw UserError.invalid(
          root.position() + ": " + root.describe() + "; the file must be a map of keys and values");
    }
    return root;
  }

  /**
   * Any single YAML value.
   *
   * @param fixed the position of every node, or null to take each from the text
   */
  static ConfigNode parseValue(String name, String text, Position fixed) {
    String source = text.startsWith("\uFEFF") ? text.substring(1) : text;
    requirePrintable(name, source);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowDuplicateKeys(false);
    Node root;
    try {
      root = new Yaml(options).compose(new StringReader(source));
    } catch (MarkedYAMLException e) {
      throw UserError.invalid(at(name, e.getProblemMark(), fixed) + reason(e));
    } catch (YAMLException e) {
      String said = String.valueOf(e.getMessage());
      throw UserError.invalid(name + ": "
          + (said.startsWith("Nesting Depth")
              ? "nests deeper than " + MAX_DEPTH + " levels"
              : said.startsWith("Number of aliases")
                  ? "more than " + MAX_ALIASES + " aliases (*name) of maps and lists"
                  : "not valid YAML: " + OneLine.of(said)));
    }
    if (root == null) {
      throw UserError.input(name + ": is empty; needs a map of keys and values");
    }
    return new YamlTree(name, fixed).convert(root);
  }

  /** The text of a file of at most {@link #MAX_BYTES}. */
  static String text(Path file) {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw UserError.input(name + ": is a directory, needs a YAML file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return text(name, in);
    } catch (NoSuchFileException e) {
      throw UserError.input(name + ": no such file");
    } catch (IOException e) {
      throw UserError.input(name + ": cannot be read, " + IoReason.of(e));
    }
  }

  /** Reads pipes too, whose size is not known before. */
  static String text(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw UserError.input(name + ": is larger than 3 MiB, the most a YAML file may have");
    }
    return decode(name, bytes);
  }

  private static String decode(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw UserError.input(name + ": is not UTF-8 text");
    }
  }

  private static void requirePrintable(String name, String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw UserError.input(String.format(
            "%s:%d:%d: character U+%04X, not a YAML text file", name, line, column, c));
      }
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
      i += Character.charCount(c);
    }
  }

  private static String at(String name, Mark mark, Position fixed) {
    if (mark == null || fixed != null) {
      return name + ": ";
    }
    return name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1) + ": ";
  }

  private static String reason(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    if (problem.contains("'\\t(TAB)'")) {
      return "a tab; indent with spaces";
    }
    if (problem.startsWith("but found another document")) {
      return "a second document ('---'); needs exactly one";
    }
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return "not valid YAML: " + OneLine.of(context + problem);
  }
}
