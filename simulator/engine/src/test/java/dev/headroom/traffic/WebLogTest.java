package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs are written when a request ends, so their stamps go back. */
final class WebLogTest {
  private static final long S = 1_000_000_000L;

  @TempDir
  private Path folder;

  private TrafficSpec log(String... clocks) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String clock : clocks) {
      text.append("h - - [22/May/2026:").append(clock).append("] \"GET / HTTP/1.1\" 200 -\n");
    }
    return Drained.file(folder, "access.log", text.toString()).withArrivals(ArrivalKind.EXACT, 0);
  }

  @Test
  void sortsTenMinutesBackEvenBeforeTheFirstLine() throws IOException {
    Drained read = Drained.of(log(
        "16:30:00 +0200",
        "16:20:00 +0200",
        "16:30:05 +0200",
        "14:25:00 +0000",
        "18:00:00 +0200",
        "17:50:00 +0200"));
    assertEquals(List.of(0L, 300 * S, 600 * S, 605 * S, 5_400 * S, 6_000 * S), read.timesNs());
    assertEquals("2026-05-22T14:20:00Z", read.stats().zeroIso());
    assertEquals(3, read.stats().reordered());
    assertEquals(6_001 * S, read.stats().endNs());
  }

  @Test
  void aLineFurtherBackIsDamaged() throws IOException {
    TrafficSpec spec = log("16:30:00 +0000", "17:30:00 +0000", "17:19:59 +0000");
    assertEquals(
        "access.log: 1 of the 3 lines read are damaged, more than the allowed 1 %; first: "
            + "access.log:3: time goes back by 601s, more than the reorder window of 600s",
        assertThrows(UserError.class, () -> Drained.of(spec)).getMessage());
    assertEquals(2, Drained.of(spec.withTolerance(0.5, -1)).stats().requests());
    assertEquals(3, Drained.of(spec.withTolerance(0, 3_600 * S)).stats().requests());
  }

  @Test
  void secondsAreIntervals() throws IOException {
    TrafficSpec spec = log("16:30:00 +0000", "16:30:00 +0000", "16:30:02 +0000");
    assertEquals(
        List.of(S / 4, 3 * S / 4, 5 * S / 2),
        Drained.of(spec.withArrivals(ArrivalKind.UNIFORM, 0)).timesNs());
    List<Long> spread = Drained.of(spec.withArrivals(ArrivalKind.AUTO, 0)).timesNs();
    assertTrue(spread.get(0) > 0 && spread.get(1) < S && spread.get(2) >= 2 * S, spread.toString());
  }

  @Test
  void windowsUseTheLogsOwnZone() throws IOException {
    TrafficSpec spec = log("16:29:59 +0200", "16:30:01 +0200", "16:40:00 +0200")
        .withWindow(new TraceWindow("16:30", "16:40"), 0);
    assertEquals(List.of(S), Drained.of(spec).timesNs());
  }
}
