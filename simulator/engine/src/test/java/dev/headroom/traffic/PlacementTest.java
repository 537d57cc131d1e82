package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the requests of an interval go. */
final class PlacementTest {
  private static final long S = 1_000_000_000L;

  @TempDir
  private Path folder;

  private TrafficSpec minutes(int intervals, int count) throws IOException {
    StringBuilder text = new StringBuilder("timestamp,count\n");
    for (int i = 0; i < intervals; i++) {
      text.append(60 * i).append(',').append(count).append('\n');
    }
    return Drained.file(folder, "minutes.csv", text.toString());
  }

  private static int[] perSecond(Drained read, int seconds) {
    int[] counts = new int[seconds];
    for (long ns : read.timesNs()) {
      counts[(int) (ns / S)]++;
    }
    return counts;
  }

  private static double dispersion(int[] counts) {
    double sum = 0;
    double squares = 0;
    for (int count : counts) {
      sum += count;
      squares += (double) count * count;
    }
    double mean = sum / counts.length;
    return (squares / counts.length - mean * mean) / mean;
  }

  @Test
  void uniformAndBatchByHand() throws IOException {
    TrafficSpec spec = Drained.file(folder, "t.csv", "timestamp,count\n0,4\n10,0\n20,1\n");
    assertEquals(
        List.of(1_250_000_000L, 3_750_000_000L, 6_250_000_000L, 8_750_000_000L, 25 * S),
        Drained.of(spec.withArrivals(ArrivalKind.UNIFORM, 0)).timesNs());
    assertEquals(
        List.of(0L, 0L, 0L, 0L, 20 * S),
        Drained.of(spec.withArrivals(ArrivalKind.BATCH, 0)).timesNs());
    // The second copy lies half way between the first.
    assertEquals(
        List.of(0L, 1_250_000_000L, 2_500_000_000L, 3_750_000_000L),
        Drained.of(spec.withArrivals(ArrivalKind.UNIFORM, 0).withScale(2, 1))
            .timesNs()
            .subList(0, 4));
  }

  @Test
  void entitiesAreIntervalAndOrdinal() throws IOException {
    Drained read = Drained.of(Drained.file(folder, "t.csv", "timestamp,count\n0,2\n1,0\n2,1\n"));
    assertEquals(List.of(0L, 1L, 1L << 24), read.entities());
    Drained twice =
        Drained.of(Drained.file(folder, "t.csv", "timestamp,count\n0,2\n").withScale(2, 1));
    assertEquals(Set.of(0L, 1L, 1L << 55, (1L << 55) + 1), twice.ids());
  }

  @Test
  void aHugeIntervalGetsRunningNumbers() throws IOException {
    TrafficSpec spec = Drained.file(folder, "t.csv", "timestamp,count\n0,5000000\n1,5000000\n")
        .withArrivals(ArrivalKind.UNIFORM, 0);
    try (Arrivals arrivals = Traffic.open(spec, 1, 0)) {
      long last = (1L << 62) - 1;
      for (int i = 0; i < 10_000_000; i++) {
        assertTrue(arrivals.next());
        assertTrue(arrivals.entity() > last);
        last = arrivals.entity();
      }
      assertEquals((1L << 62) + 20_000_064 + 4_999_999, last);
    }
  }

  @Test
  void poissonKeepsTheCountAndIsUniform() throws IOException {
    Drained read = Drained.of(minutes(200, 300));
    assertEquals(60_000, read.timesNs().size());
    assertTrue(read.ascending());
    double[] bins = new double[50];
    int[] inInterval = new int[200];
    for (long ns : read.timesNs()) {
      inInterval[(int) (ns / (60 * S))]++;
      bins[(int) (ns % (60 * S) * 50 / (60 * S))]++;
    }
    for (int count : inInterval) {
      assertEquals(300, count);
    }
    double chi = 0;
    for (double bin : bins) {
      chi += (bin - 1_200) * (bin - 1_200) / 1_200;
    }
    // Chi-square with 49 degrees of freedom: 99.9 % lie below 85.4, 99.9 % above 23.0.
    assertTrue(chi < 85.4 && chi > 23.0, "chi-square " + chi);
    // Multinomial counts of seconds: dispersion 1 - 1/60.
    assertEquals(59.0 / 60, dispersion(perSecond(read, 12_000)), 0.06);
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 8, 40})
  void burstyReachesItsDispersion(double wanted) throws IOException {
    Drained read = Drained.of(minutes(2_000, 300).withArrivals(ArrivalKind.BURSTY, wanted));
    assertEquals(600_000, read.timesNs().size());
    assertTrue(read.ascending());
    assertEquals(600_000, read.ids().size());
    // (1 - p) D for a second of sixty; few, heavy seconds make the estimate rough.
    double expected = wanted * 59 / 60;
    assertEquals(expected, dispersion(perSecond(read, 120_000)), 0.1 * expected);
  }

  @Test
  void burstyPutsAFewRequestsIntoOneSecond() throws IOException {
    Drained read = Drained.of(minutes(50, 5).withArrivals(ArrivalKind.BURSTY, 8));
    Set<Integer> seconds = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      long first = read.timesNs().get(5 * i) / S;
      assertEquals(first, read.timesNs().get(5 * i + 4) / S);
      seconds.add((int) (first % 60));
    }
    assertTrue(seconds.size() > 20, seconds.toString());
  }

  @Test
  void nhppDrawsTheCountToo() throws IOException {
    Drained read = Drained.of(minutes(2_000, 100).withArrivals(ArrivalKind.NHPP, 0));
    int[] perMinute = new int[2_000];
    for (long ns : read.timesNs()) {
      perMinute[(int) (ns / (60 * S))]++;
    }
    // Mean 200,000 +- 3.3 sigma; the dispersion's standard error is sqrt(2 / 2000).
    assertEquals(200_000, read.timesNs().size(), 1_500);
    assertEquals(1, dispersion(perMinute), 0.1);
    assertEquals(1, dispersion(perSecond(read, 120_000)), 0.02);
  }

  @Test
  void dependsOnSeedAndRunOnly() throws IOException {
    TrafficSpec spec = minutes(3, 50);
    assertEquals(Drained.of(spec, 7, 2), Drained.of(spec, 7, 2));
    assertNotEquals(Drained.of(spec, 7, 2).timesNs(), Drained.of(spec, 7, 3).timesNs());
    assertNotEquals(Drained.of(spec, 7, 2).timesNs(), Drained.of(spec, 8, 2).timesNs());
    assertEquals(Drained.of(spec, 7, 2).entities(), Drained.of(spec, 8, 3).entities());
  }

  @Test
  void aWindowShowsTheSameArrivalsShifted() throws IOException {
    TrafficSpec spec = minutes(10, 40);
    Drained all = Drained.of(spec);
    Drained part = Drained.of(spec.withWindow(new TraceWindow("150s", "400s"), 30 * S));
    int from = 0;
    while (all.timesNs().get(from) < 120 * S) {
      from++;
    }
    for (int i = 0; i < part.timesNs().size(); i++) {
      assertEquals(all.timesNs().get(from + i) - 150 * S, part.timesNs().get(i));
      assertEquals(all.entities().get(from + i), part.entities().get(i));
    }
    assertTrue(all.timesNs().get(from + part.timesNs().size()) >= 400 * S);
    assertEquals(250 * S, part.stats().endNs());
  }
}
