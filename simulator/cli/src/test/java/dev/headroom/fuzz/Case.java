package dev.headroom.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One case: the files it wrote and the command line that reads them, all of it from a seed.
 *
 * @param folder the only folder in which anything may change
 * @param args the command line; writes, if at all, to {@code folder/out} or {@code folder/new.csv}
 * @param kind what was spoilt
 */
record Case(Path folder, List<String> args, Kind kind) {
  /** What is spoilt. */
  enum Kind {
    SCENARIO,
    SETTING,
    TRACE,
    MODEL,
    COMMAND,
    /** Commands that ask a scenario more than one run. */
    QUESTION,
    /** Commands that read what a run has written. */
    RESULT
  }

  private static final List<String> FLAGS = List.of(
      "-f",
      "--file",
      "--set",
      "--seed",
      "--slo",
      "--json",
      "-q",
      "--quiet",
      "--no-fixes",
      "--no-color",
      "--no-progress",
      "--instances",
      "--pool",
      "--services",
      "--max-connections",
      "--reserved",
      "--other",
      "--engine",
      "--database",
      "--class",
      "--pooler",
      "--pooler-clients",
      "--deploy-surge",
      "--format",
      "--reorder",
      "--max-damaged",
      "--shape",
      "--rate",
      "--from",
      "--to",
      "--base",
      "--peak",
      "--at",
      "--ramp",
      "--hold",
      "--decay",
      "--mean",
      "--peak-to-trough",
      "--days",
      "--clicks",
      "--first-minute-share",
      "--duration",
      "--requests",
      "--exact",
      "--help",
      "--version",
      "--bogus",
      "-x",
      "--",
      "-",
      "@args",
      "--json=1");
  private static final List<List<String>> STARTS = List.of(
      List.of("run"),
      List.of("db"),
      List.of("db", "--instances"),
      List.of("models"),
      List.of("trace"),
      List.of("trace", "info"),
      List.of("trace", "new"),
      List.of("help"),
      List.of("trace", "new", "--shape", "constant", "--rate", "5", "--duration"),
      List.of("trace", "new", "--shape", "ramp", "--from", "1", "--to", "9", "--duration"),
      List.of("trace", "new", "--shape", "spike", "--peak", "20", "--ramp", "5s", "--hold"),
      List.of("trace", "new", "--shape", "diurnal", "--mean", "0.01", "--peak-to-trough"),
      List.of("trace", "new", "--shape", "email-click", "--clicks"),
      List.of());
  private static final List<String> WORDS = List.of(
      "3",
      "40",
      "0..50",
      "50..0",
      "10s",
      "1h",
      "2%",
      "pgbouncer:20",
      "rds-proxy",
      "rds-postgres",
      "db.t4g.medium",
      "postgres",
      "mysql",
      "a:4x10,b:5x2",
      "cloud-run",
      "counts-csv",
      "poisson",
      "p99(latency) < 1s",
      "platform.scale.max=3",
      "database.pool.size=0");

