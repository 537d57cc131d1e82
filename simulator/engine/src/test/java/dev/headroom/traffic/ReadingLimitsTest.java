package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces made to take all memory, disk or time. */
final class ReadingLimitsTest {
  private static final int MIB = 1 << 20;

  @TempDir
  private Path folder;

  private Path zipped(String head, String filler, int mib) throws IOException {
    Path file = folder.resolve("t.gz");
    byte[] block = filler.repeat(MIB / filler.length()).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(head.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < mib; i++) {
        out.write(block);
      }
    }
    return file;
  }

  private static String refused(Path file) {
    UserError error = Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThrows(UserError.class, () -> Traffic.info(TrafficSpec.ofFile("t", file))));
    assertEquals(UserError.Kind.INPUT, error.kind());
    return error.getMessage();
  }

  @Test
  void aZipBombIsRefusedAndALargeTraceIsNot() throws IOException {
    assertEquals(
        "t: cannot be read: unzips to more than 256 times its size, which no trace does",
        refused(zipped("timestamp,count\n0,5\n", "0,0\n", 100)));
    StringBuilder rows = new StringBuilder("timestamp,count\n");
    for (int i = 0; i < 200_000; i++) {
      rows.append(i).append(',').append(i * 7 % 31).append('\n');
    }
    Path file = zipped(rows.toString(), "\n", 0);
    assertEquals(200_000 * 15.0, Traffic.info(TrafficSpec.ofFile("t", file)).requests(), 200_000);
  }

  @Test
  void textThatHoldsNothingIsRefused() throws IOException {
    for (String filler : new String[] {"\n", "# comment\n", "x"}) {
      Path file = folder.resolve("t.csv");
      byte[] block = filler.repeat(MIB).getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = Files.newOutputStream(file)) {
        out.write("timestamp,count\n0,5\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 70; i++) {
          out.write(block, 0, MIB);
        }
      }
      String message = refused(file);
      assertTrue(
          message.startsWith("t: cannot be read: 64 MiB without a record after line "), message);
    }
  }

  @Test
  void aListOfRatesMayNotHoldOneEndlessNumber() throws IOException {
    Path file = folder.resolve("rates");
    byte[] block = "1".repeat(MIB).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("1 2 3 ".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 70; i++) {
        out.write(block);
      }
    }
    assertEquals("t: cannot be read: 64 MiB without a number in line 1", refused(file));
  }

  @Test
  void readingEndsWhenTheThreadIsInterrupted() throws IOException {
    Path file = zipped("timestamp,count\n0,5\n", "1,1\n", 1);
    Thread.currentThread().interrupt();
    try {
      assertThrows(
          CancellationException.class,
          () -> new BoundedInput(InputStream.nullInputStream(), () -> 0).read(new byte[9], 0, 9));
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(Files.exists(file));
  }

  @Test
  void aGeneratorMayNotAskForYearsOfComputing() {
    UserError error = assertThrows(
        UserError.class,
        () -> TrafficSpec.ofGenerator(GenerateSpec.constant(1e9, -1, 1_000_000_000_000_000L)));
    assertEquals(
        "generate: asks for about 1000000000000000 requests; a run simulates at"
            + " most 10^11, about a day of computing; lower its rate or shorten its duration",
        error.getMessage());
    assertThrows(
        UserError.class, () -> TrafficSpec.ofGenerator(GenerateSpec.constant(1, 1L << 54, -1)));
    TrafficSpec large =
        TrafficSpec.ofGenerator(GenerateSpec.constant(1e6, -1, 86_400_000_000_000L));
    assertEquals(8.64e10, large.generate().expected());
  }
}
