package dev.headroom.scaling.knative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.scaling.VectorFiles;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decisions of the real autoscaler from given averages and ready pods, tick by tick. */
@Tag("vectors")
final class DecisionVectorsTest {
  private static final Validation HELD =
      Validation.of(DecisionVectorsTest.class, "headroom.vectors");

  @ParameterizedTest
  @EnumSource(Release.class)
  void decidesAsRecorded(Release release) {
    int ticks = 0;
    int sequences = 0;
    for (JsonNode file : VectorFiles.read("kpa_decision")) {
      for (JsonNode sequence : Vectors.field(file, "sequences")) {
        ticks += replay(release, sequence);
        sequences++;
      }
    }
    assertTrue(ticks > 0, "no ticks");
    HELD.count(
        Section.VECTORS,
        "kpa_decision: ticks as of " + release,
        ticks,
        ticks,
        "Knative, " + sequences + " sequences");
  }

  private static int replay(Release release, JsonNode sequence) {
    PodAutoscaler autoscaler = new PodAutoscaler(
        Vectors.decider(Vectors.field(sequence, "spec")),
        release,
        Vectors.ns(sequence, "t0"),
        Vectors.integer(sequence, "startReady"));
    PodDecision decision = new PodDecision();
    int number = 0;
    for (JsonNode tick : Vectors.field(sequence, "ticks")) {
      if (tick.has("update")) {
        autoscaler.update(Vectors.decider(tick.get("update")));
      }
      decide(autoscaler, tick, decision);
      assertEquals(
          Vectors.recorded(Vectors.of(release, tick, "out")),
          Vectors.ours(decision),
          Vectors.field(sequence, "id").asText() + " tick " + number + " " + tick);
      number++;
    }
    return number;
  }

  private static void decide(PodAutoscaler autoscaler, JsonNode tick, PodDecision decision) {
    String error = tick.path("err").asText("");
    switch (error) {
      case "", "readyNotFound" ->
        autoscaler.decide(
            Vectors.ns(tick, "t"),
            Vectors.integer(tick, "ready"),
            Vectors.number(tick, "stable"),
            Vectors.number(tick, "panic"),
            decision);
      case "noData", "metricError", "readyError" -> autoscaler.undecided(decision);
      default -> throw new AssertionError("error " + error);
    }
  }
}
