package dev.headroom.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Files that a scenario names and that lie elsewhere: in memory, such as a trace that was dropped
 * on a page, or in a copy, such as one that was sent to this machine. A path for which something
 * is held reads as that.
 */
public final class HeldFiles {
  private static final Map<Path, Source> HELD = new ConcurrentHashMap<>();

  /** Opens what is held. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  private HeldFiles() {}

  /** Holds a file's bytes, in place of what was held for the path before. */
  public static void hold(Path file, byte[] bytes) {
    byte[] copy = bytes.clone();
    HELD.put(key(file), () -> new ByteArrayInputStream(copy));
  }

  /** Lets a file be read from its copy, in place of what was held for the path before. */
  public static void hold(Path file, Path copy) {
    HELD.put(key(file), () -> Files.newInputStream(copy));
  }

  /** Forgets it. */
  public static void forget(Path file) {
    HELD.remove(key(file));
  }

  /** Opens a file, or what is held for it. */
  public static InputStream open(Path file) throws IOException {
    Source held = HELD.isEmpty() ? null : HELD.get(key(file));
    return held == null ? Files.newInputStream(file) : held.open();
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
