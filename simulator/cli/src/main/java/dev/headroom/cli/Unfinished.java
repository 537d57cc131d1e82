package dev.headroom.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder or file on its way: closing it, or the end of the JVM, removes what was not published.
 *
 * <p>Making, publishing and removing exclude one another, and nothing is made or published once
 * the JVM ends. What an abandoned writer still writes fails, since its folder is gone.
 */
final class Unfinished implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final Path replaced;
  private final Path givenUp;
  private final boolean waitedFor;
  private final Thread cleaner = new Thread(this::abandon, "cleaner");
  private Path topmostMade;
  private boolean published;
  private volatile boolean ending;

  Unfinished(Path target) {
    this(target, false);
  }

  /**
   * Nothing is there yet.
   *
   * @param waitedFor whether a JVM that is told to end waits until this is published or closed
   */
  Unfinished(Path target, boolean waitedFor) {
    this.target = target;
    this.waitedFor = waitedFor;
    // The process in the name keeps two runs into one target apart.
    String mark = ".headroom-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    this.temporary = target.resolveSibling(mark);
    this.replaced = target.resolveSibling(mark + "-old");
    this.givenUp = target.resolveSibling(mark + "-given-up");
    if (waitedFor) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      ending = true;
    }
  }

  /** Makes the folder to write into, and the folders around its place. */
  synchronized Path makeFolder() throws IOException {
    waitForTheEnd();
    Path parent = target.getParent();
    for (Path at = parent; at != null && !Files.exists(at); at = at.getParent()) {
      topmostMade = at;
    }
    Files.createDirectories(parent);
    return Files.createDirectory(temporary);
  }

  /** Makes an empty file to write to; the folder around its place must be there. */
  synchronized Path makeFile() throws IOException {
    waitForTheEnd();
    return Files.createFile(temporary);
  }

  /** Puts it in its place; an older folder goes only once this one stands there. */
  synchronized void publish() throws IOException {
    waitForTheEnd();
    boolean old = Files.isDirectory(target) && Files.isDirectory(temporary);
    if (old) {
      Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (old) {
        Files.move(replaced, target, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    published = true;
    delete(replaced);
  }

  @Override
  public void close() {
    try {
      if (!waitedFor) {
        Runtime.getRuntime().removeShutdownHook(cleaner);
      }
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
    for (Path made = target.getParent();
        topmostMade != null && made != null;
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
