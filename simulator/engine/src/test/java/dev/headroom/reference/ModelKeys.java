package dev.headroom.reference;

import dev.headroom.config.Citations;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.KeyLog.Key;
import dev.headroom.cost.Rates;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import dev.headroom.platform.Models;
import dev.headroom.scenario.ScenarioReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The keys of every kind of model: those the program reads, and those only the files hold. */
final class ModelKeys {
  /** Kinds in the order of the reference. */
  static final List<String> KINDS =
      List.of("platform", "database", "pool", "pooler", "queue", "price book");

  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: reference }
      workload:
        generate: { shape: constant, rate: 1/s, duration: 1s }
        classes: [{ name: a, service: 1ms }]
      platform: { use: %s }
      """;

  private static final String DATABASE =
      "database: { use: %s, pool: { library: %s }, pooler: { kind: %s } }\n";

  private static final String QUEUE = "workload.clients.";

  /** What only callers who wait for the answer have. */
  private static final Pattern WAITING =
      Pattern.compile("clients\\.(kind|timeout|onClientGone|retries|patience|breaker)\\b");

  private final Map<String, Map<String, Key>> read = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> written = new LinkedHashMap<>();
  private final FieldNotes notes;
  private int reads;

  ModelKeys(FieldNotes notes) {
    this.notes = notes;
    for (String kind : KINDS) {
      read.put(kind, new TreeMap<>());
      written.put(kind, new TreeMap<>());
    }
    readAll();
    writtenAll();
  }

  /** What the program asks for, by path below the model's root; elements of lists as [0]. */
  Map<String, Key> read(String kind) {
    return read.get(kind);
  }

  /** Every value in the files, by path below the model's root, with the first way to write it. */
  Map<String, String> written(String kind) {
    return written.get(kind);
  }

  int reads() {
    return reads;
  }

  private void readAll() {
    KeyExplorer scenarios = new KeyExplorer(this::folded);
    for (String platform : Models.PLATFORMS) {
      ConfigNode scenario = ConfigNode.parse("reference", SCENARIO.formatted(platform));
      // With the model laid under it already, a changed scenario reads no file again.
      scenarios.explore(ScenarioReader.withModels(scenario), "platform.", ScenarioReader::read);
    }
    for (String database : Models.DATABASES) {
      scenarios.explore(scenario(database, "custom", "none"), "database.", ScenarioReader::read);
    }
    for (String pool : entries("databases/pools", "pools")) {
      scenarios.explore(scenario("postgres", pool, "none"), "database.pool.", ScenarioReader::read);
    }
    for (String pooler : entries("databases/poolers", "poolers")) {
      ConfigNode scenario = scenario("postgres", "custom", pooler)
          .with("database.pooler.mode", "transaction", "reference");
      scenarios.explore(scenario, "database.pooler.", ScenarioReader::read);
    }
    for (String queue : Models.QUEUES) {
      scenarios.explore(queue(queue), "workload.clients.", ScenarioReader::read);
    }
    reads = scenarios.reads();
    sort(scenarios.keys());
    KeyExplorer prices = new KeyExplorer(path -> path);
    for (String book : Models.PRICE_BOOKS) {
      for (String entry : entries("prices/" + book, "entries")) {
        prices.listen(() -> Rates.read(book, entry));
      }
    }
    read.get("price book").putAll(prices.keys());
  }

  private String folded(String path) {
    String below = path.startsWith("platform.") ? path.substring("platform.".length()) : "";
    Note note = notes.find("platform", below);
    return note == null ? path : "platform." + note.path();
  }

  private void sort(Map<String, Key> keys) {
    keys.forEach((path, key) -> {
      String kind = path.startsWith("platform.")
          ? "platform"
          : path.startsWith("database.pooler.")
              ? "pooler"
              : path.startsWith("database.pool.")
                  ? "pool"
                  : path.startsWith("database.")
                      ? "database"
                      : path.startsWith(QUEUE) && !WAITING.matcher(path).find() ? "queue" : null;
      if (kind != null) {
        int root = kind.startsWith("pool")
            ? path.indexOf('.', 9)
            : kind.equals("queue") ? QUEUE.length() - 1 : path.indexOf('.');
        read.get(kind).put(path.substring(root + 1), key);
      }
    });
  }

  private void writtenAll() {
    Models.PLATFORMS.forEach(name -> file("platforms/" + name, "platform", ""));
    Models.DATABASES.forEach(name -> file("databases/" + name, "database", ""));
    for (String pool : entries("databases/pools", "pools")) {
      file("databases/pools", "pool", "pools." + pool + ".");
    }
    for (String pooler : entries("databases/poolers", "poolers")) {
      file("databases/poolers", "pooler", "poolers." + pooler + ".");
    }
    Models.QUEUES.forEach(name -> file("queues/" + name, "queue", ""));
    Models.PRICE_BOOKS.forEach(name -> file("prices/" + name, "price book", ""));
  }

  private void file(String name, String kind, String prefix) {
    for (Citations.Leaf leaf : Citations.of(Models.read(name))) {
      if (leaf.path().startsWith(prefix)) {
        String path = leaf.path().substring(prefix.length()).replaceAll("\\[\\d+]$", "");
        written.get(kind).putIfAbsent(path, leaf.value().describe());
      }
    }
  }

  private static List<String> entries(String file, String key) {
    MapNode all = (MapNode) ((MapNode) Models.read(file)).get(key);
    return List.copyOf(all.entries().keySet());
  }

  private static ConfigNode queue(String name) {
    return ConfigNode.parse(
        "reference",
        SCENARIO
            .formatted("generic")
            .replace("service: 1ms }]", "service: 1ms }]\n  clients: { kind: " + name + " }"));
  }

  private static ConfigNode scenario(String database, String pool, String pooler) {
    boolean pooled = ((MapNode) Models.read("databases/" + database)).get("limitedBy") == null;
    return ConfigNode.parse(
        "reference",
        SCENARIO.formatted("generic")
            + (pooled
                ? DATABASE.formatted(database, pool, pooler)
                : "database: { use: " + database + " }\n"));
  }
}
