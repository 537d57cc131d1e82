package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.knative.ActivatorRequestStats;
import dev.headroom.scaling.knative.DeciderStatus;
import dev.headroom.scaling.knative.MetricWindows;
import dev.headroom.scaling.knative.PodAutoscaler;
import dev.headroom.scaling.knative.PodDecision;
import dev.headroom.scaling.knative.PodReport;
import dev.headroom.scaling.knative.PodRequestStats;
import dev.headroom.scaling.knative.ScaleReconciler;
import dev.headroom.scaling.knative.ScaleState;
import dev.headroom.scaling.knative.ScaleTarget;
import dev.headroom.scaling.knative.ScrapeSample;
import dev.headroom.scaling.knative.ServingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Knative: pods and an activator count, report every second, a decision every other second. */
final class KnativeTwin extends Loop implements ScaleTarget {
  private static final long EPOCH_NS = 1_700_000_000L * 1_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOUR_NS = 3600 * SECOND_NS;

  private final KnativeOptions options;
  private final MetricWindows windows;
  private final PodRequestStats pods = new PodRequestStats(16);
  private final ActivatorRequestStats activator = new ActivatorRequestStats();
  private final PodReport report = new PodReport();
  private final Draws draws;
  private final TreeSet<Long> requeuedNs = new TreeSet<>();
  private PodAutoscaler autoscaler;
  private DeciderStatus status;
  private ScaleReconciler reconciler;
  private long reportNs;
  private long tickNs;
  private long plannedNs = Long.MAX_VALUE;
  private long plan;
  private long scrapes;

  KnativeTwin(Revision revision, KnativeOptions options) {
    super(revision);
    this.options = options;
    this.windows = new MetricWindows(options.settings().windows(), options.release());
    this.draws = revision.draws(Purpose.SCALER);
  }

  private long clock() {
    return world.nowNs + EPOCH_NS;
  }

  @Override
  void decideFromNow(boolean running) {
    int replicas = running ? scaling.initial() : 0;
    ScaleState state;
    if (!running) {
      state = ScaleState.fresh(options.settings().scale(), clock());
    } else if (replicas > 0) {
      state = ScaleState.active(replicas, clock());
    } else {
      state = ScaleState.inactive(clock() - HOUR_NS);
    }
    status = running && replicas == 0
        ? DeciderStatus.idle(options.settings().decider())
        : DeciderStatus.initial(options.settings().decider());
    autoscaler =
        new PodAutoscaler(options.settings().decider(), options.release(), clock(), replicas);
    reconciler = new ScaleReconciler(options.settings().scale(), state);
    reportNs = first(options.scrapeNs(), options.reportPhaseNs(), 0);
    tickNs = first(options.tickNs(), options.tickPhaseNs(), 1);
    if (!running) {
      revision.sizing.scaleTo(state.replicas());
    }
    reconciler.reconcile(clock(), status, this);
    plan();
  }

  private long first(long intervalNs, long phaseNs, int draw) {
    long shiftNs = phaseNs == KnativeOptions.RANDOM
        ? (long) (draws.uniform(-1, draw) * intervalNs)
        : phaseNs % intervalNs;
    return (Math.floorDiv(world.nowNs - shiftNs, intervalNs) + 1) * intervalNs + shiftNs;
  }

  /** What falls on one instant happens in the order report, decision, reconciliation. */
  private void plan() {
    long nextNs = Math.min(reportNs, tickNs);
    nextNs = requeuedNs.isEmpty() ? nextNs : Math.min(nextNs, requeuedNs.first());
    if (nextNs < plannedNs) {
      plannedNs = nextNs;
      long mine = ++plan;
      world.at(Math.max(nextNs, world.nowNs), Turn.OBSERVE, () -> due(mine));
    }
  }

