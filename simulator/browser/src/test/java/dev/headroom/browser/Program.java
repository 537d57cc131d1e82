package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program in a JVM of its own, as a user starts it. */
final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  /** What the program's JVM does with code that runs often. */
  enum Compiler {
    /** Starts sooner: less is compiled, and none of it with all effort. */
    QUICK,
    /** As a user starts it. */
    SHIPPED
  }

  private final Process process;
  private final String address;

  private Program(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** The project's folder, where the models lie. */
  static Path project() {
    return Path.of(System.getProperty("basedir", ""))
        .toAbsolutePath()
        .getParent()
        .getParent();
  }

  /** Serves the page from a folder until it is closed; {@code args} as {@code -f s.yaml}. */
  static Program serve(Compiler compiler, Path folder, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(args));
    Process process = start(compiler, folder, all);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String address = out.readLine();
    if (address == null) {
      throw new IOException("not served: " + Files.readString(folder.resolve("stderr")));
    }
    return new Program(process, address);
  }

  /** Runs one command to its end in a folder. */
  static void run(Path folder, int exitCode, String... args)
      throws IOException, InterruptedException {
    Process process = start(Compiler.QUICK, folder, List.of(args));
    process.getInputStream().readAllBytes();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("does not end: " + String.join(" ", args));
    }
    assertEquals(exitCode, process.exitValue(), () -> String.join(" ", args) + stderr(folder));
  }

  /** Runs one command and keeps what it prints; whatever verdict it exits with. */
  static void print(Path folder, Path into, String... args)
      throws IOException, InterruptedException {
    Process process = start(Compiler.QUICK, folder, List.of(args));
    Files.write(into, process.getInputStream().readAllBytes());
    process.waitFor();
  }

  private static String stderr(Path folder) {
    try {
      return ": " + Files.readString(folder.resolve("stderr"));
    } catch (IOException e) {
      return "";
    }
  }

  private static Process start(Compiler compiler, Path folder, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (compiler == Compiler.QUICK) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of(
        "-Xmx1g",
        "-Djava.awt.headless=true",
        "-Dheadroom.home=" + project(),
        "-cp",
        System.getProperty("java.class.path"),
        "dev.headroom.cli.Main"));
    command.addAll(args);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  /** Where the page is. */
  String address() {
    return address;
  }

  long pid() {
    return process.pid();
  }

  /** The processor time that it has taken, in milliseconds. */
  double processorMs() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e6;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
