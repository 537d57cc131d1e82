package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.scaling.Decision;
import dev.headroom.scaling.KnativeOptions;
import dev.headroom.scaling.knative.ActivatorRequestStats;
import dev.headroom.scaling.knative.ActiveState;
import dev.headroom.scaling.knative.DeciderStatus;
import dev.headroom.scaling.knative.MetricWindows;
import dev.headroom.scaling.knative.PodAutoscaler;
import dev.headroom.scaling.knative.PodDecision;
import dev.headroom.scaling.knative.PodReport;
import dev.headroom.scaling.knative.PodRequestStats;
import dev.headroom.scaling.knative.ScaleBound;
import dev.headroom.scaling.knative.ScaleReconciler;
import dev.headroom.scaling.knative.ScaleState;
import dev.headroom.scaling.knative.ScaleTarget;
import dev.headroom.scaling.knative.ScrapeSample;
import dev.headroom.scaling.knative.ServingMode;
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/**
 * Knative's loop around one revision: pods and one activator count requests, every second they
 * report, every other second the autoscaler decides, and the reconciler carries it out.
 *
 * <p>Where reports, a decision and a reconciliation fall on one instant they happen in this order.
 */
class KnativeScaler extends Scaler implements ScaleTarget {
  /** Knative's buckets lie on whole seconds of the Unix clock; a run begins on an even one. */
  static final long EPOCH_NS = 1_700_000_000L * 1_000_000_000L;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOUR_NS = 3600 * SECOND_NS;
  private static final long NEVER = Long.MAX_VALUE;

  final PodDecision decision = new PodDecision();
  final MetricWindows windows;
  private final KnativeOptions options;
  private final PodRequestStats pods = new PodRequestStats(16);
  private final ActivatorRequestStats activator = new ActivatorRequestStats();
  private final PodReport report = new PodReport();
  private final ScrapeSample sample = new ScrapeSample();
  private final Decision told = new Decision();
  private final Draws draws;
  private final int onDue;
  private PodAutoscaler autoscaler;
  private DeciderStatus status;
  private ScaleReconciler reconciler;
  private int[] readyPods = new int[16];
  private long[] requeuedNs = new long[4];
  private int requeued;
  private long reportNs;
  private long tickNs;
  private long armedNs = NEVER;
  private long armed;
  private long scrapes;

  KnativeScaler(Revision revision, KnativeOptions options) {
    super(revision);
    this.options = options;
    this.windows = new MetricWindows(options.settings().windows(), options.release());
    this.draws = revision.draws(Purpose.SCALER);
    this.onDue = revision.queue.register(Turn.OBSERVE, this::due);
  }

  @Override
  void decideFromNow(boolean running) {
    long nowNs = revision.queue.nowNs();
    long now = nowNs + EPOCH_NS;
    int replicas = running ? scaling.initial() : 0;
    ScaleState state;
    if (!running) {
      state = ScaleState.fresh(options.settings().scale(), now);
    } else if (replicas > 0) {
      state = ScaleState.active(replicas, now);
    } else {
      state = ScaleState.inactive(now - HOUR_NS);
    }
    status = running && replicas == 0
        ? DeciderStatus.idle(options.settings().decider())
        : DeciderStatus.initial(options.settings().decider());
    autoscaler = new PodAutoscaler(options.settings().decider(), options.release(), now, replicas);
    reconciler = new ScaleReconciler(options.settings().scale(), state);
    reportNs = first(nowNs, options.scrapeNs(), options.reportPhaseNs(), 0);
    tickNs = first(nowNs, options.tickNs(), options.tickPhaseNs(), 1);
    if (!running) {
      revision.sizing.scaleTo(state.replicas());
    }
    reconciler.reconcile(now, status, this);
    arm();
  }

  /** The first multiple of an interval, shifted by its phase, after now. */
  private long first(long nowNs, long intervalNs, long phaseNs, int draw) {
    long shiftNs = phaseNs == KnativeOptions.RANDOM
        ? (long) (draws.uniform(-1, draw) * intervalNs)
        : phaseNs % intervalNs;
    return Math.floorDiv(nowNs - shiftNs, intervalNs) * intervalNs + intervalNs + shiftNs;
  }

  private void arm() {
    long nextNs = Math.min(reportNs, tickNs);
    for (int i = 0; i < requeued; i++) {
      nextNs = Math.min(nextNs, requeuedNs[i]);
    }
    if (nextNs < armedNs) {
      armedNs = nextNs;
      revision.queue.schedule(Math.max(nextNs, revision.queue.nowNs()), onDue, ++armed);
    }
  }

  private void due(long arm) {
    if (arm != armed || stopped()) {
      return;
    }
    armedNs = NEVER;
    long nowNs = revision.queue.nowNs();
    if (reportNs <= nowNs) {
      reportNs += options.scrapeNs();
      report(nowNs + EPOCH_NS);
    }
    if (tickNs <= nowNs) {
      tickNs += options.tickNs();
      decide(nowNs, false);
    }
    if (dropDue(nowNs)) {
      reconciler.reconcile(nowNs + EPOCH_NS, status, this);
    }
    arm();
  }

  /** Removes requeue timers that are due; true where there was one. */
  private boolean dropDue(long nowNs) {
    int kept = 0;
    for (int i = 0; i < requeued; i++) {
      if (requeuedNs[i] > nowNs) {
        requeuedNs[kept++] = requeuedNs[i];
      }
    }
    boolean any = kept < requeued;
    requeued = kept;
    return any;
  }

