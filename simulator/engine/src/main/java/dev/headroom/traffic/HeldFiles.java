package dev.headroom.traffic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Trace files that are in memory and nowhere else, such as one that was dropped on a page: a path
 * at which no file lies reads as what is held for it.
 */
public final class HeldFiles {
  private static final Map<Path, byte[]> HELD = new ConcurrentHashMap<>();

  private HeldFiles() {}

  /** Holds a file's bytes, in place of what was held for the path before. */
  public static void hold(Path file, byte[] bytes) {
    HELD.put(key(file), bytes.clone());
  }

  /** Forgets it. */
  public static void forget(Path file) {
    HELD.remove(key(file));
  }

  /** Opens a file, or what is held for it. */
  static InputStream open(Path file) throws IOException {
    byte[] held = HELD.isEmpty() ? null : HELD.get(key(file));
    return held == null ? Files.newInputStream(file) : new ByteArrayInputStream(held);
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }
}
