package dev.headroom.reference;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.KeyLog;
import dev.headroom.config.KeyLog.Key;
import dev.headroom.core.UserError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Finds the keys that a reader knows by reading: the models as they are, then with every key it
 * asked for and did not find, and with every word where it reads one of several.
 *
 * <p>A change that makes the reader ask something new is explored further, so a key that is read
 * only where two others are set is found too, and so are the keys of a list's elements. Mistakes
 * that a change makes are passed over: what was asked before them counts.
 */
final class KeyExplorer {
  /** Some text for every kind that {@link KeyLog} names; the rest are tried where none is known. */
  private static final List<String> ANYTHING =
      List.of("1", "50%", "1s", "1Mi", "1/s", "1MB/s", "true", "{}", "[]", "x");

  private static final int READS_MAX = 50_000;

  private final KeyLog log = new KeyLog();
  private final UnaryOperator<String> fold;
  private int reads;
  private int known;

  /**
   * Nothing is known yet.
   *
   * @param fold paths that differ only in a name the model chooses to one: thirty runtimes are one
   *     discovery
   */
  KeyExplorer(UnaryOperator<String> fold) {
    this.fold = fold;
  }

  /** All that was asked so far, by path. */
  Map<String, Key> keys() {
    return log.keys();
  }

  int reads() {
    return reads;
  }

  /** Notes what a reader of its own document asks; entries it refuses count up to there. */
  void listen(Runnable reader) {
    try {
      log.record(reader);
    } catch (UserError e) {
      // Some entries of a price book are not for instances.
    }
  }

  /** Explores the keys below {@code prefix} from a document that the reader accepts. */
  void explore(ConfigNode document, String prefix, Consumer<ConfigNode> reader) {
    log.record(() -> reader.accept(document));
    TreeSet<String> all = new TreeSet<>(log.keys().keySet());
    TreeSet<String> folded = new TreeSet<>();
    all.removeIf(path -> !folded.add(fold.apply(path)) && !fold.apply(path).equals(path));
    Deque<Variant> open = new ArrayDeque<>(List.of(new Variant(document, all)));
    while (!open.isEmpty()) {
      Variant base = open.pop();
      TreeSet<String> written = written(base.document());
      for (String path : base.paths()) {
        Key asked = log.keys().get(path);
        if (!path.startsWith(prefix) || asked == null) {
          continue;
        }
        for (String sample : samples(asked, written.contains(path))) {
          Variant changed = tried(base.document(), path, sample, reader);
          if (changed != null) {
            open.push(changed);
          }
        }
      }
    }
  }

  /**
   * A document to explore.
   *
   * @param paths what a reader asks of it that it did not ask of the one it was made from, since
   *     all else has been tried there
   */
  private record Variant(ConfigNode document, TreeSet<String> paths) {}

  /** The changed document if the reader asked something new of it, else null. */
  private Variant tried(ConfigNode base, String path, String sample, Consumer<ConfigNode> reader) {
    if (++reads > READS_MAX) {
      throw new IllegalStateException("more than " + READS_MAX + " reads, last " + path);
    }
    int before = log.discoveries();
    TreeSet<String> fresh = new TreeSet<>(log.keys().keySet());
    ConfigNode changed = null;
    try {
      changed = base.with(path, sample, "explored");
      ConfigNode document = changed;
      log.record(() -> reader.accept(document));
    } catch (UserError e) {
      // Not acceptable yet, such as an element of a list without its keys; they are tried next.
    }
    if (log.discoveries() == before || !isNews() || changed == null) {
      return null;
    }
    TreeSet<String> now = new TreeSet<>(log.keys().keySet());
    now.removeAll(fresh);
    now.add(path);
    return new Variant(changed, now);
  }

  /** Ranges and defaults vary with other keys without end; paths and kinds do not. */
  private boolean isNews() {
    TreeSet<String> kinds = new TreeSet<>();
    log.keys().forEach((path, key) -> {
      kinds.add(fold.apply(path));
      key.forms().forEach(form -> kinds.add(fold.apply(path) + " " + form.kind()));
    });
    boolean news = kinds.size() > known;
    known = kinds.size();
    return news;
  }

  private static List<String> samples(Key key, boolean written) {
    if (!key.choices().isEmpty()) {
      return key.choices();
    }
    if (written) {
      return List.of();
    }
    List<String> samples = new ArrayList<>();
    for (KeyLog.Form form : key.forms()) {
      samples.addAll(
          switch (form.kind()) {
            case "section" -> List.of("{}");
            case "list of sections" -> List.of("[{}]");
            case "list of texts" -> List.of("[x]");
            case "text", "file name" -> List.of("x", "50%", "1", "10min");
            case "whole number", "number", "vCPUs" -> List.of("1");
            case "time", "time or distribution" -> List.of("1s");
            case "size" -> List.of("1Mi");
            case "share" -> List.of("50%");
            case "rate" -> List.of("1/s");
            case "bandwidth" -> List.of("1MB/s");
            default -> ANYTHING;
          });
    }
    return samples.isEmpty() ? ANYTHING : samples;
  }

  private static TreeSet<String> written(ConfigNode document) {
    TreeSet<String> paths = new TreeSet<>();
    collect(document, "", paths);
    return paths;
  }

  private static void collect(ConfigNode node, String path, TreeSet<String> into) {
    if (node instanceof ConfigNode.MapNode map) {
      map.entries().forEach((key, entry) -> {
        String below = path.isEmpty() ? key : path + "." + key;
        into.add(below);
        collect(entry.value(), below, into);
      });
    } else if (node instanceof ConfigNode.ListNode list) {
      for (int i = 0; i < list.items().size(); i++) {
        into.add(path + "[" + i + "]");
        collect(list.items().get(i), path + "[" + i + "]", into);
      }
    }
  }
}
