package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole ways to zero and back by hand, which the recorded single rows do not show. */
final class ScaleReconcilerTest {
  private static final long S = 1_000_000_000L;
  private static final String DOMAIN = "autoscaling.knative.dev/";

  private final RecordingTarget target = new RecordingTarget();

  private static ScaleSettings settings(Map<String, String> annotations) {
    return KnativeSettings.resolve(0, annotations, Map.of(), Reachability.REACHABLE)
        .scale();
  }

  /** A decider that wants so many pods at a burst capacity. */
  private static DeciderStatus wants(int pods, int excessBurstCapacity) {
    DeciderStatus status = DeciderStatus.idle(
        KnativeSettings.resolve(0, Map.of(), Map.of(), Reachability.REACHABLE).decider());
    PodDecision decision = new PodDecision();
    decision.valid = true;
    decision.desired = pods;
    decision.excessBurstCapacity = excessBurstCapacity;
    status.accept(decision);
    return status;
  }

  @Test
  void anIdleServiceThatActivatorsBackedAllAlongGoesAtOnce() {
    ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), ScaleState.active(1, 0));
    target.ready = 1;
    reconciler.reconcile(50 * S, wants(1, -111), target);
    assertEquals(ServingMode.PROXY, reconciler.mode());
    // Active for 100 s, and in proxy mode since 0: no grace is left.
    reconciler.reconcile(100 * S, wants(0, -211), target);
    assertEquals(List.of(0), target.scaled);
    assertEquals(List.of(103 * S), target.timers);
    assertEquals(ActiveState.INACTIVE, reconciler.active());
    assertEquals(0, reconciler.wanted());
    assertEquals(100 * S, reconciler.state().sinceNs());
  }

  @Test
  void anIdleServiceThatWasServedDirectlyWaitsForTheGracePeriod() {
    ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), ScaleState.active(4, 0));
    target.ready = 4;
    reconciler.reconcile(50 * S, wants(4, 189), target);
    assertEquals(ServingMode.SERVE, reconciler.mode());
    assertEquals(PodDecision.NEVER, reconciler.state().backedSinceNs());
    reconciler.reconcile(100 * S, wants(0, 189), target);
    assertEquals(ServingMode.PROXY, reconciler.mode());
    assertEquals(ActiveState.INACTIVE, reconciler.active());
    assertEquals(List.of(130 * S), target.timers);
    assertEquals(List.of(), target.scaled, "pods stay while activators come into the path");
    reconciler.reconcile(130 * S, wants(0, 189), target);
    assertEquals(List.of(0), target.scaled);
  }

  @Test
  void aServiceActiveForLessThanTheWindowKeepsOnePod() {
    ScaleReconciler reconciler =
        new ScaleReconciler(settings(Map.of()), ScaleState.active(5, 70 * S));
    target.ready = 5;
    reconciler.reconcile(100 * S, wants(0, 10), target);
    assertEquals(List.of(1), target.scaled);
    assertEquals(ActiveState.ACTIVE, reconciler.active());
    assertEquals(130 * S, target.timers.get(0));
  }

  /** Active for exactly the window of 60 s. */
  @Test
  void theWindowEndsWithItsLastInstant() {
    ScaleReconciler reconciler =
        new ScaleReconciler(settings(Map.of()), ScaleState.active(1, 40 * S));
    target.ready = 1;
    reconciler.reconcile(100 * S, wants(0, 10), target);
    assertEquals(ActiveState.INACTIVE, reconciler.active());
    assertEquals(List.of(0), target.scaled);
  }

  /** Without a burst to absorb, the capacity left is always 0, and activators leave the path. */
  @Test
  void noExcessIsNoNeedOfActivators() {
    ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), ScaleState.active(1, 0));
    target.ready = 1;
    reconciler.reconcile(50 * S, wants(1, 0), target);
    assertEquals(ServingMode.SERVE, reconciler.mode());
  }

  /** The grace of 30 s ends with its last instant, counted from either of its beginnings. */
  @Test
  void theGraceEndsWithItsLastInstant() {
    for (ScaleState start : List.of(
        new ScaleState(ActiveState.INACTIVE, 70 * S, true, ServingMode.SERVE, PodDecision.NEVER, 1),
        new ScaleState(ActiveState.INACTIVE, 80 * S, true, ServingMode.PROXY, 70 * S, 1))) {
      RecordingTarget pods = new RecordingTarget();
      pods.ready = 1;
      ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), start);
      assertEquals(0, reconciler.scale(100 * S - 1, 0, pods));
      assertEquals(List.of(), pods.scaled);
      assertEquals(0, reconciler.scale(100 * S, 0, pods));
      assertEquals(List.of(0), pods.scaled);
    }
  }

  @Test
  void theLastPodStaysForItsRetention() {
    ScaleReconciler reconciler = new ScaleReconciler(
        settings(Map.of(DOMAIN + "scale-to-zero-pod-retention-period", "90s")),
        ScaleState.active(1, 0));
    target.ready = 1;
    reconciler.reconcile(100 * S, wants(0, -211), target);
    assertEquals(List.of(), target.scaled);
    assertTrue(target.timers.contains(190 * S), target.timers.toString());
    reconciler.reconcile(190 * S - 1, wants(0, -211), target);
    assertEquals(List.of(), target.scaled);
    reconciler.reconcile(190 * S, wants(0, -211), target);
    assertEquals(List.of(0), target.scaled);
  }

  @Test
  void nothingIsRemovedBeforeAnActivatorAnswers() {
    ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), ScaleState.active(1, 0));
    target.ready = 1;
    target.answers = false;
    reconciler.reconcile(100 * S, wants(0, -211), target);
    assertEquals(List.of(), target.scaled);
    assertEquals(1, target.probes);
    target.answers = true;
    reconciler.reconcile(101 * S, wants(0, -211), target);
    assertEquals(List.of(0), target.scaled);
  }

  @Test
  void wakesAndIsActiveOnceAPodIsReady() {
    ScaleReconciler reconciler = new ScaleReconciler(settings(Map.of()), ScaleState.inactive(0));
    reconciler.reconcile(100 * S, wants(1, 500), target);
    assertEquals(List.of(1), target.scaled);
    assertEquals(ActiveState.ACTIVATING, reconciler.active());
    assertEquals(ServingMode.SERVE, reconciler.mode());
    assertEquals(0, reconciler.state().backedSinceNs(), "no pod is ready: activators back it");
    target.ready = 1;
    reconciler.reconcile(103 * S, wants(1, 500), target);
    assertEquals(ActiveState.ACTIVE, reconciler.active());
    assertEquals(103 * S, reconciler.state().sinceNs());
    assertEquals(PodDecision.NEVER, reconciler.state().backedSinceNs());
  }

  @Test
  void aRevisionThatNeverBecomesReadyIsGivenUp() {
    ScaleSettings settings = settings(Map.of());
    ScaleReconciler reconciler = new ScaleReconciler(settings, ScaleState.fresh(settings, 0));
    DeciderStatus undecided = DeciderStatus.initial(
        KnativeSettings.resolve(0, Map.of(), Map.of(), Reachability.REACHABLE).decider());
    reconciler.reconcile(0, undecided, target);
    assertEquals(List.of(630 * S), target.timers);
    assertEquals(1, reconciler.replicas());
    reconciler.reconcile(630 * S, undecided, target);
    assertEquals(List.of(0), target.scaled);
    assertEquals(ActiveState.INACTIVE, reconciler.active());
  }

  @Test
  void theInitialScaleHoldsUntilItHasBeenReadyOnce() {
    ScaleSettings settings = settings(Map.of(DOMAIN + "initial-scale", "5"));
    ScaleReconciler reconciler = new ScaleReconciler(settings, ScaleState.fresh(settings, 0));
    assertEquals(5, reconciler.replicas());
    target.ready = 4;
    reconciler.reconcile(S, wants(1, -211), target);
    assertEquals(List.of(), target.scaled);
    assertFalse(reconciler.state().initialised());
    target.ready = 5;
    reconciler.reconcile(2 * S, wants(1, -211), target);
    assertTrue(reconciler.state().initialised());
    assertEquals(List.of(1), target.scaled);
  }

  @Test
  void boundsHoldMinimumBeforeMaximum() {
    ScaleReconciler reconciler = new ScaleReconciler(
        settings(Map.of(DOMAIN + "min-scale", "2", DOMAIN + "max-scale", "4")),
        ScaleState.active(3, 0));
    target.ready = 3;
    reconciler.reconcile(100 * S, wants(9, 0), target);
    reconciler.reconcile(102 * S, wants(0, 0), target);
    assertEquals(List.of(4, 2), target.scaled);
    assertEquals(2, reconciler.wanted());
  }

  @Test
  void restlessPodsAreNotFollowedForEver() {
    ScaleSettings settings = settings(Map.of());
    ScaleReconciler reconciler = new ScaleReconciler(settings, ScaleState.fresh(settings, 0));
    ScaleTarget restless = new ScaleTarget() {
      private int asked;

      @Override
      public int readyPods() {
        // Three questions a pass: the third, which decides, finds a pod every other time.
        return ++asked / 3 % 2;
      }

      @Override
      public void scaleTo(int replicas) {}

      @Override
      public void reconcileAt(long atNs) {}

      @Override
      public boolean activatorAnswers() {
        return true;
      }

      @Override
      public void probeActivator() {}
    };
    assertThrows(
        IllegalStateException.class, () -> reconciler.reconcile(S, wants(1, -1), restless));
  }
}
