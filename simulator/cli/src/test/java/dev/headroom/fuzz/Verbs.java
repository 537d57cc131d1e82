package dev.headroom.fuzz;

import dev.headroom.cli.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Command lines of the verbs that ask a scenario more than one run, and of those that read a
 * result. Each is one that works, with words exchanged, added or left out.
 */
final class Verbs {
  /** S and T stand for scenario files, O for the output folder, F for an output file. */
  private static final List<String> QUESTIONS = List.of(
      "compare -f S -f T --runs 2",
      "compare -f S --platforms aws-lambda,cloud-run --scale-rate 0.5..2 --json",
      "compare -f S -f T -o O --slo p99(latency)<1s",
      "diff S T --runs 2 --format github-comment",
      "diff S T --runs 2 -o O",
      "diff S S --json --risk 5%",
      "sweep -f S --vary platform.scale.max=1..3 --json",
      "sweep -f S --vary scale.max=1,2 --vary workload.generate.rate=1..9 --sample 4 -o O",
      "sweep -f S --vary database.pool.size=1..4 --runs 2 -o O --resume",
      "functions S T --json",
      "functions S -o O --set workload.generate.rate=3/s",
      "optimize -f S --vary platform.scale.max=1..4 --runs 2 --json",
      "optimize -f S --vary platform.scale.min=0..2 --minimize cost --confirm 2",
      "limits -f S --runs 2 --json",
      "limits -f S --slo rate(errors)<1%",
      "recover -f S --runs 2",
      "recover -f S --json",
      "plan -f S",
      "plan -f S --json --set platform.scale.max=7",
      "replay R -f S --observed R --sets 2",
      "replay R -f S --observed R --fit-until 20s --what-if platform.scale.max=9 --json --force",
      "explain platform.scale.max --json",
      "explain workload.clients.retries.max");

  private static final List<String> READINGS = List.of(
      "explain O",
      "explain O --at 10s --json",
      "explain O --status 429",
      "explain O --autoscaler",
      "explain O --request 3",
      "explain O --service web --json",
      "timeline O",
      "timeline O --spike 10s --json",
      "chart O --panel latency -o F",
      "chart O --format png --size 400x300 --theme dark -o F",
      "report O",
      "report O -o F",
      "report O --against web",
      "export O --format md",
      "export O --format github-comment",
      "export O --format junit",
      "export O --format openmetrics --begin 2026-05-22T16:30:00Z",
      "export O --format infracost-usage --per-month 1000000",
      "export O --format k6 -o F");
  private static final List<String> EXTRA = List.of(
      "--json",
      "-q",
      "--no-color",
      "--no-progress",
      "--help",
      "--threads",
      "--runs",
      "--seed",
      "--vary",
      "--bogus",
      "--format",
      "--at",
      "--slo",
      "--set",
      "--",
      "x",
      "S",
      "R",
      "-f");

  /** Those that write without being told where. */
  private static final List<String> WRITERS = List.of("sweep", "functions", "chart");

  /** What a small run writes, by name; made once. */
  private static Path result;

  private Verbs() {}

  /** Fills in {@code args}; the text of the scenario S, which may have been spoilt. */
  static String question(
      List<String> args, Mutator mutator, Corpus corpus, String text, Path folder)
      throws IOException {
    args.addAll(words(mutator, mutator.any(QUESTIONS), folder));
    Files.writeString(folder.resolve("t.yaml"), mutator.any(corpus.scenarios));
    String trace = mutator.any(List.copyOf(corpus.traces.keySet()));
    Files.write(folder.resolve("observed"), corpus.traces.get(trace));
    return mutator.chance(0.4) ? mutator.yaml(text) : text;
  }

  /** Fills in {@code args} and the folder O, with one of its files spoilt. */
  static void result(List<String> args, Mutator mutator, Corpus corpus, Path folder)
      throws IOException {
    args.addAll(words(mutator, mutator.any(READINGS), folder));
    Path out = Files.createDirectories(folder.resolve("out"));
    List<Path> files = files(run(corpus));
    for (Path file : files) {
      Files.copy(file, out.resolve(file.getFileName()));
    }
    Path spoilt = out.resolve(mutator.any(files).getFileName());
    byte[] bytes = Files.readAllBytes(spoilt);
    switch (mutator.below(6)) {
      case 0 -> Files.delete(spoilt);
      case 1 -> Files.write(spoilt, mutator.bytes(bytes));
      case 2 -> Files.writeString(spoilt, mutator.line(utf8(bytes)));
      case 3, 4 -> Files.writeString(spoilt, mutator.token(utf8(bytes)));
      default -> {
        // Then only the words are.
      }
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static synchronized Path run(Corpus corpus) throws IOException {
    if (result == null) {
      Path folder = Files.createTempDirectory("headroom-fuzz");
      Path scenario = folder.resolve("scenario.yaml");
      String text = corpus.scenarios.stream()
          .filter(each -> !each.contains("file: trace") && !each.contains("services:"))
          .findFirst()
          .orElseThrow();
      Files.writeString(scenario, text);
      result = folder.resolve("out");
      InProcess.run("run", "-f", scenario.toString(), "-o", result.toString(), "-q", "--no-fixes");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    }
    return result;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<String> words(Mutator mutator, String line, Path folder) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    for (int i = mutator.below(3); i > 0; i--) {
      int at = 1 + mutator.below(words.size() - 1);
      boolean output = words.get(at).equals("O") || words.get(at).equals("F");
      switch (mutator.below(5)) {
        case 0 -> words.add(at, mutator.any(EXTRA));
        case 1 -> {
          if (!output && !words.get(at).equals("-o")) {
            words.remove(at);
          }
        }
        case 2 -> {
          if (!output && !words.get(at).startsWith("-")) {
            words.set(at, mutator.token(words.get(at)));
          }
        }
        default -> {
          if (!output && !words.get(at - 1).equals("-o")) {
            words.set(at, mutator.hostile().replace("\0", ""));
          }
        }
      }
      if (words.size() < 2) {
        words.add("S");
      }
    }
    return inside(words, folder);
  }

  /** Only after -o may anything be written, and only in the case's own folder. */
  private static List<String> inside(List<String> words, Path folder) {
    words.removeIf(word -> word.equals("-"));
    String verb = words.get(0);
    String output = folder.resolve(verb.equals("chart") ? "new.csv" : "out").toString();
    if (WRITERS.contains(verb) && !words.contains("-o")) {
      words.addAll(List.of("-o", output));
    }
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      words.set(
          i,
          switch (word) {
            case "S" -> folder.resolve("s.yaml").toString();
            case "T" -> folder.resolve("t.yaml").toString();
            case "R" -> folder.resolve("observed").toString();
            case "O" -> folder.resolve("out").toString();
            case "F" -> folder.resolve("new.csv").toString();
            default -> word;
          });
      boolean written = i > 0 && words.get(i - 1).equals("-o");
      if (written && !words.get(i).startsWith(folder.toString())) {
        words.set(i, output);
      }
    }
    return words;
  }
}
