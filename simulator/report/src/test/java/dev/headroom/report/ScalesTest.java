package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.TimeScale.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Axes, sampling and numbers, computed by hand. */
final class ScalesTest {
  private static List<String> labels(List<Tick> ticks) {
    return ticks.stream().map(Tick::label).toList();
  }

  @Test
  void timeFromStartGrowsWithTheRun() {
    assertEquals(
        List.of("0:00", "1:00", "2:00", "3:00"), labels(TimeScale.of(0, 180, "").ticks(4)));
    assertEquals(
        List.of("0:00", "1:00", "2:00"), labels(TimeScale.of(0, 7200, "0").ticks(3)));
    assertEquals("time from start (h:mm)", TimeScale.of(0, 7200, "").title(3));
    assertEquals("time from start (m:ss)", TimeScale.of(0, 3599, "").title(8));
  }

  @Test
  void clockTicksAreRound() {
    TimeScale scale = TimeScale.of(0, 3600, "2026-11-27T16:43:07Z");
    assertEquals(List.of("16:45", "17:00", "17:15", "17:30"), labels(scale.ticks(4)));
    assertEquals("time of day, UTC", scale.title(4));
    assertEquals("16:46:19", scale.moment(192));
    assertEquals(
        "time of day, +02:00", TimeScale.of(0, 60, "2026-11-27T16:43:07+02:00").title(4));
    assertEquals(
        "time from start (m:ss)", TimeScale.of(0, 60, "2026-13-99T99:99").title(4));
  }

  @Test
  void valueAxesEndOnRoundNumbers() {
    ValueScale scale = ValueScale.linear(480, 5);
    assertEquals(List.of("0", "100", "200", "300", "400", "500"), labels(scale.ticks()));
    assertEquals(500, scale.upper());
    assertEquals(List.of("0", "1"), labels(ValueScale.linear(Double.NaN, 5).ticks()));
    assertEquals(List.of("0", "1M", "2M"), labels(ValueScale.linear(1.5e6, 2).ticks()));
  }

  @Test
  void logarithmicAxesHoldTheirValues() {
    ValueScale scale = ValueScale.logarithmicMs(140, 30_000, 6);
    assertEquals(List.of("100 ms", "1 s", "10 s", "100 s"), labels(scale.ticks()));
    assertEquals(100, scale.lower());
    assertEquals(100_000, scale.upper());
    ValueScale none = ValueScale.logarithmicMs(Double.NaN, Double.NaN, 6);
    assertTrue(none.lower() > 0 && none.upper() > none.lower());
  }

  @Test
  void samplingKeepsExtremesAndGaps() {
    double[] values = new double[1000];
    values[137] = 9;
    values[871] = -4;
    for (int i = 400; i < 500; i++) {
      values[i] = Double.NaN;
    }
    int[] chosen = Sampler.choose(values, 100);
    assertTrue(chosen.length <= 100);
    boolean peak = false;
    boolean dip = false;
    boolean gap = false;
    for (int i = 0; i < chosen.length; i++) {
      assertTrue(i == 0 || chosen[i] > chosen[i - 1]);
      peak |= chosen[i] == 137;
      dip |= chosen[i] == 871;
      gap |= Double.isNaN(values[chosen[i]]);
    }
    assertTrue(peak && dip && gap);
    assertArrayEquals(new int[] {0, 1, 2}, Sampler.choose(new double[3], 100));
  }

  @Test
  void numbersForPeople() {
    assertEquals("41,233", Numbers.count(41_233));
    assertEquals("-1,234,567", Numbers.count(-1_234_567));
    assertEquals("1.92\u00a0s", Numbers.milliseconds(1921.4));
    assertEquals("999\u00a0ms", Numbers.milliseconds(999.4));
    assertEquals("1\u00a0s", Numbers.milliseconds(999.7));
    assertEquals("4\u00a0min\u00a028\u00a0s", Numbers.seconds(268));
    assertEquals("24\u00a0h\u00a00\u00a0min", Numbers.seconds(86_400));
    assertEquals("6.1\u00a0%", Numbers.percent(0.061));
    assertEquals("<\u00a00.001\u00a0%", Numbers.percent(1e-9));
    assertEquals("$1,235", Numbers.money(1234.6, "USD"));
    assertEquals("-$22", Numbers.money(-22, ""));
    assertEquals("CHF\u00a00.0123", Numbers.money(0.012345, "CHF"));
    assertEquals("n/a", Numbers.money(Double.NaN, "USD"));
  }

  @Test
  void expressionsGiveTheUnit() {
    Fields fields = new Fields("USD");
    assertEquals("612\u00a0ms", fields.objective("p99(latency) < 500ms", 612));
    assertEquals("0.1\u00a0%", fields.objective("rate(errors) < 0.1%", 0.001));
    assertEquals("0.8", fields.objective("max(db.connections) / db.usable < 0.8", 0.8));
    assertEquals("98\u00a0%", fields.objective("good(latency < 1s) > 98%", 0.98));
    assertEquals("$1,200", fields.objective("cost.month < 1200 USD", 1200));
  }
}
