package dev.headroom.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone Spark on the loopback: a master and a worker of two cores, on free ports. */
final class Cluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("(Registering worker)");
  private static final long PATIENCE_MS = 90_000;

  private final Child master;
  private final Child worker;
  private final String url;

  private Cluster(Child master, Child worker, String url) {
    this.master = master;
    this.worker = worker;
    this.url = url;
  }

  /** Starts it; its logs and what the workers are sent go below {@code folder}. */
  static Cluster start(Path folder) throws IOException, InterruptedException {
    Path home = installation();
    Child master = Child.spark(
        folder,
        "org.apache.spark.deploy.master.Master",
        List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"),
        home);
    Child worker = null;
    try {
      String url = await(master, MASTER);
      worker = Child.spark(
          folder,
          "org.apache.spark.deploy.worker.Worker",
          List.of(
              "--host",
              "127.0.0.1",
              "--webui-port",
              "0",
              "--cores",
              "2",
              "--memory",
              "1g",
              "--work-dir",
              folder.resolve("work").toString(),
              url),
          home);
      await(master, REGISTERED);
      return new Cluster(master, worker, url);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      master.close();
      if (worker != null) {
        worker.close();
      }
      throw e;
    }
  }

  /** A folder as Spark is installed in, with links to the jars that Maven has. */
  private static Path installation() throws IOException {
    Path home = Child.TARGET.resolve("spark-home");
    Path jars = Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("RELEASE"), "Spark for a test\n");
    for (Path library : Child.libraries()) {
      Path link = jars.resolve(library.getFileName());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, library);
    }
    return home;
  }

  private static String await(Child child, Pattern said) throws InterruptedException {
    for (long waitedMs = 0; waitedMs < PATIENCE_MS && child.isAlive(); waitedMs += 100) {
      Matcher matcher = said.matcher(child.err());
      if (matcher.find()) {
        return matcher.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError("does not say '" + said + "': " + child.err());
  }

  /** Of the master. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    worker.close();
    master.close();
  }
}
