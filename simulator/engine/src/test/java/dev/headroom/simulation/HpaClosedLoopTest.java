package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.KubernetesOptions;
import dev.headroom.scenario.Scenario;
import dev.headroom.validation.Section;
import dev.headroom.validation.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole loop against the real Kubernetes autoscaler driving a simple plant: set to the plant's
 * rules, the simulation takes every decision and serves every request as recorded.
 */
@Tag("closed-loop")
class HpaClosedLoopTest {
  private static final Validation HELD =
      Validation.of(HpaClosedLoopTest.class, "headroom.closedLoop");

  private static final String[] TICK = {
    "t",
    "replicasBefore",
    "readyIn",
    "startingIn",
    "terminatingIn",
    "podsWithMetric",
    "utilization",
    "proposal",
    "metricError",
    "replicas",
    "ableToScale",
    "scalingLimited",
    "ready",
    "starting",
    "terminating",
    "inflight",
    "waiting"
  };
  private static final String[] REQUEST = {
    "index", "arrival", "start", "end", "pod", "waitedForColdPod"
  };

  static Stream<ClosedLoop> timelines() {
    return ClosedLoop.all("hpa").stream();
  }

  /** A scenario with the plant's rules. */
  static Scenario plant(ClosedLoop timeline) {
    JsonNode given = timeline.scenario;
    int slots = given.get("slotsPerPod").asInt();
    return Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: plant }
        workload:
          trace: { file: "%s" }
          classes: [ { name: request, service: 1s, cpuWhileServing: %s } ]
        platform:
          use: kubernetes-hpa
          instance: { cpu: 1 }
          concurrency: { max: %d }
          dispatch: least-loaded
          queue: { limit: unlimited, timeout: unlimited }
          timeouts: { request: unlimited }
          coldStart: { boot: %ss }
          scale:
            min: %d
            max: %d
            initial: %d
            removal: youngest
            drain: 1h
            metric: cpu
            target: %d%%
            tolerance: %s
            cpuRequest: %dm
            cpuInitialization: %ss
            initialReadinessDelay: %ss
            stabilisationDown: %ss
            interval: %ss
            syncPhase: %ss
            scrapeInterval: %ss
            scrapePhase: %ss
        %s
        run: { tail: 24h }
        """.formatted(
            timeline.arrivals(),
            Double.toString(1.0 / slots),
            slots,
            given.get("podStartupSeconds").asText(),
            given.get("minReplicas").asInt(),
            given.get("maxReplicas").asInt(),
            given.get("startReplicas").asInt(),
            given.get("targetCPUUtilizationPercentage").asInt(),
            given.get("tolerance").asText(),
            given.get("cpuRequestMilli").asInt(),
            given.get("cpuInitializationPeriodSeconds").asText(),
            given.get("initialReadinessDelaySeconds").asText(),
            given.get("downscaleStabilizationSeconds").asText(),
            given.get("syncSeconds").asText(),
            given.get("firstSyncSeconds").asText(),
            given.get("scrapeSeconds").asText(),
            given.get("firstScrapeSeconds").asText(),
            given.get("behavior").isNull()
                ? ""
                : "    behavior: " + given.get("behavior").toString()));
  }

  /** Writes down what the autoscaler decides and when requests run, in the files' words. */
  private static final class Recording extends HpaScaler {
    final List<List<String>> ticks = new ArrayList<>();
    final List<String[]> requests = new ArrayList<>();
    final long endNs;
    double readySeconds;
    double startingSeconds;
    double terminatingSeconds;
    private int readyIn;
    private int startingIn;
    private int terminatingIn;

    Recording(Revision revision, long endNs) {
      super(revision, (KubernetesOptions) revision.spec.scaling().numbers());
      this.endNs = endNs;
    }

    @Override
    boolean settled() {
      return revision.queue.nowNs() >= endNs;
    }

    @Override
    void syncing() {
      readyIn = revision.fleet.ready();
      startingIn = revision.fleet.starting();
      terminatingIn = revision.fleet.draining();
    }

    @Override
    void synced(long nowNs, int replicasBefore) {
      if (nowNs > endNs) {
        return;
      }
      boolean failed = proposal.error != null;
      ticks.add(List.of(
          ClosedLoop.seconds(nowNs),
          Integer.toString(replicasBefore),
          Integer.toString(readyIn),
          Integer.toString(startingIn),
          Integer.toString(terminatingIn),
          Integer.toString(sampled()),
          failed ? "" : Integer.toString(proposal.utilizationPercent),
          failed ? "" : Integer.toString(proposal.replicas),
          failed ? "1" : "0",
          Integer.toString(result.replicas),
          camel(result.ableToScale.name()),
          camel(result.scalingLimited.name()),
          Integer.toString(revision.fleet.ready()),
          Integer.toString(revision.fleet.starting()),
          Integer.toString(revision.fleet.draining()),
          Long.toString(gauge(Gauge.IN_SERVICE)),
          Long.toString(gauge(Gauge.QUEUED))));
      if (nowNs == endNs) {
        readySeconds = integral(Gauge.IDLE) + integral(Gauge.BUSY);
        startingSeconds = integral(Gauge.BOOTING);
        terminatingSeconds = integral(Gauge.DRAINING);
      }
    }

    private static String camel(String name) {
      StringBuilder word = new StringBuilder();
      for (String part : name.split("_")) {
        word.append(part.charAt(0)).append(part.substring(1).toLowerCase(java.util.Locale.ROOT));
      }
      return word.toString();
    }

    private long gauge(Gauge gauge) {
      return revision.recorder.value(revision.row, gauge);
    }

    private double integral(Gauge gauge) {
      return revision.recorder.integral(revision.row, gauge) / 1e9;
    }

    @Override
    void arriving(int attempt, boolean atOnce) {
      String[] row = new String[REQUEST.length];
      row[0] = Integer.toString(requests.size());
      row[1] = ClosedLoop.seconds(revision.queue.nowNs());
      revision.attempts.at(attempt).cpuNs = requests.size();
      requests.add(row);
    }

    @Override
    void entered(int attempt, int instance) {
      String[] row = row(attempt);
      row[2] = ClosedLoop.seconds(revision.queue.nowNs());
      row[4] = Integer.toString(revision.fleet.rows.at(instance).ordinal);
      long readyNs = revision.fleet.rows.at(instance).readyNs;
      boolean waited = !row[2].equals(row[1]);
      row[5] = waited && readyNs > revision.attempts.at(attempt).attemptNs ? "1" : "0";
    }

    @Override
    void exited(int attempt, int instance) {
      row(attempt)[3] = ClosedLoop.seconds(revision.queue.nowNs());
    }

    /** A request of one block leaves the column of its processor work unused. */
    private String[] row(int attempt) {
      return requests.get((int) revision.attempts.at(attempt).cpuNs);
    }
  }

  @ParameterizedTest
  @MethodSource("timelines")
  void reproducesEveryDecisionAndRequest(ClosedLoop timeline) {
    long endNs = Math.round(timeline.summary.get("endTimeSeconds").asDouble() * 1e9);
    Recording[] seen = new Recording[1];
    RunOutcome run =
        Simulation.run(plant(timeline), 1, nowNs -> {}, r -> seen[0] = new Recording(r, endNs));
    String differences =
        ClosedLoop.difference("ticks", timeline.table("ticks", TICK), seen[0].ticks)
            + ClosedLoop.difference(
                "requests",
                timeline.table("requests", REQUEST),
                seen[0].requests.stream().map(List::of).toList());
    assertEquals("", differences, timeline.name());
    String name = "hpa " + timeline.name() + ": ";
    HELD.count(
        Section.LOOPS,
        name + "ticks",
        timeline.table("ticks", "t").size(),
        seen[0].ticks.size(),
        "");
    HELD.count(
        Section.LOOPS,
        name + "requests",
        timeline.table("requests", "index").size(),
        seen[0].requests.size(),
        "");
    JsonNode summary = timeline.summary;
    assertEquals(summary.get("podSecondsReady").asDouble(), seen[0].readySeconds, 1e-6);
    assertEquals(summary.get("podSecondsStarting").asDouble(), seen[0].startingSeconds, 1e-6);
    assertEquals(summary.get("podSecondsTerminating").asDouble(), seen[0].terminatingSeconds, 1e-6);
    assertEquals(0, run.inside()[0]);
  }
}
