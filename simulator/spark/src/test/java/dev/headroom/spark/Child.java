package dev.headroom.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the jar as it is shipped or with Spark alone. */
final class Child implements AutoCloseable {
  static final Path TARGET =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("target");
  private static final long PATIENCE_SECONDS = 180;

  /** Short lives: what starts quickly costs least. */
  static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m";

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a plain Spark installation has in its folder {@code jars}. */
  static List<Path> libraries() throws IOException {
    String all = Files.readString(TARGET.resolve("spark.classpath")).strip();
    return List.of(all.split(File.pathSeparator)).stream().map(Path::of).toList();
  }

  /** Headroom's jar with Spark. */
  static Child headroom(Path folder, String main, List<String> args) throws IOException {
    Path jar = TARGET.resolve("headroom-spark.jar");
    return start(
        folder,
        jar
            + File.pathSeparator
            + Files.readString(TARGET.resolve("spark.classpath")).strip(),
        main,
        args,
        null);
  }

  /** One of Spark's own programs; {@code home} is where Spark believes to be installed. */
  static Child spark(Path folder, String main, List<String> args, Path home) throws IOException {
    return start(folder, home.resolve("jars") + "/*", main, args, home);
  }

  private static Child start(
      Path folder, String classPath, String main, List<String> args, Path home) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(QUICK.split(" ")));
    command.addAll(List.of("-Djava.awt.headless=true", "-cp", classPath, main));
    command.addAll(args);
    String name = main.substring(main.lastIndexOf('.') + 1) + "-" + System.nanoTime();
    Path out = folder.resolve(name + ".stdout");
    Path err = folder.resolve(name + ".stderr");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile());
    // Whatever Spark the machine has is none of this test's.
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    if (home != null) {
      builder.environment().put("SPARK_HOME", home.toString());
      builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    }
    return new Child(builder.start(), out, err);
  }

  /** Waits for its end; the exit code. */
  int exit() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      close();
      throw new AssertionError("does not end: " + err());
    }
    return process.exitValue();
  }

  /** As Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("/bin/kill", "-INT", Long.toString(process.pid()))
        .start()
        .waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String out() {
    return text(out);
  }

  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
