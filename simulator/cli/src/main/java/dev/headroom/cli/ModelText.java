package dev.headroom.cli;

import dev.headroom.cli.ModelEntry.Kind;
import dev.headroom.cli.ModelEntry.Source;
import dev.headroom.cli.ModelEntry.Value;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One model as a person reads it in a terminal, in 100 columns. */
final class ModelText {
  static final int COLUMNS = 100;
  private static final String INDENT = "      ";

  /** A longer value, such as the text of an error, stands below its key. */
  private static final int VALUE = 46;

  private final StringBuilder out = new StringBuilder();
  private final ModelEntry model;

  /** Where a note was printed first: thirty sizes of one server share a sentence. */
  private final Map<String, String> noted = new LinkedHashMap<>();

  private ModelText(ModelEntry model) {
    this.model = model;
  }

  static String of(ModelEntry model) {
    ModelText text = new ModelText(model);
    text.head();
    text.values();
    text.defaults();
    text.sources();
    text.assumptions();
    return text.out.toString();
  }

  private void head() {
    String about = model.about().isEmpty() ? "" : " (" + model.about() + ")";
    wrap("", model.name() + ": " + model.title() + about);
    wrap(
        "",
        "A " + model.kind().label + " from " + model.file() + ", last compared with its"
            + " sources on " + model.retrieved() + "; a scenario names it under "
            + model.kind().chosenBy + ".");
    out.append('\n');
    wrap("", provenance());
  }

