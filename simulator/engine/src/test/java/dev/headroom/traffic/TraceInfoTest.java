package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceInfoTest {
  private static final long S = 1_000_000_000L;

  @TempDir
  private Path folder;

  @Test
  void byHand() throws IOException {
    TraceInfo info = Traffic.info(Drained.file(
        folder,
        "t.csv",
        "timestamp\n2026-05-22T16:30:59.5Z\n2026-05-22T16:31:00Z\n2026-05-22T16:31:00.9Z\n"
            + "2026-05-22T16:33:02Z\n"));
    assertEquals(TraceFormat.REQUESTS_CSV, info.format());
    assertEquals(4, info.requests());
    assertEquals(122_500_000_000L, info.durationNs());
    assertEquals("2026-05-22T16:30:59.500Z", info.startIso());
    assertEquals(0, info.intervalNs());
    assertEquals(4 / 122.5, info.meanPerSecond(), 1e-12);
    // Minutes of the clock from 16:30: 1, 2, 0, 1; mean 1, variance 0.5.
    assertEquals(new TraceInfo.Counted(60 * S, 2, S / 2, 0.5, 1, 2, S / 2), info.minute());
    // Seconds: 1, 2, 120 empty ones, 1.
    double mean = 4.0 / 124;
    assertEquals((6.0 / 124 - mean * mean) / mean, info.second().dispersion(), 1e-12);
    assertEquals(2, info.second().peak());
    assertEquals(List.of(2L, 1L), info.profile().subList(0, 2));
    assertEquals(123, info.profile().size());
  }

  @Test
  void ofIntervalsLongerThanAMinute() throws IOException {
    TraceInfo info = Traffic.info(
        Drained.file(folder, "t.csv", "timestamp,count\n0,10\n300,40\n600,10\n1200,20\n"));
    assertEquals(300 * S, info.intervalNs());
    assertNull(info.second());
    assertNull(info.startIso());
    assertEquals(1_500 * S, info.durationNs());
    // Counts 10, 40, 10, 0 (left out), 20: mean 16, mean square 440.
    assertEquals(
        new TraceInfo.Counted(300 * S, 40, 300 * S, (440.0 - 256) / 16, 10, 40, 300 * S),
        info.minute());
    assertEquals(List.of(10L, 40L, 10L, 0L, 20L), info.profile());
  }

  @Test
  void checksumIsOfTheBytesAsStored() throws IOException {
    // echo "1 2 3" | sha256sum
    String sha = "1def07dbe06eeb097aafec8a40329937cd20c93a83634b8221ea2b41a894310c";
    TrafficSpec spec = Drained.file(folder, "t.txt", "1 2 3\n");
    assertEquals(sha, Traffic.info(spec).sha256());
    Drained cut = Drained.of(spec.withWindow(new TraceWindow(null, "1s"), 0));
    assertEquals(sha, cut.stats().sha256());
    assertEquals(1, cut.stats().requests());
  }

  @Test
  void profileStaysBounded() throws IOException {
    TraceInfo info = Traffic.info(Drained.file(folder, "t.txt", "1 ".repeat(10_000)));
    assertEquals(4 * S, info.profileBinNs());
    assertEquals(2_500, info.profile().size());
    assertTrue(info.profile().stream().allMatch(bin -> bin == 4));
  }

  @Test
  void stopsEarlyInAFileFullOfDamage() throws IOException {
    String message = assertThrows(
            UserError.class,
            () -> Traffic.info(
                Drained.file(folder, "t.csv", "timestamp\n" + "noon\n".repeat(100_000))))
        .getMessage();
    assertTrue(message.startsWith("t.csv: 101 of the 101 lines read are damaged"), message);
  }

  @Test
  void showsDamageOnOneCleanLine() throws IOException {
    TraceInfo info = Traffic.info(Drained.file(
        folder,
        "t.csv",
        "timestamp\n" + "1\n".repeat(200)
            + "\u001b[31m\u0000red and far too long to be shown in full\n"));
    assertEquals(
        List.of("t.csv:202: timestamp '?[31m?red and far too long to be shown i…' is "
            + "neither seconds (at most 9 * 10^9) nor an ISO-8601 date-time"),
        info.damagedExamples());
  }

  @Test
  void stdinIsSpooledSoThatRunsCanReadItAgain() throws IOException {
    InputStream stdin = new ByteArrayInputStream("3 4\n".getBytes(StandardCharsets.US_ASCII));
    Path copy = Traffic.locate("-", Path.of("-"), stdin);
    TrafficSpec spec = TrafficSpec.ofFile("-", copy);
    assertEquals(7, Drained.of(spec, 1, 0).timesNs().size());
    assertEquals(7, Drained.of(spec, 1, 1).timesNs().size());
    assertEquals(
        copy, Traffic.locate("-", Path.of("-"), stdin), "as a variant of the scenario asks again");
    Files.delete(copy);
  }
}
