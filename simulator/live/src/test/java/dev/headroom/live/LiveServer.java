package dev.headroom.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A PostgreSQL of its own on the loopback interface: unpacked from the jar of its binaries into a
 * temporary folder, stopped and removed on close.
 *
 * <p>PostgreSQL refuses to run as root, as build containers do; then it runs as another user id,
 * which {@code setpriv} (util-linux) gives it.
 */
final class LiveServer implements AutoCloseable {
  static final String USER = "postgres";
  private static final String UNPRIVILEGED = "65534";
  private static final long START_SECONDS = 120;

  private final Path folder;
  private final Process process;
  private final int port;

  private LiveServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /** Why no server can be started on this machine, or null where one can. */
  static String obstacle() {
    if (archive() == null) {
      return "no PostgreSQL binaries for " + System.getProperty("os.name") + " "
          + System.getProperty("os.arch") + " among the dependencies of this module";
    }
    if (isRoot() && !canDropRoot()) {
      return "PostgreSQL refuses to run as root, and setpriv (util-linux) cannot change the user";
    }
    return null;
  }

  /** Starts a server with these settings, each {@code name=value}. */
  static LiveServer start(String... settings) {
    try {
      Path folder = Files.createTempDirectory("headroom-live-");
      unpack(archive(), folder);
      Path data = Files.createDirectory(folder.resolve("data"));
      Path log = folder.resolve("server.log");
      if (isRoot()) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Files.setAttribute(data, "unix:uid", Integer.valueOf(UNPRIVILEGED));
        Files.setAttribute(data, "unix:gid", Integer.valueOf(UNPRIVILEGED));
      }
      String bin = folder.resolve("bin").toString();
      Process init = command(
          log,
          bin + "/initdb",
          "-D",
          data.toString(),
          "-U",
          USER,
          "--auth=trust",
          "--no-sync",
          "--no-locale",
          "-E",
          "UTF8");
      if (init.waitFor() != 0) {
        throw new IllegalStateException("initdb failed:\n" + Files.readString(log));
      }
      int port = freePort();
      List<String> words = new ArrayList<>(List.of(
          bin + "/postgres",
          "-D",
          data.toString(),
          "-p",
          Integer.toString(port),
          "-h",
          "127.0.0.1",
          "-k",
          data.toString(),
          "-F"));
      for (String setting : settings) {
        words.add("-c");
        words.add(setting);
      }
      LiveServer server = new LiveServer(folder, command(log, words.toArray(String[]::new)), port);
      server.awaitReady(log);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** A connection that ignores the reserved slots' limit, for watching. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, "");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitReady(Path log) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        connect().close();
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadlineNs) {
          process.destroyForcibly();
          throw new IllegalStateException(
              "PostgreSQL did not start: " + e.getMessage() + "\n" + Files.readString(log), e);
        }
        Thread.sleep(50);
      }
    }
  }

  private static Process command(Path log, String... words) throws IOException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(withoutRoot());
    }
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static List<String> withoutRoot() {
    return List.of("setpriv", "--reuid", UNPRIVILEGED, "--regid", UNPRIVILEGED, "--clear-groups");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static boolean canDropRoot() {
    try {
      List<String> words = new ArrayList<>(withoutRoot());
      words.add("true");
      return new ProcessBuilder(words).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream archive() {
    String arch =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> "none";
        };
    return LiveServer.class.getResourceAsStream("/postgres-linux-" + arch + ".txz");
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        Path path = folder.resolve(e.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException(e.getName() + " lies outside of the archive");
        }
        if (e.isDirectory()) {
          Files.createDirectories(path);
        } else if (e.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(e.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
          Files.setPosixFilePermissions(path, permissions((e.getMode() & 0111) != 0));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(boolean executable) {
    return PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
