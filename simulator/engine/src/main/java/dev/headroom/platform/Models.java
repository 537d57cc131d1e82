package dev.headroom.platform;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.Entry;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.ConfigNode.ScalarNode;
import dev.headroom.config.Suggestions;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The files under {@code models/}: from the project's folder, or from the jar. */
public final class Models {
  /** The price books. */
  public static final List<String> PRICE_BOOKS =
      List.of("aws", "azure", "cloudflare", "gcp", "heroku", "kubernetes", "vercel");

  /** The platforms that run. */
  public static final List<String> PLATFORMS = List.of(
      "generic",
      "aws-lambda",
      "cloud-run",
      "aws-fargate",
      "aws-fargate-spot",
      "eks-fargate",
      "ec2-asg",
      "azure-container-apps",
      "knative",
      "kubernetes-hpa",
      "gke-autopilot",
      "fixed-fleet",
      "ec2-fleet",
      "vercel",
      "wasm-edge",
      "heroku");

  /** The node pools that instances can be placed on. */
  public static final List<String> NODES =
      List.of("fixed", "ec2-fleet", "cluster-autoscaler", "karpenter", "gke-autopilot-nodes");

  /** The database servers that run. */
  public static final List<String> DATABASES = List.of(
      "postgres",
      "cloud-sql-postgres",
      "rds-postgres",
      "aurora-postgres",
      "azure-postgres",
      "mysql",
      "dynamodb");

  /** The queues that can stand before a service. */
  public static final List<String> QUEUES = List.of("sqs", "cloud-tasks");

  /** The key under which a file names another, such as {@code runtimes}. */
  private static final String INCLUDE = "include";

  /** What a file may include: a name below {@code models/}, so that none leads out of it. */
  private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*");

  private static final int INCLUDES_DEEP = 5;

  /** More files than there are; only a program that edits models while it runs comes here. */
  private static final int PARSED_MAX = 256;

  /** Trees of texts read before: parsing one takes longer than reading the scenario over it. */
  private static final Map<Source, MapNode> PARSED = new ConcurrentHashMap<>();

  /** A file's name, which positions carry, and its text: an edited file is another one. */
  private record Source(String name, String text) {
    MapNode parse() {
      return (MapNode) ConfigNode.parse(name, text);
    }
  }

  private Models() {}

  /**
   * A model file; {@code path} such as {@code platforms/cloud-run}. What a file {@code include}s,
   * one file or a list of them, lies below it.
   */
  public static ConfigNode read(String path) {
    return read(path, 0);
  }

  private static ConfigNode read(String path, int depth) {
    String name = "models/" + path + ".yaml";
    MapNode model = parsed(new Source(name, text(name)));
    ConfigNode include = model.get(INCLUDE);
    if (include == null) {
      return model;
    }
    List<ConfigNode> files = include instanceof ListNode list ? list.items() : List.of(include);
    for (ConfigNode file : files) {
      String included = file instanceof ScalarNode scalar ? scalar.text() : file.describe();
      if (!FILE.matcher(included).matches() || depth == INCLUDES_DEEP) {
        throw UserError.invalid(file.position() + ": " + INCLUDE + ": " + file.describe()
            + "; allowed: a file below models/ such as runtimes, " + INCLUDES_DEEP + " deep");
      }
      model = over((MapNode) read(included, depth + 1), model);
    }
    return model;
  }

  private static MapNode parsed(Source source) {
    if (PARSED.size() >= PARSED_MAX) {
      PARSED.clear();
    }
    return PARSED.computeIfAbsent(source, Source::parse);
  }

  private static MapNode over(MapNode base, MapNode model) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    model.entries().forEach((key, entry) -> {
      ConfigNode below = base.get(key);
      if (!key.equals(INCLUDE)) {
        entries.put(
            key,
            below == null ? entry : new Entry(entry.keyPosition(), below.merge(entry.value())));
      }
    });
    base.entries().forEach(entries::putIfAbsent);
    return new MapNode(model.position(), entries);
  }

  private static String text(String name) {
    try {
      for (Path dir = home(); dir != null; dir = dir.getParent()) {
        Path file = dir.resolve(name);
        if (Files.isRegularFile(file)) {
          return ConfigNode.text(file);
        }
      }
      try (InputStream in = Models.class.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw UserError.input(name + ": no such model");
        }
        return ConfigNode.text(name, in);
      }
    } catch (IOException e) {
      throw UserError.input(name + ": cannot be read, " + IoReason.of(e));
    }
  }

  /**
   * The map under a key of a model.
   *
   * @throws UserError if it is missing or something else (exit 2)
   */
  public static MapNode map(MapNode model, String key) {
    ConfigNode node = model.get(key);
    if (node instanceof MapNode map) {
      return map;
    }
    throw UserError.invalid((node == null ? model : node).position() + ": " + key + ": "
        + (node == null ? "missing" : node.describe()) + "; needs a map");
  }

  /** Where to look first: the launcher's folder, else the working folder and those above. */
  private static Path home() {
    return Path.of(System.getProperty("headroom.home", "")).toAbsolutePath();
  }

  /** Checks a model's name; {@code where} begins the message. */
  public static String known(String where, String name, List<String> known) {
    if (!known.contains(name)) {
      throw UserError.invalid(where + ": " + name + "; " + Suggestions.hint(name, known)
          + "allowed: " + String.join(", ", known));
    }
    return name;
  }
}
