package dev.headroom.reference;

import dev.headroom.config.KeyLog.Form;
import dev.headroom.config.KeyLog.Key;
import dev.headroom.core.FailureReason;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code models/README.md}: what the code reads, joined with what {@code fields.yaml} says. */
final class Reference {
  private static final List<String> VAGUE = List.of("value", "text", "section");

  private final FieldNotes notes;
  private final ModelKeys keys;
  private final Set<String> problems = new LinkedHashSet<>();

  /** What the code tells about one note's keys; several paths where the note has a {@code *}. */
  private static final class Row {
    private final Set<Form> forms = new LinkedHashSet<>();
    private final Set<String> defaults = new LinkedHashSet<>();
    private boolean optional;

    void add(Key key) {
      forms.addAll(key.forms());
      defaults.addAll(key.defaults());
      optional |= key.optional();
    }

    /** The forms that say most: a key looked at as a text first is really the other thing. */
    List<Form> telling() {
      List<Form> telling =
          forms.stream().filter(form -> !VAGUE.contains(form.kind())).toList();
      return telling.isEmpty() ? List.copyOf(forms) : telling;
    }

    boolean isSection() {
      return forms.stream().allMatch(form -> form.kind().equals("section"));
    }
  }

  Reference(FieldNotes notes, ModelKeys keys) {
    this.notes = notes;
    this.keys = keys;
  }

  /** Keys without a sentence, sentences without a key, and what else {@link #text} cannot say. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  String text() {
    StringBuilder out = new StringBuilder(Preface.TEXT);
    out.append("| failure reason | ")
        .append(Arrays.stream(FailureReason.values())
            .map(reason -> "`" + reason.label() + "`")
            .collect(Collectors.joining(", ")))
        .append(" |\n");
    out.append("\n## Every file\n\n| key | meaning |\n|---|---|\n");
    notes.of("file").values().forEach(note -> out.append("| `")
        .append(note.path())
        .append("` | ")
        .append(cell(note.meaning()))
        .append(" |\n"));
    for (String kind : ModelKeys.KINDS) {
      kind(out, kind);
    }
    return out.toString();
  }

  private void kind(StringBuilder out, String kind) {
    Map<Note, Row> read = new LinkedHashMap<>();
    Map<Note, String> written = new LinkedHashMap<>();
    notes.of(kind).values().forEach(note -> {
      read.put(note, new Row());
      written.put(note, null);
    });
    keys.read(kind).forEach((path, key) -> {
      Note note = note(kind, path);
      if (note != null) {
        read.get(note).add(key);
      } else if (!isSection(key) && !isOfFile(path)) {
        problems.add("no sentence for '" + general(path) + "' of a " + kind + " " + key.forms());
      }
    });
    keys.written(kind).forEach((path, value) -> {
      Note note = note(kind, path);
      if (note != null) {
        written.putIfAbsent(note, value);
      } else if (!keys.read(kind).containsKey(path) && !isOfFile(path)) {
        problems.add(
            "no sentence for '" + general(path) + "' of a " + kind + ", only in the files");
      }
    });
    out.append("\n## ").append(Preface.heading(kind)).append('\n');
    out.append("\n| key | type | allowed | default | meaning |\n|---|---|---|---|---|\n");
    read.forEach((note, row) -> {
      if (!row.forms.isEmpty()) {
        row(out, kind, note, row);
      } else if (row.optional && !kind.equals("price book")) { // a meter that nobody sells
        problems.add("'" + note.path() + "' of a " + kind + " is looked for and never read; "
            + "KeyExplorer knows no value with which it is");
      }
    });
    writtenOnly(out, kind, read, written);
  }

  private Note note(String kind, String path) {
    return isOfFile(path) ? null : notes.find(kind, path);
  }

  /** One problem instead of one for every entry, class and runtime. */
  private static String general(String path) {
    return path.replaceFirst("^(entries|instances|coldStart\\.runtimes)\\..+\\.", "$1.*.");
  }

  /** Keys of every file are described once. */
  private boolean isOfFile(String path) {
    return notes.find("file", path) != null;
  }

  private static boolean isSection(Key key) {
    return !key.forms().isEmpty()
        && key.forms().stream().allMatch(form -> form.kind().equals("section"));
  }

  private void row(StringBuilder out, String kind, Note note, Row row) {
    Set<String> kinds = new TreeSet<>();
    Set<String> allowed = new LinkedHashSet<>();
    row.telling().forEach(form -> {
      kinds.add(form.kind());
      allowed.add(form.allowed());
    });
    if (note.unused()) {
      problems.add("'" + note.path() + "' of a " + kind + " is read now; its sentence says not");
    }
    String unit =
        note.unit().isEmpty() || kinds.contains(note.unit()) ? "" : " (" + note.unit() + ")";
    String otherwise = note.otherwise();
    if (otherwise.isEmpty()) {
      if (row.defaults.size() > 1) {
        problems.add("the default of '" + note.path() + "' of a " + kind + " depends on other keys "
            + row.defaults + "; say how under 'default'");
      }
      otherwise = !row.defaults.isEmpty()
          ? row.defaults.iterator().next()
          : row.optional || row.isSection() ? "none" : "required";
    }
    if (note.allowed().isEmpty() && allowed.size() > 1) {
      problems.add("the range of '" + note.path() + "' of a " + kind + " depends on other keys "
          + allowed + "; say how under 'allowed'");
    }
    cells(
        out,
        "`" + note.path() + "`",
        String.join(" or ", kinds) + unit,
        note.allowed().isEmpty() ? allowed.iterator().next() : note.allowed(),
        otherwise.isEmpty() ? "none" : otherwise,
        note.meaning());
  }

  private void writtenOnly(
      StringBuilder out, String kind, Map<Note, Row> read, Map<Note, String> written) {
    StringBuilder rows = new StringBuilder();
    read.forEach((note, row) -> {
      String value = written.get(note);
      if (row.forms.isEmpty() && value != null) {
        String unit = note.unit().isEmpty() ? "" : " (" + note.unit() + ")";
        cells(rows, "`" + note.path() + "`", "`" + value + "`" + unit, note.meaning());
      } else if (row.forms.isEmpty() && !row.optional) {
        problems.add("'" + note.path() + "' is no key of a " + kind + " any more");
      }
    });
    if (!rows.isEmpty()) {
      out.append("\nFurther keys of the files, which a run does not read under this path:\n\n")
          .append("| key | for example | meaning |\n|---|---|---|\n")
          .append(rows);
    }
  }

  private static void cells(StringBuilder out, String... cells) {
    out.append('|');
    for (String text : cells) {
      out.append(' ').append(cell(text)).append(text.isEmpty() ? "|" : " |");
    }
    out.append('\n');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ').strip();
  }
}
