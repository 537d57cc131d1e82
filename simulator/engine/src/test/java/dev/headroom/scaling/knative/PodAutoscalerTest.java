package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decisions by hand: which rule decided, the delay, the status, and what a decision costs. */
final class PodAutoscalerTest {
  private static final long S = 1_000_000_000L;
  private static final long T = 1_700_000_000L * S;

  private final PodDecision decision = new PodDecision();

  /** Target 10 of 10 per pod, rates 2 up and 2 down, panic at twice the ready pods. */
  private static DeciderSettings settings(double burst, long delayNs, int activation) {
    return new DeciderSettings(
        ScalingMetric.CONCURRENCY,
        10,
        10,
        burst,
        2,
        2,
        2,
        60 * S,
        delayNs,
        activation,
        true,
        1,
        100);
  }

  private static PodAutoscaler autoscaler(DeciderSettings settings, int ready) {
    return new PodAutoscaler(settings, Release.V1_23, T, ready);
  }

  private void assertDecision(int desired, ScaleBound bound) {
    assertTrue(decision.valid);
    assertEquals(desired, decision.desired);
    assertEquals(bound, decision.bound);
  }

  @Test
  void saysWhichRuleDecided() {
    PodAutoscaler autoscaler = autoscaler(settings(0, 0, 0), 1);
    autoscaler.decide(T, 2, 15, 15, decision);
    assertDecision(2, ScaleBound.NONE);
    assertEquals(2, decision.stableWish);

    // 100 in flight is a wish of 10 from both windows: twice 2 pods are allowed, and panic begins.
    autoscaler.decide(T + 2 * S, 2, 100, 100, decision);
    assertDecision(4, ScaleBound.SCALE_UP_RATE);
    assertEquals("max-scale-up-rate", decision.bound.word());
    assertEquals(10, decision.panicWish);
    assertEquals(T + 2 * S, decision.panicNs);

    // Silence asks for half of 4; panic holds 4 for a stable window, its last instant included.
    autoscaler.decide(T + 4 * S, 4, 0, 0, decision);
    assertDecision(4, ScaleBound.PANIC_PEAK);
    autoscaler.decide(T + 62 * S, 4, 0, 0, decision);
    assertDecision(4, ScaleBound.PANIC_PEAK);
    autoscaler.decide(T + 62 * S + 1, 4, 0, 0, decision);
    assertDecision(2, ScaleBound.SCALE_DOWN_RATE);
    assertFalse(decision.panicking);
    assertEquals(0, decision.panicPeakPods);
  }

  /** Both windows come to 4 of 2 ready pods: the stable of itself, the panic one by its rate. */
  @Test
  void ofEqualCountsTheStableWindowsDecides() {
    PodAutoscaler autoscaler = autoscaler(settings(0, 0, 0), 1);
    autoscaler.decide(T, 2, 40, 100, decision);
    assertDecision(4, ScaleBound.NONE);
    assertTrue(decision.panicking);
    // As many as in the panic so far: it does not hold anything up.
    autoscaler.decide(T + 2 * S, 4, 40, 0, decision);
    assertDecision(4, ScaleBound.NONE);
    assertTrue(decision.panicking);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    refused(0, 10, 2, 2, 60 * S, 100);
    refused(10, 0, 2, 2, 60 * S, 100);
    refused(10, 10, 1, 2, 60 * S, 100);
    refused(10, 10, 2, 1, 60 * S, 100);
    refused(10, 10, 2, 2, 0, 100);
    refused(10, 10, 2, 2, 60 * S, 0);
  }

