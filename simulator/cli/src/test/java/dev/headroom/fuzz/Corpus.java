package dev.headroom.fuzz;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.ListNode;
import dev.headroom.config.ConfigNode.MapNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What is spoilt: the shipped scenarios and models, with less traffic, and a trace per format. */
final class Corpus {
  private static final Path ROOT = Path.of("../..");

  final List<String> scenarios = new ArrayList<>();
  final List<String> paths = new ArrayList<>();
  final Map<String, byte[]> traces = new LinkedHashMap<>();
  final Map<String, String> models = new LinkedHashMap<>();

  Corpus() {
    for (Path file : files(ROOT.resolve("models"), ".yaml")) {
      models.put(ROOT.relativize(file).toString(), read(file));
    }
    for (Path file : files(ROOT.resolve("reports"), ".yaml")) {
      if (read(file).contains("apiVersion:")) {
        scenarios.add(small(read(file)));
      }
    }
    scenarios.forEach(text -> collect("", ConfigNode.parse("corpus", text)));
    knownKeys();
    StringBuilder counts = new StringBuilder("# made up\ntimestamp,count\n");
    StringBuilder requests = new StringBuilder("timestamp,duration,class\n");
    StringBuilder minutes = new StringBuilder();
    StringBuilder rates = new StringBuilder();
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      counts.append(i).append(',').append(i % 7).append('\n');
      requests
          .append("2026-05-22T16:30:")
          .append(10 + i)
          .append(".5Z,0.0")
          .append(10 + i)
          .append(",page\n");
      minutes.append(i + 1).append('\t').append(i % 5).append('\n');
      rates.append(i % 9).append(i % 10 == 9 ? '\n' : ' ');
      log.append("10.0.0.")
          .append(i)
          .append(" - - [22/May/2026:16:30:")
          .append(10 + i)
          .append(" +0200] \"GET /p/")
          .append(i)
          .append(" HTTP/1.1\" 200 512 \"-\" \"agent\"\n");
    }
    traces.put("counts.csv", utf8(counts));
    traces.put("requests.csv", utf8(requests));
    traces.put("minutes.tsv", utf8(minutes));
    traces.put("rates.txt", utf8(rates));
    traces.put("combined.log", utf8(log));
    traces.put("common.log", utf8(log.toString().replace(" \"-\" \"agent\"", "")));
    traces.put("counts.csv.gz", zipped(traces.get("counts.csv")));
  }

  /** The paths at which the scenarios have values. */
  private void collect(String path, ConfigNode node) {
    String below = path.isEmpty() ? "" : path + ".";
    if (node instanceof MapNode map) {
      map.entries().forEach((key, entry) -> collect(below + key, entry.value()));
    } else if (node instanceof ListNode list) {
      for (int i = 0; i < list.items().size(); i++) {
        collect(below + i, list.items().get(i));
      }
    }
    if (!path.isEmpty() && !path.startsWith("services") && !paths.contains(path)) {
      paths.add(path);
    }
  }

  /** The keys of platforms and databases, and what else a scenario may hold. */
  private void knownKeys() {
    MapNode fields = (MapNode) ConfigNode.parse("fields", models.get("models/fields.yaml"));
    fields.entries().forEach((kind, entry) -> {
      String below =
          switch (kind) {
            case "platform", "database" -> kind + ".";
            case "pool", "pooler" -> "database." + kind + ".";
            case "queue" -> "workload.clients.queue.";
            default -> null;
          };
      if (below != null) {
        ((MapNode) entry.value())
            .entries()
            .keySet()
            .forEach(key -> paths.add(below + key.replace("*", "node").replace("[0]", ".0")));
      }
    });
    for (String key : List.of(
        "trace.window.from",
        "trace.window.to",
        "trace.window.preRoll",
        "trace.scale.rate",
        "trace.scale.time",
        "trace.format",
        "trace.counts",
        "trace.reorder",
        "trace.damagedShare",
        "trace.arrivals",
        "trace.arrivals.bursty",
        "generate.rate",
        "generate.requests",
        "generate.duration",
        "generate.at",
        "generate.decay",
        "generate.shape",
        "generate.peakToTrough",
        "clients.timeout",
        "clients.retries.max",
        "clients.retries.base",
        "clients.retries.budget",
        "clients.breaker",
        "classes.0.share",
        "classes.0.memory",
        "classes.0.service",
        "classes.0.queries.count",
        "classes.0.queries.each",
        "mode",
        "from")) {
      paths.add("workload." + key);
    }
    paths.addAll(List.of(
        "run.tail",
        "run.initial",
        "run.seed",
        "cost.freeTier",
        "nodes",
        "accounts",
        "cost.monthProfile",
        "events.0.at",
        "events.0.do",
        "events.0.surge",
        "slo.0.expr"));
  }

  /** The scenario with a trace of 40 lines, or a generator of a minute. */
  private static String small(String text) {
    return text.replaceAll("file: \\S+?\\.(csv\\.gz|csv)", "file: trace")
        .replaceAll("duration: \\d+min", "duration: 60s")
        .replaceAll("hold: \\d+min", "hold: 10s");
  }

  static byte[] zipped(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
