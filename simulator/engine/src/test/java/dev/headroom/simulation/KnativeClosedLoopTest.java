package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.knative.PodDecision;
import dev.headroom.scaling.knative.ServingMode;
import dev.headroom.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final String[] TICK = {
    "t", "readyIn", "observedStable", "observedPanic", "valid", "panic", "panicTime",
    "maxPanicPods", "desired", "ebc", "deciderDesired", "sksMode", "paState", "replicas", "ready",
    "starting", "terminating", "inflight", "waiting"
  };
  private static final String[] REQUEST = {
    "index", "arrival", "start", "end", "pod", "proxied", "zeroReadyAtArrival", "waitedForColdPod"
  };

  static Stream<ClosedLoop> timelines() {
    return ClosedLoop.all("knative").stream();
  }

  /** A scenario with the plant's rules. */
  static Scenario plant(ClosedLoop timeline, String more) {
    JsonNode given = timeline.scenario;
    int concurrency = given.get("containerConcurrency").asInt();
    return Scenarios.of(
        """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: plant }
        workload:
          trace: { file: "%s" }
          classes: [ { name: request, service: 1s } ]
        platform:
          use: knative
          concurrency: { max: %s }
          dispatch: least-loaded
          queue: { limit: unlimited, timeout: unlimited }
          timeouts: { request: unlimited }
          coldStart: { boot: %ss }
          scale:
            initial: %d
            removal: youngest
            drain: 1h
            scrapeSample: false
            reportPhase: 0s
            tickPhase: 0s
            annotations: {%s}
            config: {%s}
        run: { tail: 24h }
        """
            .formatted(
                timeline.arrivals(),
                concurrency == 0 ? "unlimited" : concurrency,
                given.get("podStartupSeconds").asText(),
                given.get("startReplicas").asInt(),
                flow(given.get("annotations")),
                flow(given.get("configAutoscaler")))
            + more);
  }

  private static String flow(JsonNode map) {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      entries.add('"' + entry.getKey() + "\": \"" + entry.getValue().asText() + '"');
    }
    return String.join(", ", entries);
  }

  /** Writes down what the autoscaler decides and when requests run, in the files' words. */
  private static final class Recording extends KnativeScaler {
    final List<List<String>> ticks = new ArrayList<>();
    final List<String[]> requests = new ArrayList<>();
    final long endNs;
    double readySeconds;
    double startingSeconds;
    double terminatingSeconds;

    Recording(Revision revision, long endNs) {
      super(revision, (KnativeOptions) revision.spec.scaling().numbers());
      this.endNs = endNs;
    }

    @Override
    boolean settled() {
      return revision.queue.nowNs() >= endNs;
    }

    @Override
    void decided(long nowNs, int readyIn) {
      if (nowNs > endNs) {
        return;
      }
      boolean known = decision.valid;
      boolean panic = decision.panicNs != PodDecision.NEVER;
      ticks.add(
          List.of(
              ClosedLoop.seconds(nowNs),
              Integer.toString(readyIn),
              known ? ClosedLoop.number(windows.stable()) : "",
              known ? ClosedLoop.number(windows.panic()) : "",
              known ? "1" : "0",
              decision.panicking ? "1" : "0",
              panic ? ClosedLoop.seconds(decision.panicNs - EPOCH_NS) : "",
              Integer.toString(decision.panicPeakPods),
              Integer.toString(decision.desired),
              Integer.toString(decision.excessBurstCapacity),
              Integer.toString(status().desired()),
              reconciler().mode() == ServingMode.SERVE ? "Serve" : "Proxy",
              reconciler().active().name().toLowerCase(Locale.ROOT),
              Integer.toString(reconciler().replicas()),
              Integer.toString(revision.fleet.ready()),
              Integer.toString(revision.fleet.starting()),
              Integer.toString(revision.fleet.draining()),
              Long.toString(gauge(Gauge.IN_SERVICE)),
              Long.toString(gauge(Gauge.QUEUED))));
      if (nowNs == endNs) {
        readySeconds = integral(nowNs, Gauge.IDLE) + integral(nowNs, Gauge.BUSY);
        startingSeconds = integral(nowNs, Gauge.BOOTING);
        terminatingSeconds = integral(nowNs, Gauge.DRAINING);
      }
    }

    private long gauge(Gauge gauge) {
      return revision.recorder.value(revision.row, gauge);
    }

    private double integral(long nowNs, Gauge gauge) {
      return revision.recorder.integral(revision.row, gauge, nowNs) / 1e9;
    }

    @Override
    void arriving(int attempt, boolean atOnce) {
      super.arriving(attempt, atOnce);
      String[] row = new String[REQUEST.length];
      row[0] = Integer.toString(requests.size());
      row[1] = ClosedLoop.seconds(revision.queue.nowNs());
      row[5] = revision.attempts.has(attempt, Attempts.PROXIED) ? "1" : "0";
      row[6] = revision.fleet.ready() == 0 ? "1" : "0";
      revision.attempts.cpuNs[attempt] = requests.size();
      requests.add(row);
    }

    @Override
    void entered(int attempt, int instance) {
      super.entered(attempt, instance);
      String[] row = row(attempt);
      row[2] = ClosedLoop.seconds(revision.queue.nowNs());
      row[4] = Integer.toString(revision.fleet.rows.ordinal[instance]);
      long readyNs = revision.fleet.rows.readyNs[instance];
      boolean waited = !row[2].equals(row[1]);
      row[7] = waited && readyNs > revision.attempts.attemptNs[attempt] ? "1" : "0";
    }

    @Override
    void exited(int attempt, int instance) {
      super.exited(attempt, instance);
      row(attempt)[3] = ClosedLoop.seconds(revision.queue.nowNs());
    }

    /** A request of one block leaves the column of its processor work unused. */
    private String[] row(int attempt) {
      return requests.get((int) revision.attempts.cpuNs[attempt]);
    }
  }

  @ParameterizedTest
  @MethodSource("timelines")
  void reproducesEveryDecisionAndRequest(ClosedLoop timeline) {
    long endNs = Math.round(timeline.summary.get("endTimeSeconds").asDouble() * 1e9);
    Recording[] seen = new Recording[1];
    RunOutcome run =
        Simulation.run(
            plant(timeline, ""), 1, nowNs -> {}, r -> seen[0] = new Recording(r, endNs));
    String differences =
        ClosedLoop.difference("ticks", timeline.table("ticks", TICK), seen[0].ticks)
            + ClosedLoop.difference(
                "requests",
                timeline.table("requests", REQUEST),
                seen[0].requests.stream().map(List::of).toList());
    assertEquals("", differences, timeline.name());
    JsonNode summary = timeline.summary;
    assertEquals(summary.get("podSecondsReady").asDouble(), seen[0].readySeconds, 1e-6);
    assertEquals(summary.get("podSecondsStarting").asDouble(), seen[0].startingSeconds, 1e-6);
    assertEquals(
        summary.get("podSecondsTerminating").asDouble(), seen[0].terminatingSeconds, 1e-6);
    assertEquals(0, run.inside()[0]);
  }
}
