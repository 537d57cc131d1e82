package dev.headroom.config;

import dev.headroom.config.ConfigNode.MapNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which keys the readers ask for, in which form and with which default: the reference of all keys
 * is made from what the code does, not from what somebody remembers that it does.
 *
 * <p>Readers make their own {@link Section}s from trees, so a log cannot be handed to them; it
 * stands beside the thread while {@link #record} runs. At any other time a section costs one
 * look at that place, and its getters nothing.
 */
public final class KeyLog {
  private static final ThreadLocal<KeyLog> CURRENT = new ThreadLocal<>();

  private final Map<String, Key> keys = new TreeMap<>();
  private int discoveries;

  /**
   * A form in which a key is read.
   *
   * @param kind such as {@code whole number} or {@code time}
   * @param allowed the range or the words, empty where the kind says all
   */
  public record Form(String kind, String allowed) {}

  /** What the readers asked under one path, over all reads of this log. */
  public static final class Key {
    private final Set<Form> forms = new LinkedHashSet<>();
    private final Set<String> otherwise = new LinkedHashSet<>();
    private final List<String> choices = new ArrayList<>();
    private boolean optional;

    /** The forms it was read in; none where it was only looked for. */
    public List<Form> forms() {
      return List.copyOf(forms);
    }

    /** The defaults; several where one depends on other keys, none where the key is required. */
    public List<String> defaults() {
      return List.copyOf(otherwise);
    }

    /** The words that may stand there, none for other kinds. */
    public List<String> choices() {
      return List.copyOf(choices);
    }

    /** Whether a reader looked first whether it is there. */
    public boolean optional() {
      return optional;
    }
  }

  /** Runs a reader; what it asks on this thread is added. Failures pass through. */
  public void record(Runnable reader) {
    CURRENT.set(this);
    try {
      reader.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** What was asked for so far, by path; elements of a list as {@code [0]}. */
  public Map<String, Key> keys() {
    return new TreeMap<>(keys);
  }

  /** How often a path or a new kind of value for it was seen first. */
  public int discoveries() {
    return discoveries;
  }

  /** Whether what is read now is noted, so that nothing read earlier may stand in for it. */
  public static boolean isRecording() {
    return CURRENT.get() != null;
  }

  /** The section of a document's root: one that logs while a log records, else a plain one. */
  static Section section(MapNode map, String path) {
    KeyLog log = CURRENT.get();
    return log == null ? new Section(map, path) : new LoggedSection(map, path, log);
  }

  void looked(String path) {
    key(path).optional = true;
  }

  /** Notes one read; {@code otherwise} is null where the getter has no default. */
  void read(String path, Form form, List<String> words, String otherwise) {
    Key key = key(path);
    if (key.forms.stream().noneMatch(known -> known.kind().equals(form.kind()))) {
      discoveries++;
    }
    key.forms.add(form);
    if (otherwise != null) {
      key.otherwise.add(otherwise);
    }
    words.stream().filter(word -> !key.choices.contains(word)).forEach(key.choices::add);
  }

  private Key key(String path) {
    Key key = keys.get(path);
    if (key == null) {
      key = new Key();
      keys.put(path, key);
      discoveries++;
    }
    return key;
  }
}
