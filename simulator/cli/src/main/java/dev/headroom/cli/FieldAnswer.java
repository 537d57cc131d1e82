package dev.headroom.cli;

import dev.headroom.cli.ModelEntry.Kind;
import dev.headroom.cli.ModelEntry.Source;
import dev.headroom.cli.ModelEntry.Value;
import dev.headroom.config.KeyLog;
import dev.headroom.config.Suggestions;
import dev.headroom.core.UserError;
import dev.headroom.explain.Answer;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key of a scenario means, in which unit, and what each model takes for it. */
final class FieldAnswer {
  /** Kinds whose keys a scenario writes, the longest section first. */
  private static final List<Kind> KINDS = Arrays.stream(Kind.values())
      .filter(kind -> !kind.section.isEmpty() && kind != Kind.NODE_POOL)
      .sorted(Comparator.comparingInt(kind -> -kind.section.length()))
      .toList();

  private final FieldNotes notes = FieldNotes.read();
  private final List<ModelEntry> models = new ModelCatalog().entries();

  private FieldAnswer() {}

  /**
   * The answer.
   *
   * @param key such as {@code platform.concurrency.max}, also below a service
   * @throws UserError for a key that nothing reads, with the one that was probably meant (exit 2)
   */
  static Answer of(String key) {
    return new FieldAnswer().answer(key.strip());
  }

  private Answer answer(String given) {
    String key = given.replaceFirst("^services(\\[\\d+\\]|\\.\\d+)\\.", "");
    for (Kind kind : KINDS) {
      if (key.startsWith(kind.section)) {
        String path = key.substring(kind.section.length());
        Note note = notes.find(kind.label, path);
        if (note != null) {
          return described(kind, key, path, note);
        }
      }
    }
    KeyLog.Key read = keys().get(key.replaceAll("\\.(\\d+)\\b", "[$1]"));
    if (read == null) {
      Set<String> known = known();
      throw UserError.invalid("explain: " + given + "; is neither an output folder nor a key of a"
          + " scenario; " + Suggestions.hint(key, known)
          + "'headroom models NAME' lists the keys of a model");
    }
    Answer answer = new Answer("field", key);
    answer.sentence("Read from a scenario; no model sets it.");
    form(answer, read);
    return answer;
  }

  private Answer described(Kind kind, String key, String path, Note note) {
    Answer answer = new Answer("field", key);
    answer.sentence(note.meaning().strip());
    if (!note.unit().isEmpty()) {
      answer.fact("unit", note.unit());
    }
    List<List<String>> rows = new ArrayList<>();
    Set<String> cited = new LinkedHashSet<>();
    KeyLog.Key read = null;
    for (ModelEntry model : models) {
      if (model.kind() == kind) {
        Map<String, KeyLog.Key> keys = ModelDefaults.keys(model);
        read = read == null || read.forms().isEmpty() ? keys.get(key) : read;
        List<Value> values = model.values().stream()
            .filter(value -> value.path().equals(path) || value.path().startsWith(path + "."))
            .toList();
        for (Value value : values) {
          rows.add(List.of(
              model.name(),
              value.path().equals(path) ? "" : value.path().substring(path.length() + 1),
              ModelText.plain(value.value()),
              source(value)));
          sources(model, value, cited);
        }
        String otherwise = ModelDefaults.of(model).get(path);
        if (values.isEmpty() && otherwise != null) {
          rows.add(List.of(model.name(), "", otherwise, "where nobody sets it"));
        }
      }
    }
    if (read != null) {
      form(answer, read);
    }
    if (!note.allowed().isEmpty()) {
      answer.fact("allowed", note.allowed());
    }
    if (!note.otherwise().isEmpty()) {
      answer.fact("default", note.otherwise());
    }
    if (note.unused()) {
      answer.fact("unused", "no run reads it");
    }
    answer.fact(
        "written", "in a scenario as " + key + ", for one run with --set " + key + "=VALUE");
    if (!rows.isEmpty()) {
      answer.table(
          "What each " + kind.label + " takes where the scenario is silent",
          List.of(kind.label, "key", "value", "source"),
          rows);
    }
    cited.forEach(source -> answer.fact("source", source));
    return answer;
  }

  private static String source(Value value) {
    if (value.source() == null) {
      return "";
    }
    return value.assumed()
        ? "assumed: nobody publishes it"
        : value.source() + " (" + value.confidence() + ")";
  }

  private static void sources(ModelEntry model, Value value, Set<String> cited) {
    for (Source source : model.sources()) {
      if (source.name().equals(value.source())) {
        cited.add(source.name() + ": " + source.title() + ", " + source.url() + ", retrieved "
            + source.retrieved());
      }
    }
  }

  private static void form(Answer answer, KeyLog.Key read) {
    String kinds = read.forms().stream()
        .map(form -> form.kind() + (form.allowed().isEmpty() ? "" : ", " + form.allowed()))
        .distinct()
        .collect(Collectors.joining("; or "));
    if (!kinds.isEmpty()) {
      answer.fact("type", kinds);
    }
    if (!read.choices().isEmpty()) {
      answer.fact("one of", String.join(", ", read.choices()));
    }
    List<String> otherwise =
        read.defaults().stream().filter(text -> !text.isEmpty()).toList();
    if (otherwise.size() == 1) {
      answer.fact("default", otherwise.get(0) + " where neither scenario nor model sets it");
    }
  }

  /** Keys that the smallest scenario is asked for, models' own included. */
  private Map<String, KeyLog.Key> keys() {
    ModelEntry plain = models.stream()
        .filter(model -> model.kind() == Kind.POOLER)
        .findFirst()
        .orElse(models.get(0));
    return ModelDefaults.keys(plain);
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>();
    for (Kind kind : KINDS) {
      notes.of(kind.label).keySet().forEach(path -> known.add(kind.section + path));
    }
    known.addAll(keys().keySet());
    return known;
  }
}
