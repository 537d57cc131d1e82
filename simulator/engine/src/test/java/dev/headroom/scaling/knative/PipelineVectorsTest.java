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

/** From annotations and reports to decisions, through the real collector and autoscaler. */
@Tag("vectors")
final class PipelineVectorsTest {
  private static final Validation HELD =
      Validation.of(PipelineVectorsTest.class, "headroom.vectors");

  @ParameterizedTest
  @EnumSource(Release.class)
  void decidesFromReportsAsRecorded(Release release) {
    int ticks = 0;
    int sequences = 0;
    for (JsonNode file : VectorFiles.read("kpa_pipeline")) {
      for (JsonNode sequence : Vectors.field(file, "sequences")) {
        ticks += new Replay(release, sequence).run();
        sequences++;
      }
    }
    assertTrue(ticks > 0, "no ticks");
    HELD.count(
        Section.VECTORS,
        "kpa_pipeline: ticks as of " + release,
        ticks,
        ticks,
        "Knative, " + sequences + " sequences");
  }

  private static final class Replay {
    private final Release release;
    private final JsonNode sequence;
    private final String id;
    private final KnativeSettings settings;
    private final MetricWindows windows;
    private final PodAutoscaler autoscaler;
    private final PodReport report = new PodReport();
    private final PodDecision decision = new PodDecision();

    Replay(Release release, JsonNode sequence) {
      this.release = release;
      this.sequence = sequence;
      this.id = Vectors.field(sequence, "id").asText();
      this.settings = KnativeSettings.resolve(
          Vectors.integer(sequence, "containerConcurrency"),
          Vectors.texts(Vectors.field(sequence, "annotations")),
          Vectors.texts(Vectors.field(sequence, "configAutoscaler")),
          Vectors.field(sequence, "spec").get("reachable").booleanValue()
              ? Reachability.REACHABLE
              : Reachability.UNREACHABLE);
      this.windows = new MetricWindows(settings.windows(), release);
      this.autoscaler = new PodAutoscaler(
          settings.decider(),
          release,
          Vectors.ns(sequence, "t0"),
          Vectors.integer(sequence, "startReady"));
    }

    int run() {
      assertEquals(Vectors.decider(sequence.get("spec")), settings.decider(), id);
      assertEquals(Vectors.ns(sequence, "panicWindowMs"), settings.windows().panicWindowNs(), id);
      assertEquals(
          Vectors.aggregation(Vectors.field(sequence, "algorithm").asText()),
          settings.windows().aggregation(),
          id);
      int ticks = 0;
      for (JsonNode event : Vectors.field(sequence, "events")) {
        if (event.has("stat")) {
          record(event.get("stat"));
        } else {
          tick(Vectors.field(event, "tick"), id + " tick " + ticks++);
        }
      }
      return ticks;
    }

    private void record(JsonNode stat) {
      report.set(
          Vectors.number(stat, "concurrency"),
          Vectors.number(stat, "proxiedConcurrency"),
          Vectors.number(stat, "requestCount"),
          Vectors.number(stat, "proxiedRequestCount"));
      windows.record(Vectors.ns(stat, "t"), report);
    }

    private void tick(JsonNode tick, String at) {
      autoscaler.decide(Vectors.ns(tick, "t"), Vectors.integer(tick, "ready"), windows, decision);
      // Averages are recorded of the newer release only; the older one rounds otherwise.
      if (release == Release.V1_23 && !tick.has("err")) {
        Aggregation aggregation = settings.windows().aggregation();
        AggregationVectorsTest.assertAverage(
            aggregation, Vectors.number(tick, "observedStable"), windows.stable(), at + " stable");
        AggregationVectorsTest.assertAverage(
            aggregation, Vectors.number(tick, "observedPanic"), windows.panic(), at + " panic");
      }
      assertEquals(!tick.has("err"), decision.valid, at + " " + tick);
      assertEquals(
          Vectors.recorded(Vectors.of(release, tick, "out")),
          Vectors.ours(decision),
          at + " " + tick);
    }
  }
}
