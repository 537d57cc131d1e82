package dev.headroom.scaling.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The documented steps 1, 4, 8, 16, 32, and the way back. */
final class ContainerAppsScalerTest {
  private static final long S = 1_000_000_000L;

  private final HpaResult result = new HpaResult();

  /** 1,000 requests per second over 10 each: 100 replicas wanted, at most 50. */
  @Test
  void growsByTheDocumentedSteps() {
    ContainerAppsScaler scaler = scaler(0, 50);
    assertEquals(1, scaler.wake(S, 0));
    int[] steps = {4, 8, 16, 32, 50, 50};
    int current = 1;
    for (int i = 0; i < steps.length; i++) {
      current = decide(scaler, 15L * (i + 1), current, 15_000);
      assertEquals(steps[i], current);
    }
  }

  /** 31 in 15 s are 2.07 per second: one replica for a target of 10, three for one of 1. */
  @Test
  void theMetricIsARate() {
    assertEquals(1, decide(scaler(0, 50), 15, 1, 31));
    ContainerAppsScaler strict =
        new ContainerAppsScaler(new ContainerAppsOptions(0, 50, 1, 300 * S, 300 * S), 0);
    assertEquals(3, decide(strict, 15, 1, 31));
    // No tolerance: one request more than two replicas' share asks for a third.
    assertEquals(2, decide(scaler(0, 50), 15, 2, 300));
    assertEquals(3, decide(scaler(0, 50), 15, 2, 301));
  }

  /** Last requests at 15 s. The wish of 8 holds to 315 s; then one, and nothing by the cooldown. */
  @Test
  void returnsAfterStabilisationAndCooldown() {
    ContainerAppsScaler scaler = scaler(0, 50);
    assertEquals(8, decide(scaler, 15, 4, 1200));
    int current = 8;
    for (int at = 30; at <= 315; at += 15) {
      current = decide(scaler, at, current, 0);
      assertEquals(8, current, at + " s");
    }
    assertEquals(1, decide(scaler, 330, 8, 0));
    assertEquals(0, decide(scaler, 345, 1, 0));
    assertEquals(0, decide(scaler, 360, 0, 0));
    assertEquals(1, decide(scaler, 375, 0, 1));
  }

  @Test
  void theCooldownHoldsTheLastReplicaOnly() {
    ContainerAppsScaler scaler =
        new ContainerAppsScaler(new ContainerAppsOptions(0, 50, 10, 60 * S, 300 * S), 0);
    assertEquals(2, decide(scaler, 15, 2, 300));
    assertEquals(2, decide(scaler, 75, 2, 0));
    assertEquals(1, decide(scaler, 90, 2, 0));
    assertEquals(1, decide(scaler, 315, 1, 0));
    assertEquals(0, decide(scaler, 330, 1, 0));
  }

  @Test
  void aMinimumIsNeverLeft() {
    ContainerAppsScaler scaler = scaler(2, 50);
    assertEquals(2, decide(scaler, 15, 2, 0));
    assertEquals(2, decide(scaler, 1500, 2, 0));
  }

  /** At most 6 instead of 50, and at least 2 instead of nothing. */
  @Test
  void newLimitsHoldFromTheNextEvaluation() {
    ContainerAppsScaler scaler = scaler(0, 50);
    assertEquals(8, decide(scaler, 15, 4, 15_000));
    scaler.limit(2, 6);
    assertEquals(6, decide(scaler, 30, 8, 15_000));
    assertEquals(2, scaler.wake(45 * S, 0));
    assertEquals(2, decide(scaler, 900, 2, 0));
    scaler.limit(0, 6);
    assertEquals(0, decide(scaler, 915, 1, 0));
  }

  /** What the last evaluation said is forgotten: one replica out of nothing is a change. */
  @Test
  void fromNothingIsAChangeWhateverWasDecidedBefore() {
    assertEquals(1, decide(scaler(0, 50), 15, 1, 31));
    assertFalse(result.updated);
    assertEquals(1, decide(scaler(0, 50), 15, 0, 31));
    assertTrue(result.updated);
    assertEquals(AbleToScale.SUCCEEDED_RESCALE, result.ableToScale);
  }

  /** Without windows and cooldown everything goes at the next evaluation. */
  @Test
  void windowsAndCooldownMayBeNone() {
    ContainerAppsScaler scaler =
        new ContainerAppsScaler(new ContainerAppsOptions(0, 50, 10, 0, 0), 0);
    assertEquals(3, decide(scaler, 15, 3, 450));
    assertEquals(1, decide(scaler, 30, 3, 0));
    assertEquals(0, decide(scaler, 45, 1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new ContainerAppsOptions(0, 50, 0, 300 * S, 300 * S));
    assertThrows(
        IllegalArgumentException.class, () -> new ContainerAppsOptions(0, 50, 10, -1, 300 * S));
    assertThrows(
        IllegalArgumentException.class, () -> new ContainerAppsOptions(0, 50, 10, 300 * S, -1));
  }

  private int decide(ContainerAppsScaler scaler, long seconds, int current, long requests) {
    scaler.decide(seconds * S, current, requests, result);
    return result.replicas;
  }

  private static ContainerAppsScaler scaler(int min, int max) {
    return new ContainerAppsScaler(new ContainerAppsOptions(min, max, 10, 300 * S, 300 * S), 0);
  }
}
