package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.TestData;
import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole loop against the real Knative autoscaler driving a simple plant: set to the plant's
 * rules, the simulation takes every decision and serves every request as recorded.
 */
@Tag("closed-loop")
class KnativeClosedLoopTest {
  private static final Validation HELD =
      Validation.of(KnativeClosedLoopTest.class, "headroom.closedLoop");

  private static final int SEEDS = 8;
  private static final int PHASE_STEP_MS = 100;

  static Stream<ClosedLoop> timelines() {
    return ClosedLoop.all("knative").stream();
  }

  /** The plant's traffic, pods and settings; the rest of the platform as given. */
  private static Scenario scenario(ClosedLoop timeline, String platform, String scale) {
    JsonNode given = timeline.scenario;
    int concurrency = given.get("containerConcurrency").asInt();
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: plant }
        workload:
          trace: { file: "%s" }
          classes: [ { name: request, service: 1s } ]
        platform:
          use: knative
          concurrency: { max: %s }
          coldStart: { boot: %ss }
          %s
          scale:
            initial: %d
            annotations: {%s}
            config: {%s}
            %s
        run: { tail: 24h }
        """.formatted(
            timeline.arrivals(),
            concurrency == 0 ? "unlimited" : concurrency,
            given.get("podStartupSeconds").asText(),
            platform,
            given.get("startReplicas").asInt(),
            flow(given.get("annotations")),
            flow(given.get("configAutoscaler")),
            scale));
  }

  private static Scenario plant(ClosedLoop timeline, String tickPhase) {
    return scenario(
        timeline,
        "dispatch: least-loaded\n"
            + "  queue: { limit: unlimited, timeout: unlimited }\n"
            + "  timeouts: { request: unlimited }",
        "removal: youngest\n    drain: 1h\n    scrapeSample: false\n    reportPhase: 0s\n"
            + "    tickPhase: " + tickPhase);
  }

  private static String flow(JsonNode map) {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      entries.add('"' + entry.getKey() + "\": \"" + entry.getValue().asText() + '"');
    }
    return String.join(", ", entries);
  }

  private static KnativeRecording run(ClosedLoop timeline, Scenario scenario, int seed) {
    double seconds = timeline.scenario.get("durationSeconds").asDouble();
    KnativeRecording[] seen = new KnativeRecording[1];
    RunOutcome run = Simulation.run(
        scenario, seed, nowNs -> {}, r -> seen[0] = new KnativeRecording(r, seconds));
    assertEquals(0, run.inside()[0]);
    seen[0].podStarts = (int) Batches.count(run, Count.STARTED);
    return seen[0];
  }

  @ParameterizedTest
  @MethodSource("timelines")
  void reproducesEveryDecisionAndRequest(ClosedLoop timeline) {
    KnativeRecording seen = run(timeline, plant(timeline, "0s"), 1);
    String differences =
        ClosedLoop.difference("ticks", timeline.table("ticks", KnativeRecording.TICK), seen.ticks)
            + ClosedLoop.difference(
                "requests",
                timeline.table("requests", KnativeRecording.REQUEST),
                seen.requests.stream().map(List::of).toList());
    assertEquals("", differences, timeline.name());
    String name = "knative " + timeline.name() + ": ";
    HELD.count(
        Section.LOOPS, name + "ticks", timeline.table("ticks", "t").size(), seen.ticks.size(), "");
    HELD.count(
        Section.LOOPS,
        name + "requests",
        timeline.table("requests", "index").size(),
        seen.requests.size(),
        "");
    JsonNode summary = timeline.summary;
    assertEquals(summary.get("podSecondsReady").asDouble(), seen.readySeconds, 1e-6);
    assertEquals(summary.get("podSecondsStarting").asDouble(), seen.startingSeconds, 1e-6);
    assertEquals(summary.get("podSecondsTerminating").asDouble(), seen.terminatingSeconds, 1e-6);
    assertEquals(summary.get("podStarts").asInt(), seen.podStarts);
    assertEquals(summary.get("latencyP99Seconds").asDouble(), seen.latencySeconds(0.99), 1e-9);
  }

  /** One measure of a run, with what the tick's phase alone does to it. */
  private record Measure(String name, ToDoubleFunction<KnativeRecording> of, double resolution) {}

  private static final List<Measure> MEASURES = List.of(
      new Measure("pod-seconds", seen -> seen.readySeconds, 0.05),
      new Measure("p95 s", seen -> seen.latencySeconds(0.95), 0.0005),
      new Measure("p99 s", seen -> seen.latencySeconds(0.99), 0.0005),
      new Measure("cold", seen -> seen.cold(), 0.5),
      new Measure("starts", seen -> seen.podStarts, 0.5),
      new Measure("peak", seen -> seen.peakReady, 0.5));

  /**
   * The shipped model has a clock of its own, samples pods and dispatches as the activator does.
   * The table shows it beside the spread of the plant's rules over the phases of the tick. Its
   * median lies within that spread; where a single run does not, the table says so.
   */
  @ParameterizedTest
  @MethodSource("timelines")
  void shippedModelBesideTheSpreadOfThePhase(ClosedLoop timeline) {
    List<KnativeRecording> phases = new ArrayList<>();
    for (int phase = 0; phase < 2000; phase += PHASE_STEP_MS) {
      phases.add(run(timeline, plant(timeline, phase + "ms"), 1));
    }
    List<KnativeRecording> own = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      own.add(run(timeline, scenario(timeline, "", ""), seed));
    }
    System.out.printf("%-22s %24s %34s%n", timeline.name(), "phase alone", "shipped, 8 seeds");
    for (Measure measure : MEASURES) {
      double[] spread = phases.stream().mapToDouble(measure.of()).sorted().toArray();
      double[] seen = own.stream().mapToDouble(measure.of()).sorted().toArray();
      double low = spread[0];
      double high = spread[spread.length - 1];
      double median = (seen[SEEDS / 2 - 1] + seen[SEEDS / 2]) / 2;
      boolean inside =
          seen[0] >= low - measure.resolution() && seen[SEEDS - 1] <= high + measure.resolution();
      System.out.printf(
          "  %-20s %12.3f..%-12.3f %12.3f..%.3f median %.3f %s%n",
          measure.name(),
          low,
          high,
          seen[0],
          seen[SEEDS - 1],
          median,
          inside ? "inside" : "OUTSIDE");
      HELD.put(
          Section.LOOPS,
          "shipped model, " + timeline.name(),
          measure.name() + ", median",
          median,
          (low + high) / 2,
          low - measure.resolution(),
          high + measure.resolution(),
          "the spread is that of the phase of the tick alone");
      if (!TestData.isNamed("headroom.closedLoop")) {
        assertTrue(
            median >= low - measure.resolution() && median <= high + measure.resolution(),
            timeline.name() + " " + measure.name() + ": median " + median);
      }
    }
  }
}
