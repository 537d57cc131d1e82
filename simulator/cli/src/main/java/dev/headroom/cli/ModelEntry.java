package dev.headroom.cli;

import dev.headroom.config.ConfigNode;
import java.util.List;

/**
 * A model as its file says it, for people to read and to check.
 *
 * @param kind what it is a model of
 * @param name what commands and scenarios call it
 * @param title for people
 * @param file where it stands, from the project's folder
 * @param retrieved when its figures were last compared with their sources
 * @param about region, currency and month of a price book; empty otherwise
 * @param currency of a price book's figures; empty otherwise
 * @param values in the order written
 * @param sources that its file lists, or of one entry among several: that the entry cites
 * @param assumptions sentences about what it leaves out
 */
record ModelEntry(
    Kind kind,
    String name,
    String title,
    String file,
    String retrieved,
    String about,
    String currency,
    List<Value> values,
    List<Source> sources,
    List<String> assumptions) {

  /** What there are models of. */
  enum Kind {
    PLATFORM("platform", "platforms", "platform.use", "platform."),
    DATABASE("database", "databases", "database.use", "database."),
    POOL("pool", "pools in every instance", "database.pool.library", "database.pool."),
    POOLER("pooler", "poolers", "database.pooler.kind", "database.pooler."),
    CONTENTION(
        "contention",
        "contention between active connections",
        "database.contention.workload",
        "database.contention."),
    QUEUE("queue", "queues", "workload.clients.kind", "workload.clients."),
    NODE_POOL("node pool", "node pools", "platform.nodes.use", "platform.nodes."),
    PRICE_BOOK("price book", "price books", "platform.prices.book", "");

    /** Its name in messages, in JSON and in {@code models/fields.yaml}. */
    final String label;

    final String plural;

    /** The key of a scenario that names one. */
    final String chosenBy;

    /** Where a scenario writes its keys, with the dot; empty where it cannot change them. */
    final String section;

    Kind(String label, String plural, String chosenBy, String section) {
      this.label = label;
      this.plural = plural;
      this.chosenBy = chosenBy;
      this.section = section;
    }
  }

  /**
   * One value.
   *
   * @param path below the model
   * @param value as written
   * @param unit of a plain number, or empty
   * @param meaning of its key, or empty
   * @param used whether a run uses it
   * @param source name of its source, null where it needs none
   * @param confidence A to D, null for an assumption or where it needs no source
   * @param note what is said about it, or null
   */
  record Value(
      String path,
      ConfigNode value,
      String unit,
      String meaning,
      boolean used,
      String source,
      String confidence,
      String note) {

    boolean cited() {
      return source != null && !assumed();
    }

    boolean assumed() {
      return "assumption".equals(source);
    }
  }

  /**
   * Where values come from.
   *
   * @param confidence A official, B measured or dated secondary, C secondary, D anecdote
   */
  record Source(String name, String title, String url, String retrieved, String confidence) {}

  long cited() {
    return values.stream().filter(Value::cited).count();
  }

  long assumed() {
    return values.stream().filter(Value::assumed).count();
  }

  /** The day on which the source longest not looked at was retrieved, or null without sources. */
  String oldestSource() {
    return sources.stream()
        .filter(source -> values.stream().anyMatch(v -> source.name().equals(v.source())))
        .map(Source::retrieved)
        .sorted()
        .findFirst()
        .orElse(null);
  }
}
