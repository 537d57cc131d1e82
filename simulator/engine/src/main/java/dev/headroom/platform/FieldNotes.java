package dev.headroom.platform;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What each key of a model means, in one sentence: {@code models/fields.yaml}.
 *
 * <p>A {@code *} in a path stands for a name that the model chooses, such as a runtime's or an
 * instance class's. It may hold dots, except at the end of a path, where a dot begins a further
 * key.
 */
public final class FieldNotes {
  private final Map<String, Map<String, Note>> byKind = new LinkedHashMap<>();

  /**
   * What is written about a key.
   *
   * @param path its path below the model's root, with {@code *} for names
   * @param meaning one sentence
   * @param unit of a plain number, or empty
   * @param allowed where the range depends on other keys, or empty
   * @param otherwise where the default depends on other keys, or empty
   */
  public record Note(String path, String meaning, String unit, String allowed, String otherwise) {
    private static final Pattern UNUSED =
        Pattern.compile("\\bnot (simulated|applied|subtracted|added)\\b");

    /** Whether the sentence says that no run uses the value. */
    public boolean unused() {
      return UNUSED.matcher(meaning).find();
    }

    boolean matches(String other) {
      return path.equals(other)
          || path.contains("*")
              && Pattern.matches(
                  Pattern.quote(path)
                      .replaceFirst("\\*\\\\E$", "\\\\E[^.]+")
                      .replace("*", "\\E.+\\Q"),
                  other);
    }
  }

  private FieldNotes() {}

  /** Reads {@code models/fields.yaml}. */
  public static FieldNotes read() {
    return of(Section.root(Models.read("fields")));
  }

  static FieldNotes of(Section root) {
    FieldNotes all = new FieldNotes();
    for (String kind : root.keys()) {
      Section section = root.section(kind);
      Map<String, Note> notes = new LinkedHashMap<>();
      for (String path : section.keys()) {
        notes.put(path, note(section, path));
      }
      all.byKind.put(kind, notes);
    }
    root.finish();
    return all;
  }

  private static Note note(Section section, String path) {
    if (!(section.node(path) instanceof MapNode)) {
      return new Note(path, section.text(path), "", "", "");
    }
    Section note = section.section(path);
    return new Note(
        path,
        note.text("meaning"),
        note.text("unit", ""),
        note.text("allowed", ""),
        note.text("default", ""));
  }

  /** The notes about a kind of model, by path, in the order written. */
  public Map<String, Note> of(String kind) {
    return byKind.getOrDefault(kind, new LinkedHashMap<>());
  }

  /** The note about a path of a model, exact paths before patterns, or null. */
  public Note find(String kind, String path) {
    Note exact = of(kind).get(path);
    if (exact != null) {
      return exact;
    }
    return of(kind).values().stream()
        .filter(note -> note.matches(path))
        .findFirst()
        .orElse(null);
  }
}
