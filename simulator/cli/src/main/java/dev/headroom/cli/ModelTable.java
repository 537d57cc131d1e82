package dev.headroom.cli;

import dev.headroom.cli.ModelEntry.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** All models in one table of 100 columns, by kind. */
final class ModelTable {
  private static final int NAME = 20;
  private static final int TITLE = 36;
  private static final String ROW = "%s  %s  %-10s  %5s  %7s  %s";

  private ModelTable() {}

  static String of(List<ModelEntry> models) {
    StringBuilder out = new StringBuilder();
    row(out, "model", "what it is", "retrieved", "cited", "assumed", "oldest");
    for (Kind kind : Kind.values()) {
      List<ModelEntry> ofKind =
          models.stream().filter(model -> model.kind() == kind).toList();
      out.append(kind == Kind.PLATFORM ? "" : "\n")
          .append(kind.plural)
          .append(", named by ")
          .append(kind.chosenBy)
          .append('\n');
      ofKind.forEach(model -> model(out, model));
    }
    out.append('\n');
    ModelText.wrap(
        out,
        "",
        "retrieved: when the figures were last compared with their sources."
            + " cited: values with a source. assumed: values that nobody published, each with its"
            + " reason. oldest: the earliest day on which a cited source was retrieved.",
        ModelText.COLUMNS);
    out.append("\nheadroom models NAME prints one: every value, its source, what is assumed.\n");
    return out.toString();
  }

  private static void model(StringBuilder out, ModelEntry model) {
    List<String> title = ModelText.lines(title(model), TITLE);
    row(
        out,
        model.name(),
        title.get(0),
        model.retrieved(),
        Long.toString(model.cited()),
        Long.toString(model.assumed()),
        Objects.toString(model.oldestSource(), "-"));
    for (String line : title.subList(1, title.size())) {
      out.append(" ".repeat(2 + NAME + 2)).append(line).append('\n');
    }
  }

  private static void row(StringBuilder out, String name, String title, String... cells) {
    String line = String.format(
        Locale.ROOT,
        ROW,
        ModelText.pad("  " + name, 2 + NAME),
        ModelText.pad(title, TITLE),
        cells[0],
        cells[1],
        cells[2],
        cells[3]);
    out.append(line.stripTrailing()).append('\n');
  }

  /** Entries of one file share its title; what tells them apart is how they begin. */
  private static String title(ModelEntry model) {
    if (model.kind() == Kind.POOL || model.kind() == Kind.POOLER) {
      return model.values().stream()
          .limit(3)
          .map(value -> value.path() + " " + ModelText.plain(value.value()))
          .collect(Collectors.joining(", "));
    }
    return model.title() + (model.about().isEmpty() ? "" : " (" + model.about() + ")");
  }
}
