package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GeneratorTest {
  private static final long S = 1_000_000_000L;

  private static TrafficSpec constant(double rate, long requests, long durationNs) {
    return TrafficSpec.ofGenerator(GenerateSpec.constant(rate, requests, durationNs));
  }

  private static List<Long> counts(GenerateSpec spec) {
    ShapeIntervals intervals = new ShapeIntervals(spec, S);
    List<Long> counts = new ArrayList<>();
    while (intervals.next()) {
      counts.add(intervals.count());
    }
    return counts;
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void constantUniformByHand() {
    TrafficSpec spec = constant(4, 3, -1).withArrivals(ArrivalKind.UNIFORM, 0);
    Drained read = Drained.of(spec);
    assertEquals(List.of(125_000_000L, 375_000_000L, 625_000_000L), read.timesNs());
    assertEquals(List.of(0L, 1L, 2L), read.entities());
    assertEquals(
        List.of(250_000_000L, 750_000_000L, 1_250_000_000L),
        Drained.of(spec.withScale(1, 2)).timesNs());
  }

  @Test
  void constantPoissonEndsAtWhatComesFirst() {
    assertEquals(5_000, Drained.of(constant(100, 5_000, -1)).timesNs().size());
    Drained timed = Drained.of(constant(100, -1, 60 * S));
    assertEquals(6_000, timed.timesNs().size(), 4 * Math.sqrt(6_000));
    assertTrue(timed.timesNs().get(timed.timesNs().size() - 1) < 60 * S);
    assertEquals(60 * S, timed.stats().endNs());
    assertEquals(10, Drained.of(constant(100, 10, 60 * S)).timesNs().size());
    // A longer stream begins like a shorter one.
    assertEquals(
        timed.timesNs(),
        Drained.of(constant(100, -1, 90 * S))
            .timesNs()
            .subList(0, timed.timesNs().size()));
  }

  @Test
  void constantPoissonHasExponentialGapsWithoutRoundingBias() {
    // 100 ns gaps: cutting each to a whole nanosecond would be half a percent.
    Arrivals arrivals = Traffic.open(constant(1e7, 2_000_000, -1), 3, 0);
    long last = 0;
    long above = 0;
    for (int i = 0; i < 2_000_000; i++) {
      assertTrue(arrivals.next());
      above += arrivals.timeNs() - last >= 100 ? 1 : 0;
      last = arrivals.timeNs();
    }
    // Standard error of the mean: 1 / sqrt(2e6) = 0.07 %.
    assertEquals(2e8, last, 2e8 * 0.0025);
    assertEquals(StrictMath.exp(-1), above / 2e6, 0.003);
  }

  @Test
  void curvesMeetTheirAreas() {
    assertEquals(List.of(1L, 3L, 5L, 7L), counts(GenerateSpec.ramp(0, 8, 4 * S)));
    // 10 s at 2/s, then 2 s up, 3 s on top, 5 s down by 8/s more: 30 x 2 + 8 x (1 + 3 + 2.5).
    GenerateSpec spike = GenerateSpec.spike(2, 10, 10 * S, 2 * S, 3 * S, 5 * S, 30 * S);
    assertEquals(112, sum(counts(spike)));
    assertEquals(List.of(2L, 4L, 8L, 10L, 10L, 10L), counts(spike).subList(9, 15));
    assertEquals(50_000, sum(counts(spike.withRequests(50_000))));
    GenerateSpec day = GenerateSpec.diurnal(20, 4, 86_400 * S);
    assertEquals(20 * 86_400, sum(counts(day)));
    double high = day.expected(57_600.5) - day.expected(57_599.5);
    double low = day.expected(14_400.5) - day.expected(14_399.5);
    assertEquals(4, high / low, 1e-6);
  }

  @Test
  void clicksFollowThePublishedShares() {
    GenerateSpec day = GenerateSpec.emailClick(81_000, 86_400 * S, EmailClicks.FIRST_MINUTE_SHARE);
    assertEquals(33_600, day.expected(3_600), 1e-6);
    assertEquals(51_400, day.expected(10_800), 1e-6);
    assertEquals(81_000, day.expected(86_400), 1e-6);
    // Half way in the logarithm between 1 h and 3 h.
    assertEquals(42_500, day.expected(3_600 * Math.sqrt(3)), 1e-6);
    for (double share : new double[] {0.0079, 0.05, EmailClicks.FIRST_MINUTE_SHARE_MAX}) {
      GenerateSpec spec = GenerateSpec.emailClick(81_000, 86_400 * S, share);
      assertEquals(100_000 * share, spec.expected(60), 1e-6);
      double rate = Double.MAX_VALUE;
      for (int minute = 0; minute < 1_440; minute++) {
        double next = spec.expected(60 * minute + 60) - spec.expected(60 * minute);
        assertTrue(next <= rate * 1.001, "share " + share + " minute " + minute);
        rate = next;
      }
    }
    assertEquals(50_000, sum(counts(GenerateSpec.emailClick(50_000, 86_400 * S, 0.05))));
  }

  @Test
  void drawsKeepAStatedTotal() throws IOException {
    GenerateSpec spec = GenerateSpec.emailClick(5_000, 86_400 * S, 0.0079);
    ByteArrayOutputStream counts = new ByteArrayOutputStream();
    TraceWriter.drawnCounts(spec, 4, List.of("c"), counts);
    List<String> lines = counts.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(List.of("# c", "timestamp,count"), lines.subList(0, 2));
    assertEquals(86_402, lines.size());
    assertEquals(
        5_000,
        lines.subList(2, 86_402).stream()
            .mapToLong(line -> Long.parseLong(line.split(",")[1]))
            .sum());
    ByteArrayOutputStream stamps = new ByteArrayOutputStream();
    TraceWriter.drawnStamps(spec, 4, List.of(), stamps);
    List<String> rows = stamps.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(5_001, rows.size());
    assertTrue(rows.get(1).matches("\\d+\\.\\d{9}"), rows.get(1));
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThrows(UserError.class, () -> GenerateSpec.constant(0, 5, -1));
    assertThrows(UserError.class, () -> GenerateSpec.constant(1, -1, -1));
    assertThrows(UserError.class, () -> GenerateSpec.constant(Double.NaN, 1, -1));
    assertThrows(UserError.class, () -> GenerateSpec.spike(1, 2, 0, 5 * S, 5 * S, 5 * S, 9 * S));
    assertThrows(UserError.class, () -> GenerateSpec.diurnal(1, 0.5, S));
    assertThrows(UserError.class, () -> GenerateSpec.emailClick(10, 86_401 * S, 0));
    assertThrows(UserError.class, () -> constant(1, 1, -1).withScale(0, 1));
    assertThrows(UserError.class, () -> constant(1, 1, -1).withArrivals(ArrivalKind.BURSTY, 1));
    assertThrows(UserError.class, () -> ArrivalKind.parse("gauss"));
  }
}
