package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFilesTest {
  @TempDir
  private Path folder;

  private static String read(Path file) throws IOException {
    try (InputStream in = HeldFiles.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** By whatever way the file is named, and only that file. */
  @Test
  void whatIsHeldTakesTheFilesPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("trace.csv"), "on disk");
    Path other = Files.writeString(folder.resolve("other.csv"), "another");
    Path roundabout = folder.resolve("nowhere/../trace.csv");
    assertEquals("on disk", read(file));
    byte[] bytes = "dropped".getBytes(StandardCharsets.UTF_8);
    HeldFiles.hold(roundabout, bytes);
    bytes[0] = 'x';
    try {
      assertEquals("dropped", read(file));
      assertEquals("another", read(other));
      HeldFiles.hold(file, other);
      assertEquals("another", read(roundabout));
    } finally {
      HeldFiles.forget(roundabout);
    }
    assertEquals("on disk", read(file));
  }
}