  private String provenance() {
    Map<String, Long> counts = model.values().stream()
        .filter(Value::cited)
        .collect(Collectors.groupingBy(Value::confidence, TreeMap::new, Collectors.counting()));
    String confidence = counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey() + " (" + trust(each.getKey()) + ")")
        .collect(Collectors.joining(", "));
    long assumed = model.assumed();
    long unused = model.values().stream().filter(value -> !value.used()).count();
    String cited = model.cited() == 0
        ? "No value has a source of its own; "
        : model.cited() + (model.cited() == 1 ? " value has" : " values have") + " a source: "
            + confidence + "; ";
    return cited
        + (assumed == 0 ? "none is" : assumed == 1 ? "1 is" : assumed + " are") + " assumed"
        + (unused == 0 ? "." : "; " + unused + " unused: kept, but no run reads them.");
  }

  private static String trust(String confidence) {
    return switch (confidence) {
      case "A" -> "the provider's own text";
      case "B" -> "measured or dated secondary";
      case "C" -> "secondary";
      default -> "anecdote";
    };
  }

  private void values() {
    List<Value> block = new ArrayList<>();
    String heading = null;
    for (Map.Entry<String, List<Value>> group : groups().entrySet()) {
      boolean alone = group.getKey().isEmpty() || group.getValue().size() == 1;
      if (!alone || !"".equals(heading)) {
        block(heading, block);
        block.clear();
      }
      heading = alone ? "" : group.getKey();
      block.addAll(group.getValue());
    }
    block(heading, block);
  }

  /** Values by the section they stand in; those at the root come first. */
  private Map<String, List<Value>> groups() {
    Map<String, List<Value>> groups = new LinkedHashMap<>();
    groups.put("", new ArrayList<>());
    for (Value value : model.values()) {
      groups.computeIfAbsent(group(value), unused -> new ArrayList<>()).add(value);
    }
    if (groups.get("").isEmpty()) {
      groups.remove("");
    }
    return groups;
  }

  /** A price's book and entry belong to what is priced, not to a section of their own. */
  private static String group(Value value) {
    String path = value.path().replaceFirst("(^|\\.)(prices?)\\.(book|entry)$", "$1$3");
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  private void block(String heading, List<Value> values) {
    if (values.isEmpty()) {
      return;
    }
    out.append('\n');
    String under = heading.isEmpty() ? "" : heading + ".";
    if (!heading.isEmpty()) {
      out.append(shown(heading)).append('\n');
    }
    int names = 0;
    int widest = 0;
    for (Value value : values) {
      names = Math.max(names, shown(value.path().substring(under.length())).length());
      widest = Math.max(widest, isLong(value) ? 0 : valueText(value).length());
    }
    for (Value value : values) {
      String name = shown(value.path().substring(under.length()));
      String from = value.assumed()
          ? "ASSUMED"
          : value.source() == null ? "" : value.source() + ", " + value.confidence();
      from += value.used() ? "" : from.isEmpty() ? "unused" : ", unused";
      String line = (under.isEmpty() ? "" : "  ") + pad(name, names) + "  "
          + pad(isLong(value) ? "" : valueText(value), widest) + "  " + from;
      out.append(line.stripTrailing()).append('\n');
      if (isLong(value)) {
        wrap(INDENT, '"' + valueText(value) + '"');
      }
      note(value);
    }
  }

  private boolean isLong(Value value) {
    return valueText(value).length() > VALUE;
  }

  private void note(Value value) {
    if (value.note() == null) {
      return;
    }
    String first = noted.putIfAbsent(value.note(), value.path());
    wrap(INDENT, first == null ? value.note() : "(as for " + shown(first) + ")");
  }

  private String shown(String path) {
    return model.kind() == Kind.PRICE_BOOK ? path.replaceFirst("^entries\\.", "") : path;
  }

  private void defaults() {
    Map<String, String> defaults = ModelDefaults.of(model);
    if (!defaults.isEmpty()) {
      out.append("\nnot in the file; a run takes the default\n");
      // A no-break space keeps a key and its value on one line.
      String all = defaults.entrySet().stream()
          .map(each -> each.getKey() + "\u00a0" + each.getValue())
          .collect(Collectors.joining(", "));
      lines(all, COLUMNS - 2)
          .forEach(line -> out.append("  ").append(line.replace('\u00a0', ' ')).append('\n'));
    }
  }

  private String valueText(Value value) {
    String text = plain(value.value());
    if (!text.matches("[0-9.]+") || value.unit().isEmpty()) {
      return text;
    }
    String number =
        text.matches("\\d{5,18}") ? String.format(Locale.ROOT, "%,d", Long.parseLong(text)) : text;
    if (value.unit().startsWith("per ")) {
      return number + " " + model.currency() + " " + value.unit();
    }
    boolean one = text.equals("1") && value.unit().matches("[A-Za-z]+s");
    int drop = one ? 1 : 0;
    return number + " " + value.unit().substring(0, value.unit().length() - drop);
  }

  private void sources() {
    if (model.sources().isEmpty()) {
      return;
    }
    out.append("\nsources\n");
    int names = model.sources().stream().mapToInt(s -> s.name().length()).max().orElse(0);
    for (Source source : model.sources()) {
      String head = "  " + pad(source.name(), names) + "  " + source.confidence() + "  "
          + source.retrieved() + "  ";
      String indent = " ".repeat(head.length());
      int start = out.length();
      wrap(indent, source.title());
      out.replace(start, start + head.length(), head);
      out.append(INDENT).append(source.url()).append('\n');
    }
  }

  private void assumptions() {
    out.append("\nassumptions\n");
    for (String sentence : model.assumptions()) {
      int start = out.length();
      wrap("    ", sentence);
      out.replace(start, start + 4, "  - ");
    }
    if (model.assumed() > 0) {
      out.append("  - and every value marked ASSUMED above.\n");
    }
    out.append("\nWhat each key means and which values it may take: models/README.md\n");
    if (!model.kind().section.isEmpty()) {
      String path = model.values().stream()
          .filter(value -> !value.unit().isEmpty())
          .findFirst()
          .orElse(model.values().get(0))
          .path();
      wrap("", "A run changes one value with --set " + model.kind().section + path + "=VALUE");
    }
  }

  private void wrap(String indent, String text) {
    wrap(out, indent, text, COLUMNS);
  }

  /** Breaks a text at spaces; a word longer than a line stands alone on it. */
  static void wrap(StringBuilder into, String indent, String text, int columns) {
    for (String line : lines(text, columns - indent.length())) {
      into.append(indent).append(line).append('\n');
    }
  }

  /** A text broken at spaces into lines of at most so many columns; at least one line. */
  static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** A value in words: {@code p50 180ms, p99 900ms} for a distribution. */
  static String plain(ConfigNode node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.text().strip();
    }
    if (node instanceof ListNode list) {
      return list.items().stream().map(ModelText::plain).collect(Collectors.joining(", "));
    }
    return ((MapNode) node)
        .entries().entrySet().stream()
            .map(entry -> entry.getKey() + " " + plain(entry.getValue().value()))
            .collect(Collectors.joining(", "));
  }
}