  static Case of(Corpus corpus, Kind kind, long seed, Path folder) throws IOException {
    Mutator mutator = new Mutator(seed);
    Files.createDirectories(folder);
    Path scenario = folder.resolve("s.yaml");
    String text = mutator.any(corpus.scenarios);
    String trace = mutator.any(List.copyOf(corpus.traces.keySet()));
    byte[] traffic = corpus.traces.get(trace);
    List<String> args = new ArrayList<>();
    switch (kind) {
      case SCENARIO -> {
        text = mutator.yaml(text);
        scenarioArgs(args, mutator, scenario, folder);
      }
      case SETTING -> {
        scenarioArgs(args, mutator, scenario, folder);
        for (int i = mutator.below(2); i >= 0; i--) {
          args.add("--set");
          String path = mutator.any(corpus.paths);
          if (text.contains("services:") && path.matches("(workload|platform)\\b.*")) {
            path = "services." + mutator.below(20) + "." + path;
          }
          args.add((mutator.chance(0.1) ? mutator.token(path) : path) + "=" + mutator.hostile());
        }
      }
      case TRACE -> {
        traffic = spoilt(mutator, trace, traffic);
        if (mutator.chance(0.5)) {
          scenarioArgs(args, mutator, scenario, folder);
        } else {
          args.addAll(List.of("trace", "info", folder.resolve("trace").toString()));
          if (mutator.chance(0.3)) {
            args.addAll(List.of(
                "--format",
                mutator.any(List.of(
                    "counts-csv",
                    "requests-csv",
                    "combined-log",
                    "common-log",
                    "minute-counts",
                    "rate-list"))));
          }
        }
      }
      case MODEL -> {
        String name = mutator.any(List.copyOf(corpus.models.keySet()));
        Path model = folder.resolve("home").resolve(name);
        Files.createDirectories(model.getParent());
        Files.write(model, mutator.yaml(corpus.models.get(name)).getBytes(StandardCharsets.UTF_8));
        modelArgs(args, mutator, scenario, folder, name);
      }
      case COMMAND -> command(args, mutator, folder);
      case QUESTION -> text = Verbs.question(args, mutator, corpus, text, folder);
      case RESULT -> Verbs.result(args, mutator, corpus, folder);
    }
    Files.write(scenario, text.getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("trace"), traffic);
    return new Case(folder, args, kind);
  }

  private static void scenarioArgs(List<String> args, Mutator mutator, Path scenario, Path folder) {
    args.addAll(List.of(mutator.chance(0.8) ? "run" : "db", "-f", scenario.toString()));
    if (mutator.chance(0.9)) {
      args.add("--no-fixes");
    }
    if (args.get(0).equals("run") && mutator.chance(0.15)) {
      args.addAll(List.of("-o", folder.resolve("out").toString()));
    } else {
      args.add("--json");
    }
  }

  private static void modelArgs(
      List<String> args, Mutator mutator, Path scenario, Path folder, String name) {
    String model = name.replaceAll(".*/|\\.yaml$", "");
    switch (mutator.below(4)) {
      case 0 -> args.add("models");
      case 1 -> args.addAll(List.of("models", model, "--json"));
      case 2 -> args.addAll(List.of("db", "--instances", "40", "--pooler", "pgbouncer"));
      default -> {
        scenarioArgs(args, mutator, scenario, folder);
        if (name.contains("platforms/")) {
          args.addAll(List.of("--set", "platform={use: " + model + "}"));
        }
      }
    }
  }

  private static byte[] spoilt(Mutator mutator, String name, byte[] traffic) {
    if (name.endsWith(".gz") || mutator.chance(0.3)) {
      return mutator.bytes(traffic);
    }
    String text = new String(traffic, StandardCharsets.UTF_8);
    for (int i = mutator.below(3); i >= 0; i--) {
      text = switch (mutator.below(3)) {
        case 0 -> mutator.line(text);
        case 1 -> mutator.token(text);
        default ->
          text.replaceFirst(
              "\\b" + mutator.below(40) + "\\b",
              java.util.regex.Matcher.quoteReplacement(mutator.hostile()));
      };
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return mutator.chance(0.2) ? Corpus.zipped(bytes) : bytes;
  }

  private static void command(List<String> args, Mutator mutator, Path folder) {
    args.addAll(mutator.any(STARTS));
    for (int i = mutator.below(6); i > 0; i--) {
      switch (mutator.below(6)) {
        case 0, 1 -> args.add(mutator.any(FLAGS));
        case 2 -> args.add(mutator.hostile().replace("\0", ""));
        case 3 ->
          args.add(folder.resolve(mutator.any(List.of("s.yaml", "trace", "no"))).toString());
        case 4 -> args.addAll(List.of("-f", folder.resolve("s.yaml").toString()));
        default -> args.add(mutator.any(WORDS));
      }
    }
    if (args.contains("run")) {
      args.addAll(List.of("-o", folder.resolve("out").toString()));
    } else if (args.contains("new")) {
      args.addAll(List.of("-o", folder.resolve("new.csv").toString()));
    }
    // Arguments that would wait for somebody to type.
    args.removeIf(arg -> arg.equals("-"));
  }
}
