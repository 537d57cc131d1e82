package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A higher multiple of the rate only adds requests, whatever the traffic is. */
final class RateScaleTest {
  @TempDir
  private Path folder;

  private enum Kind {
    ROWS,
    COUNTS,
    UNIFORM,
    BURSTY,
    NHPP,
    CONSTANT,
    DAY
  }

  private TrafficSpec spec(Kind kind) throws IOException {
    StringBuilder rows = new StringBuilder("timestamp\n");
    for (int i = 0; i < 4_000; i++) {
      rows.append(i * 37 % 10 + i).append(".25\n");
    }
    TrafficSpec counts =
        Drained.file(folder, "c.csv", "timestamp,count\n0,1000\n60,0\n120,2000\n180,1000\n");
    return switch (kind) {
      case ROWS -> Drained.file(folder, "r.csv", rows.toString());
      case COUNTS -> counts;
      case UNIFORM -> counts.withArrivals(ArrivalKind.UNIFORM, 0);
      case BURSTY -> counts.withArrivals(ArrivalKind.BURSTY, 20);
      case NHPP -> counts.withArrivals(ArrivalKind.NHPP, 0);
      case CONSTANT -> TrafficSpec.ofGenerator(GenerateSpec.constant(10, 4_000, -1));
      case DAY -> TrafficSpec.ofGenerator(GenerateSpec.diurnal(2, 3, 2_000 * TimeText.SECOND_NS));
    };
  }

  @ParameterizedTest
  @EnumSource
  void isNested(Kind kind) throws IOException {
    isNested(spec(kind), 0);
  }

  /** On every day of its own: the requests that a lower rate keeps are other ones each day. */
  @ParameterizedTest
  @EnumSource
  void isNestedOnEveryDay(Kind kind) throws IOException {
    TrafficSpec spec = spec(kind);
    isNested(spec, 7);
    Set<Long> other = Drained.of(spec.withScale(0.5, 1), 1, 8).ids();
    assertNotEquals(Drained.of(spec.withScale(0.5, 1), 1, 7).ids(), other);
  }

  /** Of two chances to be kept for a while the lower keeps a part of what the higher does. */
  @Test
  void thinningForAWhileIsNested() throws IOException {
    TrafficSpec spec = spec(Kind.COUNTS);
    Set<Long> before = Set.of();
    for (double keep : new double[] {0, 0.2, 0.5, 1}) {
      Thinning thinning = new Thinning(60_000_000_000L, Long.MAX_VALUE, keep);
      Set<Long> more = Drained.of(spec.withThinning(thinning), 1, 7).ids();
      assertTrue(more.containsAll(before));
      assertEquals(1_000 + keep * 3_000, more.size(), 120);
      before = more;
    }
  }

  private static void isNested(TrafficSpec spec, int run) {
    Drained before = Drained.of(spec.withScale(0.3, 1), 1, run);
    int one = Drained.of(spec, 1, run).timesNs().size();
    for (double k : new double[] {0.5, 1, 1.7, 2, 3.4}) {
      Drained more = Drained.of(spec.withScale(k, 1), 1, run);
      assertTrue(more.ascending());
      Map<Long, Long> times = new LinkedHashMap<>();
      for (int i = 0; i < more.entities().size(); i++) {
        times.put(more.entities().get(i), more.timesNs().get(i));
      }
      assertEquals(more.ids(), times.keySet());
      for (int i = 0; i < before.entities().size(); i++) {
        assertEquals(before.timesNs().get(i), times.get(before.entities().get(i)));
      }
      assertEquals(k * one, times.size(), 0.06 * k * one);
      before = more;
    }
  }

  @Test
  void oneIsTheTraceItself() throws IOException {
    TrafficSpec spec = spec(Kind.COUNTS);
    assertEquals(Drained.of(spec), Drained.of(spec.withScale(1, 1)));
    assertEquals(4_000, Drained.of(spec).timesNs().size());
    assertEquals(8_000, Drained.of(spec.withScale(2, 1)).ids().size());
  }

  @Test
  void copiesOfARowLieBeforeTheNextRow() throws IOException {
    Drained read =
        Drained.of(Drained.file(folder, "r.csv", "timestamp\n0\n10\n30\n").withScale(3, 1));
    Set<Long> ids = read.ids();
    assertEquals(9, ids.size());
    long[] from = {0, 10, 30};
    long[] to = {10, 30, 50};
    for (int i = 0; i < 9; i++) {
      int row = (int) (read.entities().get(i) & 0xff);
      double seconds = read.timesNs().get(i) / 1e9;
      assertTrue(seconds >= from[row] && seconds < to[row], "row " + row + " at " + seconds);
    }
  }
}
