package dev.headroom.cli;

import dev.headroom.cli.ModelEntry.Kind;
import dev.headroom.cli.ModelEntry.Source;
import dev.headroom.cli.ModelEntry.Value;
import dev.headroom.config.Citation;
import dev.headroom.config.Citations;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import dev.headroom.platform.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every model there is, read from {@code models/}. */
final class ModelCatalog {
  /** Keys that the head of a model says already. */
  private static final List<String> HEAD =
      List.of("name", "title", "retrieved", "region", "currency", "date");

  /** A note may trust a value less, or more, than its source in general. */
  private static final Pattern CONFIDENCE = Pattern.compile("Confidence ([A-D])\\b.*");

  private final FieldNotes notes = FieldNotes.read();
  private final List<ModelEntry> entries = new ArrayList<>();

  ModelCatalog() {
    Models.PLATFORMS.forEach(name -> whole(Kind.PLATFORM, "platforms/" + name));
    Models.DATABASES.forEach(name -> whole(Kind.DATABASE, "databases/" + name));
    parts(Kind.POOL, "databases/pools", "pools");
    parts(Kind.POOLER, "databases/poolers", "poolers");
    parts(Kind.CONTENTION, "databases/contentions", "contentions");
    Models.QUEUES.forEach(name -> whole(Kind.QUEUE, "queues/" + name));
    Models.NODES.forEach(name -> whole(Kind.NODE_POOL, "nodes/" + name));
    Models.PRICE_BOOKS.forEach(name -> whole(Kind.PRICE_BOOK, "prices/" + name));
  }

  List<ModelEntry> entries() {
    return List.copyOf(entries);
  }

  /**
   * The model of a name.
   *
   * @throws dev.headroom.core.UserError for an unknown name, with the one that was probably meant
   */
  ModelEntry find(String name) {
    List<String> names = entries.stream().map(ModelEntry::name).toList();
    return entries.get(names.indexOf(Models.known("model", name, names)));
  }

  private void whole(Kind kind, String file) {
    MapNode root = (MapNode) Models.read(file);
    List<Value> values = values(kind, root, "");
    String about = "";
    if (kind == Kind.PRICE_BOOK) {
      int size = Models.map(root, "entries").entries().size();
      about = String.join(
          ", ",
          text(root, "region"),
          text(root, "currency"),
          text(root, "date"),
          size + " entries");
    }
    entries.add(new ModelEntry(
        kind,
        isTaken(text(root, "name")) ? file : text(root, "name"),
        text(root, "title"),
        "models/" + file + ".yaml",
        text(root, "retrieved"),
        about,
        kind == Kind.PRICE_BOOK ? text(root, "currency") : "",
        values,
        sources(root),
        assumptions(root)));
  }

  /** A price book may be called like the platform that it prices; its folder tells them apart. */
  private boolean isTaken(String name) {
    return entries.stream().anyMatch(entry -> entry.name().equals(name));
  }

  private void parts(Kind kind, String file, String key) {
    MapNode root = (MapNode) Models.read(file);
    for (String name : Models.map(root, key).entries().keySet()) {
      List<Value> values = values(kind, root, key + "." + name + ".");
      entries.add(new ModelEntry(
          kind,
          name,
          text(root, "title"),
          "models/" + file + ".yaml",
          text(root, "retrieved"),
          "",
          "",
          values,
          sources(root).stream()
              .filter(source -> values.stream().anyMatch(v -> source.name().equals(v.source())))
              .toList(),
          assumptions(root)));
    }
  }

  private List<Value> values(Kind kind, MapNode root, String prefix) {
    List<Value> values = new ArrayList<>();
    for (Citations.Leaf leaf : Citations.of(root)) {
      String path = leaf.path();
      if (!path.startsWith(prefix) || HEAD.contains(path) || path.startsWith("assumptions[")) {
        continue;
      }
      path = path.substring(prefix.length());
      Note note = kind == Kind.NODE_POOL
          ? notes.find(Kind.PLATFORM.label, "nodes." + path)
          : notes.find(kind.label, path);
      Citation citation = leaf.citation();
      values.add(new Value(
          path,
          leaf.value(),
          note == null ? "" : note.unit(),
          note == null ? "" : note.meaning(),
          note == null || !note.unused(),
          citation == null ? null : citation.source(),
          citation == null || citation.isAssumption() ? null : confidence(root, citation),
          citation == null ? null : citation.note()));
    }
    return values;
  }

  private static String confidence(MapNode root, Citation citation) {
    Matcher own = CONFIDENCE.matcher(Objects.toString(citation.note(), ""));
    return own.matches()
        ? own.group(1)
        : text(Models.map(Models.map(root, "sources"), citation.source()), "confidence");
  }

  private static List<Source> sources(MapNode root) {
    List<Source> sources = new ArrayList<>();
    MapNode all = Models.map(root, "sources");
    for (String name : all.entries().keySet()) {
      MapNode source = Models.map(all, name);
      sources.add(new Source(
          name,
          text(source, "title"),
          text(source, "url"),
          text(source, "retrieved"),
          text(source, "confidence")));
    }
    return sources;
  }

  private static List<String> assumptions(MapNode root) {
    List<String> sentences = new ArrayList<>();
    if (root.get("assumptions") instanceof ListNode list) {
      list.items().forEach(item -> sentences.add(ModelText.plain(item)));
    }
    return sentences;
  }

  /** The whole text of a key, which a message would cut. */
  private static String text(MapNode map, String key) {
    ConfigNode node = map == null ? null : map.get(key);
    return node == null ? "" : ModelText.plain(node);
  }
}
