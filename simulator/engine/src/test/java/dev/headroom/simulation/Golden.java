package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Committed expectations under src/test/resources/golden. */
public final class Golden {
  private Golden() {}

  /** Compares with a committed file, or writes it under {@code -Dheadroom.golden=update}. */
  public static void check(String name, String seen) {
    if ("update".equals(System.getProperty("headroom.golden"))) {
      try {
        Files.writeString(Path.of("src/test/resources/golden").resolve(name), seen);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    assertEquals(text(name), seen);
  }

  private static String text(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
