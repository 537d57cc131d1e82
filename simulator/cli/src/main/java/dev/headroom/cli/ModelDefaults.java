package dev.headroom.cli;

import dev.headroom.cli.ModelEntry.Kind;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.KeyLog;
import dev.headroom.config.Section;
import dev.headroom.platform.FieldNotes;
import dev.headroom.platform.FieldNotes.Note;
import dev.headroom.scaling.PolicyKind;
import dev.headroom.scenario.ScenarioReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run takes where a model says nothing: asked of the readers, not written down again. */
final class ModelDefaults {
  /** The smallest scenario that reads a model; poolers are simulated in transaction mode only. */
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: defaults }
      workload:
        generate: { shape: constant, rate: 1/s, duration: 1s }
        classes: [{ name: request, service: 1ms, queries: { count: 1, each: 1ms } }]
        clients: { kind: %s }
      platform: { use: %s }
      database: { use: %s%s }
      """;

  /** The end of a sentence about a key that only some scaling rules read. */
  private static final Pattern RULES = Pattern.compile("\\(([a-z, -]+)\\)\\.$");

  private ModelDefaults() {}

  /** Default by path below the model, for keys that the file does not write. */
  static Map<String, String> of(ModelEntry model) {
    Map<String, String> defaults = new LinkedHashMap<>();
    if (model.kind() == Kind.PRICE_BOOK || model.kind() == Kind.NODE_POOL) {
      return defaults;
    }
    List<String> written = model.values().stream().map(ModelEntry.Value::path).toList();
    FieldNotes notes = FieldNotes.read();
    keys(model).forEach((path, key) -> {
      String below = below(model.kind(), path);
      boolean says = key.defaults().size() == 1 && !key.defaults().get(0).isEmpty();
      if (!below.isEmpty()
          && says
          && !written.contains(below)
          && isRead(notes.find(model.kind().label, below), model)) {
        defaults.put(below, key.defaults().get(0));
      }
    });
    return defaults;
  }

  /** What the readers ask of the smallest scenario that uses a model, by path. */
  static Map<String, KeyLog.Key> keys(ModelEntry model) {
    ConfigNode scenario = ConfigNode.parse(
        "defaults",
        SCENARIO.formatted(
            named(model, Kind.QUEUE, "sync"),
            named(model, Kind.PLATFORM, "generic"),
            named(model, Kind.DATABASE, "postgres"),
            pooling(model)));
    KeyLog log = new KeyLog();
    log.record(() -> ScenarioReader.read(scenario));
    return log.keys();
  }

  /** A pool and a pooler for every database that has connections. */
  private static String pooling(ModelEntry model) {
    boolean connections =
        model.values().stream().noneMatch(value -> value.path().equals("limitedBy"));
    return connections
        ? ", pool: { library: %s }, pooler: { %s }"
            .formatted(
                named(model, Kind.POOL, "custom"),
                model.kind() == Kind.POOLER
                    ? "mode: transaction, kind: " + model.name()
                    : "kind: none")
        : "";
  }

  /** The path below the model, or empty for a key of something else or the model's own name. */
  private static String below(Kind kind, String path) {
    boolean ofPool = kind == Kind.DATABASE && path.startsWith("database.pool");
    return path.startsWith(kind.section) && !path.equals(kind.chosenBy) && !ofPool
        ? path.substring(kind.section.length())
        : "";
  }

  /** Whether the model's scaling rule reads the key: its sentence may end {@code (knative).} */
  private static boolean isRead(Note note, ModelEntry model) {
    Matcher rules = RULES.matcher(note == null ? "" : note.meaning());
    if (!rules.find()) {
      return true;
    }
    List<String> named = List.of(rules.group(1).split(", "));
    List<String> known = Arrays.stream(PolicyKind.values()).map(Section::label).toList();
    return !known.containsAll(named)
        || model.values().stream()
            .anyMatch(value -> value.path().equals("scale.policy")
                && named.contains(ModelText.plain(value.value())));
  }

  private static String named(ModelEntry model, Kind kind, String otherwise) {
    return model.kind() == kind ? model.name() : otherwise;
  }
}
