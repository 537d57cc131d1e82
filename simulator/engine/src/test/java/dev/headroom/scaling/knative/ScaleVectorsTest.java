package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scaling, the condition "active" and the count of activators, as the real reconciler has them. */
@Tag("vectors")
final class ScaleVectorsTest {
  private static final Validation HELD = Validation.of(ScaleVectorsTest.class, "headroom.vectors");

  private static final long NOW_NS = 1_700_000_000_000_000_000L;

  @Test
  void scalesAsRecorded() {
    int rows = 0;
    for (JsonNode file : VectorFiles.read("kpa_scaler_reconcile")) {
      for (JsonNode row : Vectors.field(file, "scaleRows")) {
        scales(row);
        rows++;
      }
    }
    assertTrue(rows > 0, "no rows");
    HELD.count(Section.VECTORS, "kpa_scaler_reconcile: scaling steps", rows, rows, "Knative");
  }

  private static void scales(JsonNode row) {
    ScaleSettings settings = new ScaleSettings(
        Vectors.integer(row, "minScale"),
        Vectors.integer(row, "maxScale"),
        Vectors.integer(row, "initialScale"),
        Vectors.reachability(Vectors.field(row, "reachability").asText()),
        Vectors.field(row, "enableScaleToZero").booleanValue(),
        Vectors.ns(row, "scaleToZeroGracePeriodMs"),
        Vectors.ns(row, "podRetentionMs"),
        Vectors.ns(row, "stableWindowMs"),
        Vectors.ns(row, "progressDeadlineMs"),
        Vectors.integer(row, "targetBurstCapacity") == -1);
    JsonNode backed = Vectors.field(row, "sksProxyForMs");
    ScaleReconciler reconciler = new ScaleReconciler(
        settings,
        new ScaleState(
            Vectors.active(Vectors.field(row, "paState").asText()),
            NOW_NS - Vectors.ns(row, "stateForMs"),
            Vectors.field(row, "scaleTargetInitialized").booleanValue(),
            ServingMode.valueOf(Vectors.field(row, "sksMode").asText().toUpperCase(Locale.ROOT)),
            backed.isNull() ? PodDecision.NEVER : NOW_NS - backed.longValue() * Vectors.MS_NS,
            Vectors.integer(row, "currentReplicas")));
    RecordingTarget target = new RecordingTarget();
    target.answers = Vectors.field(row, "activatorProbe").booleanValue();
    int wanted = reconciler.scale(NOW_NS, Vectors.integer(row, "deciderDesiredScale"), target);

    String at = "scale row " + Vectors.field(row, "id") + " " + row;
    assertEquals(Vectors.integer(row, "returnedScale"), wanted, at);
    JsonNode applied = Vectors.field(row, "appliedReplicas");
    assertEquals(applied.isNull() ? List.of() : List.of(applied.intValue()), target.scaled, at);
    List<Long> timers = new ArrayList<>();
    for (JsonNode afterMs : Vectors.field(row, "requeueAfterMsRounded100")) {
      timers.add(NOW_NS + afterMs.longValue() * Vectors.MS_NS);
    }
    assertEquals(timers, target.timers, at);
    assertEquals(Vectors.integer(row, "asyncProbes"), target.probes, at);
  }

  @Test
  void judgesAsRecorded() {
    int rows = 0;
    for (JsonNode file : VectorFiles.read("kpa_scaler_reconcile")) {
      for (JsonNode row : Vectors.field(file, "activeConditionRows")) {
        judges(row, "active row " + rows + " " + row);
        rows++;
      }
    }
    assertTrue(rows > 0, "no rows");
    HELD.count(
        Section.VECTORS, "kpa_scaler_reconcile: judgements of being active", rows, rows, "Knative");
  }

  private static void judges(JsonNode row, String at) {
    ScaleSettings settings = new ScaleSettings(
        Vectors.integer(row, "Min"),
        0,
        Vectors.integer(row, "Initial"),
        Vectors.reachability(Vectors.field(row, "Reach").asText()),
        true,
        0,
        0,
        0,
        0,
        false);
    ActiveState before = Vectors.active(Vectors.field(row, "State").asText());
    ScaleReconciler reconciler = new ScaleReconciler(
        settings,
        new ScaleState(
            before, 1, Vectors.field(row, "Initialized").booleanValue(), ServingMode.PROXY, 1, 0));
    reconciler.judge(
        NOW_NS,
        Vectors.integer(row, "Want"),
        Vectors.integer(row, "Ready"),
        !Vectors.field(row, "Svc").asText().isEmpty());
    ScaleState after = reconciler.state();
    assertEquals(Vectors.active(Vectors.field(row, "NewState").asText()), after.active(), at);
    assertEquals(Vectors.field(row, "NewInitialized").booleanValue(), after.initialised(), at);
    assertEquals(after.active() == before ? 1 : NOW_NS, after.sinceNs(), at);
  }

  @Test
  void countsActivatorsAsRecorded() {
    int rows = 0;
    for (JsonNode file : VectorFiles.read("kpa_scaler_reconcile")) {
      for (JsonNode row : Vectors.field(file, "numActivatorsRows")) {
        double total = Vectors.number(row, "TotalValue");
        DeciderSettings settings = new DeciderSettings(
            ScalingMetric.CONCURRENCY,
            total,
            total,
            Vectors.number(row, "TBC"),
            2,
            1000,
            2,
            60_000_000_000L,
            0,
            0,
            true,
            1,
            Vectors.number(row, "ActivatorCap"));
        assertEquals(
            Vectors.integer(row, "NumActivators"),
            settings.activators(Vectors.integer(row, "Ready")),
            "activators row " + rows + " " + row);
        rows++;
      }
    }
    assertTrue(rows > 0, "no rows");
    HELD.count(
        Section.VECTORS, "kpa_scaler_reconcile: counts of activators", rows, rows, "Knative");
  }
}