  private void report(long now) {
    if (activator.report(now, report)) {
      activatorReported(now);
    }
    if (!options.settings().windows().scraped()) {
      return;
    }
    int ready = collectReady();
    sample.clear();
    int asked = options.samples() ? ScrapeSample.size(ready) : ready;
    if (asked < ready) {
      prefer(now, ready, asked);
    }
    for (int i = 0; i < ready; i++) {
      // Every pod closes its second, asked or not.
      pods.report(readyPods[i], now, report);
      if (i < asked) {
        sample.add(report);
      }
    }
    if (sample.scaleTo(ready, report)) {
      record(now);
    }
    scrapes++;
  }

  /** The ready pods, oldest first. */
  private int collectReady() {
    int n = 0;
    for (int i = revision.fleet.seniority.oldest();
        i != Fleet.NONE;
        i = revision.fleet.seniority.youngerThan(i)) {
      if (revision.fleet.rows.at(i).state != State.STARTING) {
        if (n == readyPods.length) {
          readyPods = Arrays.copyOf(readyPods, n * 2);
        }
        readyPods[n++] = i;
      }
    }
    return n;
  }

  /** Moves a random sample to the front; pods younger than the stable window only fill up. */
  private void prefer(long now, int ready, int asked) {
    long youngestNs = now - EPOCH_NS - options.settings().decider().stableWindowNs();
    int old = 0;
    while (old < ready && revision.fleet.rows.at(readyPods[old]).readyNs <= youngestNs) {
      old++;
    }
    for (int i = 0; i < asked; i++) {
      int among = i < old ? old - i : ready - i;
      int pick = i + draws.below(among, scrapes, i);
      int pod = readyPods[pick];
      readyPods[pick] = readyPods[i];
      readyPods[i] = pod;
    }
  }

  private void activatorReported(long now) {
    record(now);
    if (status.pokedBy(report)) {
      decide(now - EPOCH_NS, true);
    }
  }

  private void record(long now) {
    windows.record(Math.floorDiv(now, SECOND_NS) * SECOND_NS, report);
  }

  private void decide(long nowNs, boolean poked) {
    int readyIn = revision.fleet.ready();
    autoscaler.decide(nowNs + EPOCH_NS, readyIn, windows, decision);
    if (status.accept(decision)) {
      reconciler.reconcile(nowNs + EPOCH_NS, status, this);
    }
    decided(nowNs, readyIn, poked);
  }

  /** A decision has been carried out; for a look from outside. */
  void decided(long nowNs, int readyIn, boolean poked) {}

  DeciderStatus status() {
    return status;
  }

  ScaleReconciler reconciler() {
    return reconciler;
  }

  @Override
  public int readyPods() {
    return revision.fleet.ready();
  }

  @Override
  public void scaleTo(int replicas) {
    told.wanted = replicas;
    told.observed = decision.panicking ? windows.panic() : windows.stable();
    told.target = options.settings().decider().targetValue();
    told.windowNs = decision.panicking
        ? options.settings().windows().panicWindowNs()
        : options.settings().windows().stableWindowNs();
    told.raw = decision.panicking ? decision.panicWish : decision.stableWish;
    told.clamp = clamp(replicas);
    apply(revision.queue.nowNs(), told);
  }

  private String clamp(int replicas) {
    if (replicas == 0) {
      return reconciler.active() == ActiveState.ACTIVATING
          ? "no pod ready in time"
          : "no traffic for a stable window";
    }
    String rule = decision.bound == ScaleBound.NONE ? "" : word(decision.bound);
    return decision.panicking ? rule.isEmpty() ? "panic" : "panic, " + rule : rule;
  }

  @Override
  public void reconcileAt(long at) {
    long atNs = at - EPOCH_NS;
    for (int i = 0; i < requeued; i++) {
      if (requeuedNs[i] == atNs) {
        return;
      }
    }
    if (requeued == requeuedNs.length) {
      requeuedNs = Arrays.copyOf(requeuedNs, requeued * 2);
    }
    requeuedNs[requeued++] = atNs;
    arm();
  }

  @Override
  public boolean activatorAnswers() {
    return true;
  }

  @Override
  public void probeActivator() {
    // It answers in the model, so nothing is ever probed.
  }

  @Override
  void arriving(int attempt, boolean atOnce) {
    if (!atOnce || reconciler.mode() == ServingMode.PROXY) {
      revision.attempts.at(attempt).set(Attempt.PROXIED);
    }
  }

  @Override
  void arrived(int attempt) {
    if (revision.attempts.at(attempt).has(Attempt.PROXIED) && !stopped()) {
      long now = revision.queue.nowNs() + EPOCH_NS;
      if (activator.in(now, report)) {
        activatorReported(now);
      }
    }
  }

  @Override
  void gaveUp(int attempt) {
    if (revision.attempts.at(attempt).clear(Attempt.PROXIED)) {
      activator.out(revision.queue.nowNs() + EPOCH_NS);
    }
  }

  @Override
  void entered(int attempt, int instance) {
    long now = revision.queue.nowNs() + EPOCH_NS;
    if (revision.attempts.at(attempt).has(Attempt.PROXIED)) {
      pods.proxiedIn(instance, now);
    } else {
      pods.in(instance, now);
    }
  }

  @Override
  void exited(int attempt, int instance) {
    long now = revision.queue.nowNs() + EPOCH_NS;
    if (revision.attempts.at(attempt).has(Attempt.PROXIED)) {
      pods.proxiedOut(instance, now);
      activator.out(now);
    } else {
      pods.out(instance, now);
    }
  }

  @Override
  void ready(int instance) {
    long now = revision.queue.nowNs() + EPOCH_NS;
    pods.start(instance, Math.floorDiv(now, SECOND_NS) * SECOND_NS);
  }

  @Override
  void allReady() {
    if (reconciler != null && !stopped()) {
      reconciler.reconcile(revision.queue.nowNs() + EPOCH_NS, status, this);
    }
  }
}