  private void due(long mine) {
    if (mine != plan || stopped) {
      return;
    }
    plannedNs = Long.MAX_VALUE;
    if (reportNs <= world.nowNs) {
      reportNs += options.scrapeNs();
      report();
    }
    if (tickNs <= world.nowNs) {
      tickNs += options.tickNs();
      decide();
    }
    if (!requeuedNs.isEmpty() && requeuedNs.first() <= world.nowNs) {
      requeuedNs.headSet(world.nowNs, true).clear();
      reconciler.reconcile(clock(), status, this);
    }
    plan();
  }

  private void report() {
    if (activator.report(clock(), report)) {
      activatorReported();
    }
    if (!options.settings().windows().scraped()) {
      return;
    }
    List<Box> ready =
        new ArrayList<>(revision.boxes.stream().filter(Box::serving).toList());
    int asked = options.samples() ? ScrapeSample.size(ready.size()) : ready.size();
    if (asked < ready.size()) {
      sampleFirst(ready, asked);
    }
    ScrapeSample sample = new ScrapeSample();
    for (int i = 0; i < ready.size(); i++) {
      pods.report(ready.get(i).seat, clock(), report);
      if (i < asked) {
        sample.add(report);
      }
    }
    if (sample.scaleTo(ready.size(), report)) {
      record();
    }
    scrapes++;
  }

  /** A random sample comes first, of pods older than the stable window as far as they go. */
  private void sampleFirst(List<Box> ready, int asked) {
    long youngestNs = world.nowNs - options.settings().decider().stableWindowNs();
    int old = 0;
    while (old < ready.size() && ready.get(old).answersNs <= youngestNs) {
      old++;
    }
    for (int i = 0; i < asked; i++) {
      int among = i < old ? old - i : ready.size() - i;
      int pick = i + draws.below(among, scrapes, i);
      Box box = ready.get(pick);
      ready.set(pick, ready.get(i));
      ready.set(i, box);
    }
  }

  private void activatorReported() {
    record();
    if (status.pokedBy(report)) {
      decide();
    }
  }

  private void record() {
    windows.record(Math.floorDiv(clock(), SECOND_NS) * SECOND_NS, report);
  }

  private void decide() {
    PodDecision decision = new PodDecision();
    autoscaler.decide(clock(), revision.ready(), windows, decision);
    if (status.accept(decision)) {
      reconciler.reconcile(clock(), status, this);
      plan();
    }
  }

  @Override
  public int readyPods() {
    return revision.ready();
  }

  @Override
  public void scaleTo(int replicas) {
    apply(replicas);
  }

  @Override
  public void reconcileAt(long at) {
    requeuedNs.add(at - EPOCH_NS);
    plan();
  }

  @Override
  public boolean activatorAnswers() {
    return true;
  }

  @Override
  public void probeActivator() {
    // It always answers.
  }

  @Override
  void arriving(Job job, boolean atOnce) {
    job.proxied |= !atOnce || reconciler.mode() == ServingMode.PROXY;
  }

  @Override
  void arrived(Job job) {
    if (job.proxied && !stopped && activator.in(clock(), report)) {
      activatorReported();
    }
  }

  @Override
  void gaveUp(Job job) {
    if (job.proxied) {
      job.proxied = false;
      activator.out(clock());
    }
  }

  @Override
  void entered(Job job, Box box) {
    if (job.proxied) {
      pods.proxiedIn(box.seat, clock());
    } else {
      pods.in(box.seat, clock());
    }
  }

  @Override
  void exited(Job job, Box box) {
    if (job.proxied) {
      pods.proxiedOut(box.seat, clock());
      activator.out(clock());
    } else {
      pods.out(box.seat, clock());
    }
  }

  @Override
  void becameReady(Box box) {
    pods.start(box.seat, Math.floorDiv(clock(), SECOND_NS) * SECOND_NS);
  }

  @Override
  void allReady() {
    if (reconciler != null && !stopped) {
      reconciler.reconcile(clock(), status, this);
    }
  }
}
