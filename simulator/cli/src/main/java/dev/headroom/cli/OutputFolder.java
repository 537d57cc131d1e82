package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.report.Charts;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An output folder that appears whole or not at all: written beside its place, then renamed.
 *
 * <p>An existing folder is replaced only if it is empty or holds a run.json of ours; it stays until
 * the new one is whole.
 */
final class OutputFolder {
  /** How much of a run.json is looked at for its schema, its first key. */
  private static final int HEAD_BYTES = 200;

  private static final String SCHEMA = "\"headroom/result/";

  private final Path named;
  private final Path folder;

  private OutputFolder(Path named, Path folder) {
    this.named = named;
    this.folder = folder;
  }

  /** Checks, before the run, that the folder can be written; changes nothing yet. */
  static OutputFolder prepare(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    if (absolute.getParent() == null) {
      throw UserError.output(folder + ": is no folder to write to");
    }
    if (Files.exists(absolute) && !replaceable(absolute)) {
      throw UserError.output(
          folder + ": exists and holds no run.json of ours; name another folder with -o");
    }
    Path standing = absolute.getParent();
    while (!Files.exists(standing) && standing.getParent() != null) {
      standing = standing.getParent();
    }
    if (!Files.isDirectory(standing)) {
      throw UserError.output(folder + ": cannot be made: " + standing + " is no folder");
    }
    if (!Files.isWritable(standing)) {
      throw UserError.output(folder + ": cannot be made: " + standing + " is not writable");
    }
    return new OutputFolder(folder, absolute);
  }

  private static boolean replaceable(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty() || isOurs(folder.resolve("run.json"));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOurs(Path run) throws IOException {
    if (!Files.isRegularFile(run)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(run)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).contains(SCHEMA);
    }
  }

  /** Writes the result; nothing is left behind where that fails or the JVM is told to end. */
  void write(SavedResult result) {
    try (Unfinished unfinished = new Unfinished(folder)) {
      Path temporary = unfinished.make();
      try {
        result.write(temporary);
        Charts.writeAllWithReport(result, temporary);
        unfinished.publish();
      } catch (UserError e) {
        // It says where it failed, and that place is gone in a moment.
        String text = e.getMessage().replace(temporary.toString(), named.toString());
        throw e.kind() == UserError.Kind.OUTPUT ? UserError.output(text) : e;
      }
    } catch (IOException e) {
      throw UserError.output(named + ": cannot be written: " + IoReason.of(e));
    } catch (UncheckedIOException e) {
      throw UserError.output(named + ": cannot be written: " + IoReason.of(e.getCause()));
    }
  }

  /**
   * A folder on its way: closing it, or the end of the JVM, removes what was not published.
   *
   * <p>Making, publishing and removing exclude one another, and nothing is made or published once
   * the JVM ends. What an abandoned writer still writes fails, since its folder is gone.
   */
  private static final class Unfinished implements AutoCloseable {
    private final Path folder;
    private final Path temporary;
    private final Path replaced;
    private final Path givenUp;
    private final Thread cleaner = new Thread(this::abandon, "cleaner");
    private Path topmostMade;
    private boolean published;
    private volatile boolean ending;

    Unfinished(Path folder) {
      this.folder = folder;
      // The process in the name keeps two runs into one folder apart.
      String mark = ".headroom-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
      this.temporary = folder.resolveSibling(mark);
      this.replaced = folder.resolveSibling(mark + "-old");
      this.givenUp = folder.resolveSibling(mark + "-given-up");
      try {
        Runtime.getRuntime().addShutdownHook(cleaner);
      } catch (IllegalStateException e) {
        ending = true;
      }
    }

    synchronized Path make() throws IOException {
      waitForTheEnd();
      Path parent = folder.getParent();
      for (Path at = parent; at != null && !Files.exists(at); at = at.getParent()) {
        topmostMade = at;
      }
      Files.createDirectories(parent);
      return Files.createDirectory(temporary);
    }

    /** Puts the folder in its place; an older one goes only once this one stands there. */
    synchronized void publish() throws IOException {
      waitForTheEnd();
      boolean old = Files.exists(folder);
      if (old) {
        Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
      }
      try {
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (old) {
          Files.move(replaced, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        throw e;
      }
      published = true;
      delete(replaced);
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(cleaner);
      } catch (IllegalStateException e) {
        // The JVM ends: the cleaner takes its turn, or has.
        ending = true;
      }
      remove();
      waitForTheEnd();
    }

    /** In one go: whoever comes later waits for the end of the JVM while it holds the lock. */
    private synchronized void abandon() {
      ending = true;
      remove();
    }

    private synchronized void remove() {
      if (published) {
        return;
      }
      try {
        // Under another name nobody adds to it.
        Files.move(temporary, givenUp, StandardCopyOption.ATOMIC_MOVE);
        delete(givenUp);
      } catch (IOException e) {
        delete(temporary);
      }
      for (Path made = folder.getParent(); topmostMade != null && made != null;
          made = made.getParent()) {
        try {
          Files.deleteIfExists(made);
        } catch (IOException e) {
          // Somebody else uses it by now.
          return;
        }
        if (made.equals(topmostMade)) {
          return;
        }
      }
    }

    /** Once the JVM ends there is nothing to write and nobody to tell. */
    private void waitForTheEnd() {
      while (ending) {
        try {
          Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
          // Only the end of the JVM ends this.
          continue;
        }
      }
    }
  }

  private static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // What cannot be deleted stays; the run's own message matters more.
      return;
    }
  }
}
