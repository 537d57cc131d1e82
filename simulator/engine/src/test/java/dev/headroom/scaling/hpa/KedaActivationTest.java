package dev.headroom.scaling.hpa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Activation and cooldown on paper. */
final class KedaActivationTest {
  private static final long S = 1_000_000_000L;

  @Test
  void activityStartsOneReplicaAndLeavesTheRestToTheAutoscaler() {
    KedaActivation keda = new KedaActivation(KedaOptions.DEFAULT, 0);
    assertEquals(0, keda.poll(30 * S, 0, false));
    assertEquals(1, keda.poll(60 * S, 0, true));
    assertEquals(7, keda.poll(90 * S, 7, true));
  }

  /** Last active at 90 s, cooldown 300 s: at 390 s not yet, later all seven at once. */
  @Test
  void afterTheCooldownEverythingGoes() {
    KedaActivation keda = new KedaActivation(KedaOptions.DEFAULT, 0);
    keda.poll(90 * S, 7, true);
    assertEquals(7, keda.poll(120 * S, 7, false));
    assertEquals(7, keda.poll(390 * S, 7, false));
    assertEquals(0, keda.poll(420 * S, 7, false));
  }

  @Test
  void activityRestartsTheCooldown() {
    KedaActivation keda = new KedaActivation(KedaOptions.DEFAULT, 0);
    keda.poll(0, 1, true);
    keda.poll(270 * S, 1, true);
    assertEquals(1, keda.poll(330 * S, 1, false));
    assertEquals(1, keda.poll(570 * S, 1, false));
    assertEquals(0, keda.poll(600 * S, 1, false));
  }

  @Test
  void whatWasNeverActiveWaitsForTheInitialCooldownOnly() {
    KedaOptions patient = new KedaOptions(0, 100, 30 * S, 300 * S, 60 * S, 0);
    assertEquals(0, new KedaActivation(KedaOptions.DEFAULT, 0).poll(30 * S, 3, false));
    assertEquals(3, new KedaActivation(patient, 0).poll(60 * S, 3, false));
    assertEquals(0, new KedaActivation(patient, 0).poll(90 * S, 3, false));
  }

  /** Both ends of each range, and one beyond. */
  @Test
  void ranges() {
    assertEquals(1, new KedaOptions(1, 1, 1, 0, 0, 0).max());
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(0, 0, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(2, 1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(-1, 1, 1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(0, 1, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(0, 1, 1, -1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new KedaOptions(0, 1, 1, 0, -1, 0));
  }

  @Test
  void aMinimumIsKeptWithoutActivity() {
    KedaOptions options = new KedaOptions(2, 100, 30 * S, 300 * S, 0, 5000);
    KedaActivation keda = new KedaActivation(options, 0);
    assertEquals(2, keda.poll(30 * S, 0, false));
    assertEquals(2, keda.poll(60 * S, 0, true));
    assertEquals(4, keda.poll(9000 * S, 4, false));
    assertFalse(keda.isActive(5000));
    assertTrue(keda.isActive(5001));
    assertEquals(2, options.autoscaler(null).min());
    assertEquals(1, KedaOptions.DEFAULT.autoscaler(null).min());
  }
}
