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

/** Exact stamps, to the nanosecond. */
final class RowArrivalsTest {
  private static final long S = 1_000_000_000L;

  @TempDir
  private Path folder;

  private TrafficSpec csv(String text) throws IOException {
    return Drained.file(folder, "day.csv", text);
  }

  private static String error(TrafficSpec spec) {
    return assertThrows(UserError.class, () -> Drained.of(spec)).getMessage();
  }

  @Test
  void keepsStampsDurationsAndClasses() throws IOException {
    Drained read = Drained.of(csv("""
        class,timestamp,duration
        landing-page,0.013500000,0.100
        checkout,0.013500001,0.000000001
        ,2.5,
        "checkout",9.999999999,1.5
        """).withClasses(List.of("checkout", "landing-page")));
    assertEquals(List.of(13_500_000L, 13_500_001L, 2_500_000_000L, 9_999_999_999L), read.timesNs());
    assertEquals(List.of(100_000_000L, 1L, -1L, 1_500_000_000L), read.durationsNs());
    assertEquals(List.of(1, 0, -1, 0), read.classes());
    assertEquals(List.of(0L, 1L, 2L, 3L), read.entities());
    assertEquals(9_999_999_999L, read.stats().endNs());
  }

  @Test
  void sortsInsideTheReorderWindowAndKeepsTheRowsIdentity() throws IOException {
    Drained read = Drained.of(csv("timestamp\n5\n1\n3\n20\n12\n11\n12\n"));
    assertEquals(List.of(S, 3 * S, 5 * S, 11 * S, 12 * S, 12 * S, 20 * S), read.timesNs());
    assertEquals(List.of(1L, 2L, 0L, 5L, 4L, 6L, 3L), read.entities());
    assertEquals(5, read.stats().reordered());
  }

  @Test
  void refusesTimeThatGoesBackFurther() throws IOException {
    assertEquals(
        "day.csv:4: time goes back from 40.2s to 12.9s, more than the reorder window of 10s",
        error(csv("timestamp\n1\n40.2\n12.9\n")));
    assertEquals(
        3,
        Drained.of(csv("timestamp\n1\n40.2\n12.9\n").withTolerance(0, 30 * S))
            .stats()
            .requests());
  }

  @Test
  void startsACalendarAtItsFirstStamp() throws IOException {
    Drained read = Drained.of(csv("""
        timestamp
        2026-05-22T16:30:00.5+02:00
        2026-05-22T14:30:01.5Z
        """));
    assertEquals(List.of(0L, S), read.timesNs());
    assertEquals("2026-05-22T14:30:00.500Z", read.stats().zeroIso());
  }

  @Test
  void cutsAWindowWithRealTrafficBeforeIt() throws IOException {
    String text = """
        timestamp
        2026-05-22T16:00:00+02:00
        2026-05-22T16:29:50+02:00
        2026-05-22T16:29:59.999999999+02:00
        2026-05-22T16:30:00+02:00
        2026-05-22T16:30:07+02:00
        2026-05-22T17:30:00+02:00
        """;
    TraceWindow byClock = new TraceWindow("16:30", "17:30");
    Drained read = Drained.of(csv(text).withWindow(byClock, 5 * S));
    assertEquals(List.of(-1L, 0L, 7 * S), read.timesNs());
    assertEquals(List.of(2L, 3L, 4L), read.entities());
    assertEquals(2, read.stats().requests());
    assertEquals(1, read.stats().preRollRequests());
    assertEquals(3_600 * S, read.stats().endNs());
    assertEquals("2026-05-22T14:30:00Z", read.stats().zeroIso());
    assertEquals(64, read.stats().sha256().length());
    for (TraceWindow same : List.of(
        new TraceWindow("2026-05-22T16:30", "2026-05-22T15:30:00Z"),
        new TraceWindow("30m", "5400"))) {
      assertEquals(read, Drained.of(csv(text).withWindow(same, 5 * S)));
    }
    Drained fast = Drained.of(csv(text).withWindow(byClock, 5 * S).withScale(1, 0.5));
    assertEquals(List.of(-5 * S, 0L, 0L, 7 * S / 2), fast.timesNs());
  }

  @Test
  void saysWhatIsWrongWithAWindow() throws IOException {
    TrafficSpec plain = csv("timestamp\n1\n2\n");
    assertEquals(
        "window.from = 16:30: day.csv has no calendar; use a duration from its start, "
            + "for example 90s",
        error(plain.withWindow(new TraceWindow("16:30", null), 0)));
    assertEquals(
        "day.csv: no requests in the window from 5s; the trace was read from 0s to 2s",
        error(plain.withWindow(new TraceWindow("5s", null), 0)));
    assertTrue(error(plain.withWindow(new TraceWindow("2s", "1s"), 0)).contains("not after"));
    assertThrows(UserError.class, () -> new TraceWindow("half past four", null));
  }

  @Test
  void refusesWhatASpecCannotMean() throws IOException {
    assertTrue(error(csv("timestamp,class\n1,chekout\n").withClasses(List.of("checkout")))
        .startsWith("day.csv:2: class 'chekout' is not one of the scenario's: checkout"));
    assertTrue(error(csv("time\n1\n")).startsWith("day.csv:1: "));
    assertTrue(error(csv("timestamp,value\n1,2\n")).startsWith("day.csv:1: column 'value'"));
    assertEquals(
        "folder: is a directory, a trace is a file", error(TrafficSpec.ofFile("folder", folder)));
    assertEquals(
        "gone.csv: no such file",
        error(TrafficSpec.ofFile("gone.csv", folder.resolve("gone.csv"))));
    TrafficSpec counts = csv("timestamp,count\n0,1\n1,-3\n");
    assertEquals("day.csv:3: count '-3' must be a whole number from 0 to 10^9", error(counts));
    assertTrue(error(csv("timestamp,count\n0,NaN\n")).startsWith("day.csv:2: count 'NaN'"));
    assertTrue(error(csv("timestamp,count\n0,1000000001\n")).contains("more than the 10^9"));
    assertEquals(
        "day.csv: no requests: every interval counts 0", error(csv("timestamp,count\n0,0\n1,0\n")));
    assertTrue(error(csv("timestamp,count\n0,5\n").withArrivals(ArrivalKind.EXACT, 0))
        .startsWith("arrivals: exact: day.csv holds counts"));
  }

  @Test
  void oneStampThroughoutStaysInBoundedMemory() throws IOException {
    String text = "timestamp\n" + "7\n".repeat(1_200_000);
    try (Arrivals arrivals = Traffic.open(csv(text), 1, 0)) {
      long row = 0;
      while (arrivals.next()) {
        assertEquals(row++, arrivals.entity());
      }
      assertEquals(1_200_000, row);
    }
  }
}
