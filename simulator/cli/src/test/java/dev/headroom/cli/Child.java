package dev.headroom.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program in a JVM of its own, with the classes under test. */
final class Child {
  static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: child }
      workload:
        generate: { shape: constant, rate: 100/s, requests: %d }
        classes: [{ name: page, service: { cpu: 10ms, wait: 200ms } }]
      platform: { use: cloud-run, scale: { max: 40 } }
      """;

  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;

  /** Runs in {@code folder}, which also gets what it prints: {@code stdout} and {@code stderr}. */
  Child(Path folder) {
    this.folder = folder;
  }

  /** Writes a scenario of so many requests as {@code s.yaml}. */
  Child withScenario(long requests) throws IOException {
    Files.writeString(folder.resolve("s.yaml"), SCENARIO.formatted(requests));
    return this;
  }

  /** The command that starts it. */
  static List<String> command(List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Djava.awt.headless=true"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return command;
  }

  Process start(List<String> options, String... args) throws IOException {
    return start(command(options, args));
  }

  Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("stdout").toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  /** The exit code; a child that does not end is ended and is a failure. */
  static int exit(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }

  int run(List<String> options, String... args) throws IOException, InterruptedException {
    return exit(start(options, args));
  }

  String stdout() throws IOException {
    return Files.readString(folder.resolve("stdout"), StandardCharsets.UTF_8);
  }

  String stderr() throws IOException {
    return Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8);
  }

  /** Everything below a folder but what the child printed, relative and sorted. */
  static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .filter(name -> !name.equals("stdout") && !name.equals("stderr"))
          .sorted()
          .toList();
    }
  }
}