  private static void refused(
      double target, double total, double up, double down, long windowNs, double activators) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DeciderSettings(
            ScalingMetric.CONCURRENCY,
            target,
            total,
            0,
            2,
            up,
            down,
            windowNs,
            0,
            0,
            true,
            1,
            activators));
  }

  @Test
  void activationRaisesDemandOnlyAndBeyondTheRate() {
    PodAutoscaler autoscaler = autoscaler(settings(0, 0, 5), 0);
    autoscaler.decide(T, 0, 0, 0, decision);
    assertDecision(0, ScaleBound.NONE);
    autoscaler.decide(T + 2 * S, 0, 1, 1, decision);
    assertDecision(5, ScaleBound.ACTIVATION_SCALE);
    autoscaler.decide(T + 3 * S, 5, 50, 0, decision);
    assertDecision(5, ScaleBound.NONE);
    // Six pods under way are not reduced to the activation scale.
    autoscaler.decide(T + 4 * S, 3, 60, 0, decision);
    assertDecision(6, ScaleBound.NONE);
  }

  @Test
  void aSmallerCountWaitsForTheDelay() {
    PodAutoscaler autoscaler = autoscaler(settings(0, 10 * S, 0), 0);
    autoscaler.decide(T, 8, 80, 0, decision);
    assertDecision(8, ScaleBound.NONE);
    // Five slots of two seconds, the one of now among them: the 8 counts until 9.99 s.
    autoscaler.decide(T + 2 * S, 6, 30, 0, decision);
    assertDecision(8, ScaleBound.SCALE_DOWN_DELAY);
    autoscaler.decide(T + 10 * S - 1, 6, 30, 0, decision);
    assertDecision(8, ScaleBound.SCALE_DOWN_DELAY);
    autoscaler.decide(T + 10 * S, 6, 30, 0, decision);
    assertDecision(3, ScaleBound.NONE);
  }

  @Test
  void theDelaysWindowIsThatOfAllValuesOfItsSlots() {
    PeakWindow window = new PeakWindow(31 * S);
    Random random = new Random(7);
    long[] slots = new long[4000];
    int[] values = new int[slots.length];
    long atNs = T;
    for (int i = 0; i < slots.length; i++) {
      atNs += (long) (random.nextDouble() * (i % 100 == 0 ? 40 : 3) * S);
      slots[i] = atNs / (2 * S);
      values[i] = random.nextInt(20);
      int largest = 0;
      for (int j = 0; j <= i; j++) {
        if (slots[i] - slots[j] < 16) {
          largest = Math.max(largest, values[j]);
        }
      }
      assertEquals(largest, window.record(atNs, values[i]), "value " + i);
    }
  }

  @Test
  void excessBurstCapacityCountsTheTrueReadyPods() {
    autoscaler(settings(211, 0, 0), 0).decide(T, 0, 0, 12.5, decision);
    assertEquals(-224, decision.excessBurstCapacity);
    autoscaler(settings(15, 0, 0), 0).decide(T, 3, 0, 12.5, decision);
    assertEquals(2, decision.excessBurstCapacity);
    autoscaler(settings(-1, 0, 0), 0).decide(T, 3, 0, 12.5, decision);
    assertEquals(-1, decision.excessBurstCapacity);
    autoscaler(settings(0, 0, 0), 0).decide(T, 3, 0, 99, decision);
    assertEquals(0, decision.excessBurstCapacity);
  }

  @Test
  void withoutMetricsNothingChanges() {
    PodAutoscaler autoscaler = autoscaler(settings(211, 0, 0), 3);
    MetricWindows windows = new MetricWindows(
        new WindowSettings(ScalingMetric.CONCURRENCY, Aggregation.LINEAR, 60 * S, 6 * S, true),
        Release.V1_23);
    autoscaler.decide(T + 1000 * S, 3, windows, decision);
    assertFalse(decision.valid);
    assertTrue(decision.panicking, "started with 3 pods, and an invalid decision ends no panic");
    assertEquals(3, decision.panicPeakPods);

    DeciderStatus status = DeciderStatus.initial(settings(211, 0, 0));
    assertFalse(status.accept(decision));
    assertEquals(DeciderStatus.UNKNOWN, status.desired());
    assertEquals(-201, status.excessBurstCapacity());
  }

  @Test
  void aStatusAsksForReconcilingOnlyWhereItMatters() {
    DeciderStatus status = DeciderStatus.initial(settings(-1, 0, 0));
    assertEquals(-1, status.excessBurstCapacity());
    status = DeciderStatus.idle(settings(211, 0, 0));
    assertEquals(-211, status.excessBurstCapacity());
    PodReport report = new PodReport();
    assertFalse(status.pokedBy(report));
    report.concurrency = 0.1;
    assertTrue(status.pokedBy(report));

    decision.valid = true;
    decision.desired = 1;
    decision.excessBurstCapacity = -212;
    assertTrue(status.accept(decision));
    assertFalse(status.pokedBy(report));
    decision.excessBurstCapacity = -1;
    assertFalse(status.accept(decision));
    decision.excessBurstCapacity = 0;
    assertTrue(status.accept(decision));
    decision.excessBurstCapacity = 7;
    assertFalse(status.accept(decision));
  }

  /** A second of reports and a decision, after warming up, takes nothing from the heap. */
  @Test
  void allocatesNothing() {
    Seconds seconds = new Seconds();
    seconds.run(20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(self);
    seconds.run(20_000);
    long bytes = threads.getThreadAllocatedBytes(self) - before;
    assertTrue(bytes < 20_000, bytes + " bytes in 20000 seconds");
    assertTrue(seconds.decision.valid);
  }

  private static final class Seconds {
    private final PodRequestStats stats = new PodRequestStats(4);
    private final ScrapeSample sample = new ScrapeSample();
    private final PodReport report = new PodReport();
    private final PodDecision decision = new PodDecision();
    private final MetricWindows windows = new MetricWindows(
        new WindowSettings(ScalingMetric.CONCURRENCY, Aggregation.LINEAR, 60 * S, 6 * S, true),
        Release.V1_23);
    private final PodAutoscaler autoscaler = autoscaler(settings(211, 60 * S, 2), 4);
    private final DeciderStatus status = DeciderStatus.initial(settings(211, 60 * S, 2));
    private long second;

    void run(int count) {
      for (int i = 0; i < count; i++) {
        long nowNs = T + ++second * S;
        sample.clear();
        for (int slot = 0; slot < 4; slot++) {
          stats.in(slot, nowNs - S / 2);
          if (second % 10 == 0) {
            for (int leaving = stats.inside(slot); leaving > 0; leaving--) {
              stats.out(slot, nowNs);
            }
          }
          stats.report(slot, nowNs, report);
          sample.add(report);
        }
        sample.scaleTo(4, report);
        windows.record(nowNs, report);
        autoscaler.decide(nowNs, 4, windows, decision);
        status.accept(decision);
      }
    }
  }
}
