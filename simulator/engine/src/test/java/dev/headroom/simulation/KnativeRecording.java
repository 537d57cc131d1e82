package dev.headroom.simulation;

import dev.headroom.results.Gauge;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.knative.PodDecision;
import dev.headroom.scaling.knative.ServingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes down what the autoscaler decides and when requests run, in the words of the recorded
 * timelines, up to the first tick after the plant's duration that finds no request left.
 */
final class KnativeRecording extends KnativeScaler {
  static final String[] TICK = {
    "t", "kind", "readyIn", "observedStable", "observedPanic", "valid", "panic", "panicTime",
    "maxPanicPods", "desired", "ebc", "deciderDesired", "sksMode", "paState", "replicas", "ready",
    "starting", "terminating", "inflight", "waiting"
  };
  static final String[] REQUEST = {
    "index", "arrival", "start", "end", "pod", "proxied", "zeroReadyAtArrival", "waitedForColdPod"
  };
  private static final int COLD = 7;

  final List<List<String>> ticks = new ArrayList<>();
  final List<String[]> requests = new ArrayList<>();
  double readySeconds;
  double startingSeconds;
  double terminatingSeconds;
  int podStarts;
  int peakReady;
  private final long durationNs;
  private final List<Long> latenciesNs = new ArrayList<>();
  private boolean ended;

  KnativeRecording(Revision revision, double durationSeconds) {
    super(revision, (KnativeOptions) revision.spec.scaling().numbers());
    this.durationNs = Math.round(durationSeconds * 1e9);
  }

  /** Latency by nearest rank, in seconds. */
  double latencySeconds(double share) {
    long[] sorted = latenciesNs.stream().mapToLong(ns -> ns).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e9;
  }

  /** Requests that waited for a pod that was not ready when they came. */
  long cold() {
    return requests.stream().filter(row -> row[COLD].equals("1")).count();
  }

  @Override
  boolean settled() {
    return ended;
  }

  @Override
  void decided(long nowNs, int readyIn, boolean poked) {
    if (ended) {
      return;
    }
    boolean known = decision.valid;
    boolean panic = decision.panicNs != PodDecision.NEVER;
    ticks.add(List.of(
        ClosedLoop.seconds(nowNs),
        poked ? "poke" : "tick",
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
    ended = !poked && nowNs >= durationNs && latenciesNs.size() == requests.size();
    readySeconds = integral(Gauge.IDLE) + integral(Gauge.BUSY);
    startingSeconds = integral(Gauge.BOOTING);
    terminatingSeconds = integral(Gauge.DRAINING);
  }

  private long gauge(Gauge gauge) {
    return revision.recorder.value(revision.row, gauge);
  }

  private double integral(Gauge gauge) {
    return revision.recorder.integral(revision.row, gauge) / 1e9;
  }

  @Override
  void allReady() {
    super.allReady();
    peakReady = Math.max(peakReady, revision.fleet.ready());
  }

  @Override
  void arriving(int attempt, boolean atOnce) {
    super.arriving(attempt, atOnce);
    String[] row = new String[REQUEST.length];
    row[0] = Integer.toString(requests.size());
    row[1] = ClosedLoop.seconds(revision.queue.nowNs());
    row[5] = revision.attempts.at(attempt).has(Attempt.PROXIED) ? "1" : "0";
    row[6] = revision.fleet.ready() == 0 ? "1" : "0";
    revision.attempts.at(attempt).cpuNs = requests.size();
    requests.add(row);
  }

  @Override
  void entered(int attempt, int instance) {
    super.entered(attempt, instance);
    String[] row = row(attempt);
    row[2] = ClosedLoop.seconds(revision.queue.nowNs());
    row[4] = Integer.toString(revision.fleet.rows.at(instance).ordinal);
    long readyNs = revision.fleet.rows.at(instance).readyNs;
    boolean waited = !row[2].equals(row[1]);
    row[COLD] = waited && readyNs > revision.attempts.at(attempt).attemptNs ? "1" : "0";
  }

  @Override
  void exited(int attempt, int instance) {
    super.exited(attempt, instance);
    long nowNs = revision.queue.nowNs();
    row(attempt)[3] = ClosedLoop.seconds(nowNs);
    latenciesNs.add(nowNs - revision.attempts.at(attempt).requestNs);
  }

  /** A request of one block leaves the column of its processor work unused. */
  private String[] row(int attempt) {
    return requests.get((int) revision.attempts.at(attempt).cpuNs);
  }
}
